package model

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestHowOftenEachRingIsOwedWhat(t *testing.T) {
	p := DefaultPolicy()
	for _, c := range []struct {
		ring           Ring
		contact, visit Cadence
	}{
		{Red, Month, HalfYear},
		{Orange, Month, HalfYear},
		{Yellow, Month, HalfYear},
		{Blue, HalfYear, Year},
	} {
		if got := p.cadence(c.ring, Contact); got != c.contact {
			t.Errorf("%s is contacted once a %v, want %v", c.ring, got, c.contact)
		}
		if got := p.cadence(c.ring, Visit); got != c.visit {
			t.Errorf("%s is visited once a %v, want %v", c.ring, got, c.visit)
		}
		if got := p.owed(c.ring, Assessment); got != Year {
			t.Errorf("%s is assessed once a %v", c.ring, got)
		}
	}
	for _, k := range Kinds {
		if got := p.owed(NoRing, k); got != NoCadence {
			t.Errorf("a household without duties is owed a %s once a %v", k, got)
		}
	}
}

func TestWhoIsAnswerableForEachRing(t *testing.T) {
	want := map[Ring][]Tier{
		Red:    {TierDistrictLeader, TierBureauHead},
		Orange: {TierUnitHead},
		Yellow: {TierDepartmentLeader},
		Blue:   {TierPairedCadre},
	}
	p := DefaultPolicy()
	for ring, tiers := range want {
		if got := p.Tiers[ring]; !slices.Equal(got, tiers) {
			t.Errorf("%s: %v, want %v", ring, got, tiers)
		}
	}
}

func TestAYearWithoutAFigureUsesTheLatestKnown(t *testing.T) {
	standard := DefaultPolicy().MonitoringStandard
	for _, c := range []struct {
		year, used int
		exact      bool
		yuan       int64
	}{
		{2022, 2023, false, 8050}, // nothing earlier is known
		{2023, 2023, true, 8050},
		{2024, 2023, false, 8050}, // never interpolated
		{2025, 2025, true, 8700},
		{2030, 2025, false, 8700},
	} {
		used, exact := standard.YearFor(c.year)
		if used != c.used || exact != c.exact || standard.Of(c.year) != Yuan(c.yuan) {
			t.Errorf("%d: %v of %d (exact %v)", c.year, standard.Of(c.year), used, exact)
		}
	}
	if used, exact := (ByYear{}).YearFor(2026); used != 0 || exact {
		t.Error("an empty table knows a year")
	}
}

func TestThePolicyAsPublishedIsSound(t *testing.T) {
	if err := DefaultPolicy().Validate(); err != nil {
		t.Error(err)
	}
	if err := DefaultSteps().Validate(); err != nil {
		t.Error(err)
	}
}

func TestEveryFaultOfThePolicyIsToldAtOnce(t *testing.T) {
	p := DefaultPolicy()
	p.RingLine = nil
	p.MonitoringStandard = ByYear{2025: -1}
	p.Grace = map[Kind]int{Contact: 29, Visit: 182}
	p.Cadence[Red][Contact] = Year
	p.Cadence["green"] = map[Kind]Cadence{Contact: Month}
	p.Tiers[Blue] = []Tier{"neighbour"}
	err := p.Validate()
	if err == nil {
		t.Fatal("taken as it is")
	}
	for _, want := range []string{
		"ring_line: flaw.years",
		"monitoring_standard: flaw.amount got=-1 year=2025",
		"grace.contact: flaw.grace cadence=month days=28 got=29",
		"grace.visit: flaw.grace cadence=half_year days=181 got=182",
		"cadence.red.contact: flaw.looser ring=orange",
		"cadence: flaw.ring got=green",
		"tiers.blue: flaw.tier got=neighbour",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("does not say %q", want)
		}
	}
	if again := p.Validate(); again.Error() != err.Error() {
		t.Error("says it in another order the second time")
	}
}

func TestAGraceLongerThanThePeriodIsRefused(t *testing.T) {
	p := DefaultPolicy()
	p.Grace[Contact] = 28
	if err := p.Validate(); err != nil {
		t.Errorf("28 days fit into February: %v", err)
	}
	p.Grace[Contact] = 29
	if p.Validate() == nil {
		t.Error("29 days do not fit into February")
	}
}

func TestThePolicysFingerprintFollowsItsFigures(t *testing.T) {
	a, b := DefaultPolicy(), DefaultPolicy()
	if a.Fingerprint() != b.Fingerprint() {
		t.Error("the same policy has two fingerprints")
	}
	b.Grace[Visit]++
	if a.Fingerprint() == b.Fingerprint() {
		t.Error("another grace has the same fingerprint")
	}
}

func TestCadencesAreWrittenByName(t *testing.T) {
	for _, c := range []Cadence{NoCadence, Month, HalfYear, Year} {
		b, err := json.Marshal(map[Cadence]int{c: 1})
		if err != nil {
			t.Fatal(err)
		}
		var back map[Cadence]int
		if err := json.Unmarshal(b, &back); err != nil || back[c] != 1 {
			t.Errorf("%s comes back as %v, %v", b, back, err)
		}
	}
	var c Cadence
	if err := c.UnmarshalText([]byte("fortnight")); err == nil {
		t.Error("a fortnight is taken for a cadence")
	}
}

func TestWhatSettlesWhat(t *testing.T) {
	strict := DefaultPolicy()
	strict.VisitSettlesContact = false
	for _, c := range []struct {
		what           string
		policy         Policy
		record         ContactRecord
		contact, visit bool
	}{
		{"a call", DefaultPolicy(), ContactRecord{Means: ByPhone, Outcome: Normal}, true, false},
		{"a message on WeChat", DefaultPolicy(), ContactRecord{Means: ByWeChat, Outcome: Change}, true, false},
		{"another means", DefaultPolicy(), ContactRecord{Means: ByOther, Outcome: Normal}, true, false},
		{"a contact of no stated means", DefaultPolicy(), ContactRecord{Means: Unspecified, Outcome: Normal}, true, false},
		{"a visit", DefaultPolicy(), ContactRecord{Means: ByVisit, Outcome: Normal}, true, true},
		{"a visit, where the policy keeps the two apart", strict, ContactRecord{Means: ByVisit, Outcome: Normal}, false, true},
		{"a call that found an emergency", DefaultPolicy(), ContactRecord{Means: ByPhone, Outcome: EmergencyFound}, true, false},
		{"a call that nobody answered", DefaultPolicy(), ContactRecord{Means: ByPhone, Outcome: Unreached}, false, false},
		{"a visit with nobody at home", DefaultPolicy(), ContactRecord{Means: ByVisit, Outcome: Unreached}, false, false},
		{"a text that is no record", DefaultPolicy(), ContactRecord{Means: ByPhone, Outcome: Unclear}, false, false},
		{"a visit taken back", DefaultPolicy(), ContactRecord{Means: ByVisit, Outcome: Normal, WithdrawnAt: 1}, false, false},
	} {
		if got := c.policy.Settles(c.record, Contact); got != c.contact {
			t.Errorf("%s settles a contact: %v", c.what, got)
		}
		if got := c.policy.Settles(c.record, Visit); got != c.visit {
			t.Errorf("%s settles a visit: %v", c.what, got)
		}
		if c.policy.Settles(c.record, Assessment) {
			t.Errorf("%s settles an assessment", c.what)
		}
	}
}
