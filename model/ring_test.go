package model

import (
	"slices"
	"testing"
)

// members gives a household one member of each degree of labour.
func members(labour ...Labour) (m []Member) {
	for _, l := range labour {
		m = append(m, Member{Labour: l})
	}
	return m
}

func income(yuan int64) Income { return Income{Fen: Yuan(yuan), Known: true} }

func TestEveryHouseholdStandsInItsRing(t *testing.T) {
	able, unable := members(LabourWeak), members(LabourNone, LabourLost)
	for _, c := range []struct {
		household string
		facts     Facts
		ring      Ring
		pace      Ring
		reason    string
		flags     []Flag
	}{
		// The table of 2023-11-07.
		{"red: lifted, below the line, has labour, no safety net",
			Facts{Category: Lifted, Income: income(9500), Members: able}, Red, Red, ReasonRed, nil},
		{"red: monitored, below the line, has labour, no safety net",
			Facts{Category: Ordinary, Monitored: Sudden, Income: income(9500), Members: able}, Red, Red, ReasonRed, nil},
		{"orange: lifted, below the line, safety net",
			Facts{Category: Lifted, SafetyNet: true, Income: income(9500), Members: unable}, Orange, Orange, ReasonOrange, nil},
		{"orange: monitored, below the line, safety net",
			Facts{Monitored: Unstable, SafetyNet: true, Income: income(9500), Members: unable}, Orange, Orange, ReasonOrange, nil},
		{"yellow: monitored, above the line",
			Facts{Monitored: Marginal, Income: income(10001), Members: able}, Yellow, Yellow, ReasonYellow, nil},
		{"blue: lifted, above the line",
			Facts{Category: Lifted, Income: income(10001), Members: able}, Blue, Blue, ReasonBlue, nil},

		// Worked examples.
		{"lifted, 9,200, one weak labourer, no safety net",
			Facts{Category: Lifted, Income: income(9200), Members: able}, Red, Red, ReasonRed, nil},
		{"monitored, 7,900, nobody able to work, safety net",
			Facts{Monitored: Sudden, Income: income(7900), SafetyNet: true, Members: members(LabourNone, LabourNone)}, Orange, Orange, ReasonOrange, nil},
		{"at the margin, 12,400",
			Facts{Category: Ordinary, Monitored: Marginal, Income: income(12400)}, Yellow, Yellow, ReasonYellow, nil},
		{"lifted, 18,000",
			Facts{Category: Lifted, Income: income(18000)}, Blue, Blue, ReasonBlue, nil},
		{"lifted, 10,000, labour, no safety net",
			Facts{Category: Lifted, Income: income(10000), Members: able}, Red, Red, ReasonRed, []Flag{FlagBoundary}},
		{"lifted, 9,000, all have lost their labour, no safety net",
			Facts{Category: Lifted, Income: income(9000), Members: members(LabourLost, LabourLost)}, Undecided, Orange, ReasonNoLabour, nil},

		// Where the source is silent.
		{"exactly on the line with the safety net",
			Facts{Category: Lifted, SafetyNet: true, Income: income(10000), Members: unable}, Orange, Orange, ReasonOrange, []Flag{FlagBoundary}},
		{"exactly on the line, monitored",
			Facts{Monitored: Unstable, Income: income(10000), Members: able}, Red, Red, ReasonRed, []Flag{FlagBoundary}},
		{"one fen above the line",
			Facts{Category: Lifted, Income: Income{Fen: Yuan(10000) + 1, Known: true}, Members: able}, Blue, Blue, ReasonBlue, nil},
		{"one fen below the line",
			Facts{Category: Lifted, Income: Income{Fen: Yuan(10000) - 1, Known: true}, Members: able}, Red, Red, ReasonRed, nil},
		{"safety net below the line, yet with labour",
			Facts{Category: Lifted, SafetyNet: true, Income: income(9500), Members: able}, Orange, Orange, ReasonOrange, []Flag{FlagSafetyNetLabour}},
		{"safety net above the line, monitored",
			Facts{Monitored: Unstable, SafetyNet: true, Income: income(11000)}, Yellow, Yellow, ReasonYellow, nil},
		{"safety net above the line, lifted",
			Facts{Category: Lifted, SafetyNet: true, Income: income(11000)}, Blue, Blue, ReasonBlue, nil},
		{"lifted and monitored above the line, risk not eliminated",
			Facts{Category: Lifted, Monitored: Unstable, Income: income(11000)}, Yellow, Yellow, ReasonYellow, nil},
		{"lifted and monitored above the line, risk eliminated",
			Facts{Category: Lifted, Monitored: Unstable, RiskEliminated: true, Income: income(11000)}, Blue, Blue, ReasonBlue, nil},
		{"lifted, risk eliminated, below the line, has labour",
			Facts{Category: Lifted, Monitored: Unstable, RiskEliminated: true, Income: income(9500), Members: able}, Red, Red, ReasonRed, nil},
		{"ordinary farmer, never monitored",
			Facts{Category: Ordinary, Income: income(6000), Members: able}, Undecided, NoRing, ReasonOutOfScope, nil},
		{"ordinary farmer, risk eliminated",
			Facts{Category: Ordinary, Monitored: Sudden, RiskEliminated: true, Income: income(12000)}, Undecided, Blue, ReasonRiskEliminated, nil},
		{"lifted, income blank",
			Facts{Category: Lifted, Members: able}, Undecided, Orange, ReasonIncomplete, nil},
		{"monitored, income blank",
			Facts{Monitored: Marginal, SafetyNet: true}, Undecided, Orange, ReasonIncomplete, nil},
		{"lifted, below the line, nobody knows whether anyone can work",
			Facts{Category: Lifted, Income: income(9500)}, Undecided, Orange, ReasonLabourUnknown, nil},
		{"below the monitoring standard and not monitored keeps its ring",
			Facts{Category: Lifted, Income: income(8699), Members: able}, Red, Red, ReasonRed, []Flag{FlagUnmonitored}},
		{"below the monitoring standard and monitored is as it should be",
			Facts{Monitored: Marginal, Income: income(8699), Members: able}, Red, Red, ReasonRed, nil},
		{"at the monitoring standard is not below it",
			Facts{Category: Lifted, Income: income(8700), Members: able}, Red, Red, ReasonRed, nil},
		{"below the standard and no longer monitored",
			Facts{Category: Lifted, Monitored: Sudden, RiskEliminated: true, SafetyNet: true, Income: income(8000), Members: unable}, Orange, Orange, ReasonOrange, []Flag{FlagUnmonitored}},
	} {
		t.Run(c.household, func(t *testing.T) {
			got := DefaultPolicy().Judge(c.facts, 2026)
			if got.Ring != c.ring || got.Pace != c.pace || got.Reason.Key != c.reason {
				t.Errorf("stands in %s at %q's pace because of %s; want %s, %q, %s",
					got.Ring, got.Pace, got.Reason.Key, c.ring, c.pace, c.reason)
			}
			if !slices.Equal(got.Flags, c.flags) {
				t.Errorf("is flagged %v, want %v", got.Flags, c.flags)
			}
		})
	}
}

