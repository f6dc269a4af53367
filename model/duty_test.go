package model

import "testing"

// since writes a household's paces as a person tells them: the pace, then the
// day from which it holds.
func since(told ...string) (spells []Spell) {
	for i := 0; i < len(told); i += 2 {
		spells = append(spells, Spell{Pace: Ring(told[i]), From: on(told[i+1])})
	}
	return spells
}

func TestWhenAContactIsDue(t *testing.T) {
	for _, c := range []struct {
		household string
		spells    []Spell
		last      string
		seen      string
		due       string
		overdue   int
		missed    int
	}{
		{"red since 1 October, no record",
			since("red", "2026-10-01"), "", "2026-10-20", "2026-10-31", 0, 0},
		{"red since 15 October, no record",
			since("red", "2026-10-15"), "", "2026-10-20", "2026-10-31", 0, 0},
		{"red since 16 October: the grace ends with the month",
			since("red", "2026-10-16"), "", "2026-10-20", "2026-10-31", 0, 0},
		{"red since 17 October: the grace reaches into November",
			since("red", "2026-10-17"), "", "2026-10-20", "2026-11-01", 0, 0},
		{"red since 28 October, no record",
			since("red", "2026-10-28"), "", "2026-10-28", "2026-11-12", 0, 0},
		{"red since 28 October, no record, the day after the grace",
			since("red", "2026-10-28"), "", "2026-11-13", "2026-11-12", 1, 1},
		{"red since 28 October, contacted 5 November",
			since("red", "2026-10-28"), "2026-11-05", "2026-11-05", "2026-12-31", 0, 0},
		{"red since 28 October, contacted that day",
			since("red", "2026-10-28"), "2026-10-28", "2026-10-28", "2026-11-30", 0, 0},
		{"red, last contact 10 September, seen on 20 November",
			since("red", "2026-01-01"), "2026-09-10", "2026-11-20", "2026-10-31", 20, 1},
		{"red, contacted on 20 November",
			since("red", "2026-01-01"), "2026-11-20", "2026-11-20", "2026-12-31", 0, 0},
		{"red, last contact in September, seen on 1 January",
			since("red", "2026-01-01"), "2026-09-10", "2027-01-01", "2026-10-31", 62, 3},
		{"blue until 20 June, then red; last contact 3 February",
			since("blue", "2026-01-01", "red", "2026-06-20"), "2026-02-03", "2026-06-20", "2026-07-05", 0, 0},
		{"blue until 20 June, then red; last contact 5 June",
			since("blue", "2026-01-01", "red", "2026-06-20"), "2026-06-05", "2026-06-20", "2026-07-31", 0, 0},
		{"blue until 20 June, then red; no contact this year",
			since("blue", "2025-01-01", "red", "2026-06-20"), "2025-11-03", "2026-06-20", "2026-06-30", 0, 0},
		{"blue, nothing in the first half, red from 10 July",
			since("blue", "2025-01-01", "red", "2026-07-10"), "2025-11-03", "2026-07-10", "2026-06-30", 10, 1},
		{"red until 20 June, then blue; last contact 5 March",
			since("red", "2026-01-01", "blue", "2026-06-20"), "2026-03-05", "2026-06-20", "2026-12-31", 0, 0},
		{"red, contacted 12 March and visited 3 April, asked on 20 May",
			since("red", "2026-01-01"), "2026-04-03", "2026-05-20", "2026-05-31", 0, 0},
		{"blue, contacted in the first half",
			since("blue", "2026-01-01"), "2026-06-30", "2026-06-30", "2026-12-31", 0, 0},
		{"blue, contacted in the second half",
			since("blue", "2026-01-01"), "2026-07-01", "2026-07-01", "2027-06-30", 0, 0},
		{"worked at orange's pace while undecided",
			since("orange", "2026-10-01"), "", "2026-10-20", "2026-10-31", 0, 0},
		{"from red to yellow: the cadence stays, and so does the day",
			since("red", "2026-01-01", "yellow", "2026-11-10"), "2026-10-04", "2026-11-20", "2026-11-30", 0, 0},
		{"a ring signed for 1 January asks nothing in November",
			since("blue", "2026-01-01", "red", "2027-01-01"), "2026-08-04", "2026-11-20", "2027-06-30", 0, 0},
		{"out of scope until 20 November, then red: nothing from before is owed",
			since("", "2026-01-01", "red", "2026-11-20"), "", "2026-11-20", "2026-12-05", 0, 0},
		{"red set right to blue on the same day",
			since("red", "2026-11-20", "blue", "2026-11-20"), "", "2026-11-20", "2026-12-31", 0, 0},
	} {
		t.Run(c.household, func(t *testing.T) {
			got := DefaultPolicy().Due(Contact, History{Spells: c.spells, LastContact: on(c.last)}, on(c.seen))
			if got.On != on(c.due) {
				t.Errorf("due %v, want %s", got.On, c.due)
			}
			if days := got.DaysOverdue(on(c.seen)); days != c.overdue {
				t.Errorf("overdue %d days, want %d", days, c.overdue)
			}
			if missed := got.PeriodsMissed(on(c.seen)); missed != c.missed {
				t.Errorf("%d periods missed, want %d", missed, c.missed)
			}
		})
	}
}

