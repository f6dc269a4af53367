package store

import (
	"context"
	"fmt"

	"ringkeeper/model"
)

func (c *change) blockDuty(e model.BlockDuty) error {
	subject, err := c.touch(e.HouseholdID)
	if err != nil {
		return err
	}
	b := e.Block
	if b.From == 0 {
		b.From = c.turn.Today
	}
	err = c.exec("block", `INSERT INTO blocks (household_id, kind, from_day, until_day, why, recorded_at, by_id) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		e.HouseholdID, b.Kind, b.From, b.Until, e.Why, c.turn.At, c.turn.Actor)
	if err != nil {
		return err
	}
	return c.audit(AuditDutyBlocked, subject, details(model.Args{"kind": b.Kind, "from": b.From, "until": b.Until, "why": e.Why}))
}

// endBlock ends a block with the day before e.From. The day until which it was
// given stays beside it.
func (c *change) endBlock(e model.EndBlock) error {
	var b BlockRow
	if err := c.find("block", &b, `SELECT * FROM blocks WHERE id = ?`, e.ID); err != nil {
		return err
	}
	if b.ID == 0 {
		return fmt.Errorf("block %d: %w", e.ID, ErrUnknown)
	}
	if e.From == 0 {
		e.From = c.turn.Today
	}
	if b.Until() < e.From {
		return nil
	}
	subject, err := c.touch(b.HouseholdID)
	if err != nil {
		return err
	}
	last := max(e.From-1, b.FromDay-1) // one that lay ahead never holds
	err = c.exec("block", `UPDATE blocks SET ended_on = ?, ended_at = ?, ended_by = ? WHERE id = ?`, last, c.turn.At, c.turn.Actor, b.ID)
	if err != nil {
		return err
	}
	return c.audit(AuditDutyUnblocked, subject, details(model.Args{"kind": b.Kind, "from": e.From}))
}

// BlockRow is an excused pause of one kind of duty.
type BlockRow struct {
	ID          int64
	HouseholdID int64
	Kind        model.Kind
	FromDay     model.Day
	UntilDay    model.Day // as it was given
	Why         model.BlockReason
	RecordedAt  model.Instant
	ByID        int64
	EndedOn     model.Day // the last day on which it held, where it was ended early
	EndedAt     model.Instant
	EndedBy     int64
}

// Until is the last day on which it holds or held.
func (b BlockRow) Until() model.Day {
	if b.EndedAt != 0 {
		return b.EndedOn
	}
	return b.UntilDay
}

// lastDay is BlockRow.Until in SQL.
const lastDay = `COALESCE(b.ended_on, b.until_day)`

// Block returns one block.
func (s *Store) Block(ctx context.Context, id int64) (b BlockRow, err error) {
	err = s.query(ctx).find("block", &b, `SELECT * FROM blocks WHERE id = ?`, id)
	return b, err
}

// BlockGiven returns the block of a household's duty that was given at an instant.
func (s *Store) BlockGiven(ctx context.Context, household int64, kind model.Kind, at model.Instant) (b BlockRow, err error) {
	err = s.query(ctx).find("block", &b, `SELECT * FROM blocks WHERE household_id = ? AND kind = ? AND recorded_at = ? ORDER BY id DESC LIMIT 1`, household, kind, at)
	return b, err
}

// BlocksInForce lists the blocks of a household that hold on a day.
func (s *Store) BlocksInForce(ctx context.Context, household int64, at model.Day) (blocks []BlockRow, err error) {
	err = s.query(ctx).find("blocks in force", &blocks, `SELECT * FROM blocks b WHERE b.household_id = ? AND b.from_day <= ? AND `+lastDay+` >= ?
		ORDER BY b.kind, `+lastDay+` DESC, b.id DESC`, household, at, at)
	return blocks, err
}

// Tries returns, the newest last, the records of a household that reached nobody
// for a kind of duty in its owed period and after an excuse that has ended.
func (s *Store) Tries(ctx context.Context, household int64, kind model.Kind, owed model.Period, at model.Day) (tries []model.ContactRecord, err error) {
	var all []model.ContactRecord
	err = s.query(ctx).find("tries", &all, `SELECT * FROM contacts WHERE household_id = ? AND outcome = 'unreached' AND withdrawn_at = 0 AND happened_on BETWEEN ? AND ?
			AND happened_on > COALESCE((SELECT MAX(`+lastDay+`) FROM blocks b WHERE b.household_id = ? AND b.kind = ? AND `+lastDay+` BETWEEN b.from_day AND ?), '')
		ORDER BY id`, household, owed.Start, at, household, kind, at-1)
	for _, r := range all {
		if r.Tries(kind) {
			tries = append(tries, r)
		}
	}
	return tries, err
}

// ExcusedRow is a household of which a duty is excused.
type ExcusedRow struct {
	Household   model.Household
	Responsible string
	Block       BlockRow
}

// ExcusedPage is one page of what is excused in a scope.
type ExcusedPage struct {
	Households  int
	Page, Pages int
	Rows        []ExcusedRow
}

// Excused lists the duties of a scope that are excused on a day, one page of so
// many; the last page where the list has become shorter. Pages count from 0. With
// size 0 it only counts. What is looked at are the blocks that have not ended.
func (s *Store) Excused(ctx context.Context, sc model.Scope, at model.Day, page, size int) (p ExcusedPage, err error) {
	condition, args := ofScope(sc)
	from := `FROM blocks b JOIN households h ON h.id = b.household_id LEFT JOIN cadres r ON r.id = h.responsible_id
		WHERE ` + lastDay + ` >= ? AND b.from_day <= ? AND ` + onRoster + ` AND ` + condition
	args = append([]any{at, at}, args...)
	err = s.snapshot(ctx, func(q session) error {
		var n struct{ Households, Blocks int }
		if err := q.find("excused", &n, `SELECT COUNT(DISTINCT h.id) AS households, COUNT(*) AS blocks `+from, args...); err != nil {
			return err
		}
		p.Households = n.Households
		if size == 0 || n.Blocks == 0 {
			return nil
		}
		p.Pages = (n.Blocks + size - 1) / size
		p.Page = min(page, p.Pages-1)
		var rows []struct {
			BlockRow    `gorm:"embedded"`
			Responsible string
		}
		err := q.find("excused", &rows, `SELECT b.*, COALESCE(r.name, '') AS responsible `+from+`
			ORDER BY r.name, r.id, h.number, b.kind, b.id LIMIT ? OFFSET ?`, append(args, size, p.Page*size)...)
		if err != nil {
			return err
		}
		for _, r := range rows {
			row := ExcusedRow{Responsible: r.Responsible, Block: r.BlockRow}
			if err := q.find("household", &row.Household, `SELECT * FROM households WHERE id = ?`, r.HouseholdID); err != nil {
				return err
			}
			p.Rows = append(p.Rows, row)
		}
		return nil
	})
	return p, err
}
