package store

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"ringkeeper/model"
)

// asked is a statement as the driver got it: what is bound decides which partial
// index may serve.
type asked struct {
	sql  string
	args []any
}

// ear stands before a handle of the database and notes what passes. Of a
// transaction it notes the same.
type ear struct {
	gorm.ConnPool
	heard *[]asked
}

func (e *ear) note(sql string, args []any) {
	if !strings.HasPrefix(sql, "EXPLAIN") {
		*e.heard = append(*e.heard, asked{sql, slices.Clone(args)})
	}
}

func (e *ear) ExecContext(ctx context.Context, sql string, args ...any) (sql.Result, error) {
	e.note(sql, args)
	return e.ConnPool.ExecContext(ctx, sql, args...)
}

func (e *ear) QueryContext(ctx context.Context, sql string, args ...any) (*sql.Rows, error) {
	e.note(sql, args)
	return e.ConnPool.QueryContext(ctx, sql, args...)
}

func (e *ear) QueryRowContext(ctx context.Context, sql string, args ...any) *sql.Row {
	e.note(sql, args)
	return e.ConnPool.QueryRowContext(ctx, sql, args...)
}

func (e *ear) BeginTx(ctx context.Context, o *sql.TxOptions) (gorm.ConnPool, error) {
	tx, err := e.ConnPool.(gorm.TxBeginner).BeginTx(ctx, o)
	return &earWithin{ear{tx, e.heard}, tx}, err
}

type earWithin struct {
	ear
	gorm.TxCommitter
}

// listen notes every statement from now on.
func (o *office) listen() *[]asked {
	var heard []asked
	for _, db := range []*gorm.DB{o.reads, o.writes} {
		db.Statement.ConnPool = &ear{db.Statement.ConnPool, &heard}
	}
	return &heard
}

var wholeTable = regexp.MustCompile(`^SCAN (h|households|o|outbox|x|inbox|m|outbox_messages|n|named_duties|procedures|k|contacts|e|emergencies|audit|attachments|a)( |$)`)

