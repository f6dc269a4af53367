package talk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ringkeeper/model"
)

var friday = model.Date(2026, time.November, 20)

// five are the households of a digest; the fourth is not the person's any more,
// of the second an emergency was reported today.
func five() []Line {
	return []Line{
		{N: 1, HouseholdID: 11, Head: "张春明", Village: "河湾村"},
		{N: 2, HouseholdID: 12, Head: "和丽英", Village: "石坎村", Urgent: true},
		{N: 3, HouseholdID: 13, Head: "白文亮", Village: "东村"},
		{N: 4, HouseholdID: 14, Gone: true},
		{N: 5, HouseholdID: 15, Head: "吴春燕", Village: "河湾村"},
	}
}

// elsewhere is a household that stands on no list.
var elsewhere = []Line{{N: 1_000_001, HouseholdID: 21, Head: "段国富", Village: "大村", Aka: []string{"53030200010021", "0021", "dgf"}, Aside: true}}

// stranger is a household that a text names and that is none of the person's.
var stranger = []Line{{N: 2_000_000, Head: "王国庆", Village: "大村", Aside: true, Foreign: true}}

// told is a step as one would tell it.
func told(s Step) string {
	var out []string
	for _, r := range s.Records {
		line := fmt.Sprintf("%d %s", r.HouseholdID, r.Outcome)
		if r.Corrects != 0 {
			line += fmt.Sprintf(" for %d", r.Corrects)
		}
		out = append(out, line)
	}
	for _, l := range s.Kept {
		out = append(out, fmt.Sprintf("%d kept", l.HouseholdID))
	}
	for _, l := range s.Gone {
		out = append(out, fmt.Sprintf("%d gone", l.HouseholdID))
	}
	for _, a := range s.Alarms {
		out = append(out, fmt.Sprintf("alarm %d %s", a.HouseholdID, a.Text))
	}
	for _, f := range s.Future {
		out = append(out, "future "+f)
	}
	if s.Ask != AskNothing {
		ask := "ask " + string(s.Ask)
		if len(s.Piece.Lines) == 1 && !s.Piece.Foreign { // one is offered
			ask += fmt.Sprintf(" %d", s.Piece.Lines[0].HouseholdID)
		}
		out = append(out, ask)
	}
	for _, p := range s.Next.Pieces {
		out = append(out, "waits "+p.Text)
	}
	return strings.Join(out, "; ")
}

