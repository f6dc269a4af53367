package reading

import (
	"maps"
	"slices"
	"strings"
)

// among are the words that make households before them a frame and no subject:
// 五户之中, 1-7里头.
var among = []string{"之中", "当中", "里头", "里面", "里边", "之内", "其中", "中间", "里", "中"}

// totals tells N户 that is how many from N户 that is which. 3户 alone is all
// three; in 6户,5户没事,第6户脑梗 the first is all and the second the rest.
func (d *digest) totals(runes []rune, refs []reference) []reference {
	refs = slices.DeleteFunc(refs, func(r reference) bool {
		frames := r.count > 0 || r.kind == byAll || len(r.ns) > 1
		return frames && slices.ContainsFunc(among, func(w string) bool {
			// 3户里老人住院 is said of one, unless there are three in all.
			return hasPrefix(runes[r.end:], w) && (w != "里" || r.kind == byAll || r.count == len(d.lines))
		})
	})
	refs = d.again(runes, refs)
	for i := len(refs) - 2; i >= 0; i-- {
		if at := refs[i+1].start; refs[i].count > 0 && refs[i+1].count == 0 && at == refs[i].end+1 && runes[at-1] == '(' {
			refs = slices.Delete(refs, i, i+1) // 一户(和丽英)
		}
	}
	if len(refs) == 0 || refs[0].count != len(d.lines) {
		return d.rest(refs)
	}
	if len(refs) == 1 {
		refs[0].kind, refs[0].ns, refs[0].unsure = byAll, d.all(), false
		return refs
	}
	if len(refs) > 2 && refs[1].count > 0 && refs[1].count < refs[0].count {
		refs = refs[1:]
	} else if !slices.ContainsFunc(refs[1:], func(r reference) bool { return r.count > 0 && r.count != refs[0].count }) && runes[refs[0].start] != '第' {
		refs[0].kind, refs[0].ns, refs[0].count = byAll, d.all(), 0 // 七户联系完毕,除第五户外均正常
	}
	return d.rest(refs)
}

// again reads a count that only sums up: of those just named (1、2、3户,三户均正常),
// of those listed behind it (正常3户:1、2、5), or said before (6户,6户正常).
func (d *digest) again(runes []rune, refs []reference) (out []reference) {
	listed := map[int]bool{}
	skip := 0
	for i, r := range refs {
		if skip > 0 {
			skip--
			continue
		}
		if r.kind == byName && r.unsure && r.told > len(r.ns) && r.told == len(rowBefore(runes, r.start, out))+len(r.ns) {
			r.unsure = false // 河湾、石坎、东村三户
		}
		if own, n := d.inBrackets(runes, r, refs[i+1:]); n > 0 {
			r.ns, r.count, skip = own, 0, n // 一户没接(贺春兰)
		}
		if n := len(out); n > 0 && out[n-1].count > 0 && out[n-1].count == r.count && r.count < len(d.lines) {
			out = out[:n-1]
		}
		if r.told > 1 && r.unsure && r.kind == byAll {
			if row := rowBefore(runes, r.start, out); len(row) == r.told {
				r.kind, r.ns, r.unsure = byName, row, false
			} else if len(listed) == r.told {
				r.kind, r.ns, r.unsure = byName, slices.Sorted(maps.Keys(listed)), false
			}
		}
		if n := max(r.count, r.told); n > 1 && r.kind != byRest && labelled(runes[r.end:]) && countBehind(runes, refs[i+1:]) == n {
			continue
		}
		if r.kind == byName {
			for _, n := range r.ns {
				listed[n] = true
			}
		}
		out = append(out, r)
	}
	return out
}

// labelled says whether a label goes on and ends before its households: 两户没接:.
func labelled(runes []rune) bool {
	for i := 0; i < min(len(runes), bracketReach); i++ {
		if strings.ContainsRune(",。;\n(", runes[i]) {
			return false
		}
		if runes[i] == ':' {
			return true
		}
	}
	return false
}

// countBehind counts the households of the first row of references.
func countBehind(runes []rune, refs []reference) int {
	named := map[int]bool{}
	for i, r := range refs[:min(len(refs), rowReach)] {
		if r.kind != byName || i > 0 && !joined(runes, refs[i-1].end, r.start) {
			break
		}
		for _, n := range r.ns {
			named[n] = true
		}
	}
	return len(named)
}

// bracketReach is how far behind a count its households stand in brackets.
const bracketReach = 10

// inBrackets returns the households in the brackets behind a count, where they
// are just so many, and how many references they take.
func (d *digest) inBrackets(runes []rune, r reference, behind []reference) (ns []int, taken int) {
	if r.count == 0 || len(behind) == 0 {
		return nil, 0
	}
	at := behind[0].start
	if at > r.end+bracketReach || at <= r.end+1 || runes[at-1] != '(' || strings.ContainsAny(string(runes[r.end:at-1]), ",。;") {
		return nil, 0
	}
	for i, next := range behind[:min(len(behind), rowReach)] {
		if i > 0 && !joined(runes, behind[i-1].end, next.start) || next.kind != byName || slices.Contains(runes[at:next.start], ')') {
			break
		}
		ns, taken = append(ns, next.ns...), taken+1
	}
	if len(ns) != r.count {
		return nil, 0
	}
	return ns, taken
}

// rest makes the rest of N户 where just so many are named by nothing else:
// 5户正常,吴春燕没接.
func (d *digest) rest(refs []reference) []reference {
	named, counted := map[int]bool{}, -1
	for i, r := range refs {
		switch {
		case r.kind != byName:
		case r.count == 0:
			for _, n := range r.ns {
				named[n] = true
			}
		case counted >= 0:
			return refs
		default:
			counted = i
		}
	}
	if counted >= 0 && len(named) > 0 && !named[refs[counted].count] && refs[counted].count == len(d.lines)-len(named) && refs[counted].count > 1 {
		r := &refs[counted]
		r.kind, r.ns, r.unsure = byRest, nil, false
	}
	for i, r := range refs {
		if r.kind == byAll && r.unsure && r.told > 1 && len(named) > 0 && r.told == len(d.lines)-len(named) {
			refs[i].kind, refs[i].ns, refs[i].unsure = byRest, nil, false // 6户都好,1户没接(贺春兰)
		}
	}
	return refs
}

// rowReach is how many references a count can sum up; nobody lists more.
const rowReach = 64

// rowBefore returns the households that were named in one row before i.
func rowBefore(runes []rune, i int, before []reference) (ns []int) {
	for k := len(before) - 1; k >= max(0, len(before)-rowReach) && before[k].kind == byName && joined(runes, before[k].end, i); k-- {
		ns = append(ns, before[k].ns...)
		i = before[k].start
	}
	return ns
}

// distinct counts the households that were named.
func distinct(refs []reference) int {
	named := map[int]bool{}
	for _, r := range refs[max(0, len(refs)-rowReach):] {
		for _, n := range r.ns {
			named[n] = true
		}
	}
	return len(named)
}
