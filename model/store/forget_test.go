package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ringkeeper/model"
)

// remembered is a household of which much is known, and what it must not be
// known by afterwards.
type remembered struct {
	*office
	id      int64
	secrets []string
}

const (
	theNumber = "530302000777"
	theID     = "530302197512120033"
	thePhone  = "13987650001"

	theIDSpelt = "530302 19751212 0033" // as somebody else typed it
)

// inJSON writes what is not ASCII as Telegram does, by its code.
func inJSON(s string) string { return strings.Trim(strconv.QuoteToASCII(s), `"`) }

// remember tells a district of a household: two versions of its facts, records,
// a closed case, what came in and went out, and others who speak of it.
func remember(t *testing.T) remembered {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre), person("李", model.RoleOffice))
	o.bind(p[0], 41)
	h := family(theNumber, model.Red, p[0])
	h.Facts = model.Facts{Head: "覃大有", Phone: thePhone, Township: "东山镇", Village: "新村", Group: "大坪子组", Category: model.Lifted,
		Income: model.Income{Fen: 987_600, Known: true}, Members: []model.Member{
			{Number: "990011223344", Name: "覃大有", IDNumber: theID, Relation: "户主", Phone: thePhone},
			{Number: "990011223345", Name: "莫桂香", IDNumber: "530302197801010044", Relation: "配偶", Health: "长期慢性病甲"},
		}}
	neighbour, namesake, far := family("2000001", model.Blue, p[0]), family("2000002", model.Blue, p[0]), family("2000003", model.Red, p[0])
	namesake.Facts.Head, far.Facts.Village = "覃大有", "远村"
	ids := o.roster(h, neighbour, namesake, far)
	h.Facts.Members, h.Facts.Group = h.Facts.Members[:1], "小坪子组"
	o.ok(o.ApplyRoster(ctx, []RosterHousehold{h}, morning(firstDay+5), "office"))
	say := func(update int64, raw string, effects ...model.Effect) {
		o.ok(o.Receive(ctx, []Update{{ID: update, Chat: 41, Raw: []byte(raw), ReceivedAt: instant(firstDay + 10)}}, update+1))
		for i := range effects {
			if r, ok := effects[i].(model.RecordContact); ok {
				r.Record.Means, r.Record.Outcome, r.Record.HappenedOn, r.Record.ByID = model.ByPhone, model.Change, firstDay+10, p[0]
				effects[i] = r
			}
		}
		tn := turn(firstDay+10, effects...)
		tn.UpdateID, tn.Actor = update, p[0]
		o.ok(o.Commit(ctx, tn))
	}
	record := func(household int64, text string) model.Effect {
		return model.RecordContact{
			Record: model.ContactRecord{HouseholdID: household, Text: text, Causes: []model.Cause{model.CauseIllness}},
			Items:  []model.Named{{Kind: model.Need, Text: text}},
		}
	}
	say(1, `{"text":"3 老伴摔断了腿"}`, record(ids[0], "老伴摔断了腿"))
	say(2, `{"text":"邻居覃大有来过，电话`+thePhone+`"}`, record(ids[1], "邻居覃大有来过，电话"+thePhone))
	say(3, `{"text":"覃大有说还好"}`, record(ids[2], "覃大有说还好"))
	say(4, `{"text":"另一个覃大有"}`, record(ids[3], "另一个覃大有"))
	say(7, `{"text":"`+theIDSpelt+`"}`, record(ids[3], "证号"+theIDSpelt+"，电话139-8765-0001，１３９８７６５０００１"))
	say(8, `{"text":"覃 大有"}`, record(ids[1], "覃 大有来过，ＨＷ６"))
	say(5, `{"text":"`+inJSON("新村莫桂香家断水")+`"}`, model.FileEmergency{Emergency: model.Emergency{
		Source: "41:9:0", HouseholdID: ids[0], Text: "莫桂香家断水", ReportedIn: 41, Causes: []model.Cause{model.CauseWater}}})
	say(6, `{"text":"新村莫桂香家又断水"}`, model.FileEmergency{Emergency: model.Emergency{Source: "41:10:0", Family: "莫桂香", Village: "新村", Text: "莫桂香家又断水"}},
		model.AdvanceEmergency{ID: 1, Status: model.Closed}, model.AdvanceEmergency{ID: 2, Status: model.Withdrawn},
		model.ChangeRing{HouseholdID: ids[0], Ring: model.Orange, Pace: model.Orange, Why: "莫桂香多病"},
		model.Audit{Action: "look.up", Subject: "phone " + thePhone, Detail: "覃大有"},
		model.FileEmergency{Emergency: model.Emergency{Source: "41:11:0", Family: "覃大有", Village: "远村", Text: "远村覃大有家断水"}},
		model.AdvanceEmergency{ID: 3, Status: model.Withdrawn},
		model.OpenProcedure{Procedure: model.Procedure{Source: "p1", Kind: model.IdentifyMonitored, EmergencyID: 2, Family: "莫桂香", Village: "新村"}},
		model.RefuseProcedure{ID: 1, Why: "莫桂香家有车"},
		model.OpenProcedure{Procedure: model.Procedure{Source: "p2", Kind: model.EliminateRisk, HouseholdID: ids[1]}},
		model.RefuseProcedure{ID: 2, Why: "莫桂香作证"},
		model.OpenProcedure{Procedure: model.Procedure{Source: "p3", Kind: model.EliminateRisk, HouseholdID: ids[0]}},
		model.RefuseProcedure{ID: 3, Why: "长期慢性病甲"},
		model.OpenProcedure{Procedure: model.Procedure{Source: "p4", Kind: model.EliminateRisk, HouseholdID: ids[0]}},
		model.FillProcedure{ID: 4, Number: theNumber})
	say(10, `{"text":"断水"}`,
		model.FileEmergency{Emergency: model.Emergency{Source: "41:12:0", HouseholdID: ids[1], Text: "断水"}},
		model.NoteEmergency{ID: 4, Text: "水从莫桂香家接，覃大有电话" + thePhone},
		model.AdvanceEmergency{ID: 4, Status: model.Closed, Reason: "由莫桂香家供水"},
		model.FileEmergency{Emergency: model.Emergency{Source: "41:13:0", HouseholdID: ids[2], Text: "病了"}},
		model.NoteEmergency{ID: 5, Text: "覃大有已住院，莫桂香陪护"}, model.AdvanceEmergency{ID: 5, Status: model.Closed})
	say(9, `{"text":"莫桂香帮了忙"}`, model.SettleItem{ID: 1, Status: model.ItemSolved, Outcome: "长期慢性病甲办好了"}, model.SettleItem{ID: 2, Status: model.ItemSolved, Outcome: "莫桂香帮了忙"})
	tn := turn(firstDay + 10)
	tn.Talk = &model.Talk{ChatID: 41, PersonID: 41, State: json.RawMessage(`{"pieces":[{"text":"覃家的事","lines":[{"head":"覃大有"}]}]}`), ExpiresAt: instant(firstDay + 99)}
	o.ok(o.Commit(ctx, tn))
	for i, n := range []model.Notice{
		{Kind: "digest", Priority: model.PriorityDigest, CadreID: p[0], Data: json.RawMessage(`{"day":1}`)},
		{Kind: "which", Priority: model.PriorityAnswer, CadreID: p[0], Data: json.RawMessage(`{"lines":[{"head":"覃大有"}]}`)},
		{Kind: "overdue", Priority: model.PriorityAnswer, ChatID: -7, Data: json.RawMessage(`{"page":1}`)},
	} {
		o.queued(n)
		d := o.due(instant(firstDay + 11))[0]
		o.begin(d, Rendered{Lines: []Line{{N: 1, HouseholdID: ids[i%3/2], Part: 1}}}, []string{"1. 覃*有（新村）", "哪一户？覃大有", "红圈 覃*有（新村）联系逾期3天"}[i])
		o.ok(o.FinishSent(ctx, d.ID, 1, PartOutcome{State: model.DeliverySent, MessageID: 100 + i, At: instant(firstDay + 11)}))
	}
	o.queued(model.Notice{Kind: "procedure", Subject: "procedure:p3", Priority: model.PriorityAnswer, CadreID: p[0]})
	d := o.due(instant(firstDay + 11))[0]
	o.begin(d, Rendered{}, "小坪子组的这一户")
	o.ok(o.FinishSent(ctx, d.ID, 1, PartOutcome{State: model.DeliverySent, MessageID: 110, At: instant(firstDay + 11)}))
	o.queued(model.Notice{Kind: "say", Priority: model.PriorityAnswer, CadreID: p[0], Data: json.RawMessage(`{"text":"莫桂香"}`)})
	return remembered{o, ids[0], []string{theNumber, theID, thePhone, "莫桂香", inJSON("莫桂香"), "990011223344", "530302197801010044", "长期慢性病甲",
		"大坪子组", "小坪子组", "老伴摔断了腿", "987600", "覃*有（新村", "覃家的事"}}
}