func TestWhatAMessageOfACadreComesTo(t *testing.T) {
	waiting := State{Question: 7, Pieces: []Piece{{Text: "他家母亲住院了", Day: friday, Lines: present(five())}}}
	for _, c := range []struct {
		name, text, want string
		state            State
		lines, others    []Line
	}{
		{name: "numbers", text: "1 3 正常 5 没打通", lines: five(), want: "11 normal; 13 normal; 15 unreached"},
		{name: "all leaves the emergency and what is gone", text: "全部正常", lines: five(), want: "11 normal; 13 normal; 15 normal; 12 kept"},
		{name: "all but one", text: "除3外都正常", lines: five(), want: "11 normal; 15 normal; 12 kept"},
		{name: "the rest", text: "1 母亲住院，其余正常", lines: five(), want: "11 change; 13 normal; 15 normal; 12 kept"},
		{name: "one called by half a name, and not all", text: "河湾春明打了电话，都好", lines: five(), want: "ask which 11; waits 河湾春明打了电话，都好"},
		{name: "one called by the beginning of a name", text: "张春的电话打了，都好", lines: five(), want: "ask which 11; waits 张春的电话打了，都好"},
		{name: "initials that fit one by name alone", text: "dgf zcm", lines: five(), others: elsewhere, want: "ask which 21; waits dgf zcm"},
		{name: "what is not understood without a list", text: "段国富家", others: elsewhere, want: "ask which 21; waits 段国富家"},
		{name: "a slip that is taken back later", text: "3不对，是4", lines: five(), want: "ask undo"},
		{name: "what was said a moment ago", text: "刚才那条不算", lines: five(), want: "ask undo"},
		{name: "the emergency by its own number", text: "2 正常", lines: five(), want: "12 normal"},
		{name: "what is gone by its number", text: "4 正常", lines: five(), want: "14 gone"},
		{name: "a day to come beside a report", text: "1 正常 3 后天去的 正常", lines: five(), want: "11 normal; future 3 后天去的 正常"},
		{name: "nobody knows of which", text: "他家母亲住院了", lines: five(), want: "ask which; waits 他家母亲住院了"},
		{name: "an emergency of nobody knows which", text: "他家房子着火了", lines: five(), want: "alarm 0 他家房子着火了"},
		{name: "an emergency beside a record", text: "1 正常。他家房子着火了", lines: five(), want: "11 emergency"},
		{name: "an emergency of what is gone", text: "1 正常 4 房子着火了", lines: five(), want: "11 normal; 14 gone; alarm 14 4 房子着火了"},
		{name: "an emergency and no list", text: "西村郭正华家房子着火了", want: "alarm 0 西村郭正华家房子着火了"},
		{name: "the only one of the list", text: "母亲住院了", lines: five()[:1], want: "11 change"},
		{name: "an emergency of the only one", text: "房子着火了", lines: five()[:1], want: "11 emergency"},
		{name: "only one, and it is gone", text: "母亲住院了", lines: five()[3:4], want: "14 gone"},
		{name: "no list", text: "母亲住院了", want: "ask household"},
		{name: "no list, by name", text: "段国富家母亲住院了", others: elsewhere, want: "21 change"},
		{name: "by name beside a list", text: "段国富家正常", lines: five(), others: elsewhere, want: "21 normal"},
		{name: "all is all of the list", text: "都正常", lines: five()[:1], others: elsewhere, want: "11 normal"},
		{name: "the only household that there is", text: "都正常", others: elsewhere, want: "21 normal"},
		{name: "the only one that is the person's", text: "都正常", others: append(elsewhere, stranger...), want: "21 normal"},
		{name: "no household at all", text: "都正常", want: "ask household"},
		{name: "by the end of its number", text: "0021 正常", lines: five(), others: elsewhere, want: "21 normal"},
		{name: "by initials beside a number", text: "1 没接 dgf 正常", lines: five(), others: elsewhere, want: "11 unreached; 21 normal"},
		{name: "digits that count something", text: "母亲住院花了 0021 元", lines: five()[:1], others: elsewhere, want: "11 change"},
		{name: "somebody else's household", text: "王国庆家母亲住院", lines: five()[:1], others: stranger, want: "ask which; waits 王国庆家母亲住院"},
		{name: "somebody else's beside one's own", text: "1 正常，王国庆家没接", lines: five(), others: stranger, want: "11 normal; ask which; waits 王国庆家没接"},
		{name: "somebody else's house burns", text: "王国庆家着火了", lines: five()[:1], others: stranger, want: "alarm 0 王国庆家着火了"},
		{name: "a name written wrong", text: "段国夫 正常", lines: five(), others: elsewhere, want: "ask which 21; waits 段国夫 正常"},
		{name: "the beginning of a name", text: "白文没接", lines: five(), others: elsewhere, want: "ask which 13; waits 白文没接"},
		{name: "courtesy", text: "收到，谢谢！", lines: five(), want: "ask courtesy"},
		{name: "a wish to undo", text: "记错了！", lines: five(), want: "ask undo"},
		{name: "a thumb", text: "👍", lines: five(), want: "ask courtesy"},
		{name: "a question", text: "请问这个月还要走访吗", lines: five(), want: "ask help"},
		{name: "a question goes on waiting", text: "1 正常", state: waiting, lines: five(), want: "11 normal; waits 他家母亲住院了"},
		{name: "a new question takes its place", text: "他家儿子考上大学了", state: waiting, lines: five(), want: "ask which; waits 他家儿子考上大学了"},
	} {
		got := Message(c.state, c.text, friday, c.lines, c.others)
		if told(got) != c.want {
			t.Errorf("%s: %q comes to %q, want %q", c.name, c.text, told(got), c.want)
		}
		question := c.state.Question
		if got.Ask == AskWhich { // the new one has no number before it is asked
			question = 0
		}
		if got.Next.Question != question {
			t.Errorf("%s: question %d waits, want %d", c.name, got.Next.Question, question)
		}
		for _, p := range got.Next.Pieces {
			if slices.ContainsFunc(p.Lines, func(l Line) bool { return l.Gone }) {
				t.Errorf("%s: what is gone is offered", c.name)
			}
		}
	}
}

