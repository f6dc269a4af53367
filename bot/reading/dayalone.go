package reading

import (
	"strings"

	"ringkeeper/model"
)

// DayAlone reads a text that is one day and nothing else: 11月20日, 20号, 昨天, 是周三.
// It may be a day to come.
func DayAlone(s string, today model.Day) (day model.Day, ok bool) {
	runes := standard().normalise(strings.TrimSpace(s)).squeezed().runes
	days := daysIn(runes, today)
	if len(days) != 1 || days[0].day == 0 {
		return 0, false
	}
	rest := string(runes[:days[0].start]) + string(runes[days[0].end:])
	return days[0].day, strings.Trim(rest, " 是在于应为的,。.!吧哦天日") == ""
}