// figures are what reports count.
func (o *office) figures() string {
	var all strings.Builder
	for _, query := range []string{
		`SELECT h.ring || h.township || h.village || substr(k.happened_on, 1, 7) || k.means || k.outcome || k.causes || k.by_id || ' ' || COUNT(*) FROM contacts k
			JOIN households h ON h.id = k.household_id GROUP BY k.by_id, h.ring, h.township, h.village, k.happened_on, k.means, k.outcome, k.causes ORDER BY 1`,
		`SELECT e.id || COALESCE(e.township_id, '') || e.village || e.status || e.causes || e.reported_at || ' ' || e.closed_at FROM emergencies e ORDER BY e.id`,
		`SELECT h.ring || h.pace || h.suggested_ring || h.township || h.village || h.responsible_id || h.flags || ' ' || h.roster_since FROM households h ORDER BY h.id`,
		`SELECT s.household_id || s.from_day || s.ring || s.pace FROM ring_spells s ORDER BY s.id`,
		`SELECT v.household_id || v.valid_from || COALESCE(json_extract(v.facts, '$.category'), '') FROM household_versions v ORDER BY v.id`,
		`SELECT id || kind || COALESCE(household_id, '') || village || causes || subtype || opened_on FROM procedures ORDER BY id`,
		`SELECT household_id || kind || due || delivery_id FROM named_duties ORDER BY 1`,
		`SELECT action || at || actor_id FROM audit WHERE action <> 'household.forget' AND action <> 'household.archive' ORDER BY id`,
	} {
		var rows []string
		o.ok(o.query(ctx).find("figures", &rows, query))
		fmt.Fprintln(&all, strings.Join(rows, "\n"))
	}
	for _, day := range []model.Day{firstDay + 20, firstDay + 100, firstDay + 400} {
		totals := must[OverdueTotals](o.t)(o.OverdueTotals(ctx, model.Scope{All: true}, day))
		fmt.Fprintf(&all, "%+v\n", totals)
	}
	return all.String()
}

