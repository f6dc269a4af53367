package bot

import (
	"fmt"

	"ringkeeper/bot/talk"
)

// unheard are the sentences for what would have to be listened to or watched.
var unheard = map[string]string{"voice": "media.voice", "audio": "media.audio", "video_note": "media.video_note"}

// unkept are those for what says nothing of a household; whatever is not among
// them has a sentence for all.
var unkept = map[string]string{"sticker": "media.sticker", "contact": "media.contact"}

// wordless answers what came without a word, once for an album, which comes as a
// message for each picture. A picture, a file or a place is answered by what
// becomes of it, see keep.
func (b *Bot) wordless(r *request) {
	heard, voice := unheard[r.Media]
	key, known := unkept[r.Media]
	switch {
	case voice && r.state.Report:
		r.tell("media.unheard_report", nil, said{Key: "button.no_report", Tap: talk.Tap{Do: talk.TapDrop}})
	case r.state.Report:
		b.askForReport(r)
	case r.Attached != nil:
		return
	case voice && !r.state.Idle():
		r.tell("media.unheard_question", nil)
	case voice:
		r.tell(heard, nil)
	case known:
		r.tell(key, nil)
	default:
		r.tell("media.other", nil)
	}
	if r.MediaGroup != "" {
		r.once(fmt.Sprintf("album:%d:%s", r.ChatID, r.MediaGroup))
	}
}