func TestAHouseholdIsJudgedByTheFiguresOfTheYear(t *testing.T) {
	p := DefaultPolicy()
	f := Facts{Category: Lifted, Income: income(8300), Members: members(LabourCommon)}
	for year, warned := range map[int]bool{2023: false, 2024: false, 2025: true, 2026: true} {
		if got := slices.Contains(p.Judge(f, year).Flags, FlagUnmonitored); got != warned {
			t.Errorf("8,300 yuan in %d: warned %v, want %v", year, got, warned)
		}
	}
	p.RingLine[2026] = 8000
	if got := p.Judge(f, 2026).Ring; got != Blue {
		t.Errorf("above that year's line, yet %s", got)
	}
	if got := p.Judge(f, 2025).Ring; got != Red {
		t.Errorf("below the line of the year before, yet %s", got)
	}
}

func TestWhoHasLabour(t *testing.T) {
	for _, c := range []struct {
		household string
		facts     Facts
		want      Answer
	}{
		{"one skilled", Facts{Members: members(LabourNone, LabourSkilled)}, Yes},
		{"one common", Facts{Members: members(LabourCommon)}, Yes},
		{"one weak or half", Facts{Members: members(LabourLost, LabourWeak)}, Yes},
		{"all lost or none", Facts{Members: members(LabourLost, LabourNone)}, No},
		{"one not told, the others without", Facts{Members: members(LabourNone, LabourUnknown)}, Unknown},
		{"one not told, another with", Facts{Members: members(LabourUnknown, LabourWeak)}, Yes},
		{"no persons in the sheet", Facts{}, Unknown},
		{"no persons, the sheet says yes", Facts{Labour: Yes}, Yes},
		{"no persons, the sheet says no", Facts{Labour: No}, No},
	} {
		if got := c.facts.HasLabour(); got != c.want {
			t.Errorf("%s: %q, want %q", c.household, got, c.want)
		}
	}
}

func TestListsBeginWithTheRingThatNeedsMost(t *testing.T) {
	want := []Ring{Red, Orange, Yellow, Undecided, Blue}
	got := slices.SortedFunc(slices.Values([]Ring{Blue, Undecided, Orange, Red, Yellow}), func(a, b Ring) int { return a.Rank() - b.Rank() })
	if !slices.Equal(got, want) {
		t.Errorf("sorted as %v", got)
	}
	if NoRing.Rank() <= Blue.Rank() {
		t.Error("what has no ring stands before blue")
	}
}

func TestAmountsAreShownInYuan(t *testing.T) {
	for f, want := range map[Fen]string{0: "0", Yuan(10000): "10000", 123450: "1234.5", 99: "0.99", 1: "0.01", -150: "-1.5"} {
		if got := f.String(); got != want {
			t.Errorf("%d fen are shown as %s, want %s", f, got, want)
		}
	}
}
