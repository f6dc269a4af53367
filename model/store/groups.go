package store

import (
	"context"
	"fmt"

	"ringkeeper/model"
)

// Group returns a bound group; its ChatID is 0 when the chat is not bound.
func (s *Store) Group(ctx context.Context, chat int64) (g model.Group, err error) {
	err = s.query(ctx).find("group", &g, `SELECT * FROM groups WHERE chat_id = ?`, chat)
	return g, err
}

// Groups lists the bound groups.
func (s *Store) Groups(ctx context.Context) (groups []model.Group, err error) {
	err = s.query(ctx).find("groups", &groups, `SELECT * FROM groups ORDER BY title, chat_id`)
	return groups, err
}

// OfficeChat is a place where the office hears of emergencies: a group (CadreID
// 0) or the private chat of one of its people.
type OfficeChat struct {
	ChatID  int64
	CadreID int64
}

// OfficeChats lists the groups bound as the office's and the bound people of the
// office, without those who blocked the bot.
func (s *Store) OfficeChats(ctx context.Context) (chats []OfficeChat, err error) {
	err = s.query(ctx).find("office chats", &chats, `
		SELECT chat_id, 0 AS cadre_id FROM groups WHERE office
		UNION ALL
		SELECT telegram_id, id FROM cadres WHERE role = ? AND telegram_id <> 0 AND NOT blocked
		ORDER BY cadre_id, chat_id`, model.RoleOffice)
	return chats, err
}

func (c *change) bindGroup(g model.Group) error {
	if g.BoundBy == 0 {
		g.BoundBy = c.turn.Actor
	}
	if g.BoundAt == 0 {
		g.BoundAt = c.turn.At
	}
	sc := g.Scope
	err := c.exec("group", `INSERT INTO groups (chat_id, title, scope_all, scope_township_id, scope_village_id, scope_unit,
			scope_leader_id, scope_cadre_id, office, leading, standing, bound_by, bound_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (chat_id) DO UPDATE SET title = excluded.title, scope_all = excluded.scope_all,
			scope_township_id = excluded.scope_township_id, scope_village_id = excluded.scope_village_id,
			scope_unit = excluded.scope_unit, scope_leader_id = excluded.scope_leader_id, scope_cadre_id = excluded.scope_cadre_id,
			office = excluded.office, leading = excluded.leading, standing = excluded.standing, heard_at = 0, bound_by = excluded.bound_by, bound_at = excluded.bound_at, version = version + 1`,
		g.ChatID, g.Title, sc.All, sc.TownshipID, sc.VillageID, sc.Unit, sc.LeaderID, sc.CadreID, g.Office, g.Leading, g.Standing, g.BoundBy, g.BoundAt)
	if err != nil {
		return err
	}
	if err := c.alertAgain(`chat_id = ?`, g.ChatID); err != nil {
		return err
	}
	if g.Office {
		err = c.fillLevel(model.CaseLink{Level: model.LevelOffice, ChatID: g.ChatID})
	} else if g.Leading {
		err = c.fillLevel(model.CaseLink{Level: model.LevelLeadingGroup, ChatID: g.ChatID})
	}
	if err != nil {
		return err
	}
	return c.audit(AuditGroupBound, groupSubject(g.ChatID), details(model.Args{"scope": c.scopeName(sc), "office": g.Office, "leading": g.Leading}))
}

func (c *change) standInGroup(e model.StandInGroup) error {
	n, err := c.affect("group", `UPDATE groups SET standing = ?, version = version + 1 WHERE chat_id = ? AND standing <> ?`, e.Standing, e.ChatID, e.Standing)
	if err != nil || n == 0 {
		return err
	}
	return c.audit(AuditGroupStanding, groupSubject(e.ChatID), details(model.Args{"standing": e.Standing}))
}

// hearGroup keeps the first time.
func (c *change) hearGroup(chat int64) error {
	return c.exec("group", `UPDATE groups SET heard_at = ?, version = version + 1 WHERE chat_id = ? AND heard_at = 0`, c.turn.At, chat)
}

func (c *change) unbindGroup(chat int64, why string) error {
	n, err := c.affect("group", `DELETE FROM groups WHERE chat_id = ?`, chat)
	if err != nil || n == 0 {
		return err
	}
	return c.audit(AuditGroupUnbound, groupSubject(chat), details(model.Args{"error": why}))
}

// moveGroup follows a group to its new id everywhere that a message may still
// go to it. What was sent stays under the old id, under which Telegram keeps
// the old messages.
func (c *change) moveGroup(from, to int64) error {
	if from == to {
		return nil
	}
	moved := int64(0)
	for _, statement := range []string{
		`UPDATE OR REPLACE groups SET chat_id = ?, version = version + 1 WHERE chat_id = ?`,
		`UPDATE outbox SET chat_id = ? WHERE chat_id = ? AND state IN ('pending', 'sending')`,
		`UPDATE OR REPLACE talks SET chat_id = ? WHERE chat_id = ?`,
		`UPDATE emergencies SET reported_in = ? WHERE reported_in = ?`,
		`UPDATE OR REPLACE case_chain SET chat_id = ? WHERE chat_id = ?`,
	} {
		n, err := c.affect("move of a group", statement, to, from)
		if err != nil {
			return err
		}
		moved += n
	}
	// Telegram tells of a move more than once.
	if moved == 0 {
		return nil
	}
	return c.audit(AuditGroupMoved, groupSubject(to), details(model.Args{"was_group": from}))
}

func groupSubject(chat int64) string { return fmt.Sprintf("group %d", chat) }

// scopeName names what a group was bound to as whoever bound it did.
func (c *change) scopeName(sc model.Scope) (name string) {
	switch {
	case sc.All:
		return wholeDistrict
	case sc.Unit != "":
		return sc.Unit
	}
	if err := c.find("area", &name, `SELECT name FROM areas WHERE id = ?`, max(sc.TownshipID, sc.VillageID)); err != nil {
		return ""
	}
	return name
}
