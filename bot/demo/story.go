// Package demo tells a day's work with nothing to set up: people of an invented
// district write to the real bot through a local Telegram, and what stands in
// their chats is printed as it arrives. Every line that it shows was sent
// through the API; it makes up none.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// patience is how long the story waits for the bot; it is there to end a demo
// that went wrong, not to measure.
const patience = 30 * time.Second

// Tell plays the day and prints the chats. The bot is running already.
func (s *Stage) Tell(ctx context.Context, st *store.Store, out io.Writer) error {
	if err := s.cast(ctx, st); err != nil {
		return err
	}
	teller := newTeller(s, out)
	s.telegram.OnMessage(teller.heard)
	cadre, neighbour := s.telegram.Person(s.cadre.Name, "zh-hans"), s.telegram.Person(s.neighbour.Name, "zh-hans")
	office, leader := s.telegram.Person(s.office.Name, "zh-hans"), s.telegram.Person(s.leader.Name, "zh-hans")
	teller.name(office, neighbour, leader, cadre)

	teller.scene(s.cadre.Name+"打开办公室发来的邀请链接，账号就绑定了", cadre.ID)
	for _, who := range []struct {
		cadre  model.Cadre
		person *simulator.Person
	}{{s.cadre, cadre}, {s.office, office}, {s.leader, leader}, {s.neighbour, neighbour}} {
		token, err := s.invite(ctx, st, who.cadre)
		if err != nil {
			return err
		}
		who.person.Start(token)
		if err := teller.await(ctx, who.person.ID, "已绑定"); err != nil {
			return err
		}
	}

	s.Clock.Set(s.digestAt())
	teller.scene("早上八点半，清单来了", cadre.ID)
	digest, err := teller.message(ctx, cadre.ID, "待办")
	if err != nil {
		return err
	}
	s.Clock.Set(day.At(9, 12, s.zone))
	teller.scene(s.cadre.Name+"直接回复清单", cadre.ID)
	cadre.Reply(digest, "1 3 正常 2 母亲住院 4 没打通")
	if err := teller.await(ctx, cadre.ID, "已记录"); err != nil {
		return err
	}

	s.Clock.Set(day.At(10, 2, s.zone))
	teller.scene("一户人家着火，"+s.neighbour.Name+"发来急报", neighbour.ID, office.ID)
	neighbour.Say(fmt.Sprintf("急报 %s%s家房子着火，人已救出", s.house.Village, s.house.Head))
	if err := teller.await(ctx, neighbour.ID, "已上报"); err != nil {
		return err
	}
	alert, err := teller.message(ctx, office.ID, "急难 #")
	if err != nil {
		return err
	}
	s.Clock.Set(day.At(10, 3, s.zone))
	teller.scene("办公室一键受理，上报人马上知道", neighbour.ID, office.ID)
	teller.pressed(s.office.Name, "我来受理")
	if _, err := office.Press(alert, "我来受理"); err != nil {
		return err
	}
	if err := teller.await(ctx, neighbour.ID, "受理。"); err != nil {
		return err
	}

	s.Clock.Set(day.At(10, 20, s.zone))
	teller.scene("包保干部到家，点一下：急难有进展，走访也记好了", neighbour.ID)
	if err := teller.press(ctx, neighbour, "已上报", "已入户"); err != nil {
		return err
	}
	if err := teller.await(ctx, neighbour.ID, "已记录 1 户"); err != nil {
		return err
	}

	s.Clock.Set(day.At(10, 28, s.zone))
	teller.scene("一家人安顿好了，办公室销号", neighbour.ID, office.ID)
	if err := teller.press(ctx, neighbour, "已上报", "已解决"); err != nil {
		return err
	}
	if err := teller.await(ctx, office.ID, "报告已解决"); err != nil {
		return err
	}
	if err := teller.press(ctx, office, "报告已解决", "销号"); err != nil {
		return err
	}
	if err := teller.await(ctx, neighbour.ID, "销号。"); err != nil {
		return err
	}

	s.Clock.Set(day.At(10, 30, s.zone))
	group := s.telegram.Group("麒麟区防返贫工作群", office, leader)
	teller.names[group.ID] = group.Title
	teller.scene("办公室绑定工作群，领导在群里看逾期", group.ID)
	if err := teller.await(ctx, group.ID, "大家好"); err != nil {
		return err
	}
	office.SayIn(group, "/bind 全区")
	if err := teller.await(ctx, group.ID, "已绑定"); err != nil {
		return err
	}
	leader.SayIn(group, "/overdue")
	return teller.await(ctx, group.ID, "逾期情况")
}