// What is asked at every update, every look of the sender and every morning
// costs what is due and not what exists: a range of an index, never the table.
func TestWhatIsAskedAllDayReadsRangesOfIndexes(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleLeader), person("李", model.RoleCadre))
	id := o.roster(family("1", model.Red, p[1]))[0]
	must[int](t)(o.CatchUp(ctx, morning(firstDay)))
	record := called(id, firstDay)
	record.Record.UpdateID = 77
	record.Items = []model.Named{{Kind: model.Need, Text: "帮修路"}}
	o.ok(o.Commit(ctx, turn(firstDay, record, model.FileEmergency{Emergency: model.Emergency{Source: "doubt", Unconfirmed: true}})))
	all, leader := model.Scope{All: true}, model.Scope{LeaderID: p[0], TownshipID: 1}
	steps := model.DefaultSteps()
	o.queued(model.Notice{Kind: "alert", ChatID: 7})
	told := o.theOne().ID
	heard := o.listen()
	for name, c := range map[string]struct {
		call func() error
		uses string // an index that must serve it
	}{
		"what is overdue in the district": {func() error { _, err := o.Overdue(ctx, all, firstDay); return err }, "households_visit_due (visit_period_cadence=? AND visit_due<?)"},
		"a page of a leader's overdue":    {func() error { _, err := o.OverduePage(ctx, leader, firstDay, 10, 10); return err }, ""},
		"the figures of the overdue":      {func() error { _, err := o.OverdueTotals(ctx, all, firstDay); return err }, "households_contact_due (contact_period_cadence=? AND contact_due<?)"},
		"the duties of the morning":       {func() error { _, err := o.OpenDuties(ctx, OpenQuery{At: firstDay, Steps: steps}); return err }, "households_contact_due (contact_period_cadence=? AND contact_due<?)"},
		"who owes what in the morning": {func() error {
			return o.EachOwing(ctx, OpenQuery{At: firstDay, Steps: steps}, func(model.Cadre, []Owed) error { return nil })
		}, "COVERING INDEX households_contact_due (contact_period_cadence=? AND contact_due<?)"},
		"the leaders of a township": {func() error {
			_, err := o.Cadres(ctx, CadreFilter{Roles: []model.Role{model.RoleLeader}, Townships: []int64{1}})
			return err
		}, "cadres_"},
		"the office":           {func() error { _, err := o.Cadres(ctx, CadreFilter{Roles: []model.Role{model.RoleOffice}}); return err }, "cadres_role (role=?"},
		"the district's heads": {func() error { _, err := o.Cadres(ctx, CadreFilter{District: true}); return err }, "cadres_district_wide"},
		"the duties of a cadre": {func() error {
			_, err := o.OpenDuties(ctx, OpenQuery{At: firstDay, Steps: steps, CadreID: p[1]})
			return err
		}, ""},
		"the households of a cadre":            {func() error { _, err := o.HouseholdsOf(ctx, p[1]); return err }, "households_responsible (responsible_id=?)"},
		"the households of those stood in for": {func() error { _, err := o.HouseholdsFor(ctx, p[1], firstDay); return err }, "households_responsible (responsible_id=?)"},
		"whether somebody stands in":           {func() error { _, err := o.StandsIn(ctx, p[1], p[0], firstDay); return err }, "stand_ins_"},
		"what is owed where somebody stands in": {func() error {
			_, err := o.OwedWhereStoodIn(ctx, OpenQuery{At: firstDay, Steps: steps})
			return err
		}, "households_responsible (responsible_id=?)"},
		"a household by its head":              {func() error { _, err := o.HouseholdsOfHeads(ctx, []string{"张三"}); return err }, "households_head (head=?)"},
		"a head within a scope":                {func() error { _, err := o.FindHouseholds(ctx, all, "张三", "新"); return err }, "households_head (head=?)"},
		"a household by the end of its number": {func() error { _, err := o.HouseholdsLike(ctx, leader, Clues{Number: "0001"}); return err }, "households_tail (<expr>=?)"},
		"a household by its names": {func() error {
			_, err := o.HouseholdsLike(ctx, all, Clues{Heads: []string{"张三", "三李"}, Like: []string{"张_"}})
			return err
		}, "households_head (head=?)"},
		"households of a beginning":      {func() error { _, err := o.HouseholdsLike(ctx, leader, Clues{Begins: "张"}); return err }, "households_head (head>? AND head<?)"},
		"whether a leader sees it":       {func() error { _, err := o.InScope(ctx, leader, id); return err }, "SEARCH h USING INTEGER PRIMARY KEY"},
		"what a chat got this month":     {func() error { _, _, err := o.Received(ctx, 7, 1); return err }, "outbox_messages_sent (chat_id=?"},
		"how a cadre's households fared": {func() error { _, err := o.Timelines(ctx, p[1]); return err }, "households_responsible (responsible_id=?)"},
		"a person's newest record":       {func() error { _, err := o.Contacts(ctx, ContactFilter{ByID: p[1], Limit: 1}); return err }, "contacts_by (by_id=?)"},
		"the newest list of a chat":      {func() error { _, _, _, _, err := o.HouseholdsInMessage(ctx, 7, 0); return err }, "outbox_today (to_chat=?"},
		"the office's undecided":         {func() error { _, err := o.CountUndecided(ctx); return err }, "households_undecided"},
		"the history of a household":     {func() error { _, err := o.History(ctx, id); return err }, "contacts_standing"},
		"all about a household":          {func() error { _, err := o.Why(ctx, id); return err }, "contacts_household"},
		"what takes effect":              {func() error { _, err := o.CatchUp(ctx, morning(firstDay)); return err }, "households_next_change (next_change<?)"},
		"updates that wait":              {func() error { _, err := o.NewUpdates(ctx, 5, 100); return err }, "inbox_new"},
		"updates set aside":              {func() error { _, err := o.Updates(ctx, UpdateAside, 0); return err }, "inbox_aside"},
		"what is to be sent":             {func() error { _, err := o.DueDeliveries(ctx, instant(firstDay), 30); return err }, "outbox_pending"},
		"what waits with an alert":       {func() error { _, err := o.Companions(ctx, 1, instant(firstDay), 9); return err }, "outbox_emergencies (cadre_id=? AND chat_id=?"},
		"what is told with others":       {func() error { _, err := o.query(ctx).carried([]int64{1, 2}); return err }, "outbox_told_in (told_in=?"},
		"what was sent with others":      {func() error { return o.FinishSent(ctx, 99, 1, PartOutcome{Carries: true}) }, "outbox_told_in (told_in=?"},
		"what failed with others":        {func() error { return o.Finish(ctx, told, Finish{State: model.DeliveryFailed}) }, "outbox_told_in (told_in=?"},
		"the first for a reader":         {func() error { _, err := o.DueDeliveries(ctx, instant(firstDay), 30); return err }, "outbox_emergencies (cadre_id=? AND chat_id=? AND id<?"},
		"cases by their sources":         {func() error { _, err := o.Emergencies(ctx, EmergencyFilter{Sources: []string{"a", "b"}}); return err }, "emergencies_source (source=?)"},
		"when something is to be sent":   {func() error { _, _, err := o.NextDelivery(ctx); return err }, "outbox_waiting"},
		"digests since yesterday":        {func() error { _, _, err := o.LastDigests(ctx, instant(firstDay)); return err }, "outbox_created (created_at>?)"},
		"the households of a message":    {func() error { _, _, _, _, err := o.HouseholdsInMessage(ctx, 7, 100); return err }, "outbox_chat (to_chat=?"},
		"the messages about a case":      {func() error { _, err := o.OutboxRows(ctx, OutboxFilter{Subject: "emergency 1"}); return err }, "outbox_subject (subject=?)"},
		"the records of an update":       {func() error { _, err := o.ContactsOfUpdate(ctx, 5); return err }, "contacts_update (update_id=?)"},
		"the records of a message":       {func() error { _, err := o.ContactsOfMessage(ctx, 7, 5); return err }, "contacts_message (chat_id=? AND message_id=?)"},
		"what came with records":         {func() error { _, err := o.AttachmentsOf(ctx, 1, 2); return err }, "attachments_contact (contact_id=?)"},
		"what is alone with a household": {func() error { _, err := o.Attachments(ctx, AttachmentFilter{HouseholdID: id}); return err }, "attachments_household (household_id=?)"},
		"what belongs to a case":         {func() error { _, err := o.Attachments(ctx, AttachmentFilter{CaseSource: "a"}); return err }, "attachments_case (case_source=?)"},
		"an album":                       {func() error { _, err := o.Attachments(ctx, AttachmentFilter{ChatID: 7, Album: "a"}); return err }, "attachments_album (chat_id=? AND album=?)"},
		"what an answer speaks of":       {func() error { _, err := o.Attachments(ctx, AttachmentFilter{Answer: "a"}); return err }, "attachments_answer (answer=?)"},
		"what belongs to nothing yet": {func() error {
			_, err := o.Attachments(ctx, AttachmentFilter{ChatID: 7, Since: instant(firstDay)})
			return err
		}, "attachments_unplaced (chat_id=? AND sent_at>?)"},
		"what was sent last in a chat":   {func() error { _, err := o.LastAttached(ctx, 7); return err }, "attachments_message (chat_id=? AND message_id=?)"},
		"what came in from a chat since": {func() error { _, err := o.UpdatesOfChat(ctx, 7, 5); return err }, "inbox USING INTEGER PRIMARY KEY (rowid>?)"},
		"the digest of a moment":         {func() error { _, err := o.DigestBefore(ctx, 7, instant(firstDay)); return err }, "outbox_chat (to_chat=?"},
		"what a cadre made last":         {func() error { _, err := o.NewestMade(ctx, p[1], instant(firstDay)); return err }, "contacts_by (by_id=? AND recorded_at>?)"},
		"a record that takes what waits": {func() error {
			return o.Commit(ctx, turn(firstDay, called(id, firstDay), model.TakeAttachments{ChatID: 7, MessageID: 5, Album: "a", Since: 1}))
		}, "attachments_unplaced (chat_id=? AND sent_at>?)"},
		"taking back an update's records": {func() error { return o.Commit(ctx, turn(firstDay, model.WithdrawContacts{UpdateID: 5})) }, "contacts_update (update_id=?)"},
		"taking back a correction":        {func() error { return o.Commit(ctx, turn(firstDay, model.WithdrawContacts{UpdateID: 77})) }, "contacts_superseded (superseded_by=?)"},
		"a report of hardship": {func() error {
			return o.Commit(ctx, turn(firstDay, model.FileEmergency{Emergency: model.Emergency{Source: "a"}}))
		}, "emergencies_source (source=?)"},
		"a case by its source": {func() error { _, err := o.EmergencyBySource(ctx, "a"); return err }, "emergencies_source (source=?)"},
		"cases that go up":     {func() error { _, err := o.CasesDue(ctx, instant(firstDay)); return err }, "emergencies_clock (escalate_at<?)"},
		"when a case goes up":  {func() error { _, err := o.NextEscalation(ctx); return err }, "emergencies_clock"},
		"cases that press":     {func() error { _, err := o.PressingCases(ctx, all, instant(firstDay)); return err }, "outbox_subject (subject=?)"},
		"a holder who is gone and comes back": {func() error {
			return o.Commit(ctx, turn(firstDay, model.SetBlocked{CadreID: p[1], Blocked: true}, model.SetBlocked{CadreID: p[1]}))
		}, "outbox_subject (subject=?)"},
		"a case's procedure":      {func() error { _, err := o.ProcedureOfCase(ctx, 1); return err }, "procedures_emergency (emergency_id=?)"},
		"a household's procedure": {func() error { _, err := o.RunningProcedure(ctx, id); return err }, "procedures_household (household_id=?)"},
		"procedures that run":     {func() error { _, _, err := o.CountProcedures(ctx, firstDay); return err }, "procedures_running"},
		"the cadre of an account": {func() error { _, err := o.CadreByTelegram(ctx, 5); return err }, "cadres_telegram (telegram_id=?)"},
		"the figures of a scrape": {func() error { _, err := o.Figures(ctx, morning(firstDay)); return err }, "COVERING INDEX households_contact_due (contact_period_cadence=? AND contact_due>? AND contact_due<?)"},
		"the oldest update":       {func() error { _, err := o.OldestUpdate(ctx); return err }, "inbox_new"},
		"clearing raw text":       {func() error { _, err := o.ClearRaw(ctx, 30, morning(firstDay)); return err }, "inbox_raw (received_at<?)"},
		"what a hook is to tell":  {func() error { _, err := o.DueHookCalls(ctx, "sms", instant(firstDay), 20); return err }, "hook_calls_pending (hook=?)"},
		"whether it is told":      {func() error { _, err := o.DueHookCalls(ctx, "sms", instant(firstDay), 20); return err }, "outbox_subject (subject=?)"},
		"calls that were cut off": {func() error { return o.RecoverHookCalls(ctx, "sms") }, "hook_calls_sending"},
		"a doubt that ends": {func() error {
			return o.Commit(ctx, turn(firstDay, model.ConfirmEmergency{ID: 1, Subject: "a"}))
		}, "hook_calls_case (emergency_id=?"},
		"what was cut off":  {func() error { _, err := o.Recover(ctx, instant(firstDay)); return err }, "outbox_sending"},
		"a record":          {func() error { return o.Commit(ctx, turn(firstDay, called(id, firstDay))) }, "ring_spells_household"},
		"a case shown anew": {func() error { return o.Commit(ctx, model.Turn{At: 1, Refresh: []string{"emergency 1"}}) }, "outbox_subject (subject=?)"},
		"the case of a household": {func() error {
			_, err := o.CaseThatTakes(ctx, model.Emergency{HouseholdID: id}, 1)
			return err
		}, "emergencies_household_open (household_id=?)"},
		"the open cases of a list": {func() error { _, err := o.OpenCasesOf(ctx, []int64{id, id + 1}); return err }, "emergencies_household_open (household_id=?)"},
		"the case of a family": {func() error {
			_, err := o.CaseThatTakes(ctx, model.Emergency{Family: "孙有财", Village: "东村"}, 1)
			return err
		}, "emergencies_family_open (family=? AND village=?)"},
		"what a cadre added to cases": {func() error { _, err := o.JoinedReports(ctx, p[1], 1); return err }, "case_events_by (by_id=? AND at>?)"},
		"who reported a case":         {func() error { _, err := o.CaseReporters(ctx, 1); return err }, "case_events_case (emergency_id=?)"},
		"open cases": {func() error {
			_, err := o.OpenEmergencies(ctx, EmergencyFilter{Scope: all}, instant(firstDay))
			return err
		}, "SCAN e USING INDEX emergencies_open"},
		"a cadre's open cases": {func() error {
			_, err := o.OpenEmergencies(ctx, EmergencyFilter{Scope: model.Scope{CadreID: p[1]}}, instant(firstDay))
			return err
		}, "SCAN e USING INDEX emergencies_open"},
		"a leader's open cases": {func() error {
			_, err := o.OpenEmergencies(ctx, EmergencyFilter{Scope: leader}, instant(firstDay))
			return err
		}, "SCAN e USING INDEX emergencies_open"},
		"whether a case was told": {func() error {
			_, err := o.OpenEmergencies(ctx, EmergencyFilter{Scope: all}, instant(firstDay))
			return err
		}, "outbox_subject (subject=?)"},
		"the cases of a period": {func() error {
			_, err := o.Emergencies(ctx, EmergencyFilter{Scope: all, Since: 1, Before: 2})
			return err
		}, "emergencies_reported (reported_at>? AND reported_at<?)"},
		"whether a leader sees a case":  {func() error { _, err := o.Emergencies(ctx, EmergencyFilter{ID: 1, Scope: leader}); return err }, "SEARCH e USING INTEGER PRIMARY KEY"},
		"how the alerts of cases fared": {func() error { _, err := o.AlertsOf(ctx, 1, 2); return err }, "outbox_subject (subject=?)"},
		"the timelines of cases":        {func() error { _, err := o.CaseEvents(ctx, 1, 2); return err }, "case_events_case (emergency_id=?)"},
		"another page of a list": {func() error {
			return o.Commit(ctx, model.Turn{At: 1, Redraws: []model.Redraw{{ChatID: 7, MessageID: 5}}})
		}, "outbox_messages_sent (chat_id=? AND message_id=?)"},
		"what is open of households":    {func() error { _, err := o.OpenItems(ctx, []int64{id, id + 1}); return err }, "items_household (household_id=? AND status=?)"},
		"what records name":             {func() error { _, err := o.ItemsOfContacts(ctx, []int64{1, 2}); return err }, "items_contact (contact_id=?)"},
		"what has long been open":       {func() error { _, err := o.ItemsWaiting(ctx, firstDay); return err }, "items_open (opened_on<?)"},
		"what says the same is settled": {func() error { return o.Commit(ctx, turn(firstDay, model.SettleItem{ID: 1, Status: model.ItemSolved})) }, "items_household (household_id=?"},
		"the tries of a household": {func() error {
			_, err := o.Tries(ctx, id, model.Contact, model.Month.Period(firstDay), firstDay)
			return err
		}, "contacts_"},
		"the excuses of a household": {func() error { _, err := o.BlocksInForce(ctx, id, firstDay); return err }, "blocks_household (household_id=?)"},
		"who is excused":             {func() error { _, err := o.Excused(ctx, all, firstDay, 0, 20); return err }, "blocks_until (<expr>>?)"},
		"the audit of some actions":  {func() error { _, err := o.AuditSince(ctx, []string{AuditCadreBound}, instant(firstDay)); return err }, "audit_action (action=?"},
	} {
		*heard = nil
		o.ok(c.call())
		plan := o.plan(name, *heard)
		if plan == "" || !strings.Contains(plan, c.uses) {
			t.Errorf("%s does not use %s:\n%s", name, c.uses, plan)
		}
	}
}

// plan tells how statements are worked, and fails for a table that is read
// whole: not a partial index that holds just what is asked for, and not the
// rows that a query within has chosen.
func (o *office) plan(name string, statements []asked) string {
	var all strings.Builder
	for _, s := range statements {
		if !regexp.MustCompile(`(?i)^\s*(SELECT|WITH|UPDATE|DELETE)`).MatchString(s.sql) {
			continue
		}
		var steps []struct{ Detail string }
		o.ok(o.query(ctx).find("plan", &steps, "EXPLAIN QUERY PLAN "+s.sql, s.args...))
		chosen := ""
		for _, step := range steps {
			if within, ok := strings.CutPrefix(step.Detail, "CO-ROUTINE "); ok {
				chosen += " " + within + " "
			}
			whole := wholeTable.FindStringSubmatch(step.Detail)
			if whole != nil && !strings.Contains(step.Detail, "INDEX") && !strings.Contains(chosen, " "+whole[1]+" ") {
				o.t.Errorf("%s reads a whole table: %s\n%s", name, step.Detail, s.sql)
			}
			all.WriteString(step.Detail + "\n")
		}
	}
	return all.String()
}
