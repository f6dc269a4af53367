package roster

import "ringkeeper/model"

// A household that was identified before the national system gave it a number has
// a provisional one. The first sheet that tells of its head and village under a
// number that nobody has puts that in its place [D].

// awaiting gives the known households that wait for a number, by where they live
// and their head; "" where two are alike.
func awaiting(known map[string]Known) map[home]string {
	waiting := map[home]string{}
	for number, k := range known {
		if !model.IsProvisional(number) {
			continue
		}
		at := homeOf(k.Facts)
		if _, twice := waiting[at]; twice {
			number = ""
		}
		waiting[at] = number
	}
	return waiting
}

// home is a head and the village.
type home struct{ head, village string }

func homeOf(f model.Facts) home { return home{f.Head, f.Village} }

// arriving gives the provisional number of each household that comes under another
// now, by that: where just one new row fits, and no row has that itself.
func arriving(rows []HouseholdRow, known map[string]Known) map[string]string {
	waiting := awaiting(known)
	if len(waiting) == 0 {
		return nil
	}
	fits, told := map[home][]string{}, map[string]bool{}
	for _, row := range rows {
		told[row.Number] = true
		if _, old := known[row.Number]; !old {
			at := homeOf(row.Facts)
			fits[at] = append(fits[at], row.Number)
		}
	}
	numbers := map[string]string{}
	for at, provisional := range waiting {
		if len(fits[at]) == 1 && provisional != "" && !told[provisional] {
			numbers[fits[at][0]] = provisional
		}
	}
	return numbers
}
