package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

var zone = time.FixedZone("CST", 8*3600)

// plainWords says a sentence's key with its arguments.
type plainWords struct{}

func (plainWords) Say(key string, args model.Args) string {
	for _, name := range slices.Sorted(maps.Keys(args)) {
		key += fmt.Sprintf(" %s=%v", name, args[name])
	}
	return key
}
func (plainWords) Word(v any) any             { return v }
func (plainWords) List(words []string) string { return strings.Join(words, "、") }

func printer(out *strings.Builder, json bool, width int) Printer {
	p := NewPrinter(out, json, zone, plainWords{}, func(s string) string { return s })
	p.Width = width
	p.Say = func(key string, args model.Args) string {
		return strings.TrimPrefix(plainWords{}.Say(key, args), "column.")
	}
	return p
}

// words is a row of any cells.
type words []string

func (w words) cells(Printer) []string { return w }

func TestColumnsStandBelowEachOtherInChineseToo(t *testing.T) {
	var out strings.Builder
	if err := List(printer(&out, false, 0), []string{"a", "b"}, []words{{"张春明", "x"}, {"Li", "圈层"}, {"", "y"}}); err != nil {
		t.Fatal(err)
	}
	want := "a       b\n张春明  x\nLi      圈层\n        y\n"
	if out.String() != want {
		t.Errorf("printed:\n%s\nwant:\n%s", out.String(), want)
	}
}

func TestATableIsNeverWiderThanTheTerminal(t *testing.T) {
	row := words{"53030200010001", "张春明", "越州镇", "2026-11-30", strings.Repeat("母亲住院，", 30), "2026-12-31"}
	for width := 1; width < 200; width++ {
		var out strings.Builder
		if err := List(printer(&out, false, width), []string{"n", "h", "t", "d", "text", "v"}, []words{row}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if got := screen.StringWidth(strings.TrimSuffix(line, "\n")); got > width {
				t.Fatalf("%d columns in a terminal of %d: %s", got, width, line)
			}
		}
		if width >= 80 && (!strings.Contains(out.String(), "53030200010001") || !strings.Contains(out.String(), "2026-12-31") || !strings.Contains(out.String(), "…")) {
			t.Fatalf("at %d columns the wrong cells gave way:\n%s", width, out.String())
		}
	}
}

