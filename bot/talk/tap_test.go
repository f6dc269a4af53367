package talk

import (
	"math"
	"testing"

	"ringkeeper/model"
)

// most is the longest data that any button of ours can have.
var most = []Tap{
	{Do: TapRecord, ID: math.MaxInt64, Means: model.Unspecified, Outcome: model.EmergencyFound},
	{Do: TapPiece, ID: math.MaxInt64, Outcome: model.EmergencyFound, Question: math.MaxInt64},
	{Do: TapDrop, Question: math.MaxInt64},
	{Do: TapUndo, ID: math.MaxInt64},
	{Do: TapHistory, ID: math.MaxInt64, Word: "9999"},
	{Do: TapLanguage, Word: "abcdefghijklmn-Z"},
	{Do: TapLeave, ID: math.MaxInt64, Word: "2026-12-01_2026-12-10"},
	{Do: TapStandIn, Word: "2026-12-01_2026-12-10"}, {Do: TapLeave}, {Do: TapDelegate, ID: math.MaxInt64}, {Do: TapEnd, ID: math.MaxInt64},
	{Do: TapAmend, ID: math.MaxInt64, Outcome: model.EmergencyFound},
	{Do: TapSpecify, ID: math.MaxInt64, Word: WordYesterday},
	{Do: TapBlock, ID: math.MaxInt64, Word: Excuse{Kind: model.Contact, Why: model.WorkingAway, Until: model.Date(2026, 12, 31)}.String()},
	{Do: TapSettle, ID: math.MaxInt64, Word: string(model.ItemUnsolvable)},
	{Do: TapStep, ID: math.MaxInt64, Word: string(model.Solved)}, {Do: TapExplain, ID: math.MaxInt64, Word: string(model.FalseReport)},
	{Do: TapTakeOver, ID: math.MaxInt64}, {Do: TapReopen, ID: math.MaxInt64},
	{Do: TapFill, ID: math.MaxInt64, Word: string(model.CauseBusinessFailure)}, {Do: TapMade, ID: math.MaxInt64, Word: string(model.StepTownship)},
	{Do: TapRefuse, ID: math.MaxInt64, Word: string(model.IncomeUnsteady)}, {Do: TapEliminate, ID: math.MaxInt64},
}

func TestAButtonsDataComesBackAsItWentAndFitsInto64Bytes(t *testing.T) {
	taps := append([]Tap{
		{Do: TapHousehold, ID: 7}, {Do: TapPage}, {Do: TapPage, ID: 249}, {Do: TapAcknowledge, ID: 1}, {Do: TapCallOff, ID: 1},
		{Do: TapRecord, ID: 7, Means: model.ByVisit, Outcome: model.Normal}, {Do: TapPiece, ID: 7}, {Do: TapPiece, ID: 7, Question: 3}, {Do: TapDrop},
		{Do: TapCard, ID: 7}, {Do: TapWhy, ID: 7}, {Do: TapPhone, ID: 7}, {Do: TapHistory, ID: 7}, {Do: TapCommand, Word: "today"}, {Do: TapLanguage, Word: "zh-CN"},
		{Do: TapBlock, ID: 7, Word: Excuse{Kind: model.Visit}.String()}, {Do: TapBlock, ID: 7, Word: Excuse{Kind: model.Visit, Why: model.Refused, Typed: true}.String()},
		{Do: TapCases}, {Do: TapCases, ID: 3}, {Do: TapCase, ID: 12}, {Do: TapFigures},
		{Do: TapUnblock, ID: 7}, {Do: TapExcused}, {Do: TapExcused, ID: 3},
		{Do: TapIdentify, ID: 7}, {Do: TapProcedure, ID: 7}, {Do: TapRefuse, ID: 7}, {Do: TapFill, ID: 7, Word: Unnumbered}, {Do: TapFill, ID: 7, Word: string(model.Sudden)},
	}, most...)
	for _, tap := range taps {
		data := tap.String()
		if got, ok := ParseTap(data); !ok || got != tap || len(data) > 64 {
			t.Errorf("%+v went as %q (%d bytes) and came as %+v, %v", tap, data, len(data), got, ok)
		}
	}
}

func TestWhatNoButtonOfOursSaysIsNoTap(t *testing.T) {
	for _, data := range []string{
		"", ":", "h", "h:", "h:x", "h:-1", "h:+1", "h:01", "h: 1", "h:1:", "h:1:visit", "h:1:::4", "r:1", "r:1:visit:unclear",
		"r:1:visit:normal:4", "p:1:visit:normal", "p:1::great", "d:1::normal", "z:1", "h:1:2:3:4:5", "p:1:::-4", "p:1:::0", "h:99999999999999999999",
		"h:1::::x", "command:0", "command:0::::a b", "command:0::::abcdefghijklmnopq", "language:0::::", "card:7::::1", "history:7:visit", "phone:7:::1",
		"h:1::::2026-12-01_2026-12-10", "away:1", "away:0::::2026-12-01", "away:0::::2026-12-01_2026-12-1", "standin:0", "end:1::::x", "delegate:1::::x",
		"settle:1", "settle:1::::done", "block:1", "block:1::::assessment", "block:1::::contact.bored", "block:1::::contact.refused.tomorrow",
		"block:1::::contact..2026-12-31", "block:1::::contact.refused.2026-12-31.x", "unblock:1::::x", "excused:1:visit", "case:1::::x", "cases:1:visit", "figures:0::normal",
		"step:1", "step:1::::acknowledged", "step:1::::withdrawn", "takeover:1::::x", "reopen:1:visit", "explain:1", "explain:1::::bored",
		"amend:1", "amend:1:visit:normal", "amend:1:visit:::today", "amend:1::::tomorrow", "specify:1::normal", "h:1::::today",
		"step:1", "step:1::::opened", "fill:1", "fill:1::::none", "refuse:1::::bored", "refuse:1::::case_ended", "identify:1::::x", "eliminate:1:visit", "procedure:1::::checked",
	} {
		if tap, ok := ParseTap(data); ok {
			t.Errorf("%q is taken for %+v", data, tap)
		}
	}
}

func FuzzParseTap(f *testing.F) {
	for _, tap := range most {
		f.Add(tap.String())
	}
	f.Add("h:1")
	f.Add("r:1:visit:normal:")
	f.Fuzz(func(t *testing.T, data string) {
		tap, ok := ParseTap(data)
		if !ok {
			if tap != (Tap{}) {
				t.Errorf("%q is no tap and yet %+v", data, tap)
			}
			return
		}
		if tap.String() != data || len(data) > 64 {
			t.Errorf("%q (%d bytes) came back as %q", data, len(data), tap.String())
		}
	})
}
