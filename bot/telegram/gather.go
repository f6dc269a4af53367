package telegram

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ringkeeper/bot/text"
	"ringkeeper/model"
)

const (
	// fewTogether is how many emergencies for one chat are told in one message,
	// if so many wait for it: fewer come one after the other within seconds, each
	// with its buttons. Where all chats together have to wait, two are.
	fewTogether = 4
	// mostTogether is how many one message may tell of.
	mostTogether = 100
)

// gather finds what goes with a delivery in one message.
func (s *Sender) gather(ctx context.Context, j *job) error {
	if j.d.Edit || j.d.Notice.Kind != s.o.Together || s.o.Together == "" {
		return nil
	}
	with, err := s.o.Outbox.Companions(ctx, j.d.ID, s.at(), mostTogether-1)
	if err != nil {
		return err
	}
	together := len(with) >= fewTogether-1 || j.crowded
	if together {
		j.d.Carried = with
	}
	j.toldAll = len(with) == 0 || together && len(with) < mostTogether-1
	return nil
}

// crowded says whether more emergencies wait than can go within a second.
func (s *Sender) crowded() bool {
	n := s.o.Limits.PerSecond
	return n > 0 && n < len(s.hand) && s.hand[n].d.Notice.Priority == model.PriorityEmergency && !s.hand[n].d.Edit
}

// turns is the order in which what is in hand has its turn. Where emergencies
// crowd, chats that were told of all just now come after the others: they will be
// told of more at once a little later. Within a chat the order stays.
func (s *Sender) turns(crowded bool, now time.Time) []*job {
	if !crowded {
		return s.hand
	}
	told := func(j *job) int {
		if j.d.Notice.Priority == model.PriorityEmergency && s.pace.toldJustNow(j.d.Notice.ChatID, now) {
			return 1
		}
		return 0
	}
	order := slices.Clone(s.hand)
	slices.SortStableFunc(order, func(a, b *job) int {
		return cmp.Or(cmp.Compare(a.d.Notice.Priority, b.d.Notice.Priority), cmp.Compare(a.changed(), b.changed()), cmp.Compare(told(a), told(b)))
	})
	return order
}

// Fits says whether a page makes one message, and still does when each of its rows
// grows by some characters.
func Fits(p text.Page, grow int) bool {
	var sum extent
	for _, row := range p.Rows {
		size := measure(row.HTML)
		sum.units += size.units + grow + 1
		sum.bytes += size.bytes + 3*grow + 1 // three bytes for a Chinese character
	}
	return sum.units <= partUnits && sum.bytes <= partBytes && count(p.Keyboard) <= partButtons
}
