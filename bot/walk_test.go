package bot_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// steps is how long each random conversation is.
const steps = 100

// sayings are what people send, sensible or not.
var sayings = []string{
	"1 正常", "1 3 正常 2 母亲住院 4 没打通", "全部正常", "除2外都正常", "其余正常", "2 房子昨晚烧光了", "3 昨天入户 正常", "1 后天去的 正常",
	"他家母亲住院了", "那天的事", "2 家里断水了，影响不大", "1 入户正常，难点：缺水泵", "1 水泵已解决", "3 没人接", "没人接", "取消", "改", "0003 正常", "hly 没打通", "王国庆家母亲生病", "12月31日", "张春明家正常", "郭正华家儿子考上大学", "2", "白文亮", "都不是", "正常", "房子着火了", "女儿考上大学", "家里添了台新拖拉机",
	"急报 河湾村张春明家房子着火", "急报 东村孙有财家断粮，身份证530302196001011234", "急报", "急报怎么用？", "/emergency", "/overdue", "/help", "/start", "/today", "/household", "/household 张春明", "/household zcm", "/household 郭正华", "/why 0006", "/why 白", "/history 吴春燕", "/history", "/undo", "/me", "/delegate", "/delegate 王方", "/away", "/away 今天", "/away 明天 由 王方 代", "明天到周五", "取消", "/language", "zcm", "郭正华", "0001", "/start x",
	"/bind 全区", "/nothing", "/emergency@otherbot 火", "收到", "谢谢！", "👍", "请问这个月还要走访吗", "？？？", "<b>&", "1", "0 正常", "999999999999 正常", "1-5 正常", "-1",
	"530302196001011234", "1 正常 身份证530302196001011234", "\u200b", "😀😀😀", "一二三四五 正常", "1正常2正常3正常4正常5正常", "都没打通", strings.Repeat("他家母亲住院了，", 500),
}

// walk is a conversation without sense, and what must hold of it all the same.
type walk struct {
	*world
	random *rand.Rand
	cadres []*simulator.Person
	all    []*simulator.Person
	group  *simulator.Group
	may    map[int64]map[string]bool     // by phone: the masked heads that may stand on it
	said   map[int64][]simulator.Message // by phone: what was written from it
	kept   map[int64]string              // by record: what it said when it was made
}

// TestWhateverPeopleTypeAndPressNothingBreaks walks at random through texts,
// presses, restarts, outages and households that change hands. Nothing panics,
// everybody is answered, nobody reads of another's household, and what stands
// on the phones is what stands in the records.
func TestWhateverPeopleTypeAndPressNothingBreaks(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			liveSince(t, onRoster, "2026-11-27 08:20", func(w *world) {
				w.families(w.moment(onRoster), w.family(7, "段国富", "大村", model.Red, "王芳"), w.family(8, "浦小兰", "大村", model.Blue, "王芳"))
				k := walk{world: w, random: rand.New(rand.NewPCG(seed, 1)), may: map[int64]map[string]bool{}, said: map[int64][]simulator.Message{}, kept: map[int64]string{}}
				k.begin()
				for range steps {
					k.step()
					k.remember()
				}
				k.end()
			})
		})
	}
}

func (k *walk) begin() {
	li, wang := k.bind("李明", "zh"), k.bind("王芳", "zh")
	k.cadres = []*simulator.Person{li, wang}
	k.all = []*simulator.Person{li, wang, k.bind("周静", "zh"), k.bind("赵强", "zh")}
	k.group = k.telegram.Group("工作群", k.all...)
	k.pass(5 * time.Second)
	k.saysIn(k.group, k.all[2], "/bind 越州镇")
	k.own()
	k.telegram.OnMessage(k.look)
	k.until("2026-11-27 08:31")
}

// own notes whose households are whose; what was once a cadre's may stand on
// that phone for good.
func (k *walk) own() {
	for _, p := range k.cadres {
		own, err := k.store.HouseholdsFor(k.ctx, k.cadre(p.Name).ID, model.DayOf(time.Now(), k.zone()))
		k.must(err)
		if k.may[p.ID] == nil {
			k.may[p.ID] = map[string]bool{}
		}
		for _, h := range own {
			k.may[p.ID][model.MaskName(h.Head)] = true
		}
	}
}

