package reading

import (
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
	"正常", "没", "好", "都", "无", "不", "一切", "关机", "打不", "ok", "联系", "照", "平", "老样", "未", "已", "空号", "占线", "停机", "也", "还", "家", "锁", "在", "住院",
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
		out = append(out, r)
		i, last = r.end, r.end
	}
	return d.totals(runes, out)
}

// among are the words that make households before them a frame and no subject:
// 五户之中, 1-7里头.
var among = []string{"之中", "当中", "里头", "里面", "中"}

// totals tells N户 that is how many from N户 that is which. 3户 alone is all
// three; in 6户,5户没事,第6户脑梗 the first is all and the second the rest.
func (d *digest) totals(runes []rune, refs []reference) []reference {
	refs = slices.DeleteFunc(refs, func(r reference) bool {
		frames := r.count > 0 || r.kind == byAll || len(r.ns) > 1
		return frames && slices.ContainsFunc(among, func(w string) bool { return hasPrefix(runes[r.end:], w) })
	})
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
	for _, w := range []string{"是", "有", "除", "除了", "除开", "先报", "报", "走了", "跑了", "去", "打", "联系", "走访", "问", "去了", "联系了", "走访了", "联系着", "联系上", "打通", "打了", "问了", "只有", "那个", "然后", "惟", "唯"} {
		if k := i - len([]rune(w)); k >= 0 && hasPrefix(runes[k:], w) {
			return true
		}
	}
	return false
}

func (d *digest) referenceAt(runes []rune, i int, boundary bool, before []reference) (reference, bool) {
	if r, ok := d.nameAt(runes, i, boundary); ok {
		return r, true
	}
	if boundary {
		counted := d.countAt
		if n := len(before); n > 0 && before[n-1].kind == byName && joined(runes, before[n-1].end, i) {
			counted = d.surnamesAt // 一户、二户、三户都, 闵朝阳、盛加美两家
		}
		for _, read := range []func([]rune, int) (reference, bool){d.restAt, d.edgeAt, counted, d.surnamesAt} {
			if r, ok := read(runes, i); ok {
				return r, true
			}
		}
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
		if v := d.village[n]; v != "" && strings.Contains(words, v) {
			here = append(here, n)
		}
	}
	if len(here) == 0 {
		return ns
	}
	return here
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

// titles follow a surname: 李大爷.
var titles = []string{"爷爷", "奶奶", "阿姨", "大爷", "大妈", "大哥", "大姐", "大叔", "大婶", "大爹", "大娘", "大伯", "大嫂", "的", "呢", "师傅", "老师", "嬢嬢", "孃孃", "嬢", "孃", "叔", "婶", "姨", "哥", "姐", "妹", "弟", "嫂", "伯", "爹", "奶", "老倌", "老汉", "家", "姓", "那户", "这户", "户"}

// kin returns how many runes a word takes that counts homes of one name.
func kin(runes []rune) int {
	for _, w := range []string{"姊妹", "姐妹", "兄弟", "弟兄", "户", "家"} {
		if hasPrefix(runes, w) {
			return len([]rune(w))
		}
	}
	return 0
}

// surnamesReach bounds a list of surnames that share a count.
const surnamesReach = 8

// surnamesAt reads 褚、季、车三户: surnames in a row and their number behind them.
func (d *digest) surnamesAt(runes []rune, i int) (reference, bool) {
	if n, length := number(runes[i:]); n > 1 && runeAt(runes, i+length) == '个' && runeAt(runes, i+length+2) == '家' {
		if own := d.surnames[string(runes[i+length+1])]; len(own) == n { // 两个谢家
			return reference{span: span{i, i + length + 3}, ns: own}, true
		}
	} else if at := i + length + 1; n > 1 && kin(runes[i+length:]) == 1 && runeAt(runes, at) == '姓' && at+1 < len(runes) {
		if own := d.surnames[string(runes[at+1])]; len(own) == n { // 两户姓谢的
			return reference{span: span{i, at + 2}, ns: own}, true
		}
	}
	r := reference{}
	names := 0
	for at := i; at < len(runes) && names < surnamesReach; at++ {
		own := d.surnames[string(runes[at])]
		if len(own) == 0 {
			return reference{}, false
		}
		names++
		r.ns = append(r.ns, own...)
		r.unsure = r.unsure || len(own) != 1
		at++
		if strings.ContainsRune("、和与跟", runeAt(runes, at)) {
			continue
		}
		n, length := number(runes[at:])
		if names < 2 || n != names || kin(runes[at+length:]) == 0 {
			return reference{}, false
		}
		r.span = span{i, at + length + kin(runes[at+length:])}
		return r, true
	}
	return reference{}, false
}

// surnameAt reads 老段家, 小李, 李大爷, 段家. A surname that two households
// share, or none has, is unsure.
func (d *digest) surnameAt(runes []rune, i int, boundary bool) (reference, bool) {
	at, familiar := i, false
	if strings.ContainsRune("老小姓", runes[i]) {
		at, familiar = i+1, true
	}
	if at >= len(runes) {
		return reference{}, false
	}
	width := 1
	if at+1 < len(runes) && len(d.surnames[string(runes[at:at+2])]) > 0 {
		width = 2
	}
	name := string(runes[at : at+width])
	if !d.lex.surnames[name] && len(d.surnames[name]) == 0 {
		return reference{}, false
	}
	end := at + width
	title := 0
	for _, w := range titles {
		if hasPrefix(runes[end:], w) {
			title = len([]rune(w))
			break
		}
	}
	own := d.surnames[name]
	switch {
	case title > 0 && familiar, title > 0 && len(own) > 0 && (boundary || startsAnswer(runes[end+title:])):
	case familiar && boundary && len(own) > 0 && !d.lex.inWord(runes, i):
	case boundary && len(own) == 1 && (i == 0 || separates(runes[i-1])) && strings.ContainsRune(" :", runeAt(runes, end)):
		// 丁 没变 施 停机
	default:
		return reference{}, false
	}
	end += title
	end += houseWord(runes[end:])
	// 李家两姊妹 are all the Lis there are.
	if n, length := number(runes[end:]); n == len(own) && n > 1 && kin(runes[end+length:]) > 0 {
		end += length + kin(runes[end+length:])
		return reference{span: span{i, end}, ns: own}, true
	}
	return reference{span: span{i, end}, ns: own, unsure: len(own) != 1}, true
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
		if length == 0 && (i == 0 || separates(runes[i-1])) && startsAnswer(runes[end:]) {
			// 河湾的都好, 石坎没去
			return reference{span: span{i, end}, ns: c.ns, unsure: len(c.ns) != 1 && !d.counts(runes[end:])}, true
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
