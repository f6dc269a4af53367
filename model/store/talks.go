package store

import (
	"context"
	"fmt"

	"ringkeeper/model"
)

// Talk returns the conversation of a person in a chat. One that has expired by
// at, or has ended, has no State; its Version goes on and must be carried into
// the next Talk.
func (s *Store) Talk(ctx context.Context, chat, person int64, at model.Instant) (model.Talk, error) {
	t, err := s.query(ctx).talk(chat, person)
	if err != nil {
		return t, err
	}
	if over(t, at) {
		t.State, t.ExpiresAt = nil, 0
	}
	return t, nil
}

func (q session) talk(chat, person int64) (model.Talk, error) {
	t := model.Talk{ChatID: chat, PersonID: person}
	_, err := q.row("talk", `SELECT state, expires_at, version FROM talks WHERE chat_id = ? AND person_id = ?`, []any{chat, person},
		(*[]byte)(&t.State), &t.ExpiresAt, &t.Version)
	return t, err
}

func over(t model.Talk, at model.Instant) bool {
	return len(t.State) == 0 || t.ExpiresAt != 0 && t.ExpiresAt <= at
}

// keepTalk stores the next state of a conversation, where Version is that of
// the state it follows. Version 0 also follows one that is over, for those who
// take it for none. A Talk without State ends the conversation.
func (c *change) keepTalk(t model.Talk) error {
	stored, err := c.talk(t.ChatID, t.PersonID)
	if err != nil {
		return err
	}
	if t.Version != stored.Version && !(t.Version == 0 && over(stored, c.turn.At)) {
		return fmt.Errorf("talk of %d in %d: %w", t.PersonID, t.ChatID, model.ErrConflict)
	}
	if string(t.State) == "null" {
		t.State = nil
	}
	return c.exec("talk", `INSERT INTO talks (chat_id, person_id, state, expires_at, version) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (chat_id, person_id) DO UPDATE SET state = excluded.state, expires_at = excluded.expires_at, version = excluded.version`,
		t.ChatID, t.PersonID, rawOrNull(t.State), t.ExpiresAt, stored.Version+1)
}