var masked = regexp.MustCompile(`\p{Han}\*\p{Han}`)

// look sees every message as it appears.
func (k *walk) look(m simulator.Message) {
	if !m.ByBot {
		return
	}
	if strings.Contains(m.Text, "1960010112") {
		k.Errorf("an id number stands on a phone: %s", m.Text)
	}
	mine, of := k.may[m.Chat]
	if !of || strings.Contains(m.Text, "急难 #") {
		return // a report names what its reporter named
	}
	for _, head := range masked.FindAllString(m.Text, -1) {
		if !mine[head] {
			k.Errorf("%d reads of another's household: %s", m.Chat, m.Text)
		}
	}
}

func (k *walk) step() {
	p := k.all[k.random.IntN(len(k.all))]
	if k.random.IntN(3) > 0 {
		p = k.cadres[k.random.IntN(len(k.cadres))]
	}
	switch n := k.random.IntN(40); {
	case n < 16:
		k.answered(p, func() { k.said[p.ID] = append(k.said[p.ID], p.Say(k.saying())) })
	case n < 28:
		k.tap(p)
	case n < 31:
		inbox := p.Inbox()
		to := inbox[k.random.IntN(len(inbox))]
		k.answered(p, func() { p.Reply(to, k.saying()) })
	case n < 32:
		kinds := []string{"photo", "video", "voice", "sticker", "location", "document", "contact", "poll", "dice", "story"}
		k.answered(p, func() { p.Send(kinds[k.random.IntN(len(kinds))], "") })
	case n < 33 && k.random.IntN(2) == 0:
		k.change(p)
	case n < 33:
		k.saysIn(k.group, p, k.saying())
	case n < 34:
		k.restart()
	case n < 35:
		k.telegram.Inject(simulator.Fault{Method: "sendMessage", Kind: simulator.FaultKind(k.random.IntN(2) * int(simulator.Refused)), Times: 1 + k.random.IntN(3), RetryAfter: 7})
	case n < 36:
		k.telegram.Down(true)
		p.Say(k.saying())
		k.pass(time.Duration(k.random.IntN(300)) * time.Second)
		k.telegram.Down(false)
		k.pass(3 * time.Minute)
	case n < 37 && k.random.IntN(3) == 0:
		k.standIn()
	case n < 37:
		heads := []string{"张春明", "和丽英", "白文亮", "杜丽芬", "吴春燕", "郭正华", "段国富", "浦小兰"}
		k.assign(heads[k.random.IntN(len(heads))], k.cadres[k.random.IntN(2)].Name)
		k.own()
	case n < 38:
		k.pass(time.Duration(k.random.IntN(20)) * time.Hour)
	default:
		k.pass(time.Duration(k.random.IntN(20)) * time.Minute)
	}
}

// standIn has one of the cadres away for some days, with the other standing in.
func (k *walk) standIn() {
	away := k.random.IntN(2)
	today := model.DayOf(time.Now(), k.zone())
	k.must(k.store.Apply(k.ctx, model.Turn{At: model.InstantOf(time.Now()), Effects: []model.Effect{model.NameStandIn{StandIn: model.StandIn{
		Source: fmt.Sprint("walk:", time.Now().UnixNano()), ForID: k.cadre(k.cadres[away].Name).ID, ByID: k.cadre(k.cadres[1-away].Name).ID,
		Leave: true, FromDay: today, UntilDay: today + model.Day(k.random.IntN(3)),
	}}}}))
	k.own()
}

// change changes a message, or forwards other people's words.
func (k *walk) change(p *simulator.Person) {
	said := k.said[p.ID]
	if len(said) == 0 || k.random.IntN(3) == 0 {
		k.answered(p, func() { p.ForwardWords("村组长", k.saying()) })
		return
	}
	if m := said[len(said)-1-k.random.IntN(min(len(said), 5))]; time.Since(m.At) < 47*time.Hour {
		p.Edit(m, k.saying())
	}
	k.pass(3 * time.Second)
}

func (k *walk) saying() string { return sayings[k.random.IntN(len(sayings))] }