func TestWhatTheAnswerToAQuestionComesTo(t *testing.T) {
	piece := func(text string) Piece { return Piece{Text: text, Day: friday, Lines: present(five())} }
	two := State{Question: 7, Pieces: []Piece{piece("他家母亲住院了"), piece("那天的事")}}
	unclear := State{Question: 7, Pieces: []Piece{piece("那天的事"), piece("他家母亲住院了")}}
	known := State{Question: 7, Pieces: []Piece{{Text: "那天的事", Day: friday, Lines: present(five()), HouseholdID: 13}}}
	of := func(id int64, o model.Outcome) Tap { return Tap{Do: TapPiece, ID: id, Outcome: o, Question: 7} }
	for _, c := range []struct {
		name  string
		state State
		tap   Tap
		want  string
	}{
		{"the household, and the next is asked", two, of(13, ""), "13 change; ask which; waits 那天的事"},
		{"none of them", two, Tap{Do: TapDrop, Question: 7}, "ask which; waits 那天的事"},
		{"the household, and the outcome is asked", unclear, of(13, ""), "ask what; waits 那天的事; waits 他家母亲住院了"},
		{"the outcome", known, of(13, model.Unreached), "13 unreached"},
		{"none of the outcomes", known, Tap{Do: TapDrop, Question: 7}, ""},
		{"nothing was asked", State{}, of(13, ""), ""},
	} {
		if got := told(Answer(c.state, c.tap)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	for _, c := range []struct {
		name, text, want string
		state            State
		ok               bool
	}{
		{"a number", "3", "13 change; ask which; waits 那天的事", two, true},
		{"a number with its word", "3号", "13 change; ask which; waits 那天的事", two, true},
		{"a name", "白文亮", "13 change; ask which; waits 那天的事", two, true},
		{"no", "都不是", "ask which; waits 那天的事", two, true},
		{"a number, politely", "3，谢谢", "13 change; ask which; waits 那天的事", two, true},
		{"a number and its name", "3 白文亮家", "13 change; ask which; waits 那天的事", two, true},
		{"a number in words", "第三户", "13 change; ask which; waits 那天的事", two, true},
		{"a village and a name", "东村白文亮家的", "13 change; ask which; waits 那天的事", two, true},
		{"no, politely", "都不是，谢谢！", "ask which; waits 那天的事", two, true},
		{"a plan to go there", "1 明天去", "", two, false},
		{"a plan by name", "白文亮家下周再去", "", two, false},
		{"a number and a thing", "3 拖拉机", "", two, false},
		{"a plan for the one asked about", "明天去看，应该正常", "", known, false},
		{"a number of nobody", "9", "", two, false},
		{"a report", "3 正常", "", two, false},
		{"two numbers", "1 3", "", two, false},
		{"another report", "他家儿子考上大学了", "", two, false},
		{"a question", "什么时候下雨", "", two, false},
		{"the outcome in words", "母亲住院", "13 change", known, true},
		{"another household's", "1 正常", "", known, false},
		{"nothing was asked", "3", "", State{}, false},
	} {
		step, ok := Typed(c.state, c.text, friday)
		if got := told(step); ok != c.ok || got != c.want {
			t.Errorf("typed %s: %q, %v, want %q", c.name, got, ok, c.want)
		}
	}
}

func TestWhatAPressComesTo(t *testing.T) {
	waiting := State{Question: 7, Pieces: []Piece{{Text: "他家母亲住院了", Day: friday}}}
	for _, c := range []struct {
		outcome model.Outcome
		want    string
		income  model.IncomeChange
	}{
		{model.Normal, "13 normal; waits 他家母亲住院了", model.IncomeSame},
		{model.Change, "13 change; ask detail; waits 他家母亲住院了", model.IncomeUnknown},
		{model.Unreached, "13 unreached; waits 他家母亲住院了", model.IncomeUnknown},
		{model.EmergencyFound, "13 emergency; waits 他家母亲住院了", model.IncomeUnknown},
	} {
		got := Tapped(waiting, Tap{Do: TapRecord, ID: 13, Means: model.ByVisit, Outcome: c.outcome}, friday)
		r := got.Records[0]
		if told(got) != c.want || r.IncomeChange != c.income || r.Means != model.ByVisit || r.HappenedOn != friday || got.Next.Question != 7 {
			t.Errorf("%s: %q, %+v", c.outcome, told(got), r)
		}
	}
}

func TestTheWordsOfAChangeKeepItsDayAndMeans(t *testing.T) {
	of := model.ContactRecord{ID: 5, HouseholdID: 13, Means: model.ByVisit, Outcome: model.Change, HappenedOn: friday - 1}
	for _, c := range []struct {
		text string
		want model.Outcome
	}{
		{"女儿考上大学", model.Change}, {"一切正常", model.Change}, {"房子着火了", model.EmergencyFound},
	} {
		got := Detail(of, c.text, friday)
		if got.Outcome != c.want || got.Corrects != 5 || got.Means != model.ByVisit || got.HappenedOn != friday-1 || got.Text != c.text {
			t.Errorf("%s: %+v", c.text, got)
		}
	}
	for text, want := range map[string]bool{
		"女儿考上大学": true, "家里添了台新拖拉机": true, "3 女儿考上大学": true, "1 女儿考上大学": false, "1 3 正常": false, "全部正常": false,
		"收到": false, "谢谢你": false, "还要填什么": false, "嗯嗯": false,
	} {
		if got := Details(text, friday, five(), 13); got != want {
			t.Errorf("%q is a detail of household 13: %v", text, got)
		}
	}
}

func TestWhatIsRoutineForWhoWasAskedForAnEmergency(t *testing.T) {
	for text, want := range map[string]bool{
		"1 3 正常": true, "5 没打通": true, "全部正常": true, "老人从楼上摔下来了": false, "1 房子着火": false, "断粮两天了": false, "老人联系不上了": false,
	} {
		if got := Routine(text, friday, five()); got != want {
			t.Errorf("%q is routine: %v", text, got)
		}
	}
}

func TestAStateIsKeptAsItIsAndAnotherVersionsIsNone(t *testing.T) {
	s := State{Pieces: []Piece{{Text: "他家", Day: friday, Lines: five(), Digest: 3}}, Question: 9, Detail: 4, Report: true}
	got := Decode(s.Encode())
	s.V = version
	if fmt.Sprint(got) != fmt.Sprint(s) {
		t.Errorf("%v became %v", s, got)
	}
	if (State{}).Encode() != nil || !Decode(nil).Idle() || !Decode([]byte(`{"v":1,"report":true}`)).Idle() || !Decode([]byte(`[]`)).Idle() {
		t.Error("nothing to wait for is kept, or another version's is read")
	}
	if (State{Report: true}).Life() >= (State{Detail: 1}).Life() {
		t.Error("the words of an emergency are waited for as long as any others")
	}
}

// TestWordsThatAreAnEmergencyByThemselvesAreInDoubtAsAChange: two readings of one
// text never let an emergency fall between them.
func TestWordsThatAreAnEmergencyByThemselvesAreInDoubtAsAChange(t *testing.T) {
	for _, c := range []struct {
		outcome model.Outcome
		text    string
		want    bool
	}{
		{model.Change, "家里着火了，人没事", true}, {model.EmergencyFound, "家里着火了，人没事", false},
		{model.Change, "女儿考上大学", false}, {model.Normal, "家里断水了，影响不大", false}, {model.Change, "家里断水了，影响不大", true},
	} {
		if got := Doubtful(model.ContactRecord{Outcome: c.outcome, Text: c.text}, friday); got != c.want {
			t.Errorf("%s %q: %v", c.outcome, c.text, got)
		}
	}
}