func TestAForgottenHouseholdIsInNoByteOfTheDatabase(t *testing.T) {
	r := remember(t)
	if got := r.found(r.secrets...); len(got) < len(r.secrets)-2 {
		t.Fatalf("not everything was known before: %s", got)
	}
	asked := must[Forgotten](t)(r.Forget(ctx, theNumber, morning(firstDay+30), "operator", true))
	if len(r.found(theNumber, theID, "老伴摔断了腿")) < 3 || r.household(r.id).ArchivedOn != 0 {
		t.Error("asking what would be forgotten forgot it")
	}
	done := must[Forgotten](t)(r.Forget(ctx, theNumber, morning(firstDay+30), "operator", false))
	if !reflect.DeepEqual(done, asked) || done.Number != fmt.Sprint("X-", r.id) || done.Members != 2 || done.Versions != 2 || done.Contacts != 1 || done.Cases != 2 || done.Others != 3 ||
		!slices.Equal(done.NamedContacts, []int64{3, 4}) || !slices.Equal(done.NamedCases, []int64{3, 5}) || done.Talks != 1 || done.Messages != 4 || !done.Ended || done.Lingers {
		t.Errorf("asked  %+v\ndone   %+v", asked, done)
	}
	if left := r.found(r.secrets...); left != nil {
		t.Errorf("left over: %s", strings.Join(left, "\n"))
	}
	h := r.household(r.id)
	if h.Number != done.Number || h.Head != "" || h.ArchivedOn != firstDay+30 || h.ContactDue != 0 || h.VisitDue != 0 || h.Ring != model.Orange {
		t.Errorf("household %+v", h)
	}
	for id, words := range map[int64]string{1: "", 2: "＊作证", 3: "", 4: ""} {
		if p := must[model.Procedure](t)(r.Procedure(ctx, id)); string(p.Refusal) != words || p.Status != model.ProcedureRefused || p.Family != "" {
			t.Errorf("procedure %+v", p)
		}
	}
	texts := map[int64]string{}
	for _, c := range must[[]ContactRow](t)(r.Contacts(ctx, ContactFilter{})) {
		texts[c.ID] = c.Text
	}
	if want := map[int64]string{1: "", 2: "邻居＊来过，电话＊", 3: "覃大有说还好", 4: "另一个覃大有", 5: "证号＊，电话＊，＊", 6: "＊来过，ＨＷ６"}; fmt.Sprint(texts) != fmt.Sprint(want) {
		t.Errorf("the words of records are %v, want %v", texts, want)
	}
	notes := map[int64]string{}
	for _, v := range must[[]model.CaseEvent](t)(r.CaseEvents(ctx, 4, 5)) {
		notes[v.EmergencyID] += v.Text + "｜"
	}
	if want := map[int64]string{4: "断水｜水从＊家接，＊电话＊｜由＊家供水｜", 5: "病了｜覃大有已住院，＊陪护｜｜"}; fmt.Sprint(notes) != fmt.Sprint(want) {
		t.Errorf("the timelines of others say %v, want %v", notes, want)
	}
	if e := must[model.Emergency](t)(r.Emergency(ctx, 4)); e.Reason != "由＊家供水" {
		t.Errorf("what came of another's case: %q", e.Reason)
	}
	lines := must[[]AuditLine](t)(r.Audit(ctx, AuditFilter{Actions: []string{AuditHouseholdForgotten}}))
	if len(lines) != 1 || lines[0].Actor != "operator" || lines[0].Subject != "household "+done.Number {
		t.Errorf("audit log: %+v", lines)
	}
	if due := r.due(instant(firstDay + 40)); len(due) != 0 {
		t.Errorf("a message that names it is still to be sent: %+v", due)
	}
	must[Why](t)(r.Why(ctx, r.id))
	if _, known := must[map[string]Known](t)(r.RosterState(ctx))[done.Number]; known {
		t.Error("a sheet is compared with it")
	}
}

