package bot

import (
	"context"
	"slices"
	"time"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/telegram"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

const (
	// together is how soon after each other pictures come that are answered
	// together.
	together = time.Minute
	// albumWait is how long the answer to an album waits for its words, which
	// come with any of its pictures.
	albumWait = 2 * time.Second
)

// withAttachments has a message or a press handled, and then keeps what came with
// it. What the message or the press recorded takes what was sent before without
// words; in a group only what is a case's is kept.
func (b *Bot) withAttachments(ctx context.Context, r *request, handle func(context.Context, *request) error) error {
	if err := handle(ctx, r); err != nil || r.place == model.InOtherGroup || r.onCase {
		return err
	}
	recorded, anew := r.recorded()
	if r.Attached != nil && r.said != 0 && r.Kind != telegram.EditedMessage && !r.othersWords() {
		if err := b.keep(ctx, r, recorded); err != nil {
			return err
		}
	}
	take := model.TakeAttachments{ChatID: r.ChatID}
	switch {
	case anew && r.CallbackID != "":
		take.Since = r.turn.At.Add(-model.UnplacedFor)
	case anew:
		take.Since = r.sent().Add(-model.UnplacedFor)
	}
	if anew || recorded && r.Kind == telegram.Message {
		take.MessageID, take.Album = r.said, r.MediaGroup
	}
	if take.MessageID == 0 && take.Since == 0 {
		return nil
	}
	return b.takeWaiting(ctx, r, take)
}

// othersWords says whether the message's words are somebody else's.
func (r *request) othersWords() bool {
	return r.Kind == telegram.Message && r.Forwarded && r.Text != ""
}

// sent is when the message was sent whose words are handled, or the button
// pressed.
func (r *request) sent() model.Instant {
	if r.said != 0 && !r.Date.IsZero() {
		return model.InstantOf(r.Date)
	}
	return r.turn.At
}

// recorded notes on the records of the Turn the message that they come from, and
// says whether there is a record or a case at all, and one that only corrects
// nothing.
func (r *request) recorded() (any, anew bool) {
	for i, e := range r.turn.Effects {
		switch e := e.(type) {
		case model.RecordContact:
			e.Record.ChatID = r.ChatID
			if e.Record.MessageID == 0 {
				e.Record.MessageID = r.said
			}
			r.turn.Effects[i] = e
			any, anew = true, anew || e.Record.Corrects == 0
		case model.FileEmergency, model.JoinReport:
			any, anew = true, true
		}
	}
	return any, anew
}

// sign notes on pieces that are asked about the message in which they stand.
func (r *request) sign(pieces []talk.Piece) {
	for i := range pieces {
		if pieces[i].Message == 0 {
			pieces[i].Message = r.said
		}
	}
}

// keep keeps a picture, a file or a place. Where the message recorded something
// it belongs to that, and is read back with it; where its words are asked about,
// it waits for the answer; else it is answered by what becomes of it.
func (b *Bot) keep(ctx context.Context, r *request, recorded bool) error {
	a := b.attachment(r)
	if recorded || r.private() && !r.wordsIgnored() {
		r.do(model.KeepAttachment{Attachment: a})
		return nil
	}
	return b.attach(ctx, r, a)
}

// attachment is what came with a message, as it is kept.
func (b *Bot) attachment(r *request) model.Attachment {
	a := model.Attachment{
		Kind: kindOf(r.Media), FileID: r.Attached.FileID, FileUniqueID: r.Attached.UniqueID, MIME: r.Attached.MIME, Name: model.StrikeIDs(r.Attached.Name),
		Size: r.Attached.Size, Latitude: r.Attached.Latitude, Longitude: r.Attached.Longitude,
		ChatID: r.ChatID, MessageID: r.said, Album: r.MediaGroup, ByID: r.cadre.ID, SentAt: r.sent(),
	}
	if a.Size > int64(b.config.Attachments.LargestMB)<<20 {
		refuse(&a, model.TooLarge)
	}
	return a
}

// refuse leaves of an attachment that it was sent.
func refuse(a *model.Attachment, why model.Refusal) {
	a.FileID, a.FileUniqueID, a.MIME, a.Name, a.Latitude, a.Longitude, a.Refused = "", "", "", "", 0, 0, why
}

func kindOf(media string) model.AttachmentKind {
	switch media {
	case "photo":
		return model.Photo
	case "video", "animation":
		return model.Video
	case "location", "venue":
		return model.Location
	}
	return model.Document
}

// wordsIgnored says whether nothing was answered but how to report, which it then
// takes back: a picture with 请看 under it needs no lesson.
func (r *request) wordsIgnored() bool {
	if r.state.Report || r.Command != "" {
		return false
	}
	n := r.turn.Notices
	if r.lesson && len(n) == 1 {
		r.turn.Notices = nil
		return true
	}
	return len(n) == 0 || len(n) == 1 && n[0].Kind == kindAgain
}

// attach finds what an attachment without words belongs to, and answers.
func (b *Bot) attach(ctx context.Context, r *request, a model.Attachment) error {
	owners, readBack, err := b.owners(ctx, r)
	if err != nil || len(owners) == 0 && !r.private() {
		return err
	}
	last, err := b.store.LastAttached(ctx, r.ChatID)
	if err != nil {
		return err
	}
	follows := len(last) > 0 && last[0].Answer != "" && !last[0].Taken && last[0].SentAt >= a.SentAt.Add(-together) && slices.Equal(ownersOf(last), owners)
	switch {
	case follows:
		a.Answer = last[0].Answer
	case readBack == "":
		a.Answer = r.source(0)
	}
	if a.Refused == "" {
		full, err := b.full(ctx, a, owners)
		if err != nil {
			return err
		}
		if full {
			refuse(&a, model.TooMany)
		}
	}
	if kept, err := b.alreadyRefused(ctx, a, follows); err != nil || kept {
		return err
	}
	r.do(model.KeepAttachment{Attachment: a, Owners: owners})
	if a.Refused == "" {
		if err := b.tellAttached(ctx, r, owners); err != nil {
			return err
		}
	}
	switch {
	case readBack != "":
		r.turn.Refresh = append(r.turn.Refresh, readBack)
	case follows:
		r.turn.Refresh = append(r.turn.Refresh, subjectOfAnswer(a.Answer))
	default:
		r.reply(kindAttached, subjectOfAnswer(a.Answer), attached{Answer: a.Answer})
		if a.Album != "" {
			r.turn.Notices[len(r.turn.Notices)-1].NotBefore = r.turn.At.Add(albumWait)
		}
	}
	return nil
}

// full says whether no more is kept with an owner, or without any.
func (b *Bot) full(ctx context.Context, a model.Attachment, owners []model.Owner) (bool, error) {
	var held []model.Attachment
	var err error
	switch {
	case len(owners) == 0:
		held, err = b.store.Attachments(ctx, store.AttachmentFilter{ChatID: a.ChatID, Since: a.SentAt.Add(-model.UnplacedFor)})
	case owners[0].ContactID != 0:
		var of map[int64][]model.Attachment
		of, err = b.store.AttachmentsOf(ctx, owners[0].ContactID)
		held = of[owners[0].ContactID]
	case owners[0].CaseSource != "":
		held, err = b.store.Attachments(ctx, store.AttachmentFilter{CaseSource: owners[0].CaseSource})
	default:
		held, err = b.store.Attachments(ctx, store.AttachmentFilter{HouseholdID: owners[0].HouseholdID})
	}
	held = slices.DeleteFunc(held, func(h model.Attachment) bool { return h.Refused != "" })
	return len(held) >= b.config.Attachments.PerRecord, err
}

// alreadyRefused says whether the same answer told of the same refusal: more of
// them are not even counted.
func (b *Bot) alreadyRefused(ctx context.Context, a model.Attachment, follows bool) (bool, error) {
	if a.Refused == "" || !follows {
		return false, nil
	}
	told, err := b.store.Attachments(ctx, store.AttachmentFilter{Answer: a.Answer})
	return slices.ContainsFunc(told, func(t model.Attachment) bool { return t.Refused == a.Refused }), err
}

// takeWaiting has the Turn take what waits, where anything does, and shows anew
// the answers that speak of it.
func (b *Bot) takeWaiting(ctx context.Context, r *request, take model.TakeAttachments) error {
	var households []int64
	kept := false
	for _, e := range r.turn.Effects {
		switch e := e.(type) {
		case model.RecordContact:
			households = append(households, e.Record.HouseholdID)
		case model.KeepAttachment:
			kept = true
		}
	}
	waiting, err := b.store.AttachmentsToTake(ctx, take, households)
	if err != nil {
		return err
	}
	if kept || len(waiting) > 0 {
		r.do(take)
	}
	for _, a := range waiting {
		alone := a.HouseholdID != 0 && a.ContactID == 0 // whose answer names the household already
		if subject := subjectOfAnswer(a.Answer); a.Answer != "" && !alone && !slices.Contains(r.turn.Refresh, subject) {
			r.turn.Refresh = append(r.turn.Refresh, subject)
		}
	}
	return nil
}
