package roster

import "strings"

// A spreadsheet takes the zeros off the front of a number, and one household
// becomes two: 08020 and 8020.

// withZeros gives the numbers that begin with a zero, by what is left without.
func withZeros(rows []HouseholdRow, known map[string]Known) map[string]string {
	padded := map[string]string{}
	note := func(number string) {
		if strings.HasPrefix(number, "0") {
			padded[strings.TrimLeft(number, "0")] = number
		}
	}
	for number := range known {
		note(number)
	}
	for _, row := range rows {
		note(row.Number)
	}
	return padded
}

// zeros warns of a new household whose number is another's but for zeros in front.
func (plan *Plan) zeros(row HouseholdRow, known map[string]Known, padded map[string]string) {
	other, ok := padded[strings.TrimLeft(row.Number, "0")]
	for n := row.Number; (!ok || other == row.Number) && strings.HasPrefix(n, "0"); {
		n = n[1:]
		if _, ok = known[n]; ok {
			other = n
		}
	}
	if ok && other != row.Number {
		plan.find(CodeZerosDiffer, row, cell{}, "number", other)
	}
}
