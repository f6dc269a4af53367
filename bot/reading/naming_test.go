package reading

import (
	"strings"
	"testing"

	"ringkeeper/model"
)

// ofSeven has two households in one village, two heads of one surname, and a
// village whose name two heads do not share.
var ofSeven = []Line{
	{N: 1, Head: "冉启明", Village: "哨坡"}, {N: 2, Head: "鲁朝阳", Village: "哨坡"}, {N: 3, Head: "蒲建平", Village: "大坪"}, {N: 4, Head: "贺春兰", Village: "金麟"},
	{N: 5, Head: "费桂芝", Village: "沙沟"}, {N: 6, Head: "蒲建军", Village: "小湾"}, {N: 7, Head: "倪发祥", Village: "尖山"},
}

// TestHouseholdsAreNamedInManyWays: a letter for each of the seven, n normal, c
// change, e emergency, u unreached, - nothing.
func TestHouseholdsAreNamedInManyWays(t *testing.T) {
	letters := map[model.Outcome]string{model.Normal: "n", model.Change: "c", model.EmergencyFound: "e", model.Unreached: "u", "": "-"}
	for _, c := range []struct{ text, want string }{
		// the rest
		{"1关机，其他的照旧", "unnnnnn"}, {"1关机，别的照常", "unnnnnn"}, {"1关机，其它照样", "unnnnnn"}, {"1没打通，别的都还那样", "unnnnnn"}, {"1停机，其他仍旧老样子", "unnnnnn"},
		{"1没接，其它的依旧", "unnnnnn"}, {"2号停机；别的稳得很", "nunnnnn"}, {"2号羊子卖了多收三千，其他老样子", "ncnnnnn"}, {"1无人接听，旁的都平稳", "unnnnnn"}, {"4空号，别的也都好", "nnnunnn"},
		// ranges
		{"①关机 ②～⑦无变化", "unnnnnn"}, {"①至⑦均正常", "nnnnnnn"}, {"①-③没变化", "nnn----"}, {"②到④都好", "-nnn---"}, {"第一家打不通第二家到第五家都讲没变化", "unnnn--"},
		{"第二户到第四户正常", "-nnn---"}, {"二号到五号都正常", "-nnnn--"}, {"从2到5都没变化", "-nnnn--"}, {"3号一直到6号都稳", "--nnnn-"}, {"第3至第6户无变化", "--nnnn-"}, {"2号家到4号家都好", "-nnn---"}, {"⑴～⑶正常", "nnn----"},
		// taken back
		{"1正常，说错了，是2和3正常", "-nn----"}, {"1、2、3、5没问题，更正一下，5改成4", "nnnn---"}, {"1到3正常，口误，3应为4", "nn-n---"}, {"1、2正常。打错了，把2改成3", "n-n----"},
		{"1、2正常，2写错了应该是5", "n---n--"}, {"3没接，不对，是4没接", "---u---"}, {"1、4正常，笔误，4应该是6", "n----n-"}, {"5关机，记错了，是6关机", "-----u-"}, {"1、2都好，手误，2换成3", "n-n----"}, {"1正常2正常，更正：2没接", "nu-----"},
		// edges
		{"末尾那户关机", "------u"}, {"最后那户没接", "------u"}, {"头两户和末两户都照旧", "nn---nn"}, {"末户停机", "------u"}, {"最末一户打不通", "------u"}, {"头一家没变化", "n------"},
		{"开头两户正常", "nn-----"}, {"后三户都好", "----nnn"}, {"倒数第二户没人在家", "-----u-"}, {"首尾两户都正常", "n-----n"}, {"打头那户没变化，收尾那户关机", "n-----u"}, {"倒数两户都正常", "-----nn"},
		// villages
		{"哨坡那两户跟沙沟老费家，都是一切照常", "nn--n--"}, {"小湾老蒲家没变化", "-----n-"}, {"大坪的老蒲没接", "--u----"}, {"老蒲家（小湾）关机", "-----u-"}, {"哨坡两户都好", "nn-----"},
		{"哨坡的两家没变化", "nn-----"}, {"金麟贺春兰、沙沟费桂芝都正常", "---nn--"}, {"小湾村蒲家正常", "-----n-"}, {"尖山那户打不通", "------u"}, {"哨坡2户正常", "nn-----"}, {"哨坡这两家照旧，尖山没接", "nn----u"},
		// all, and all but some
		{"7户里头就6没联系上，别的都正常", "nnnnnun"}, {"7户当中只有3没打通，其余正常", "nnunnnn"}, {"七户里就2号停机，其他都好", "nunnnnn"}, {"全部7户，除了4没接，都正常", "nnnunnn"},
		{"这7户里边只6没联系上，别的都好", "nnnnnun"}, {"七户里头，5号没人在家，剩下的照旧", "nnnnunn"}, {"昨天把七户都转了一圈，家里都没啥变动", "nnnnnnn"}, {"今天跟七户都通了电话，没有变化", "nnnnnnn"},
		{"给七户都打了电话，都说老样子", "nnnnnnn"}, {"走了七户，都没变化", "nnnnnnn"}, {"和七家都视频了，都好", "nnnnnnn"},
		// digit by digit
		{"123正常", "nnn----"}, {"12照旧", "nn-----"}, {"1234都好，567没打通", "nnnnuuu"}, {"137没变化", "n-n---n"}, {"12正常3没接", "nnu----"}, {"45关机", "---uu--"},
		// planned and left out
		{"收到，我将于本周内完成七户的走访工作", "-------"}, {"七户都安排在下周走", "-------"}, {"经研究，七户下周统一入户，现无内容可报", "-------"}, {"1-3正常，其余明天再打", "nnn----"},
		{"第1、3、5户一切如常，第2、4户电话未接通，6、7户下周入户", "nunun--"}, {"前三家没变化后面四家还没打", "nnn----"}, {"都正常，除了5", "nnnn-nn"}, {"都正常，5除外", "nnnn-nn"}, {"正常的有1、3、4，没人的2、5，没打的6、7", "nunnu--"},
		// counts that sum up, or go before their households
		{"走访了1、2、3户，三户均正常", "nnn----"}, {"1、2、4三户正常，3、5两户没人", "nnunu--"}, {"上午走了冉启明和鲁朝阳，下午走了贺春兰，三家都没变化", "nn-n---"}, {"7户联系了6户，6户正常，费桂芝外出联系不上", "nnnnunn"},
		{"正常5户：1、2、3、5、6；未接2户：4、7", "nnnunnu"}, {"两户没联系上：2、5；其余正常", "nunnunn"}, {"没联系上2和5，其余正常", "nunnunn"}, {"6户都好，1户未接（贺春兰）", "nnnunnn"}, {"七户联系完毕，除第五户外均正常，第五户孩子辍学", "nnnnenn"},
		{"金麟、沙沟、尖山三户都正常", "---nn-n"}, {"哨坡、大坪都正常，其他村没去", "nnn----"}, {"以上各户均正常", "nnnnnnn"}, {"各家各户都平安", "nnnnnnn"}, {"一户没落，都正常", "nnnnnnn"}, {"七户之中，惟蒲建平一户有事：娃娃辍学，初二，在家放牛。他户皆无变化", "nnennnn"},
		// all, beside one that nobody reached
		{"6号没联系上，全部正常", "nnnnnun"}, {"都没接，除了2，2正常", "unuuuuu"}, {"单数的都正常，双数的没接", "nununun"}, {"一二三正常四没接", "nnnu---"}, {"户1正常，户2没接", "nu-----"}, {"编号1正常，编号2没接", "nu-----"}, {"#1正常 #2没接", "nu-----"},
		// words that say nothing
		{"2 算了", "-------"}, {"2 嗯", "-------"}, {"2 等下", "-------"}, {"2 再看", "-------"}, {"2 跳过", "-------"}, {"1正常，2 那个啥", "n------"}, {"4母亲住院，其他没变化", "---c---"},
		// no record
		{"3号户是不是该删了，他去年就迁走了？", "-------"}, {"3号户是不是该删了？", "-------"}, {"5号要不要重新建档", "-------"}, {"2号家算不算脱贫户？", "-------"}, {"1正常，2号的电话是多少？", "n------"},
		{"4号户怎么不在名单里了", "-------"}, {"6号还归我管吗？", "-------"}, {"3没打", "-------"},
	} {
		var got strings.Builder
		read := map[int]model.Outcome{}
		reply := ReadReply(c.text, wednesday, ofSeven)
		for _, it := range reply.Items {
			read[it.N] = it.Outcome
		}
		for _, l := range ofSeven {
			got.WriteString(letters[read[l.N]])
		}
		if got.String() != c.want {
			t.Errorf("%s\n\t%s, want %s; unread %q", c.text, got.String(), c.want, reply.Unread)
		}
	}
}