func TestForgettingChangesNoFigure(t *testing.T) {
	t.Run("of a household whose duties had ended", func(t *testing.T) {
		r := remember(t)
		r.ok(r.Commit(ctx, turn(firstDay+20, model.ArchiveHousehold{HouseholdID: r.id})))
		before := r.figures()
		if done := must[Forgotten](t)(r.Forget(ctx, theNumber, morning(firstDay+30), "operator", false)); done.Ended || r.household(r.id).ArchivedOn != firstDay+20 {
			t.Errorf("%+v", done)
		}
		if after := r.figures(); after != before {
			t.Errorf("figures before:\n%s\nafter:\n%s", before, after)
		}
	})
	t.Run("beyond those that end with its duties", func(t *testing.T) {
		archived, forgotten := remember(t), remember(t)
		archived.ok(archived.Commit(ctx, turn(firstDay+30, model.ArchiveHousehold{HouseholdID: archived.id})))
		must[Forgotten](t)(forgotten.Forget(ctx, theNumber, morning(firstDay+30), "operator", false))
		if a, f := archived.figures(), forgotten.figures(); a != f {
			t.Errorf("archived:\n%s\nforgotten:\n%s", a, f)
		}
	})
}

func TestWhatCannotBeForgottenIsRefusedAndChangesNothing(t *testing.T) {
	r := remember(t)
	for _, number := range []string{"", "42", "X-1"} {
		if _, err := r.Forget(ctx, number, morning(firstDay+30), "operator", false); !errors.Is(err, ErrUnknown) {
			t.Errorf("%q: %v", number, err)
		}
	}
	r.ok(r.Commit(ctx, turn(firstDay+30, model.FileEmergency{Emergency: model.Emergency{HouseholdID: r.id, Text: "又断水"}})))
	before := r.figures()
	var open OpenCase
	if _, err := r.Forget(ctx, theNumber, morning(firstDay+30), "operator", false); !errors.As(err, &open) || open != 6 {
		t.Errorf("with a case open: %v", err)
	}
	if r.figures() != before || r.byNumber(theNumber).Head != "覃大有" {
		t.Error("something was forgotten")
	}
	r.ok(r.Commit(ctx, turn(firstDay+31, model.AdvanceEmergency{ID: 6, Status: model.Closed})))
	done := must[Forgotten](t)(r.Forget(ctx, theNumber, morning(firstDay+31), "operator", false))
	if _, err := r.Forget(ctx, done.Number, morning(firstDay+31), "operator", false); !errors.Is(err, ErrUnknown) {
		t.Errorf("forgotten twice: %v", err)
	}
}

