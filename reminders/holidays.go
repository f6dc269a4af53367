package reminders

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ringkeeper/model"
)

// yearOfHolidays is a year in the form of the holiday-cn data set, whose files
// can so be used as they are.
type yearOfHolidays struct {
	Year int `json:"year"`
	Days []struct {
		Name   string `json:"name"`
		Date   string `json:"date"`
		OffDay *bool  `json:"isOffDay"`
	} `json:"days"`
}

// add lays the years of a file over those that are known. Nothing is added when
// the file has a fault; the error joins all of them.
func (c *Calendar) add(file []byte) error {
	years, err := readHolidays(file)
	if err != nil {
		return err
	}
	var errs []error
	rest := map[model.Day]bool{}
	for _, y := range years {
		errs = append(errs, c.read(y, rest)...)
	}
	// A list without these days was cut off or mistyped. Taking it would make
	// workdays of holidays without a word.
	for _, y := range years {
		if y.Year < firstYear || y.Year > lastYear {
			continue
		}
		for _, must := range []model.Day{
			model.Date(y.Year, time.January, 1), model.Date(y.Year, time.May, 1), model.Date(y.Year, time.October, 1),
		} {
			if off, said := rest[must]; !off && !(!said && c.rest[must]) {
				errs = append(errs, flaw(must, "holidays.incomplete", nil))
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for day, off := range rest {
		c.rest[day] = off
	}
	for _, y := range years {
		c.known[y.Year] = true
	}
	return nil
}

const firstYear, lastYear = 2000, 2200

func readHolidays(file []byte) (years []yearOfHolidays, err error) {
	file = bytes.TrimPrefix(bytes.TrimSpace(file), []byte("\ufeff"))
	if bytes.HasPrefix(file, []byte("{")) {
		file = append(append([]byte("["), file...), ']')
	}
	if err := json.Unmarshal(file, &years); err != nil {
		return nil, flaw("JSON", "holidays.form", nil)
	}
	if len(years) == 0 {
		return nil, flaw("JSON", "holidays.no_year", nil)
	}
	return years, nil
}

// read collects the days of a year and returns its faults.
func (c *Calendar) read(y yearOfHolidays, rest map[model.Day]bool) (errs []error) {
	fail := func(where any, key string, args model.Args) { errs = append(errs, flaw(where, key, args)) }
	if y.Year < firstYear || y.Year > lastYear {
		fail(y.Year, "holidays.year", model.Args{"from": fmt.Sprint(firstYear), "until": fmt.Sprint(lastYear)})
		return errs
	}
	// New Year's holiday may begin in December of the year before.
	first, last := model.Date(y.Year-1, time.December, 1), model.Date(y.Year, time.December, 31)
	for i, d := range y.Days {
		day, err := model.ParseDay(d.Date)
		switch before, said := rest[day]; {
		case err != nil:
			fail(fmt.Sprintf("%d days[%d]", y.Year, i), "holidays.date", model.Args{"got": d.Date})
		case day < first || day > last:
			fail(day, "holidays.other_year", model.Args{"year": fmt.Sprint(y.Year)})
		case d.OffDay == nil:
			fail(day, "holidays.off_day", nil)
		case !*d.OffDay && !weekend(day) && !c.rest[day]:
			fail(day, "holidays.make_up", nil)
		case said && before != *d.OffDay:
			fail(day, "holidays.twice", nil)
		default:
			rest[day] = *d.OffDay
		}
	}
	return errs
}

func flaw(where any, key string, args model.Args) error {
	return &model.Flaw{Where: fmt.Sprint(where), Reason: model.Reason{Key: key, Args: args}}
}
