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
	from := i
	for from > 0 && i-from <= labelReach && !separates(runes[from-1]) {
		from--
	}
	// 没人的2、5 and 没联系上2和5: a short answer before its households
	return i-from > 1 && i-from <= labelReach && !isNumber(runes[i-1]) && startsAnswer(runes[from:]) && slices.ContainsFunc(slices.Concat(labelEnds, answerEnds), func(w string) bool { return strings.HasSuffix(string(runes[from:i]), w) })
}

// addressed says whether a word stands before i after which a count of all is
// spoken to or gone to: 跟四户都通了话.
func addressed(runes []rune, i int) bool {
	return i > 0 && strings.ContainsRune("把将给跟和同与对向到去走跑问找喊叫访", runes[i-1]) || i > 1 && runes[i-1] == '了' && strings.ContainsRune("走跑问找访打看转", runes[i-2])
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
	if !isNumber(runes[i]) {
		// a count alone is looked for in mid-clause
	} else if r, ok := d.countAt(runes, i); ok && (addressed(runes, i) || r.told > 0 && !r.unsure && !isNumber(runeAt(runes, i-1)) && runeAt(runes, i-1) != '第') {
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
