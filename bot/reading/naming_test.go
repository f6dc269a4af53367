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
