package store

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"ringkeeper/model"
)

// dueRange is what is due of one kind of duty at one cadence up to a day: a
// range of an index. Whatever asks for duties asks for some ranges, so that the
// cost follows what is due and not what exists.
type dueRange struct {
	kind    model.Kind
	cadence model.Cadence // NoCadence: whichever it is
	until   model.Day
}

// dueRanges is every cadence of some kinds of duty, each up to the day that until
// gives.
func dueRanges(kinds []model.Kind, until func(model.Kind, model.Cadence) model.Day) (ranges []dueRange) {
	for _, k := range kinds {
		cadences := []model.Cadence{model.Month, model.HalfYear, model.Year}
		if k == model.Assessment {
			cadences = cadences[2:]
		}
		for _, c := range cadences {
			ranges = append(ranges, dueRange{k, c, until(k, c)})
		}
	}
	return ranges
}

// where is the condition that a household h owes what lies in the range. The day
// stands in the text: a range is asked for many times, a day long.
func (r dueRange) where() string {
	owed := fmt.Sprintf("h.%s_due <= '%s'", r.kind, r.until)
	if r.kind != model.Assessment && r.cadence != model.NoCadence {
		owed = fmt.Sprintf("h.%s_period_cadence = %d AND %s", r.kind, r.cadence, owed)
	}
	return owed
}

// earlier is the condition that the household owes a duty of an earlier kind by
// the same day too.
func (r dueRange) earlier() string {
	owed := "0"
	for _, k := range model.Kinds {
		if k == r.kind {
			break
		}
		owed += fmt.Sprintf(" OR COALESCE(h.%s_due <= '%s', 0)", k, r.until)
	}
	return owed
}

// dutyQuery asks for the duties of some ranges. In its columns, {range} stands
// for the range's number, {kind} for its kind of duty, whose due day is
// h.{kind}_due, and {earlier} for dueRange.earlier.
type dutyQuery struct {
	ranges  []dueRange
	columns string
	from    string // the tables, households h among them; empty for these alone
	groupBy string
	where   conditions
	// ofCadres says that the condition names a few cadres, so that the
	// households are found by them and not by what is due.
	ofCadres bool
}

// union is the query, of one part for each range.
func (d dutyQuery) union() (query string, args []any) {
	parts := make([]string, len(d.ranges))
	for i, r := range d.ranges {
		due := r.where()
		if d.ofCadres {
			due = strings.ReplaceAll(due, "h.", "+h.") // keeps SQLite from the index
		}
		part := "SELECT " + d.columns + " FROM " + cmp.Or(d.from, "households h") + " WHERE " + due + " AND " + d.where.text()
		if d.groupBy != "" {
			part += " GROUP BY " + d.groupBy
		}
		parts[i] = strings.NewReplacer("{range}", strconv.Itoa(i), "{kind}", string(r.kind), "{earlier}", r.earlier()).Replace(part)
		args = append(args, d.where.args...)
	}
	return strings.Join(parts, " UNION ALL "), args
}
