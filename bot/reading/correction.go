package reading

import (
	"slices"
	"strings"
)

// slips are the words with which a writer takes something back. They count at
// the beginning of a clause only: 号码不对 is no correction.
var slips = []string{"不对", "错了", "说错了", "写错了", "打错了", "搞错了", "弄错了", "记错了", "说错", "写错", "搞错", "更正", "纠正", "订正", "口误", "笔误", "手误", "手滑", "打字错", "输错", "填错", "看错", "报错", "讲错", "数错", "弄混", "搞混", "记混", "改一下", "改下", "更改", "应该是", "应是", "不是", "错", "不"}

// slipIn finds the first word that takes something back, and returns what
// stands before and after it.
func slipIn(body text) (before, after text, found bool) {
	for _, c := range split(body.runes) {
		at := c.start
		for at < c.end && strings.ContainsRune("哦噢啊呃嗯额哎呀,唉、 ", body.runes[at]) {
			at++
		}
		for _, w := range slips {
			if !hasPrefix(body.runes[at:c.end], w) {
				continue
			}
			end := at + len([]rune(w))
			if w == "不" && c.end-c.start > 1 || w == "错" && end < c.end && !strings.ContainsRune(", 是的", body.runes[end]) {
				continue
			}
			for end < len(body.runes) && strings.ContainsRune("了,是的:。;!一下哈啊把将 ", body.runes[end]) {
				end++
			}
			for _, w := range []string{"应该是", "应该为", "应是", "应为", "改成", "改为"} {
				if hasPrefix(body.runes[end:], w) {
					end += len([]rune(w))
				}
			}
			return trim(body.slice(0, c.start)), trim(body.slice(end, len(body.runes))), true
		}
	}
	return body, text{}, false
}

// becomes are the words between a wrong household and the right one, mistaken
// those between the right one and the wrong one.
var (
	becomes  = []string{"改成", "改为", "换成", "换为", "更正为", "更改为", "订正为", "纠正为", "应改为", "应该是", "应是", "应为", "其实是", "实际是"}
	mistaken = []string{"写成", "打成", "说成", "讲成", "记成", "报成", "看成", "错写成", "错打成", "错说成", "误写成", "误写为", "误打成", "误报成"}
)

func (h *hearing) correctionIn(body text) bool {
	_, _, found := slipIn(body)
	return found
}

// corrected carries corrections out: 1、2正常,不对是1、3 gives the words of 1、2 to
// 1、3; 3不对,是4 gives what 3 got to 4; 2说错了,没打通 reads 2 anew.
func (h *hearing) corrected(secs []section) []section {
	var out []section
	replaces := false
	for i := 0; i < len(secs); i++ {
		s := secs[i]
		s.replaces = s.replaces || replaces
		if to := i + 1; to < len(secs) && secs[to].kind == byName && !s.labelled {
			// 5改成4 gives the words of 5 to 4; 4写成5了 those of 5 to 4 as well.
			written := strings.Trim(string(s.body.runes), "户号了, ")
			switch end := strings.Trim(string(secs[to].body.runes), "了啦的,。!) "); {
			case end != "":
			case slices.Contains(becomes, written):
				move(out, s.ns, secs[to].ns)
				replaces = true
				i++
				continue
			case slices.Contains(mistaken, written):
				move(out, secs[to].ns, s.ns)
				replaces = true
				i++
				continue
			}
		}
		if s.denied && i+1 < len(secs) && strings.Trim(string(s.body.runes), "是而,") == "" {
			if to := secs[i+1]; len(to.body.runes) == 0 {
				move(out, s.ns, to.ns)
				i++
			} else {
				move(out, s.ns, nil)
			}
			replaces = true
			continue
		}
		before, after, found := slipIn(s.body)
		if !found || s.labelled {
			out = append(out, s)
			continue
		}
		replaces = true
		next := i+1 < len(secs) && secs[i+1].kind == byName && len(after.runes) == 0
		bare := next && len(secs[i+1].body.runes) == 0
		switch {
		case len(before.runes) > 0 && bare:
			s.body, s.ns, s.unsure = before, secs[i+1].ns, secs[i+1].unsure
			out = append(out, s)
			i++
		case len(before.runes) > 0 && next && instead(s.body):
			// 1正常,说错了,是2和3正常
			move(out, s.ns, nil)
		case len(before.runes) > 0:
			// 正常,不是,没接: what follows holds, where anything does.
			s.body = before
			if len(after.runes) > 0 {
				s.body = after
			}
			out = append(out, s)
		case bare:
			move(out, s.ns, secs[i+1].ns)
			i++
		case next:
			move(out, s.ns, nil)
		default:
			s.body, s.replaces = after, true
			out = append(out, s)
		}
	}
	return out
}

// instead says whether words end in what puts another household in the place of
// one that was named: 说错了,是.
func instead(body text) bool {
	s := strings.TrimRight(string(body.runes), ",: ")
	for _, w := range []string{"是", "应该是", "应为", "应是"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// movesBack is how many sections a correction looks back; people take back what
// they just said.
const movesBack = 64

// move takes households out of the latest section that holds one of them, and
// puts others there in their place.
func move(secs []section, from, to []int) {
	for i := len(secs) - 1; i >= max(0, len(secs)-movesBack); i-- {
		kept := make([]int, 0, len(secs[i].ns))
		for _, n := range secs[i].ns {
			if !has(from, n) {
				kept = append(kept, n)
			}
		}
		if len(kept) == len(secs[i].ns) {
			continue
		}
		for _, n := range to {
			if !has(kept, n) {
				kept = append(kept, n)
			}
		}
		secs[i].ns = kept
		return
	}
}

func has(ns []int, n int) bool {
	for _, m := range ns {
		if m == n {
			return true
		}
	}
	return false
}