func TestWhenAVisitIsDue(t *testing.T) {
	for _, c := range []struct {
		household string
		spells    []Spell
		last      string
		seen      string
		due       string
	}{
		{"red, visited 3 April, asked on 20 May",
			since("red", "2026-01-01"), "2026-04-03", "2026-05-20", "2026-12-31"},
		{"red, not visited since the roster began",
			since("red", "2026-01-01"), "", "2026-05-20", "2026-06-30"},
		{"blue until 20 June, then red; visited 3 February",
			since("blue", "2025-01-01", "red", "2026-06-20"), "2026-02-03", "2026-06-20", "2026-12-31"},
		{"blue until 20 June, then red; nobody visited it this year",
			since("blue", "2025-01-01", "red", "2026-06-20"), "2025-08-01", "2026-06-20", "2026-07-20"},
		{"blue, visited last year",
			since("blue", "2025-01-01"), "2025-08-01", "2026-06-20", "2026-12-31"},
		{"red since 20 December: thirty days",
			since("red", "2026-12-20"), "", "2026-12-20", "2027-01-19"},
		{"blue last year and never visited, red from 5 January: the year's visit stands",
			since("blue", "2025-01-01", "red", "2026-01-05"), "", "2026-01-05", "2025-12-31"},
	} {
		t.Run(c.household, func(t *testing.T) {
			got := DefaultPolicy().Due(Visit, History{Spells: c.spells, LastVisit: on(c.last)}, on(c.seen))
			if got.On != on(c.due) {
				t.Errorf("due %v, want %s", got.On, c.due)
			}
		})
	}
}

func TestWhenAnAssessmentIsDue(t *testing.T) {
	for _, c := range []struct{ household, from, last, due string }{
		{"on the roster since this year", "2026-03-01", "", "2026-12-31"},
		{"assessed on 1 October", "2026-03-01", "2026-10-01", "2027-12-31"},
		{"assessed late, on 30 September of the next year", "2026-03-01", "2027-09-30", "2027-12-31"},
		{"assessed on 30 September before the round: it counts for the last one", "2025-03-01", "2026-09-30", "2026-12-31"},
		{"not assessed last year", "2025-03-01", "", "2025-12-31"},
	} {
		t.Run(c.household, func(t *testing.T) {
			got := DefaultPolicy().Due(Assessment, History{Spells: since("red", c.from), LastAssessment: on(c.last)}, on("2027-10-20"))
			if got.On != on(c.due) {
				t.Errorf("due %v, want %s", got.On, c.due)
			}
		})
	}
}

func TestAnExcusedPauseMovesItsOwnKindOnly(t *testing.T) {
	h := History{
		Spells:      since("red", "2026-01-01"),
		Blocks:      []Block{{Visit, on("2026-05-10"), on("2026-07-10")}, {Contact, on("2026-11-25"), on("2026-12-25")}},
		LastContact: on("2026-10-03"),
	}
	p := DefaultPolicy()
	for _, c := range []struct {
		when, seen string
		kind       Kind
		due        string
	}{
		{"before the pause", "2026-05-09", Visit, "2026-06-30"},
		{"during the pause", "2026-05-10", Visit, "2026-12-31"},
		{"after the pause", "2026-07-11", Visit, "2026-12-31"},
		{"the pause of visits asks for contacts as ever", "2026-11-24", Contact, "2026-11-30"},
		{"a pause that ends near the month's end gives the grace anew", "2026-11-25", Contact, "2027-01-10"},
	} {
		if got := p.Due(c.kind, h, on(c.seen)); got.On != on(c.due) {
			t.Errorf("%s: due %v, want %s", c.when, got.On, c.due)
		}
	}
	h.LastContact = on("2026-12-26")
	if got := p.Due(Contact, h, on("2026-12-26")); got.On != on("2027-01-31") {
		t.Errorf("contacted the day after the pause: due %v", got.On)
	}
}

