package reading

import (
	"strings"
	"testing"

	"ringkeeper/model"
)

// dangers are short reports of a danger to life or house, of this home and now.
const dangers = `
着火了 | 他家着火了 | 房子烧起来了 | 家里起火了，人还在里面 | 刚才失火了 | 灶房着火烧到堂屋了 | 房子烧光了 | 昨晚房子着火，烧得精光
昏迷不醒 | 老人昏迷了 | 人昏过去了叫不醒 | 户主突发脑溢血昏迷 | 老倌不省人事 | 人快不行了 | 抢救着呢 | 送ICU抢救了 | 下了病危通知书
房子塌了 | 房子垮了，人没处住 | 堂屋塌了半边 | 山墙倒了，屋里不敢住 | 房顶塌下来了 | 房子被泥石流冲走了 | 洪水进屋了 | 水漫进屋头了 | 房子被水淹了 | 屋顶被大风掀了
喝农药了 | 媳妇喝了农药 | 他喝百草枯了 | 儿媳妇吞药自杀 | 老人想不开上吊了 | 女主人说不想活了 | 跳河了 | 大出血送医院了 | 产后大出血 | 血止不住
断粮了 | 断粮三天了 | 家里没米下锅 | 揭不开锅了 | 一家人饿着，没吃的 | 娃饿得哭，没有米了 | 两天没吃饭了 | 缸里一粒米都没有了
娃走丢了 | 孩子掉井里了 | 小孩落水了 | 老人走失一天没找到 | 儿子失踪三天了 | 人被埋了 | 娃触电了 | 煤气中毒，人叫不醒 | 一家煤气中毒 | 食物中毒，上吐下泻送医院抢救
老人掉进粪坑了 | 被车撞了正在抢救 | 摔下来昏迷了 | 媳妇被打得头破血流 | 娃被滚水烫伤，在抢救 | 心脏骤停正在抢救
`

// calm are near pairs that are no danger to this home, or none now.
const calm = `
没着火 | 邻居家着火了 | 着火的是对门 | 塌的是隔壁的房子 | 房子垮是前年的事 | 烧光了的是柴 | 查看了煤气罐，合规 | 去做了两癌筛查 | 房顶没漏 | 隔壁着火，他家没事 | 去年着过火 | 宣传防火 | 讲了防火知识 | 做了消防宣传 | 柴烧光了 | 烧火做饭呢 | 在家吃火锅 | 生意红火 | 火把节回来过 | 没有失火 | 前年失过火，早修好了
没昏迷，只是睡着了 | 没有昏迷 | 去年昏迷过一次，早好了 | 隔壁老人昏迷送医院了 | 昏昏沉沉睡了一觉，没事 | 人好好的 | 不用抢救 | 抢救知识培训 | 没下病危，人好着
房子没塌 | 邻居房子塌了 | 隔壁房子倒了，他家没事 | 前年房子塌过，新房盖好了 | 要是房子塌了咋办？ | 讲了危房政策 | 老房子自己拆了，住新房 | 猪圈塌了一角，猪没事 | 水没进屋 | 防汛演练 | 地质灾害演练，他家参加了
没喝农药 | 打农药去了 | 买农药去了 | 给地里打农药 | 邻村有人喝农药 | 宣传农药安全 | 没有出血 | 不想活动，在家歇着 | 跳广场舞去了
没断粮 | 家里有粮，没断过 | 以前断过粮，现在不愁 | 不愁吃穿 | 米够吃到明年 | 粮食满仓 | 吃饱了饭才走 | 饿了么送外卖，工资照旧 | 不存在没米下锅
娃没走丢，在外婆家 | 娃放学回来了 | 防溺水宣传 | 讲了防溺水 | 隔壁娃落水了，救起来了 | 没有人走失 | 牛走丢了，下午找回来了 | 防煤气中毒宣传 | 没触电 | 讲了用电安全 | 新闻里讲的煤气中毒，他家没有
`

func each(table string) (out []string) {
	for _, s := range strings.FieldsFunc(table, func(r rune) bool { return r == '|' || r == '\n' }) {
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

// TestNoWeightsTurnAPlainDanger reads by weights that learned that all is well,
// and by those of the program.
func TestNoWeightsTurnAPlainDanger(t *testing.T) {
	blind, err := Learn([]Example{{Text: "一切正常", Reading: Reading{Outcome: model.Normal}}, {Text: "房子着火了", Reading: Reading{Outcome: model.Normal}}})
	if err != nil {
		t.Fatal(err)
	}
	if n, m := len(each(dangers)), len(each(calm)); n < 60 || m < 60 {
		t.Errorf("%d dangers, %d near pairs", n, m)
	}
	for name, by := range map[string]*Reader{"weights that call all normal": blind, "the weights": standard()} {
		for _, s := range each(dangers) {
			if got := by.Read(s, wednesday); got.Outcome != model.EmergencyFound {
				t.Errorf("%s, %s: %s %q", name, s, got.Outcome, got.Words)
			}
		}
		for _, s := range each(calm) {
			if by == blind {
				break // they know no other outcome
			}
			if got := by.Read(s, wednesday); got.Outcome == model.EmergencyFound {
				t.Errorf("%s, %s: an emergency %q", name, s, got.Words)
			}
		}
	}
}
