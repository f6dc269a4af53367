package bot

import (
	"context"
	"slices"
	"strings"

	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// renderAttached says what became of pictures, files and places that came
// without words: what they belong to, or how to make them count. What a record
// took before this was said is read back with the record.
func renderAttached(ctx context.Context, w *wording, d attached) (text.Page, error) {
	all, err := w.store.Attachments(ctx, store.AttachmentFilter{Answer: d.Answer})
	if err != nil {
		return text.Page{}, err
	}
	taken := slices.ContainsFunc(all, func(a model.Attachment) bool { return a.Taken })
	switch {
	case len(all) == 0:
		w.drop = "nothing is kept of it any more"
		return text.Page{}, nil
	case taken && !w.edit:
		w.drop = "it was read back with a record"
		return text.Page{}, nil
	}
	var lines []string
	if kept := w.count(all); kept != "" {
		line := w.say.Say("media.waiting", model.Args{"kept": kept})
		if owners := distinct(ownersOf(all)); len(owners) > 0 {
			where, err := w.owned(ctx, owners)
			if err != nil {
				return text.Page{}, err
			}
			line = w.say.Say("media.placed", model.Args{"kept": kept, "where": text.HTML(where)})
		}
		lines = append(lines, line)
	}
	return text.Page{Rows: text.Rows(append(lines, w.refusals(all)...)...)}, nil
}

func distinct(owners []model.Owner) []model.Owner {
	var once []model.Owner
	for _, o := range owners {
		if !slices.Contains(once, o) {
			once = append(once, o)
		}
	}
	return once
}

// owned words what attachments belong to.
func (w *wording) owned(ctx context.Context, owners []model.Owner) (string, error) {
	var where []string
	for _, o := range owners {
		switch {
		case o.ContactID == 0 && o.CaseSource != "":
			e, err := w.store.EmergencyBySource(ctx, o.CaseSource)
			if err != nil {
				return "", err
			}
			where = append(where, w.say.Say("media.case", model.Args{"id": e.ID}))
		default:
			h, err := w.store.Household(ctx, o.HouseholdID)
			if err != nil {
				return "", err
			}
			where = append(where, w.say.Say("media.household", model.Args{"head": model.MaskName(h.Head), "village": h.Village}))
		}
	}
	return w.say.List(where), nil
}

// attachmentCounts are the sentences that count attachments of a kind, in the
// order in which they are said.
var attachmentCounts = []struct {
	kind model.AttachmentKind
	key  string
}{{model.Photo, "media.photos"}, {model.Video, "media.videos"}, {model.Document, "media.documents"}, {model.Location, "media.locations"}}

// count words how many attachments of each kind are kept: 📷2 📍1, "" for none.
// One that belongs to several records counts once.
func (w *wording) count(all []model.Attachment) string {
	messages := map[model.AttachmentKind][]int{}
	for _, a := range all {
		if a.Refused == "" && !slices.Contains(messages[a.Kind], a.MessageID) {
			messages[a.Kind] = append(messages[a.Kind], a.MessageID)
		}
	}
	var parts []string
	for _, c := range attachmentCounts {
		if n := len(messages[c.kind]); n > 0 {
			parts = append(parts, w.say.Say(c.key, model.Args{"n": n}))
		}
	}
	return strings.Join(parts, " ")
}

// refusals says why some were not kept.
func (w *wording) refusals(all []model.Attachment) (lines []string) {
	refused := func(why model.Refusal) bool {
		return slices.ContainsFunc(all, func(a model.Attachment) bool { return a.Refused == why })
	}
	if refused(model.TooLarge) {
		lines = append(lines, w.say.Say("media.too_large", model.Args{"mb": w.bot.config.Attachments.LargestMB}))
	}
	if refused(model.TooMany) {
		lines = append(lines, w.say.Say("media.too_many", model.Args{"most": w.bot.config.Attachments.PerRecord}))
	}
	return lines
}

// findAttached finds what came with the household's records, and under 0 what
// came with none.
func (s *sheet) findAttached(ctx context.Context) (err error) {
	ids := make([]int64, len(s.why.Contacts))
	for i, c := range s.why.Contacts {
		ids[i] = c.ID
	}
	if s.attached, _, err = s.attachedTo(ctx, ids...); err != nil {
		return err
	}
	alone, err := s.store.Attachments(ctx, store.AttachmentFilter{HouseholdID: s.household.ID})
	s.attached[0] = s.count(alone)
	return err
}

// attachedTo words what came with each of some records, by record, to stand
// behind it ( 📷2 📍1), and says what of it was not kept.
func (w *wording) attachedTo(ctx context.Context, records ...int64) (counted map[int64]string, refused []string, err error) {
	of, err := w.store.AttachmentsOf(ctx, records...)
	if err != nil {
		return nil, nil, err
	}
	counted = map[int64]string{}
	var all []model.Attachment
	for record, held := range of {
		if c := w.count(held); c != "" {
			counted[record] = " " + c
		}
		all = append(all, held...)
	}
	return counted, w.refusals(all), nil
}