func TestWhatIsArchivedOwesNothing(t *testing.T) {
	h := History{Spells: since("red", "2026-01-01"), ArchivedOn: on("2026-11-20")}
	for _, k := range Kinds {
		if got := DefaultPolicy().Due(k, h, on("2026-11-19")); got.On == 0 {
			t.Errorf("%s: nothing owed the day before", k)
		}
		got := DefaultPolicy().Due(k, h, on("2026-11-20"))
		if got.On != 0 || got.Reasons[0].Key != ReasonArchived {
			t.Errorf("%s: %+v", k, got)
		}
	}
}

func TestAHouseholdOutOfScopeOwesNothing(t *testing.T) {
	for _, h := range []History{{}, {Spells: since("", "2026-01-01")}, {Spells: since("red", "2027-01-01")}} {
		for _, k := range Kinds {
			got := DefaultPolicy().Due(k, h, on("2026-11-20"))
			if got.On != 0 || got.Reasons[0].Key != ReasonNoDuty || got.DaysOverdue(on("2026-11-20")) != 0 {
				t.Errorf("%v: %s: %+v", h, k, got)
			}
		}
	}
}

func TestADueDaySaysWhy(t *testing.T) {
	p := DefaultPolicy()
	for _, c := range []struct {
		household string
		h         History
		seen      string
		want      []string
	}{
		{"new late in the month", History{Spells: since("red", "2026-10-28")}, "2026-11-01",
			[]string{ReasonPace, ReasonNeverDone, ReasonEndOfPeriod, ReasonGrace}},
		{"contacted", History{Spells: since("red", "2026-01-01"), LastContact: on("2026-10-03")}, "2026-11-01",
			[]string{ReasonPace, ReasonLastDone, ReasonEndOfPeriod}},
		{"blue's duty stands", History{Spells: since("blue", "2025-01-01", "red", "2026-07-10"), LastContact: on("2025-11-03")}, "2026-07-10",
			[]string{ReasonPace, ReasonLooserStands, ReasonLastDone, ReasonEndOfPeriod}},
		{"paused", History{Spells: since("red", "2026-01-01"), Blocks: []Block{{Contact, on("2026-10-01"), on("2026-10-30")}}, LastContact: on("2026-09-03")}, "2026-11-01",
			[]string{ReasonPace, ReasonBlocked, ReasonLastDone, ReasonEndOfPeriod, ReasonGrace}},
	} {
		got := p.Due(Contact, c.h, on(c.seen))
		var keys []string
		for _, r := range got.Reasons {
			keys = append(keys, r.Key)
		}
		if len(keys) != len(c.want) {
			t.Errorf("%s: %v, want %v", c.household, keys, c.want)
			continue
		}
		for i := range keys {
			if keys[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", c.household, keys, c.want)
			}
		}
	}
}

func TestTheNextChangeIsTheNextStoredDay(t *testing.T) {
	h := History{
		Spells:     since("blue", "2026-01-01", "red", "2027-01-01"),
		Blocks:     []Block{{Visit, on("2026-12-01"), on("2026-12-20")}},
		ArchivedOn: on("2027-03-01"),
	}
	for _, c := range [][2]string{
		{"2025-12-31", "2026-01-01"}, {"2026-01-01", "2026-12-01"}, {"2026-12-01", "2027-01-01"},
		{"2027-01-01", "2027-03-01"}, {"2027-03-01", ""},
	} {
		if got := h.NextChange(on(c[0])); got != on(c[1]) {
			t.Errorf("after %s: %v, want %s", c[0], got, c[1])
		}
	}
}

func TestAHouseholdKeepsTheDueDaysItWasGiven(t *testing.T) {
	var h Household
	for _, k := range Kinds {
		due := DefaultPolicy().Due(k, History{Spells: since("red", "2026-01-01")}, on("2026-01-01"))
		h.SetDue(k, due)
		if got := h.Due(k); got.On != due.On || got.Period != due.Period {
			t.Errorf("%s: kept %+v of %+v", k, got, due)
		}
	}
}
