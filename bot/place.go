package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"ringkeeper/bot/talk"
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
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	who, err := b.audience(ctx, r, h, h.TownshipID)
	if err != nil {
		return false, err
	}
	r.do(model.PlaceEmergency{ID: e.ID, HouseholdID: h.ID, Chain: who.chain})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
	told, err := b.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(e.Source), Kind: kindAlert})
	if err != nil {
		return false, err
	}
	for _, to := range told {
		if to.CadreID != r.cadre.ID || to.CadreID == 0 {
			r.turn.Notices = append(r.turn.Notices, model.Notice{
				Key:      fmt.Sprintf("placed:%s:%d:%d", e.Source, to.CadreID, to.ChatID),
				Priority: model.PriorityEmergency, Kind: kindSay, CadreID: to.CadreID, ChatID: to.ChatID,
				Data: encode(sentence{Key: "emergency.placed_for", Args: model.Args{"id": e.ID}}),
			})
		}
	}
	// Who answers for the household may not have been told yet.
	who.alert(r, e.Source, 0)
	r.tell("emergency.placed", model.Args{"id": e.ID, "head": model.MaskName(h.Head), "village": h.Village})
	return true, nil
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
