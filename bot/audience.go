package bot

import (
	"context"
	"fmt"
	"slices"

	"ringkeeper/model"
)

// audience is who is told of an emergency, and along whom it goes up when it waits
// too long.
type audience struct {
	readers []caseReader
	chain   []model.CaseLink
}

// caseReader is a person or a group that an alert goes to.
type caseReader struct {
	recipient
	cadreID, chatID int64
	knows           bool // of the case, without an alert
}

// audience finds out who is told of an emergency of a household, or of a family in
// a township that is not on the roster: the office, who answers for the household,
// for red and orange the leader above, and the township's group.
func (b *Bot) audience(ctx context.Context, r *request, h model.Household, township int64) (a audience, err error) {
	if err := b.officeHears(ctx, &a); err != nil {
		return a, err
	}
	if err := b.cadresHear(ctx, r, &a, h, township); err != nil {
		return a, err
	}
	groups, err := b.store.Groups(ctx)
	if err != nil {
		return a, err
	}
	for _, g := range groups {
		if township != 0 && g.Scope == (model.Scope{TownshipID: township}) {
			a.tell(caseReader{recipient: recipient{As: "told.township", Name: g.Title}, chatID: g.ChatID})
		}
		if g.Leading {
			a.link(model.LevelLeadingGroup, 0, g.ChatID)
		}
	}
	return a, nil
}

// officeHears adds the office's groups and people.
func (b *Bot) officeHears(ctx context.Context, a *audience) error {
	chats, err := b.store.OfficeChats(ctx)
	if err != nil {
		return err
	}
	for _, chat := range chats {
		if chat.CadreID == 0 {
			g, err := b.store.Group(ctx, chat.ChatID)
			if err != nil {
				return err
			}
			if g.ChatID == 0 {
				// It became a supergroup, or was unbound, a moment ago: who is
				// to be told is looked up anew.
				return model.ErrConflict
			}
			a.tell(caseReader{recipient: recipient{As: "told.group", Name: g.Title}, chatID: g.ChatID})
			a.link(model.LevelOffice, 0, g.ChatID)
			continue
		}
		c, err := b.store.Cadre(ctx, chat.CadreID)
		if err != nil {
			return err
		}
		a.tell(caseReader{recipient: recipient{As: "told.office", Name: c.Name}, cadreID: c.ID})
		a.link(model.LevelOffice, c.ID, 0)
	}
	return nil
}

// cadresHear adds who answers for the household and the leader above. A family that
// nobody answers for is followed by whoever reported it, and by those who lead the
// township.
func (b *Bot) cadresHear(ctx context.Context, r *request, a *audience, h model.Household, township int64) error {
	answering, err := b.answering(ctx, h.ResponsibleID, r.today)
	if err != nil {
		return err
	}
	for _, c := range answering {
		if c.ID != r.cadre.ID {
			a.tell(caseReader{recipient: recipient{As: c.as, Name: c.Name, Unbound: !c.Bound() || c.Blocked}, cadreID: c.ID})
		}
		a.link(model.LevelCadre, c.ID, 0)
	}
	superior := r.cadre.SuperiorID
	if len(answering) == 0 {
		a.link(model.LevelCadre, r.cadre.ID, 0)
		leaders, err := b.townshipLeaders(ctx, township)
		if err != nil {
			return err
		}
		for _, l := range leaders {
			superior = 0
			a.link(model.LevelLeader, l.ID, 0)
		}
	} else {
		c, err := b.store.Cadre(ctx, h.ResponsibleID)
		if err != nil {
			return err
		}
		superior = c.SuperiorID
	}
	if superior == 0 {
		return nil
	}
	leader, err := b.store.Cadre(ctx, superior)
	if err != nil || leader.ID == 0 {
		return err
	}
	a.link(model.LevelLeader, leader.ID, 0)
	if (h.Ring == model.Red || h.Ring == model.Orange) && leader.ID != r.cadre.ID {
		a.tell(caseReader{recipient: recipient{As: "told.leader", Name: leader.Name, Unbound: !leader.Bound() || leader.Blocked}, cadreID: leader.ID})
	}
	return nil
}

// tell adds a reader, who is told once.
func (a *audience) tell(to caseReader) {
	if !slices.ContainsFunc(a.readers, func(c caseReader) bool { return c.cadreID == to.cadreID && c.chatID == to.chatID }) {
		a.readers = append(a.readers, to)
	}
}

func (a *audience) link(level model.CaseLevel, cadre, chat int64) {
	a.chain = append(a.chain, model.CaseLink{Level: level, CadreID: cadre, ChatID: chat})
}

// alert queues the alert to everyone who is to act on it, not before an instant,
// and says who that is. In the group in which it was reported it is the answer.
func (a *audience) alert(r *request, source string, notBefore model.Instant) (told []recipient) {
	for _, to := range a.readers {
		if !to.Unbound {
			to.Alert = to.alertKey(source)
			n := to.alert(source, notBefore)
			if to.chatID == r.ChatID {
				n.ReplyTo = r.MessageID
			}
			r.turn.Notices = append(r.turn.Notices, n)
		}
		told = append(told, to.recipient)
	}
	return told
}

// reads says whether an alert goes to a chat.
func (a *audience) reads(chat int64) bool {
	return slices.ContainsFunc(a.readers, func(to caseReader) bool { return to.chatID == chat })
}

func (to caseReader) alertKey(source string) string {
	return fmt.Sprintf("alert:%s:%d:%d", source, to.cadreID, to.chatID)
}

func (to caseReader) alert(source string, notBefore model.Instant) model.Notice {
	return model.Notice{
		Key: to.alertKey(source), Subject: subjectOfCase(source), Priority: model.PriorityEmergency, Kind: kindAlert,
		CadreID: to.cadreID, ChatID: to.chatID, Data: encode(filed{Source: source}), NotBefore: notBefore,
	}
}
