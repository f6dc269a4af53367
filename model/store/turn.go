package store

import (
	"context"
	"fmt"

	"ringkeeper/model"
)

// change is a Turn while it is being committed.
type change struct {
	session
	store   *Store
	turn    model.Turn
	touched householdSet  // whose due days and version follow at the end
	queued  []int64       // the numbers of the Turn's notices in the outbox
	made    []model.Owner // the records and cases of the Turn, to which attachments may belong
}

// householdSet is a set of ids in the order in which they were first named, so
// that the same Turn always does the same.
type householdSet struct {
	ids  []int64
	seen map[int64]bool
}

func (h *householdSet) add(id int64) {
	if h.seen[id] {
		return
	}
	if h.seen == nil {
		h.seen = map[int64]bool{}
	}
	h.seen[id] = true
	h.ids = append(h.ids, id)
}

// Commit does all that a Turn says, or nothing. It answers model.ErrHandled
// when the Turn's update is not waiting to be handled, model.ErrConflict when a
// row that the Turn read has changed since, and ErrInvite when a BindCadre
// comes with an invitation that holds no more. A Turn with UpdateID 0 does not
// come from an update.
func (s *Store) Commit(ctx context.Context, t model.Turn) error {
	_, err := s.Conclude(ctx, t)
	return err
}

