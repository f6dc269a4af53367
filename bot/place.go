package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// placeWithin is how long a household's name alone says whose the emergency is
// that was reported without one, and a sentence what happened.
const placeWithin = time.Hour

// placed takes what an incomplete report lacks: the name of a household or a family,
// and nothing else, after one that named none (着火了！, then 和丽英家), or the village.
// Everyone who was told of it hears where it is. A question that was asked later is
// what the name answers.
func (b *Bot) placed(ctx context.Context, r *request, l list) (done bool, err error) {
	if len([]rune(r.Text)) > longestName {
		return false, nil
	}
	e, err := b.newestReported(ctx, r)
	if err != nil || e.ID == 0 || e.HouseholdID != 0 || e.Family != "" && e.Village != "" {
		return false, err
	}
	h, to, err := b.whose(ctx, r, l, e)
	if err != nil || to.ID == 0 {
		return false, err
	}
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	who, err := b.audience(ctx, r, h, to.TownshipID)
	if err != nil {
		return false, err
	}
	to.Chain = who.chain
	r.do(to)
	r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
	told, err := b.alerts(ctx, e.Source)
	if err != nil {
		return false, err
	}
	for _, row := range told {
		if row.CadreID != r.cadre.ID || row.CadreID == 0 {
			r.turn.Notices = append(r.turn.Notices, model.Notice{
				Key:      fmt.Sprintf("placed:%s:%d:%d:%d", e.Source, e.Version, row.CadreID, row.ChatID),
				Priority: model.PriorityEmergency, Kind: kindSay, CadreID: row.CadreID, ChatID: row.ChatID,
				Data: encode(sentence{Key: "emergency.placed_for", Args: model.Args{"id": e.ID}}),
			})
		}
	}
	// Who answers for the household may not have been told yet.
	who.alert(r, e.Source, 0)
	key, args := "emergency.placed", model.Args{"id": e.ID, "head": model.MaskName(to.Family), "village": to.Village}
	switch {
	case h.ID != 0:
		args["head"] = model.MaskName(h.Head)
	case to.Village == "":
		key = "emergency.placed_head"
	case to.Family == "":
		key = "emergency.placed_village"
	}
	answer := sentence{Key: key, Args: args}
	if names := toldNow(r, who, e.Source, told); names != "" {
		answer.Then, args["names"] = "emergency.told", names
	}
	r.reply(kindSay, "", answer)
	return true, nil
}

// toldNow names those who are told only now that it is known whose a case is.
func toldNow(r *request, who audience, source string, before []store.OutboxRow) string {
	var names []string
	for _, to := range who.readers {
		key := to.alertKey(source)
		if !to.Unbound && !slices.ContainsFunc(before, func(row store.OutboxRow) bool { return row.Key == key }) {
			names = append(names, text.Plain(r.say.Say(to.As, model.Args{"name": to.Name})))
		}
	}
	return r.say.List(names)
}

// newestReported returns the newest open case of the person, where it was reported a
// short while ago in this chat and nothing was asked about since.
func (b *Bot) newestReported(ctx context.Context, r *request) (model.Emergency, error) {
	open, err := b.store.Emergencies(ctx, store.EmergencyFilter{Open: true, Since: r.turn.At.Add(-placeWithin)})
	if err != nil {
		return model.Emergency{}, err
	}
	for _, row := range open {
		if row.ReportedBy != r.cadre.ID {
			continue
		}
		if row.ReportedIn != r.ChatID || len(r.state.Pieces) > 0 && r.state.Pieces[0].Message > messageOf(row.Source) {
			return model.Emergency{}, nil
		}
		return row.Emergency, nil
	}
	return model.Emergency{}, nil
}

// whose reads of whom a name says that a report is: of a household of the roster, or of
// a family that is not on it. Where the words are no name, or say nothing that is new,
// the effect has ID 0.
func (b *Bot) whose(ctx context.Context, r *request, l list, e model.Emergency) (h model.Household, to model.PlaceEmergency, err error) {
	if line, ok := talk.Refers(r.Text, r.day, all(l)); ok {
		h, err = b.ownHousehold(ctx, r, line.HouseholdID)
	}
	if err == nil && h.ID == 0 {
		family := familyOf(r.Text)
		if reports(r.Text, r.day) || !namesOnly(r.Text, family) {
			return h, to, nil
		}
		words := r.Text
		if family.Head == "" && family.Number == "" && e.Family != "" { // the village alone
			words += e.Family + "家"
			family = familyOf(words)
		}
		if h, err = b.findFamily(ctx, r, words, family); err == nil && h.ID == 0 {
			to.Family = cmp.Or(family.Head, e.Family)
			if to.Village, to.TownshipID, err = b.village(ctx, r, words, family); err == nil && to.Village == "" {
				to.Village, to.TownshipID = e.Village, e.TownshipID
			}
			if to.Family == e.Family && to.Village == e.Village {
				return h, to, err
			}
		}
	}
	if h.ID != 0 {
		to.HouseholdID, to.Village, to.TownshipID = h.ID, h.Village, h.TownshipID
	}
	to.ID = e.ID
	return h, to, err
}

// namesOnly says whether words name a family or a place, and tell of nothing.
func namesOnly(words string, f reading.Family) bool {
	return f != (reading.Family{Rest: f.Rest}) && f.Rest == strings.TrimSpace(words)
}

// saidWhat takes the sentence that tells what happened, after a report that told
// only whom it happened to.
func (b *Bot) saidWhat(ctx context.Context, r *request, l list) (done bool, err error) {
	if talk.Courteous(r.Text) || talk.Declines(r.Text) || talk.Routine(r.Text, r.day, l.lines) {
		return false, nil
	}
	e, err := b.newestReported(ctx, r)
	if err != nil || e.ID == 0 || !namesOnly(e.Text, familyOf(e.Text)) {
		return false, err
	}
	said, err := b.store.JoinedReports(ctx, r.cadre.ID, e.ReportedAt)
	if err != nil || len(said) > 0 {
		return false, err
	}
	h, err := b.store.Household(ctx, e.HouseholdID)
	if err != nil {
		return false, err
	}
	return true, b.join(ctx, r, e, report{text: r.Text, causes: reading.Read(r.Text, r.day).Causes, household: h})
}

// messageOf is the message that a source names, 0 for a press.
func messageOf(source string) int {
	parts := strings.Split(source, ":")
	if len(parts) != 3 {
		return 0
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		return 0
	}
	return n
}
