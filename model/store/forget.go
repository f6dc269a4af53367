package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ringkeeper/model"
)

// OpenCase refuses to forget a household of which an emergency is open; it holds
// the case number.
type OpenCase int64

func (c OpenCase) Error() string { return fmt.Sprintf("emergency %d is open", int64(c)) }

// Forgotten tells what was forgotten with a household.
type Forgotten struct {
	Number   string // that it has from now on
	Members  int    // ever counted to it
	Versions int    // of its facts
	Contacts int    // whose words were deleted
	Cases    int    // likewise
	Others   int    // records of others in which it was named
	// NamedContacts and NamedCases are the records of other villages, and of
	// namesakes, in which one of its names stands. They are as they were.
	NamedContacts, NamedCases []int64
	Updates                   int // raw, as they came
	Messages                  int // raw, as they went out
	Attachments               int // references to pictures, files and places
	Talks                     int
	Audit                     int  // lines that named it
	Ended                     bool // its duties ended with it
	// Lingers says that somebody was reading: what was deleted may stand in
	// the write-ahead log until the night's ClearRaw.
	Lingers bool
}

// forgottenPrefix begins the number that a forgotten household has instead of
// its own, which says who it is. A roster that has such a number is refused.
const forgottenPrefix = "X-"

var errOnlyAsked = errors.New("nothing is to be changed")

// Forget removes what is known of a household and of its people: names, numbers,
// telephones, where they live beyond the village, what was typed of them, every
// version of their facts. What figures are made of stays: ring, area, category and
// size, the days and outcomes of records, the times and causes of cases. Duties
// that had not ended end today. With dry it only tells what it would do. It
// answers ErrUnknown, or an OpenCase.
func (s *Store) Forget(ctx context.Context, number string, at time.Time, actor string, dry bool) (f Forgotten, err error) {
	err = s.write(ctx, func(q session) error {
		o := oblivion{session: q, store: s, at: model.InstantOf(at), today: model.DayOf(at, s.zone)}
		if err := o.forget(number); err != nil {
			return fmt.Errorf("forget household: %w", err)
		}
		f = o.done
		err = q.audit(AuditLine{
			At: model.InstantOf(at), Actor: actor, Action: AuditHouseholdForgotten, Subject: "household " + f.Number,
			Detail: details(model.Args{"members": f.Members, "contacts": f.Contacts, "cases": f.Cases}),
		})
		if err != nil {
			return err
		}
		if dry {
			return errOnlyAsked
		}
		return nil
	})
	if errors.Is(err, errOnlyAsked) {
		return f, nil
	}
	if err != nil {
		return Forgotten{}, err
	}
	emptied, err := s.emptyLog(ctx)
	f.Lingers = !emptied
	return f, err
}

// oblivion is a household on its way to be forgotten.
type oblivion struct {
	session
	store     *Store
	at        model.Instant
	today     model.Day
	household model.Household
	traces    traces
	done      Forgotten
}

func (o *oblivion) forget(number string) error {
	h := &o.household
	if err := o.find("household", h, `SELECT * FROM households WHERE number = ?`, number); err != nil {
		return err
	}
	if h.ID == 0 || number == forgottenNumber(h.ID) {
		return ErrUnknown
	}
	var open int64
	if err := o.find("open case", &open, `SELECT id FROM emergencies WHERE household_id = ? AND closed_at = 0
		ORDER BY id LIMIT 1`, h.ID); err != nil {
		return err
	}
	if open != 0 {
		return OpenCase(open)
	}
	o.done.Number = forgottenNumber(h.ID)
	for _, step := range []func() error{o.findTraces, o.raw, o.talks, o.others, o.procedures, o.attachments, o.records, o.audited, o.facts, o.row} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func forgottenNumber(id int64) string { return fmt.Sprint(forgottenPrefix, id) }

// count runs a statement and adds up the rows that it changed.
func (o *oblivion) count(n *int, noun, statement string, args ...any) error {
	rows, err := o.affect(noun, statement, args...)
	*n += int(rows)
	return err
}

// records takes the words out of the household's own records and cases.
func (o *oblivion) records() error {
	id := o.household.ID
	return errors.Join(
		o.count(&o.done.Contacts, "contacts", `UPDATE contacts SET text = '' WHERE household_id = ? AND text <> ''`, id),
		o.count(&o.done.Cases, "emergencies", `UPDATE emergencies SET text = '', family = '', reason = '', version = version + 1 WHERE household_id = ?`, id),
		o.exec("timelines of cases", `UPDATE case_events SET text = '' WHERE text <> '' AND emergency_id IN (SELECT id FROM emergencies WHERE household_id = ?)`, id),
		o.exec("ring spells", `UPDATE ring_spells SET why = '' WHERE household_id = ? AND why <> ''`, id),
		o.exec("items", `UPDATE items SET text = '', outcome = '' WHERE household_id = ?`, id),
		o.exec("blocks", `UPDATE blocks SET why = '' WHERE household_id = ? AND why <> ''`, id),
	)
}

// facts leaves of every version what figures are made of.
func (o *oblivion) facts() error {
	var versions []struct {
		ID      int64
		Facts   string
		Members int
	}
	err := o.find("household versions", &versions, `SELECT id, facts, (SELECT COUNT(*) FROM members WHERE version_id = v.id) AS members
		FROM household_versions v WHERE household_id = ? ORDER BY id`, o.household.ID)
	if err != nil {
		return err
	}
	for _, v := range versions {
		var f model.Facts
		if err := json.Unmarshal([]byte(v.Facts), &f); err != nil {
			return fmt.Errorf("household version: %w", err)
		}
		kept, err := json.Marshal(model.Facts{
			Township: f.Township, Village: f.Village, Category: f.Category, Monitored: f.Monitored, RiskEliminated: f.RiskEliminated, RiskCauses: f.RiskCauses,
			SafetyNet: f.SafetyNet, Size: max(f.Size, v.Members), SheetRing: f.SheetRing,
		})
		if err != nil {
			return err
		}
		if err := errors.Join(
			o.exec("members", `DELETE FROM members WHERE version_id = ?`, v.ID),
			o.exec("household version", `UPDATE household_versions SET facts = ?, hash = '' WHERE id = ?`, string(kept), v.ID),
		); err != nil {
			return err
		}
	}
	o.done.Versions = len(versions)
	return nil
}

// row takes the name and the number, and ends what duties there still are.
func (o *oblivion) row() error {
	h := o.household
	o.done.Ended = h.ArchivedOn == 0 || h.ArchivedOn > o.today
	if o.done.Ended {
		h.ArchivedOn = o.today
	}
	err := o.exec("household", `UPDATE households SET number = ?, head = '', facts_hash = '', archived_on = ?, version = version + 1 WHERE id = ?`,
		o.done.Number, h.ArchivedOn, h.ID)
	if err == nil && o.done.Ended {
		_, err = o.store.recompute(o.session, []int64{h.ID}, o.today)
	}
	return err
}