// Conclude is Commit that returns those of the Turn's notices that may be sent
// at once, as DueDeliveries would, so that the sender need not read what was
// just written. What else of the outbox the Turn has changed is left out.
func (s *Store) Conclude(ctx context.Context, t model.Turn) (due []Delivery, err error) {
	if t.Today == 0 {
		t.Today = s.day(t.At)
	}
	err = s.write(ctx, func(q session) error {
		c := change{session: q, store: s, turn: t}
		err := c.commit()
		if err == nil {
			due, err = c.due()
		}
		if err != nil {
			return fmt.Errorf("commit turn of update %d: %w", t.UpdateID, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return due, nil
}

// Apply commits a Turn that does not come from an update, whatever its
// UpdateID.
func (s *Store) Apply(ctx context.Context, t model.Turn) error {
	t.UpdateID = 0
	return s.Commit(ctx, t)
}

func (c *change) commit() error {
	t := c.turn
	if t.UpdateID != 0 {
		if err := c.markHandled(t.UpdateID, t.At, t.Forget); err != nil {
			return err
		}
	}
	for _, r := range t.Reads {
		if err := c.unchanged(r); err != nil {
			return err
		}
	}
	for _, e := range t.Effects {
		if err := c.apply(e); err != nil {
			return err
		}
	}
	if err := c.follow(); err != nil {
		return err
	}
	if t.Talk != nil {
		if err := c.keepTalk(*t.Talk); err != nil {
			return err
		}
	}
	var err error
	if c.queued, err = c.queue(t.Notices, t.At); err != nil {
		return err
	}
	for _, r := range t.Redraws {
		if err := c.redraw(r); err != nil {
			return err
		}
	}
	for _, subject := range t.Refresh {
		if err := c.refresh(subject); err != nil {
			return err
		}
	}
	return nil
}

// unchanged answers model.ErrConflict unless the row still has the version that
// was read; a row that is not there has version 0.
func (c *change) unchanged(r model.Ref) error {
	query := ""
	switch r.Table {
	case "households":
		query = `SELECT version FROM households WHERE id = ?`
	case "emergencies":
		query = `SELECT version FROM emergencies WHERE id = ?`
	case "procedures":
		query = `SELECT version FROM procedures WHERE id = ?`
	case "cadres":
		query = `SELECT version FROM cadres WHERE id = ?`
	case "groups":
		query = `SELECT version FROM groups WHERE chat_id = ?`
	default:
		return fmt.Errorf("read of %s %d: no table whose versions are compared; a talk carries its own", r.Table, r.ID)
	}
	var version int64
	if err := c.find("version of "+r.Table, &version, query, r.ID); err != nil {
		return err
	}
	if version != r.Version {
		return fmt.Errorf("%s %d: %w", r.Table, r.ID, model.ErrConflict)
	}
	return nil
}

func (c *change) apply(e model.Effect) error {
	switch e := e.(type) {
	case model.RecordContact:
		return c.recordContact(e)
	case model.WithdrawContacts:
		return c.withdrawContacts(e.UpdateID)
	case model.WithdrawContact:
		return c.withdrawStanding(e.ID)
	case model.KeepAttachment:
		return c.keepAttachment(e)
	case model.TakeAttachments:
		return c.takeAttachments(e)
	case model.FileEmergency:
		return c.fileEmergency(e)
	case model.JoinReport:
		return c.joinReport(e)
	case model.UnjoinReport:
		return c.unjoinReport(e)
	case model.AdvanceEmergency:
		return c.advanceEmergency(e)
	case model.TakeOverEmergency:
		return c.takeOverEmergency(e)
	case model.ReopenEmergency:
		return c.reopenEmergency(e)
	case model.ExplainWithdrawal:
		return c.explainWithdrawal(e)
	case model.NoteEmergency:
		return c.noteEmergency(e)
	case model.NameCauses:
		return c.nameCauses(e)
	case model.EscalateEmergency:
		return c.escalateEmergency(e)
	case model.PlaceEmergency:
		return c.placeEmergency(e)
	case model.ConfirmEmergency:
		return c.confirmEmergency(e)
	case model.CallHook:
		return c.callHook(e)
	case model.BindCadre:
		return c.bindCadre(e)
	case model.SetLanguage:
		return c.setLanguage(e)
	case model.SetBlocked:
		return c.setBlocked(e.CadreID, e.Blocked)
	case model.BindGroup:
		return c.bindGroup(e.Group)
	case model.StandInGroup:
		return c.standInGroup(e)
	case model.HearGroup:
		return c.hearGroup(e.ChatID)
	case model.UnbindGroup:
		return c.unbindGroup(e.ChatID, "")
	case model.MoveGroup:
		return c.moveGroup(e.From, e.To)
	case model.ChangeRing:
		return c.changeRing(e)
	case model.BlockDuty:
		return c.blockDuty(e)
	case model.EndBlock:
		return c.endBlock(e)
	case model.SettleItem:
		return c.settleItem(e)
	case model.AssignCadre:
		return c.assignCadre(e)
	case model.ArchiveHousehold:
		return c.archiveHousehold(e)
	case model.NameStandIn:
		return c.nameStandIn(e.StandIn)
	case model.EndStandIn:
		return c.endStandIn(e.ID)
	case model.OpenProcedure:
		return c.openProcedure(e.Procedure)
	case model.AdvanceProcedure:
		return c.advanceProcedure(e)
	case model.RedateProcedure:
		return c.redateProcedure(e)
	case model.FillProcedure:
		return c.fillProcedure(e)
	case model.RefuseProcedure:
		return c.refuseProcedure(e)
	case model.EnterHousehold:
		return c.enterHousehold(e)
	case model.NoteStranger:
		return c.noteStranger(e.TelegramID)
	case model.Audit:
		return c.audit(e.Action, e.Subject, e.Detail)
	default:
		return fmt.Errorf("effect %T: the store does not know it", e)
	}
}

// follow recomputes what follows from the history of the touched households
// and gives them a new version. A Turn that counts its days from an older message
// does not undo what took effect since.
func (c *change) follow() error {
	ids := c.touched.ids
	if len(ids) == 0 {
		return nil
	}
	if _, err := c.store.recompute(c.session, ids, max(c.turn.Today, c.store.day(c.turn.At))); err != nil {
		return err
	}
	return c.exec("household version", `UPDATE households SET version = version + 1 WHERE id IN ?`, ids)
}
