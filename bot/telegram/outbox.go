package telegram

import (
	"context"
	"fmt"
	"time"

	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Outbox is what the sender needs of the store.
type Outbox interface {
	// Recover sorts out what was being sent when the program last ended, and
	// tells how many nobody can know of.
	Recover(ctx context.Context, at model.Instant) (ambiguous int, err error)
	// DueDeliveries returns what may be sent at an instant, by priority and
	// then by age, without claiming it.
	DueDeliveries(ctx context.Context, at model.Instant, limit int) ([]store.Delivery, error)
	// Companions returns what else waits for the chat of an emergency and could be
	// told in one message with it, the oldest first.
	Companions(ctx context.Context, delivery int64, at model.Instant, limit int) ([]store.Carried, error)
	// NextDelivery returns when something becomes due; false: nothing waits.
	NextDelivery(ctx context.Context) (model.Instant, bool, error)
	// BeginDelivery keeps what a delivery is about to say, before any of it is
	// sent; store.ErrOver: it does not wait any more.
	BeginDelivery(ctx context.Context, b store.Begun, at model.Instant) error
	// ResumePart keeps that another message is sent of a delivery that goes on;
	// store.ErrOver likewise.
	ResumePart(ctx context.Context, deliveryID int64, n int) error
	// MarkPart keeps how far one message of a delivery has got.
	MarkPart(ctx context.Context, deliveryID int64, n int, outcome store.PartOutcome) error
	// FinishSent keeps that the last message of a delivery was sent, and with it
	// the whole.
	FinishSent(ctx context.Context, deliveryID int64, n int, outcome store.PartOutcome) error
	// Finish ends a delivery's turn: for good, or until NotBefore.
	Finish(ctx context.Context, deliveryID int64, f store.Finish) error
}

// Rendering is a notice with words, or the reason why nothing is said.
type Rendering struct {
	Page  text.Page
	Named []store.Named
	Drop  string // when not empty, nothing is sent and this is why
	Left  int    // how many of what the delivery was to carry, from the end, have no room in the page
}

// Renderer turns a notice into words: in the reader's language, with the state
// of the minute in which it is sent.
type Renderer interface {
	Render(ctx context.Context, d store.Delivery, at time.Time) (Rendering, error)
}

// render calls the renderer. A notice that makes it panic must not end the
// sending of all others.
func (s *Sender) render(ctx context.Context, d store.Delivery) (r Rendering, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return s.o.Renderer.Render(ctx, d, s.o.Now())
}

// rendered is what the outbox keeps of a split page.
func rendered(parts []Part, named []store.Named) store.Rendered {
	// Lines that are nil would mean that the earlier ones still hold.
	r := store.Rendered{Named: named, Lines: []store.Line{}}
	for i, p := range parts {
		r.Parts = append(r.Parts, store.Part{N: i + 1, HTML: p.HTML, Keyboard: encodeKeyboard(p.Keyboard), State: model.DeliveryPending})
		for _, line := range p.Lines {
			r.Lines = append(r.Lines, store.Line{N: line.N, HouseholdID: line.HouseholdID, Part: i + 1})
		}
	}
	return r
}
