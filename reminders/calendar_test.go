package reminders

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
)

func on(s string) model.Day {
	d, err := model.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func calendar(t testing.TB, path string) *Calendar {
	t.Helper()
	c, err := LoadCalendar(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "holidays.json")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEveryDayOf2026IsAsTheStateCouncilPublishedIt(t *testing.T) {
	special := map[string]bool{} // true: people work
	for _, h := range []struct{ from, until string }{
		{"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"}, {"2026-04-04", "2026-04-06"}, {"2026-05-01", "2026-05-05"},
		{"2026-06-19", "2026-06-21"}, {"2026-09-25", "2026-09-27"}, {"2026-10-01", "2026-10-07"},
	} {
		for d := on(h.from); d <= on(h.until); d++ {
			special[d.String()] = false
		}
	}
	for _, d := range []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"} {
		special[d] = true
	}
	c, off := calendar(t, ""), 0
	for d := on("2026-01-01"); d <= on("2026-12-31"); d++ {
		want, said := special[d.String()]
		if !said {
			want = d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
		}
		if got := c.Workday(d); got != want {
			t.Errorf("%s, a %s: workday %v, want %v", d, d.Weekday(), got, want)
		}
		if said && !want {
			off++
		}
	}
	if off != 33 { // 3 + 9 + 3 + 5 + 3 + 3 + 7
		t.Errorf("%d days of holiday, want 33", off)
	}
}

func TestAYearWithoutDataIsTold(t *testing.T) {
	c := calendar(t, "")
	if !c.Known(2026) || c.Known(2027) {
		t.Error("known years: want 2026 alone")
	}
	for day, want := range map[string]int{"2026-10-31": 0, "2026-11-01": 2027, "2026-12-31": 2027, "2027-01-01": 2027, "2025-06-01": 2025} {
		year, missing := c.MissingYear(on(day))
		if year != want || missing != (want != 0) {
			t.Errorf("on %s: %d, %v; want %d", day, year, missing, want)
		}
	}
	if c.Workday(on("2027-10-02")) || !c.Workday(on("2027-10-01")) {
		t.Error("of a year that is not known, weekends alone are free")
	}
}

func TestTheOfficeAddsAYear(t *testing.T) {
	c := calendar(t, file(t, "\ufeff"+`{"$schema": "x", "year": 2027, "papers": [], "days": [
		{"name": "元旦", "date": "2026-12-31", "isOffDay": true},
		{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
		{"name": "劳动节", "date": "2027-05-01", "isOffDay": true},
		{"name": "劳动节", "date": "2027-05-08", "isOffDay": false},
		{"name": "国庆节", "date": "2027-10-01", "isOffDay": true}]}`))
	if !c.Known(2026) || !c.Known(2027) {
		t.Error("a year is missing")
	}
	for day, want := range map[string]bool{"2026-12-31": false, "2026-10-10": true, "2027-10-01": false, "2027-05-08": true, "2027-05-10": true} {
		if c.Workday(on(day)) != want {
			t.Errorf("%s: workday %v", day, !want)
		}
	}
	if year, missing := c.MissingYear(on("2026-11-24")); missing {
		t.Errorf("%d is missing", year)
	}
}

func TestALaterNoticeChangesAPublishedYear(t *testing.T) {
	c := calendar(t, file(t, `[{"year": 2026, "days": [
		{"name": "国庆节", "date": "2026-10-08", "isOffDay": true}, {"name": "春节", "date": "2026-02-23", "isOffDay": false}]}]`))
	if c.Workday(on("2026-10-08")) || !c.Workday(on("2026-02-23")) || c.Workday(on("2026-10-01")) {
		t.Error("the change was not laid over the published year")
	}
}

func TestEveryFaultOfAHolidayFileIsToldAtOnce(t *testing.T) {
	path := file(t, `[{"year": 2027, "days": [
		{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
		{"name": "元旦", "date": "1 January", "isOffDay": true},
		{"name": "元旦", "date": "2028-01-03", "isOffDay": true},
		{"name": "春节", "date": "2027-02-08"},
		{"name": "春节", "date": "2027-02-10", "isOffDay": false},
		{"name": "春节", "date": "2027-02-13", "isOffDay": true},
		{"name": "春节", "date": "2027-02-13", "isOffDay": false},
		{"name": "劳动节", "date": "2027-05-01", "isOffDay": true}]},
		{"year": 1, "days": []}]`)
	_, err := LoadCalendar(path)
	if err == nil {
		t.Fatal("taken as it is")
	}
	for _, want := range []string{path, "2027 days[1]: holidays.date", "2028-01-03: holidays.other_year", "2027-02-08: holidays.off_day", "2027-02-10: holidays.make_up",
		"2027-02-13: holidays.twice", "2027-10-01: holidays.incomplete", "1: holidays.year"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("does not say %q:\n%v", want, err)
		}
	}
	for what, content := range map[string]string{"nothing": "", "no year": "[]", "no JSON": "2027"} {
		if _, err := LoadCalendar(file(t, content)); err == nil {
			t.Errorf("%s is taken for a year", what)
		}
	}
	if _, err := LoadCalendar(filepath.Join(t.TempDir(), "none.json")); err == nil {
		t.Error("a file that is not there is no fault")
	}
}

func TestAStepsRestDaysBelongToTheWorkdayBefore(t *testing.T) {
	c := calendar(t, "")
	for day, want := range map[string]int{
		"2026-11-24": 0, // Tuesday
		"2026-11-27": 2, // Friday
		"2026-02-14": 9, // the make-up Saturday before the Spring Festival
		"2026-09-30": 7, // the day before National Day
	} {
		if got := restAfter(c, on(day)); got != want {
			t.Errorf("%s: %d rest days follow, want %d", day, got, want)
		}
	}
}
