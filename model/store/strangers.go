package store

import (
	"context"

	"ringkeeper/model"
)

// noteStranger keeps the stranger's id and the day, and nothing else of theirs,
// an audit line included.
func (c *change) noteStranger(telegramID int64) error {
	return c.exec("stranger", `INSERT INTO strangers (telegram_id, day) VALUES (?, ?)
		ON CONFLICT (telegram_id) DO UPDATE SET day = excluded.day`, telegramID, c.turn.Today)
}

// AnsweredToday says whether a stranger was already answered on a day.
func (s *Store) AnsweredToday(ctx context.Context, telegramID int64, day model.Day) (bool, error) {
	var n int
	err := s.query(ctx).find("stranger", &n, `SELECT COUNT(*) FROM strangers WHERE telegram_id = ? AND day = ?`, telegramID, day)
	return n > 0, err
}