// teller prints the chats and waits for what is to come.
type teller struct {
	stage  *Stage
	out    io.Writer
	names  map[int64]string
	arrive chan simulator.Message
	seen   []simulator.Message
	shown  map[int64]bool // the chats of the scene
}

func newTeller(s *Stage, out io.Writer) *teller {
	return &teller{stage: s, out: out, names: map[int64]string{}, arrive: make(chan simulator.Message, 1024)}
}

func (t *teller) heard(m simulator.Message) { t.arrive <- m }

func (t *teller) name(people ...*simulator.Person) {
	for _, p := range people {
		t.names[p.ID] = p.Name
	}
}

// scene opens a scene, which is told from some chats.
func (t *teller) scene(words string, chats ...int64) {
	t.shown = map[int64]bool{}
	for _, c := range chats {
		t.shown[c] = true
	}
	fmt.Fprintf(t.out, "\n—— %s ——\n", words)
}

func (t *teller) pressed(who, label string) {
	fmt.Fprintf(t.out, "%s  %s 按下 [%s]\n", t.clock(), who, label)
}

func (t *teller) clock() string { return t.stage.Clock.Now().In(t.stage.zone).Format("15:04") }

// press has somebody press a button of their newest message with some words.
func (t *teller) press(ctx context.Context, p *simulator.Person, words, label string) error {
	end := time.After(patience)
	for {
		for _, m := range slices.Backward(p.Inbox()) {
			if !m.ByBot || !strings.Contains(m.Text, words) {
				continue
			}
			t.pressed(p.Name, label)
			_, err := p.Press(m, label)
			return err
		}
		select {
		case m := <-t.arrive:
			t.seen = append(t.seen, m)
			t.print(m)
		case <-end:
			return fmt.Errorf("demo: nothing came that says %q", words)
		case <-ctx.Done():
			return errors.New("demo: interrupted")
		}
	}
}

// await prints until a message of the bot with some words stands in a chat.
func (t *teller) await(ctx context.Context, chat int64, words string) error {
	_, err := t.message(ctx, chat, words)
	return err
}

func (t *teller) message(ctx context.Context, chat int64, words string) (simulator.Message, error) {
	end := time.After(patience)
	for {
		for i, m := range t.seen {
			if m.Chat == chat && m.ByBot && strings.Contains(m.Text, words) {
				t.seen = append(t.seen[:i:i], t.seen[i+1:]...)
				return m, nil
			}
		}
		select {
		case m := <-t.arrive:
			t.seen = append(t.seen, m)
			t.print(m)
		case <-end:
			return simulator.Message{}, fmt.Errorf("demo: nothing came that says %q", words)
		case <-ctx.Done():
			return simulator.Message{}, errors.New("demo: interrupted")
		}
	}
}

// print shows a message as it stands on the screen of whoever has the chat.
func (t *teller) print(m simulator.Message) {
	if !t.shown[m.Chat] || m.Kind == "service" {
		return
	}
	chat, who := t.names[m.Chat], m.FromName
	if m.ByBot {
		who = "圈层助手"
		if chat != "" {
			who += " → " + chat
		}
	}
	if m.Edited {
		who += "（更新）"
	}
	if strings.HasPrefix(m.Text, "/start ") {
		m.Text = "/start ……" // an invitation is nobody else's business
	}
	lines := strings.Split(m.Text, "\n")
	fmt.Fprintf(t.out, "%s  %s：%s\n", t.clock(), who, lines[0])
	for _, l := range lines[1:] {
		fmt.Fprintf(t.out, "         %s\n", l)
	}
	for _, row := range m.Buttons {
		var labels []string
		for _, b := range row {
			labels = append(labels, "["+b.Label+"]")
		}
		fmt.Fprintf(t.out, "         %s\n", strings.Join(labels, " "))
	}
}