// A neighbour may be called alike, masked or not, and what is on its way to
// others must arrive.
func TestForgettingDropsNobodyElsesMessage(t *testing.T) {
	r := remember(t)
	at := instant(firstDay + 12)
	waiting := func(p model.Priority, words string) int64 {
		t.Helper()
		before := len(must[[]Delivery](t)(r.DueDeliveries(ctx, at, 99)))
		r.queued(model.Notice{Kind: "alert", Priority: p, ChatID: 9, Data: json.RawMessage(`{"id":9}`)})
		due := must[[]Delivery](t)(r.DueDeliveries(ctx, at, 99))
		if len(due) != before+1 {
			t.Fatalf("%d are due", len(due))
		}
		for _, d := range due {
			if d.Notice.Kind == "alert" && !d.Begun {
				r.begin(d, Rendered{}, words)
				r.ok(r.Finish(ctx, d.ID, Finish{State: model.DeliveryPending, At: at, NotBefore: at}))
				return d.ID
			}
		}
		return 0
	}
	alert := waiting(model.PriorityEmergency, "【急难】新村 覃*有 蓝圈")
	digest := waiting(model.PriorityDigest, "1. 覃*有（新村）")
	must[Forgotten](t)(r.Forget(ctx, theNumber, morning(firstDay+30), "operator", false))
	if left := r.found(r.secrets...); left != nil {
		t.Errorf("left over: %s", strings.Join(left, "\n"))
	}
	for _, id := range []int64{alert, digest} {
		if row := r.outboxState(id); row.State != model.DeliveryPending {
			t.Errorf("%+v", row)
		}
	}
}

// HW0001 is part of HW00012, which is somebody else.
func TestTheTracesOfANumberThatBeginsAlikeStay(t *testing.T) {
	o := newOffice(t)
	p := o.cadres(person("王", model.RoleCadre))
	ids := o.roster(family("HW0001", model.Red, p[0]), family("HW00012", model.Red, p[0]))
	o.ok(o.Commit(ctx, turn(firstDay, model.RecordContact{Record: model.ContactRecord{
		HouseholdID: ids[1], Means: model.ByPhone, Outcome: model.Change, HappenedOn: firstDay, ByID: p[0], Text: "HW00012和HW0001都好"}},
		model.Audit{Action: "look.up", Subject: "household HW00012"})))
	must[Forgotten](t)(o.Forget(ctx, "HW0001", morning(firstDay+1), "operator", false))
	if c := must[[]ContactRow](t)(o.Contacts(ctx, ContactFilter{})); c[0].Text != "HW00012和＊都好" {
		t.Errorf("its record says %q", c[0].Text)
	}
	if lines := must[[]AuditLine](t)(o.Audit(ctx, AuditFilter{Subject: "household HW00012"})); len(lines) == 0 {
		t.Error("its audit log was touched")
	}
}

// A sheet that still has the household brings it back as one that nobody knew.
func TestAForgottenHouseholdOnASheetIsANewOne(t *testing.T) {
	r := remember(t)
	must[Forgotten](t)(r.Forget(ctx, theNumber, morning(firstDay+30), "operator", false))
	r.ok(r.ApplyRoster(ctx, []RosterHousehold{family(theNumber, model.Red, 0)}, morning(firstDay+40), "office"))
	if h := r.byNumber(theNumber); h.ID == r.id || h.RosterSince != firstDay+40 {
		t.Errorf("household %+v", h)
	}
}

// Who reads while something is forgotten keeps it in the log, and is told of.
func TestSomebodyWhoReadsHindersTheLastStep(t *testing.T) {
	r := remember(t)
	var done Forgotten
	r.ok(r.snapshot(ctx, func(q session) error {
		var n int
		if err := q.find("households", &n, `SELECT COUNT(*) FROM households`); err != nil {
			return err
		}
		done = must[Forgotten](t)(r.Forget(ctx, theNumber, morning(firstDay+30), "operator", false))
		return nil
	}))
	if !done.Lingers || len(r.found(theNumber)) == 0 {
		t.Errorf("%+v", done)
	}
	must[Cleared](t)(r.ClearRaw(ctx, 30, morning(firstDay+31)))
	if left := r.found(r.secrets...); left != nil {
		t.Errorf("after the night: %s", left)
	}
}

// TestOnlyForgottenHouseholdsAreLeftOutOfTheRoster: a number of the form that they
// have may stand in a roster of before.
func TestOnlyForgottenHouseholdsAreLeftOutOfTheRoster(t *testing.T) {
	r := remember(t)
	r.roster(family("X-999", model.Red, 0), family("x-西街", model.Red, 0))
	must[Forgotten](t)(r.Forget(ctx, theNumber, morning(firstDay+30), "operator", false))
	state := must[map[string]Known](t)(r.RosterState(ctx))
	for number, want := range map[string]bool{"X-999": true, "x-西街": true, "2000001": true, forgottenNumber(r.id): false} {
		if _, ok := state[number]; ok != want {
			t.Errorf("%s is known: %v", number, ok)
		}
	}
}