// answered does something in a private chat that must be answered by a message,
// however long the faults of the moment take.
func (k *walk) answered(p *simulator.Person, do func()) {
	k.Helper()
	// One more picture changes the answer to the last.
	before := fmt.Sprint(p.Inbox())
	do()
	for range 40 {
		k.pass(3 * time.Second)
		if fmt.Sprint(p.Inbox()) != before {
			return
		}
	}
	k.Errorf("%s was not answered: %s", p.Name, k.telegram.Transcript(p.ID))
}

func (k *walk) tap(p *simulator.Person) {
	var buttons []simulator.Message
	for _, m := range p.Inbox() {
		if len(m.Buttons) > 0 {
			buttons = append(buttons, m)
		}
	}
	if len(buttons) == 0 {
		return
	}
	m := buttons[max(0, len(buttons)-1-k.random.IntN(6))]
	row := m.Buttons[k.random.IntN(len(m.Buttons))]
	label := row[k.random.IntN(len(row))].Label
	if label == "English" {
		return // what is compared is read in Chinese
	}
	for range 1 + k.random.IntN(2) {
		id, err := p.Press(m, label)
		k.must(err)
		if k.random.IntN(2) == 0 {
			k.pass(2 * time.Second)
			if _, ok := p.Pressed(id); !ok {
				k.Errorf("the press of %q is not answered", label)
			}
			return
		}
	}
	k.pass(2 * time.Second)
}

// remember holds that no record is lost or made to say something else: whatever
// is corrected or taken back stays as it was.
func (k *walk) remember() {
	rows, err := k.store.Contacts(k.ctx, store.ContactFilter{Withdrawn: true})
	k.must(err)
	now := map[int64]string{}
	for _, r := range rows {
		now[r.ID] = fmt.Sprint(r.HouseholdID, r.Outcome, r.Means, r.HappenedOn, r.RecordedAt, r.ByID, r.Text)
	}
	for id, was := range k.kept {
		if now[id] != was {
			k.Errorf("record %d was %q and is %q", id, was, now[id])
		}
	}
	k.kept = now
}

// end lets everything settle and compares.
func (k *walk) end() {
	k.telegram.Heal()
	k.pass(20 * time.Minute)
	aside, err := k.store.Updates(k.ctx, store.UpdateAside, -1)
	k.must(err)
	for _, u := range aside {
		k.Errorf("set aside: %s: %s", u.Raw, u.Error)
	}
	left, err := k.store.OutboxRows(k.ctx, store.OutboxFilter{States: []model.DeliveryState{model.DeliveryPending, model.DeliverySending, model.DeliveryFailed, model.DeliveryAmbiguous}})
	k.must(err)
	for _, r := range left {
		k.Errorf("%s to %s is %s: %s", r.Kind, r.Cadre, r.State, r.Error)
	}
	if strings.Contains(k.logs.String(), "panic") {
		k.Errorf("the log tells of a panic:\n%s", k.logs)
	}
	for _, p := range k.all {
		k.compare(p)
	}
}

var recordedRow = regexp.MustCompile(`^(?:\d+\. )?(\p{Han}\*\p{Han})（\p{Han}+）.*?(正常|有变化|急难|没联系上)`)

// compare holds what one phone says is recorded against the records.
func (k *walk) compare(p *simulator.Person) {
	read := map[string]int{}
	for _, m := range p.Inbox() {
		if !strings.Contains(m.Text, "已记录 ") {
			continue
		}
		for _, line := range strings.Split(m.HTML, "\n") {
			if row := recordedRow.FindStringSubmatch(line); row != nil { // what is struck out begins otherwise
				read[row[1]+row[2]]++
			}
		}
	}
	words := map[model.Outcome]string{model.Normal: "正常", model.Change: "有变化", model.EmergencyFound: "急难", model.Unreached: "没联系上"}
	rows, err := k.store.Contacts(k.ctx, store.ContactFilter{ByID: k.cadre(p.Name).ID})
	k.must(err)
	for _, r := range rows {
		read[model.MaskName(r.Head)+words[r.Outcome]]--
	}
	k.Logf("%s: %d records", p.Name, len(rows))
	for what, n := range read {
		if n != 0 {
			k.Errorf("%s: %s was read back %+d times too often\n%s", p.Name, what, n, k.telegram.Transcript(p.ID))
		}
	}
}
