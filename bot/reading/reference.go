package reading

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// kind tells how a reference chooses its households.
type kind int

const (
	byName kind = iota // by number, name or village
	byRest             // 其余
	byAll              // 全部, 五户都
)

// reference is a place in a reply that names households.
type reference struct {
	span
	kind   kind
	ns     []int
	unsure bool // it fits several households, or none: to be asked about
	number bool
	count  int // what N户 says, which may be how many
	told   int // how many are said to be all or the rest
}

const (
	// measures follow a figure that counts something and is no household.
	measures = "个口人万千百十元块月年岁天次遍斤亩头只条点分层楼级米%多几度吨间角成倍趟辆台箱棵株桶袋瓶顿夜晚小钟公厘wk胎毛来"
	// beforeFigure are characters after which a figure in mid-clause counts
	// something.
	beforeFigure = "第月打了共有住花欠差约近满才读上初高大老小每得收卖要交付赚挣亏少多是过至到."
	rangeSigns   = "-~到至—–"
	breakers     = "哦噢,。;!?\n:()“”\"…~ 、/."
)

// answers are the words that can follow a bare number where nobody typed a
// blank (2母亲住院4没打通).
var answers = []string{
	"正常", "没", "好", "都", "无", "不", "一切", "关机", "打不", "ok", "联系", "照", "平", "老样", "未", "已", "空号", "占线", "停机", "也", "还", "家", "锁", "在", "住院", "全", "均", "皆", "俱", "稳", "安", "停", "拒", "外出", "老", "依", "仍", "原样",
}

