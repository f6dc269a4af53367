package bot

import (
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
// that was reported without one.
const placeWithin = time.Hour

// placed takes the name of a household, and nothing else, after a report that
// named none: 着火了！, then 和丽英家. Everyone who was told of it hears where it is.
// A question that was asked later is what the name answers.
func (b *Bot) placed(ctx context.Context, r *request, l list) (done bool, err error) {
	if len([]rune(r.Text)) > longestName {
		return false, nil
	}
	open, err := b.store.Emergencies(ctx, store.EmergencyFilter{Open: true, Since: r.turn.At.Add(-placeWithin)})
	if err != nil {
		return false, err
	}
	var e model.Emergency
	for _, row := range open {
		if row.ReportedBy == r.cadre.ID {
			e = row.Emergency
			break
		}
	}
	if e.ID == 0 || e.HouseholdID != 0 || e.Family != "" || e.ReportedIn != r.ChatID || len(r.state.Pieces) > 0 && r.state.Pieces[0].Message > messageOf(e.Source) {
		return false, nil
	}
	line, ok := talk.Refers(r.Text, r.day, all(l))
	if !ok {
		return false, nil
	}
	h, err := b.ownHousehold(ctx, r, line.HouseholdID)
	if err != nil || h.ID == 0 {
		return false, err
	}
	return true, b.placeAt(ctx, r, e, h)
}

// placeAt gives a case its household, or another one: everyone who was told hears of
// it, and who answers for the household is alerted.
func (b *Bot) placeAt(ctx context.Context, r *request, e model.Emergency, h model.Household) error {
	who, err := b.audience(ctx, r, h, h.TownshipID)
	if err != nil {
		return err
	}
	before, err := b.store.Household(ctx, e.HouseholdID)
	if err != nil {
		return err
	}
	earlier, err := b.answering(ctx, before.ResponsibleID, r.today)
	if err != nil {
		return err
	}
	told, err := b.alertsOf(ctx, e)
	if err != nil {
		return err
	}
	r.touch(e, model.PlaceEmergency{ID: e.ID, HouseholdID: h.ID, Chain: who.chain})
	for _, row := range told {
		to := readerOf(row)
		if to.cadreID == r.cadre.ID && to.cadreID != 0 {
			continue
		}
		key := "emergency.placed_for"
		if e.HouseholdID != 0 || e.Family != "" {
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
	// Who answers for the household may not have been told yet.
	who.alert(r, e.Source, 0)
	where := h.Village
	if r.private() {
		where = text.Plain(r.say.Say("media.household", model.Args{"head": model.MaskName(h.Head), "village": h.Village}))
	}
	r.tell("emergency.placed", model.Args{"id": e.ID, "where": where})
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
	return true, b.placeAt(ctx, r, e, found[0])
}

// namedAlone returns the households that words name and say nothing of, of those
// that the person may look at.
func (b *Bot) namedAlone(ctx context.Context, r *request, words string) (found []model.Household, err error) {
	if f := reading.ReadFamily(words); f.Number != "" && talk.SameWords(f.Number, words) {
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
