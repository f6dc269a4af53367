package store

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"ringkeeper/model"
)

// The actions of the audit log that the store writes itself.
const (
	AuditContactRecorded    = "contact.record"
	AuditContactWithdrawn   = "contact.withdraw"
	AuditEmergencyFiled     = "emergency.file"
	AuditEmergencyConfirmed = "emergency.confirm"
	AuditEmergencyAdvanced  = "emergency.advance"
	AuditEmergencyPlaced    = "emergency.place"
	AuditEmergencyJoined    = "emergency.join"
	AuditEmergencyTakenOver = "emergency.take_over"
	AuditLedgerExported     = "emergency.export"
	AuditCadreInvited       = "cadre.invite"
	AuditCadreBound         = "cadre.bind"
	AuditCadreMoved         = "cadre.move" // to another account
	AuditCadreUnbound       = "cadre.unbind"
	AuditCadreLanguage      = "cadre.language"
	AuditCadreBlocked       = "cadre.blocked"
	AuditCadreUnblocked     = "cadre.unblocked"
	AuditCadreChanged       = "cadre.change"
	AuditGroupBound         = "group.bind"
	AuditGroupUnbound       = "group.unbind"
	AuditGroupMoved         = "group.move"
	AuditGroupStanding      = "group.standing" // what the bot may do there
	AuditRingChanged        = "ring.change"
	AuditDutyBlocked        = "duty.block"
	AuditDutyUnblocked      = "duty.unblock"
	AuditItemSettled        = "item.settle"
	AuditHouseholdAssigned  = "household.assign"
	AuditHouseholdArchived  = "household.archive"
	AuditHouseholdForgotten = "household.forget"
	AuditDelegateNamed      = "delegate.name"
	AuditDelegateEnded      = "delegate.end"
	AuditLeaveTaken         = "leave.take"
	AuditLeaveEnded         = "leave.end" // before its last day
	AuditProcedureOpened    = "procedure.open"
	AuditProcedureAdvanced  = "procedure.advance"
	AuditProcedureRedated   = "procedure.redate"
	AuditProcedureFilled    = "procedure.fill"
	AuditProcedureRefused   = "procedure.refuse"
	AuditHouseholdMonitored = "household.monitor"
	AuditHouseholdNumbered  = "household.number"
	AuditRiskEliminated     = "household.eliminate"
	AuditRosterImported     = "roster.import"
	AuditCadresImported     = "cadres.import"
	AuditPolicyChanged      = "policy.change"
	AuditChangesTookEffect  = "changes.apply"
	AuditDueMended          = "due.mend"
	AuditUpdateSetAside     = "update.aside"
	AuditRestored           = "database.restore"
	AuditRestoreConfirmed   = "database.confirm"
	auditLinesUnlessLimited = 1000
)

// AuditLine is one line of the audit log. Subject is a noun and what names it,
// such as "household 530302…", "emergency 12", "cadre 3" or "group -100…". Detail
// is a JSON object of named values, whose words are found when it is shown, or a
// text of other programs.
type AuditLine struct {
	ID      int64
	At      model.Instant
	ActorID int64  // cadre, 0 for none
	Actor   string // who acted at the terminal, else empty
	Action  string
	Subject string
	Detail  string
}

// AuditFilter chooses lines; what is left zero does not restrict.
type AuditFilter struct {
	Actions []string
	Since   model.Instant
	Subject string
	ActorID int64
	Limit   int // the newest so many; 0 means 1,000
}

// details gives the named values of a line; what is zero is left out.
func details(named model.Args) string {
	for name, v := range named {
		if reflect.ValueOf(v).IsZero() {
			delete(named, name)
		}
	}
	if len(named) == 0 {
		return ""
	}
	b, err := json.Marshal(named)
	if err != nil {
		panic(err) // words, numbers and days always marshal
	}
	return string(b)
}

// audit writes a line in the name of whoever the Turn acts for.
func (c *change) audit(action, subject, detail string) error {
	return c.session.audit(AuditLine{At: c.turn.At, ActorID: c.turn.Actor, Action: action, Subject: subject, Detail: detail})
}

func (q session) audit(l AuditLine) error {
	return q.exec("audit line", `INSERT INTO audit (at, actor_id, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)`,
		l.At, l.ActorID, l.Actor, l.Action, l.Subject, l.Detail)
}

// AuditSince returns the lines of the actions since an instant, oldest first;
// no actions mean all.
func (s *Store) AuditSince(ctx context.Context, actions []string, since model.Instant) ([]AuditLine, error) {
	return s.Audit(ctx, AuditFilter{Actions: actions, Since: since})
}

// Audit returns the newest lines that fit, oldest of them first.
func (s *Store) Audit(ctx context.Context, f AuditFilter) ([]AuditLine, error) {
	where := conditions{}
	where.and("at >= ?", f.Since)
	if len(f.Actions) > 0 {
		where.and("action IN ?", f.Actions)
	}
	if f.Subject != "" {
		where.and("subject = ?", f.Subject)
	}
	if f.ActorID != 0 {
		where.and("actor_id = ?", f.ActorID)
	}
	if f.Limit == 0 {
		f.Limit = auditLinesUnlessLimited
	}
	var lines []AuditLine
	err := s.query(ctx).find("audit log", &lines,
		`SELECT * FROM (SELECT * FROM audit WHERE `+where.text()+` ORDER BY id DESC LIMIT ?) ORDER BY id`, append(where.args, f.Limit)...)
	return lines, err
}

// conditions are joined by AND.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) and(part string, args ...any) {
	c.parts = append(c.parts, part)
	c.args = append(c.args, args...)
}

func (c *conditions) text() string {
	if len(c.parts) == 0 {
		return "1 = 1"
	}
	return strings.Join(c.parts, " AND ")
}
