package model

import (
	"encoding/json"
	"testing"
	"time"
)

// on reads a day as a person writes it; no day where nothing is written.
func on(s string) Day {
	if s == "" {
		return 0
	}
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestADayIsWrittenAndReadTheSameWay(t *testing.T) {
	for _, s := range []string{"2026-01-01", "2024-02-29", "2026-12-31", "1949-10-01"} {
		if got := on(s).String(); got != s {
			t.Errorf("%s is shown as %s", s, got)
		}
		kept, err := on(s).Value()
		if err != nil || kept != s {
			t.Errorf("%s is kept as %v, %v", s, kept, err)
		}
		for _, v := range []any{s, []byte(s)} {
			var back Day
			if err := back.Scan(v); err != nil || back != on(s) {
				t.Errorf("%s is read back as %v, %v", s, back, err)
			}
		}
		b, _ := json.Marshal(on(s))
		var back Day
		if err := json.Unmarshal(b, &back); err != nil || back != on(s) {
			t.Errorf("%s comes back from JSON as %v, %v", b, back, err)
		}
	}
}

func TestNoDayIsNothing(t *testing.T) {
	if v, err := Day(0).Value(); v != nil || err != nil {
		t.Errorf("no day is kept as %v, %v", v, err)
	}
	d := on("2026-01-01")
	if err := d.Scan(nil); err != nil || d != 0 {
		t.Errorf("nothing is read as %v, %v", d, err)
	}
	d = on("2026-01-01")
	if err := json.Unmarshal([]byte("null"), &d); err != nil || d != 0 {
		t.Errorf("null is read as %v, %v", d, err)
	}
	if b, _ := json.Marshal(Day(0)); string(b) != "null" {
		t.Errorf("no day is written as %s", b)
	}
	if s := Day(0).String(); s != "" {
		t.Errorf("no day is shown as %q", s)
	}
}

func TestADayThatTheCalendarDoesNotHaveIsRefused(t *testing.T) {
	for _, s := range []string{"2026-02-29", "2026-13-01", "24.11.2026", "2026-1-1", ""} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("%q was taken for %v", s, d)
		}
	}
}

func TestTheDayIsTheDistrictsNotTheServers(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	late := time.Date(2026, 11, 23, 16, 30, 0, 0, time.UTC) // half past midnight in Qilin
	if got := DayOf(late, shanghai); got != on("2026-11-24") {
		t.Errorf("half past midnight of the 24th counts for %v", got)
	}
	if got := on("2026-11-24").At(8, 30, shanghai).UTC(); !got.Equal(time.Date(2026, 11, 24, 0, 30, 0, 0, time.UTC)) {
		t.Errorf("half past eight of the 24th is %v", got)
	}
	if got := on("2026-11-24").Weekday(); got != time.Tuesday {
		t.Errorf("24 November 2026 is a %v", got)
	}
}

func TestAnInstantKeepsMilliseconds(t *testing.T) {
	at := time.Date(2026, 11, 24, 8, 30, 0, 123_456_789, time.UTC)
	if got := InstantOf(at).In(time.UTC); !got.Equal(at.Truncate(time.Millisecond)) {
		t.Errorf("kept as %v", got)
	}
	if InstantOf(time.Time{}) != 0 || !Instant(0).In(time.UTC).IsZero() {
		t.Error("never is not the zero instant")
	}
	if got := InstantOf(at).Add(time.Hour) - InstantOf(at); got != 3_600_000 {
		t.Errorf("an hour is %d", got)
	}
}