// references finds every place that names households of the digest, in order.
func (d *digest) references(runes []rune) (out []reference) {
	last := -1 // the end of the reference before
	for i := 0; i < len(runes); {
		boundary := i == 0 || separates(runes[i-1]) || i == last || joins(runes, last, i) || introduced(runes, i)
		r, ok := d.referenceAt(runes, i, boundary, out)
		if !ok {
			i++
			continue
		}
		d.place(runes, max(last, 0), &r)
		out = append(out, r)
		i, last = r.end, r.end
	}
	return d.totals(runes, out)
}

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
		if r.count > 1 && runeAt(runes, r.end) == ':' {
			behind, end := map[int]bool{}, r.end
			for _, next := range refs[i+1:] {
				if next.kind != byName || !joined(runes, end, next.start) {
					break
				}
				for _, n := range next.ns {
					behind[n] = true
				}
				end = next.end
			}
			if len(behind) == r.count {
				continue
			}
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
	for i, next := range behind {
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
	return refs
}

// separates says whether a piece begins behind a rune: a separator or an emoji.
func separates(r rune) bool {
	return strings.ContainsRune(breakers, r) || r > unicode.MaxLatin1 && !unicode.IsLetter(r) && !unicode.IsNumber(r)
}

// joins says whether only 和 or its like stands between a reference and i.
func joins(runes []rune, last, i int) bool {
	return last >= 0 && i-last <= 2 && strings.Trim(string(runes[last:i]), joiners) == ""
}

// introduced says whether a word stands before i that announces a household:
// 正常的有1, 除了3, 应该是4.
func introduced(runes []rune, i int) bool {
	for _, w := range []string{"是", "有", "除", "就", "只", "仅", "唯独", "惟独", "单单", "光是", "从", "更正", "不对", "说错了", "错了", "口误", "笔误", "把", "将", "差", "户", "编号", "序号", "#", "no", "no.", "改成", "改为", "换成", "换为", "应为", "应是", "更正为", "写成", "打成", "说成", "讲成", "记成", "报成", "除了", "除开", "先报", "报", "走了", "跑了", "去", "打", "联系", "走访", "问", "去了", "联系了", "走访了", "联系着", "联系上", "打通", "打了", "问了", "只有", "那个", "然后", "惟", "唯"} {
		if k := i - len([]rune(w)); k >= 0 && hasPrefix(runes[k:], w) {
			return true
		}
	}
	return false
}

// rowBefore returns the households that were named in one row before i.
func rowBefore(runes []rune, i int, before []reference) (ns []int) {
	for k := len(before) - 1; k >= 0 && before[k].kind == byName && joined(runes, before[k].end, i); k-- {
		ns = append(ns, before[k].ns...)
		i = before[k].start
	}
	return ns
}

// addressed says whether a word stands before i after which a count of all is
// spoken to or gone to: 跟四户都通了话.
func addressed(runes []rune, i int) bool {
	return i > 0 && strings.ContainsRune("把将给跟和同与对向到去走跑问找喊叫访", runes[i-1]) || i > 1 && runes[i-1] == '了' && strings.ContainsRune("走跑问找访打看转", runes[i-2])
}

// distinct counts the households that were named.
func distinct(refs []reference) int {
	named := map[int]bool{}
	for _, r := range refs {
		for _, n := range r.ns {
			named[n] = true
		}
	}
	return len(named)
}

func (d *digest) referenceAt(runes []rune, i int, boundary bool, before []reference) (reference, bool) {
	if n, length := number(runes[i:]); n > 0 && len(before) > 0 && !before[len(before)-1].number && before[len(before)-1].end == i && kin(runes[i+length:]) > 0 && n == len(rowBefore(runes, i, before)) {
		return reference{}, false // 凌水清一户 is no first household
	}
	if r, ok := d.nameAt(runes, i, boundary); ok {
		return r, true
	}
	if boundary {
		counted := d.countAt
		if n := len(before); n > 0 && before[n-1].kind == byName && joined(runes, before[n-1].end, i) {
			counted = d.surnamesAt // 一户、二户、三户都, 闵朝阳、盛加美两家
			if r, ok := d.countAt(runes, i); ok && (r.told == len(rowBefore(runes, i, before)) || r.told == distinct(before)) {
				return r, true // 1、2、3户,三户都
			}
		}
		for _, read := range []func([]rune, int) (reference, bool){d.restAt, d.edgeAt, counted, d.surnamesAt} {
			if r, ok := read(runes, i); ok {
				return r, true
			}
		}
	}
	if r, ok := d.countAt(runes, i); ok && (addressed(runes, i) || r.told > 0 && !r.unsure && !isNumber(runeAt(runes, i-1)) && runeAt(runes, i-1) != '第') {
		return r, true // 把四户都转了一圈, 这个月四户都没动静
	}
	if r, ok := d.restAt(runes, i); ok && strings.ContainsRune("都均全皆就", runeAt(runes, r.end)) {
		return r, true // 打不通剩下的就是没变化
	}
	if r, ok := d.edgeAt(runes, i); ok && startsAnswer(runes[r.end:]) {
		return r, true
	}
	if r, ok := d.villageAt(runes, i); ok {
		return r, true
	}
	if r, ok := d.surnameAt(runes, i, boundary); ok {
		return r, true
	}
	return d.numberAt(runes, i, boundary, before)
}

// houseWords follow a name or a number and belong to it.
var houseWords = []string{"号户", "号家", "那户人家", "那户", "这户", "那家", "这家", "他家", "她家", "户家", "家里", "家头", "家", "户", "号"}

// houseWord returns how many runes a word like 那户 takes.
func houseWord(runes []rune) int {
	for _, w := range houseWords {
		if hasPrefix(runes, w) {
			return len([]rune(w))
		}
	}
	return 0
}

// nameAt reads a head's name anywhere, a given name at the beginning of a piece.
func (d *digest) nameAt(runes []rune, i int, boundary bool) (reference, bool) {
	for _, c := range d.names[runes[i]] {
		end := i + len(c.word)
		if c.given && !boundary || !hasPrefix(runes[i:], string(c.word)) || c.alone && !alone(runes, i, end) {
			continue
		}
		end += houseWord(runes[end:])
		ns := d.living(runes[:i], c.ns)
		return reference{span: span{i, end}, ns: ns, unsure: len(ns) > 1}, true
	}
	return reference{}, false
}

// placeBefore is how far before a name the village of its household may stand.
const placeBefore = 10

// living leaves, of several households of one name, those whose village stands
// before it; all of them where none does.
func (d *digest) living(before []rune, ns []int) []int {
	if len(ns) == 1 {
		return ns
	}
	words := string(before[max(len(before)-placeBefore, 0):])
	var here []int
	for _, n := range ns {
		if v := []rune(d.village[n]); len(v) > 0 && placedAt(before, len(before), v) >= 0 {
			return []int{n}
		}
	}
	for _, n := range ns {
		if v := d.village[n]; v != "" && strings.Contains(words, v) {
			here = append(here, n)
		}
	}
	if len(here) == 0 {
		return ns
	}
	return here
}

// place takes the village before a name into the reference, so that 老段家跟石坎和丽英
// are two that share what follows, and one in brackets behind it chooses of two.
func (d *digest) place(runes []rune, from int, r *reference) {
	if r.kind != byName || r.number || len(r.ns) == 0 {
		return
	}
	for _, n := range r.ns {
		v := []rune(d.village[n])
		if len(v) == 0 {
			continue
		}
		if r.unsure && runeAt(runes, r.end) == '(' && hasPrefix(runes[r.end+1:], string(v)) {
			end := r.end + 1 + len(v)
			for end < len(runes) && strings.ContainsRune("村的那户", runes[end]) {
				end++
			}
			if runeAt(runes, end) == ')' && len(d.living(runes[:end], r.ns)) == 1 {
				r.ns, r.end, r.unsure = []int{n}, end+1, false
				return
			}
		}
		if at := placedAt(runes, r.start, v); at >= from {
			r.start = at
			return
		}
	}
}

// placedAt returns where a village begins of which i speaks (石坎的老段), -1 for
// nowhere.
func placedAt(runes []rune, i int, village []rune) int {
	for i > 0 && strings.ContainsRune("村的那个", runes[i-1]) {
		i--
	}
	if at := i - len(village); at >= 0 && hasPrefix(runes[at:], string(village)) {
		return at
	}
	return -1
}

// alone says whether runes stand between what are no letters or digits, and
// count nothing: 0003 in 10003 or in 0003元 names nobody.
func alone(runes []rune, start, end int) bool {
	word := func(r rune) bool { return r < unicode.MaxASCII && (unicode.IsLetter(r) || isDigit(r)) }
	counted := end
	if runeAt(runes, end) == ' ' {
		counted++
	}
	return !word(runeAt(runes, start-1)) && !word(runeAt(runes, end)) && (counted >= len(runes) || !strings.ContainsRune(measures, runes[counted]))
}

// villageAt reads 石坎那户, 河湾的三户, 西村几户都.
func (d *digest) villageAt(runes []rune, i int) (reference, bool) {
	for _, c := range d.villages[runes[i]] {
		if !hasPrefix(runes[i:], string(c.word)) {
			continue
		}
		end := i + len(c.word)
		for end < len(runes) && strings.ContainsRune("村的", runes[end]) {
			end++
		}
		if r := runeAt(runes, end); (r == '那' || r == '这') && isNumber(runeAt(runes, end+1)) {
			end++
		}
		n, length := number(runes[end:])
		if length == 0 && (i == 0 || separates(runes[i-1]) || strings.ContainsRune("和跟与及", runes[i-1])) && startsAnswer(runes[end:]) {
			// 河湾的都好, 石坎没去
			return reference{span: span{i, end}, ns: c.ns, unsure: len(c.ns) != 1 && !d.counts(runes[end:])}, true
		}
		if length == 0 && (i == 0 || separates(runes[i-1])) && strings.ContainsRune("、和跟与及", runeAt(runes, end)) {
			if next, ok := d.villageAt(runes, end+1); ok {
				return reference{span: span{i, end}, ns: c.ns, unsure: next.unsure}, true // 河湾、石坎都好
			}
		}
		switch rest := runes[end+length:]; {
		case length > 0 && (hasPrefix(rest, "户") || hasPrefix(rest, "家")):
			return reference{span: span{i, end + length + 1}, ns: c.ns, unsure: n != len(c.ns)}, true
		case length == 0 && (hasPrefix(rest, "几户") || hasPrefix(rest, "各户")):
			return reference{span: span{i, end + 2}, ns: c.ns}, true
		case length == 0 && (hasPrefix(rest, "那户") || hasPrefix(rest, "这户") || hasPrefix(rest, "那家") || hasPrefix(rest, "这家")):
			return reference{span: span{i, end + 2}, ns: c.ns, unsure: len(c.ns) != 1}, true
		}
	}
	return reference{}, false
}