func TestWhatPeopleWroteCannotDriveTheTerminal(t *testing.T) {
	var out strings.Builder
	if err := List(printer(&out, false, 0), []string{"text"}, []words{{"a\nb\tc\x1b[2J\u202e\x07d"}}); err != nil {
		t.Fatal(err)
	}
	if want := "text\na b c[2Jd\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}

func TestARowForScriptsHasItsFieldsAndNullForNone(t *testing.T) {
	p := printer(&strings.Builder{}, true, 0)
	at := model.InstantOf(time.Date(2026, 11, 24, 8, 30, 0, 0, zone))
	for _, c := range []struct {
		row  any
		want string
	}{
		{Households([]store.HouseholdRow{{Household: model.Household{Number: "1", Head: "张<明>", Ring: model.Undecided, SuggestedRing: model.Red}}})[0],
			`{"number":"1","head":"张<明>","township":"","village":"","ring":"undecided","suggested_ring":"red","flags":[],"responsible":"",` +
				`"responsible_phone":"","contact_due":null,"visit_due":null,"assessment_due":null}`},
		{Contacts(p, []store.ContactRow{{ContactRecord: model.ContactRecord{ID: 7, Means: model.ByPhone, Outcome: model.Normal, IncomeChange: model.IncomeUnknown,
			HappenedOn: model.Date(2026, 11, 24), RecordedAt: at, Text: "证件530302199003074512"}, Number: "1", By: "王芳"}})[0],
			`{"id":7,"household":"1","kind":"phone","outcome":"normal","causes":[],"member_change":false,"income_change":"unknown","happened_on":"2026-11-24",` +
				`"recorded_at":"2026-11-24T08:30:00+08:00","by":"王芳","on_behalf_of":null,"text":"证件［证件号已隐去］","corrects":null}`},
		{Emergencies(Query{Printer: p}, []store.EmergencyRow{{Emergency: model.Emergency{ID: 3, Family: "赵大", Village: "河湾村", Status: model.Reported, ReportedAt: at}, Reporter: "王芳"}})[0],
			`{"id":3,"household":null,"family":"河湾村 赵大","status":"reported","causes":[],"reported_by":"王芳","reported_at":"2026-11-24T08:30:00+08:00",` +
				`"acknowledged_at":null,"on_site_at":null,"closed_at":null,"text":"","on_the_way_at":null,"solved_at":null,"identifying_at":null,` +
				`"in_hand":null,"reached":false}`},
		{Outbox(p, []store.OutboxRow{{ID: 9, ChatID: 5, Kind: "digest", State: model.DeliveryPending, Error: "refused: 530302199003074512\nmore"}})[0],
			`{"id":9,"cadre":null,"chat_id":5,"kind":"digest","state":"pending","attempts":0,"not_before":null,"sent_at":null,"error":"refused: ［证件号已隐去］","text":""}`},
		{Invites([]model.Cadre{{Name: "王芳", Phone: "139", Role: model.RoleCadre, TelegramID: 1}}, []string{"https://t.me/x"})[0],
			`{"cadre":"王芳","phone":"139","role":"cadre","link":"https://t.me/x","bound":true}`},
	} {
		var out strings.Builder
		p.Out = &out
		if err := p.object(c.row); err != nil || out.String() != c.want+"\n" {
			t.Errorf("%v\n%s, want\n%s", err, out.String(), c.want)
		}
	}
}

func TestAnUpdateIsShownAsWhatWasSaid(t *testing.T) {
	for raw, want := range map[string]string{
		`{"update_id":1,"message":{"text":"1 正常"}}`:                      "1 正常",
		`{"update_id":1,"message":{"caption":"房子"}}`:                     "房子",
		`{"update_id":1,"callback_query":{"data":"ok:1"}}`:               "ok:1",
		`{"update_id":1,"my_chat_member":{}}`:                            "my_chat_member",
		`{"update_id":1,"message":{"text":"/start abcDEF-_1"}}`:          "/start …",
		`{"update_id":1,"message":{"text":"证530302199003074512"}}`:       "证［证件号已隐去］",
		`not json 530302199003074512`:                                    "not json ［证件号已隐去］",
		`{"update_id":1,"message":{"text":"/start@ringkeeper_bot abc"}}`: "/start …",
	} {
		rows := Inbox(printer(&strings.Builder{}, true, 0), []store.Update{{Raw: []byte(raw)}})
		if rows[0].Text != want {
			t.Errorf("%s is shown as %q, want %q", raw, rows[0].Text, want)
		}
		b, _ := json.Marshal(rows[0])
		for _, secret := range []string{"530302199003074512", "abcDEF", " abc"} {
			if strings.Contains(string(b), secret) {
				t.Errorf("%s shows %s", b, secret)
			}
		}
	}
}

func TestEveryErrorIsOneSentenceWithoutTheToken(t *testing.T) {
	x := Explainer{Say: plainWords{}.Say, Path: "q.db", Secret: "7:token"}
	for _, c := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("apply roster: %w", store.ErrBusy), "error.busy path=q.db"},
		{Unopened("q.db", fmt.Errorf("database: %w", store.ErrNewer)), "error.newer path=q.db"},
		{Unopened("q.db", &os.PathError{Op: "open", Path: "q.db", Err: syscall.EACCES}), "error.database error=permission denied path=q.db"},
		{&os.PathError{Op: "open", Path: "q.db.sender", Err: syscall.ENOSPC}, "error.full path=q.db"},
		{&os.PathError{Op: "open", Path: "q.db.sender", Err: syscall.EACCES}, "error.path error=permission denied path=q.db.sender"},
		{fmt.Errorf("getMe: %w", context.Canceled), "error.interrupted path=q.db"},
		{&Fault{Key: "error.at", Args: model.Args{"at": "a\nb 7:token"}}, "error.at at=a b ***"},
		{errors.Join(errors.New("one 530302199003074512"), errors.New("two")), "error.other error=one ［证件号已隐去］; two"},
	} {
		if got := x.Explain(c.err); got != c.want {
			t.Errorf("%v is told as %q, want %q", c.err, got, c.want)
		}
	}
}

func TestDaysStayWholeWhereOtherCellsGiveWay(t *testing.T) {
	var out strings.Builder
	row := words{"53030200010001", "2026-11-30", strings.Repeat("住", 20), "西城街道办", "3"}
	if err := List(printer(&out, false, 50), []string{"n", "due", "text", "township", "days overdue"}, []words{row}); err != nil {
		t.Fatal(err)
	}
	want := "n               due         text     townsh…  day…\n53030200010001  2026-11-30  住住住…  西城街…  3\n"
	if out.String() != want {
		t.Errorf("printed:\n%s\nwant:\n%s", out.String(), want)
	}
}
