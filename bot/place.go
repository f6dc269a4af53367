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
	e, err := b.newestReported(ctx, r)
	if err != nil || e.ID == 0 {
		return false, err
	}
	return b.saidWhose(ctx, r, l, e)
}

// saidWhose takes whose a case is from who reported it without saying so.
func (b *Bot) saidWhose(ctx context.Context, r *request, l list, e model.Emergency) (done bool, err error) {
	if e.ReportedBy != r.cadre.ID || e.HouseholdID != 0 || e.Family != "" && e.Village != "" || len([]rune(r.Text)) > longestName {
		return false, nil
	}
	h, to, err := b.whose(ctx, r, l, e)
	if err != nil || to.ID == 0 {
		return false, err
	}
	return true, b.placeAt(ctx, r, e, h, to)
}

// placeAt says whose a case is, or that it is another's: everyone who was told hears
// of it, and who answers for the household is alerted. There is no household where
// the family is not on the roster.
func (b *Bot) placeAt(ctx context.Context, r *request, e model.Emergency, h model.Household, to model.PlaceEmergency) error {
	who, err := b.audience(ctx, r, h, to.TownshipID)
	if err != nil {
		return err
	}
	told, err := b.alerts(ctx, e.Source)
	if err != nil {
		return err
	}
	to.Chain = who.chain
	r.touch(e, to)
	if err := b.tellPlaced(ctx, r, e, to, who, told); err != nil {
		return err
	}
	// Who answers for the household may not have been told yet.
	who.alert(r, e.Source, 0)
	answer := sentence{Key: "emergency.placed", Args: model.Args{"id": e.ID, "where": to.Village}}
	if r.private() {
		answer = r.placedWhere(e, h, to)
		if names := toldNow(r, who, e.Source, told); names != "" {
			answer.Then, answer.Args["names"] = "emergency.told", names
		}
	}
	r.reply(kindSay, subjectOfReply(e.Source), answer)
	return nil
}

// placedWhere answers what is known now of whose a case is, and asks for the rest.
func (r *request) placedWhere(e model.Emergency, h model.Household, to model.PlaceEmergency) sentence {
	head := model.MaskName(to.Family)
	switch {
	case h.ID != 0:
		head = model.MaskName(h.Head)
	case to.Village == "":
		return sentence{Key: "emergency.placed_head", Args: model.Args{"id": e.ID, "head": head}}
	case to.Family == "":
		return sentence{Key: "emergency.placed_village", Args: model.Args{"id": e.ID, "village": to.Village}}
	}
	where := text.Plain(r.say.Say("media.household", model.Args{"head": head, "village": to.Village}))
	return sentence{Key: "emergency.placed", Args: model.Args{"id": e.ID, "where": where}}
}

// tellPlaced tells those who were told of a case that it is known whose it is, or that
// it is another's: who answered for the earlier household, that it is not theirs.
func (b *Bot) tellPlaced(ctx context.Context, r *request, e model.Emergency, placed model.PlaceEmergency, who audience, told []store.OutboxRow) error {
	before, err := b.store.Household(ctx, e.HouseholdID)
	if err != nil {
		return err
	}
	earlier, err := b.answering(ctx, before.ResponsibleID, r.today)
	if err != nil {
		return err
	}
	for _, row := range told {
		to := readerOf(row)
		if to.cadreID == r.cadre.ID && to.cadreID != 0 {
			continue
		}
		key := "emergency.placed_for"
		if placed.HouseholdID == 0 && placed.Family == "" {
			key = "emergency.placed_there"
		}
		if e.HouseholdID != 0 || e.Family != "" && e.Village != "" {
			key = "emergency.replaced_for"
		}
		theirs := slices.ContainsFunc(earlier, func(a answering) bool { return a.ID == to.cadreID })
		if theirs && !slices.ContainsFunc(who.readers, func(c caseReader) bool { return c.cadreID == to.cadreID }) {
			key = "emergency.not_yours"
		}
		r.turn.Notices = append(r.turn.Notices, model.Notice{
			Key: fmt.Sprintf("placed:%s:%d:%d:%d", e.Source, e.Version, to.cadreID, to.chatID), Subject: subjectOfCase(e.Source),
			Priority: model.PriorityEmergency, Kind: kindSay, CadreID: to.cadreID, ChatID: to.chatID,
			Data: encode(sentence{Key: key, Args: model.Args{"id": e.ID}}),
		})
	}
	return nil
}

// putRight takes words that name a household and nothing else: the case is of that
// one. Of several that they fit none is guessed.
func (b *Bot) putRight(ctx context.Context, r *request, e model.Emergency, words string) (done bool, err error) {
	if len([]rune(words)) > longestName {
		return false, nil
	}
	found, err := b.namedAlone(ctx, r, words)
	switch {
	case err != nil || len(found) == 0 || len(found) == 1 && found[0].ID == e.HouseholdID:
		return false, err
	case len(found) > 1:
		r.tell("case.which", model.Args{"id": e.ID})
		return true, nil
	}
	return true, b.placeAt(ctx, r, e, found[0], model.PlaceEmergency{ID: e.ID, HouseholdID: found[0].ID, Village: found[0].Village, TownshipID: found[0].TownshipID})
}

// namedAlone returns the households that words name and say nothing of, of those
// that the person may look at.
func (b *Bot) namedAlone(ctx context.Context, r *request, words string) (found []model.Household, err error) {
	if f := familyOf(words); f.Number != "" && talk.SameWords(f.Number, words) {
		h, err := b.store.HouseholdByNumber(ctx, f.Number)
		if err != nil || h.ID == 0 {
			return nil, err
		}
		found = append(found, h)
	} else {
		all, err := b.store.HouseholdsOfHeads(ctx, names(words))
		if err != nil {
			return nil, err
		}
		for i, h := range longest(all) {
			if _, ok := talk.Refers(words, r.day, []talk.Line{{N: othersFrom + i, HouseholdID: h.ID, Head: h.Head, Village: h.Village}}); ok {
				found = append(found, h)
			}
		}
	}
	var seen []model.Household
	for _, h := range found {
		may, _, err := b.sight(ctx, r.cadre, r.today, h.ID)
		if err != nil {
			return nil, err
		}
		if may.ID != 0 {
			seen = append(seen, may)
		}
	}
	return seen, nil
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
