package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// sameReport is how long the same words of the same person are taken for the
// same report: pressed twice, or sent again for fear that it did not arrive.
const sameReport = 30 * time.Minute

// clockSkew is how much later than ours Telegram's clock may go.
const clockSkew = time.Hour

// saidAgain answers the same words of the same person, sent for fear that they did
// not arrive. Said once more without doubt, a report is in doubt no longer. before is
// the case that the words filed.
func (b *Bot) saidAgain(ctx context.Context, r *request, rep report) (before model.Emergency, done bool, err error) {
	since := r.turn.At.Add(-sameReport)
	similar, err := b.store.SimilarEmergency(ctx, r.cadre.ID, rep.text, since)
	if before = similar; err == nil && before.ID == 0 {
		before, err = b.joinedBefore(ctx, r, rep.text, since)
	}
	if err != nil || rep.text == "" || before.ID == 0 || before.HouseholdID != rep.household.ID || slices.Contains(r.withdrawn(), before.ID) {
		return similar, false, err
	}
	waits := before.Unconfirmed && r.turn.At < before.ReportedAt.Add(model.ConfirmWithin)
	if before.Unconfirmed && !rep.doubtful {
		if err := b.beyondDoubt(ctx, r, before); err != nil {
			return before, false, err
		}
	}
	switch {
	case waits && rep.doubtful:
		r.reply(kindDoubt, subjectOfCase(before.Source), filed{Source: before.Source, Alone: rep.alone})
	case !waits: // else the answer that waits goes out now
		r.reply(kindAgain, "", filed{Source: before.Source})
	}
	return before, true, nil
}

// withdraw takes the place of a report that waits.
func (r *request) withdraw(e model.Emergency) {
	r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
	r.do(model.AdvanceEmergency{ID: e.ID, Status: model.Withdrawn, Reason: string(model.Duplicate)})
	r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
}

// withdrawn are the cases that the Turn withdraws.
func (r *request) withdrawn() (ids []int64) {
	for _, e := range r.turn.Effects {
		if a, ok := e.(model.AdvanceEmergency); ok && a.Status == model.Withdrawn {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// waitsForPlace says whether a report, of which it is known now whose it is, waits
// as one in doubt of nobody knows whose. The new one takes its place.
func (b *Bot) waitsForPlace(r *request, before model.Emergency, rep report) bool {
	return rep.text != "" && rep.household.ID != 0 && before.HouseholdID == 0 && before.Status == model.Reported && before.Unconfirmed &&
		r.turn.At < before.ReportedAt.Add(model.ConfirmWithin)
}

// newSource names where a report comes from. A message of which a report was called
// off may be pressed for a report once more, which is another.
func (b *Bot) newSource(ctx context.Context, r *request, n int) (string, error) {
	source := r.source(n)
	before, err := b.store.EmergencyBySource(ctx, source)
	if before.Status == model.Withdrawn {
		source = fmt.Sprintf("%s-%d", source, r.ID)
	}
	return source, err
}

// filedBefore says whether a message, as it was first written or later changed,
// filed an emergency.
func (b *Bot) filedBefore(ctx context.Context, r *request) (bool, error) {
	f := store.EmergencyFilter{}
	if !r.Date.IsZero() {
		f.Since = model.InstantOf(r.Date).Add(-clockSkew)
	}
	all, err := b.store.Emergencies(ctx, f)
	if err != nil {
		return false, err
	}
	message := strings.TrimSuffix(r.source(0), "0")
	if slices.ContainsFunc(all, func(e store.EmergencyRow) bool { return strings.HasPrefix(e.Source, message) }) {
		return true, nil
	}
	added, err := b.store.JoinedReports(ctx, r.cadre.ID, f.Since)
	return slices.ContainsFunc(added, func(v model.CaseEvent) bool { return strings.HasPrefix(v.Detail.Source, message) }), err
}

// joinedBefore returns the case that the same words of the same person were added to
// since an instant.
func (b *Bot) joinedBefore(ctx context.Context, r *request, words string, since model.Instant) (model.Emergency, error) {
	added, err := b.store.JoinedReports(ctx, r.cadre.ID, since)
	if err != nil {
		return model.Emergency{}, err
	}
	for _, v := range added {
		if v.Text != words {
			continue
		}
		if e, err := b.store.Emergency(ctx, v.EmergencyID); err != nil || !e.Status.Over() {
			return e, err
		}
	}
	return model.Emergency{}, nil
}
