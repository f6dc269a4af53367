package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Render words a notice at the moment in which it is sent: in the reader's
// language, with the state of that minute, or dropped with a reason.
func (b *Bot) Render(ctx context.Context, d store.Delivery, at time.Time) (telegram.Rendering, error) {
	if d.Moved {
		return telegram.Rendering{Drop: "the reader has another account now"}, nil
	}
	lang := d.Language
	if lang == "" {
		lang = b.config.Language
	}
	w := wording{
		bot: b, store: b.store, at: at, today: model.DayOf(at, b.config.Zone.Location),
		reader: d.Notice, edit: d.Edit, group: d.Notice.CadreID == 0 && d.Notice.ChatID < 0,
	}
	w.say = b.words.In(lang, w.today, b.config.Zone.Location)
	if len(d.Carried) > 0 {
		return w.alerts(ctx, d)
	}
	render, ok := renderers[d.Notice.Kind]
	if !ok {
		return telegram.Rendering{Drop: fmt.Sprintf("unknown kind %q", d.Notice.Kind)}, nil
	}
	return render(ctx, &w, d.Notice.Data)
}

// renderers is the table of what words which kind.
var renderers = map[model.NoticeKind]func(context.Context, *wording, json.RawMessage) (telegram.Rendering, error){
	kindSay:           worded(renderSentence),
	kindRecorded:      worded(renderRecorded),
	kindPick:          worded(renderPick),
	kindChange:        worded(renderChange),
	kindDoubt:         worded(renderDoubt),
	kindWhich:         worded(renderWhich),
	kindAlert:         worded(renderAlert),
	kindFiled:         worded(renderFiled),
	kindAgain:         worded(renderAgain),
	kindJoined:        worded(renderJoined),
	kindAddition:      worded(renderAddition),
	kindArrival:       worded(renderArrival),
	kindStep:          worded(renderStep),
	kindNote:          worded(renderNote),
	kindCalledOff:     worded(renderCalledOff),
	kindEscalated:     worded(renderEscalated),
	kindOverdue:       worded(renderOverdue),
	kindDigest:        worded(renderDigest),
	kindToday:         worded(renderToday),
	kindCard:          worded(renderCard),
	kindChoice:        worded(renderChoice),
	kindPhone:         worded(renderPhone),
	kindMe:            worded(renderMe),
	kindUndo:          worded(renderUndo),
	kindItem:          worded(renderItem),
	kindItems:         worded(renderItems),
	kindExcuse:        worded(renderExcuse),
	kindExcused:       worded(renderExcused),
	kindStandIn:       worded(renderStandIn),
	kindDelegates:     worded(renderDelegates),
	kindLeaves:        worded(renderLeaves),
	kindWhichCadre:    worded(renderWhichCadre),
	kindAttached:      worded(renderAttached),
	kindBound:         worded(renderBound),
	kindUnheard:       worded(renderUnheard),
	kindRevision:      worded(renderRevision),
	kindCases:         worded(renderCases),
	kindCase:          worded(renderCase),
	kindCaseFigures:   worded(renderCaseFigures),
	kindProcedure:     worded(renderProcedure),
	kindProcedureNews: worded(renderProcedureNews),
}

// wording is a notice on its way to words.
type wording struct {
	bot    *Bot
	store  Store
	at     time.Time
	today  model.Day
	reader model.Notice
	edit   bool // the message stands on the phone and is shown anew
	group  bool
	say    text.Speaker
	named  []store.Named
	drop   string
}

// worded decodes a notice's data for the function that words it.
func worded[T any](render func(context.Context, *wording, T) (text.Page, error)) func(context.Context, *wording, json.RawMessage) (telegram.Rendering, error) {
	return func(ctx context.Context, w *wording, raw json.RawMessage) (telegram.Rendering, error) {
		var data T
		if err := json.Unmarshal(raw, &data); err != nil {
			return telegram.Rendering{Drop: "unreadable data: " + err.Error()}, nil
		}
		page, err := render(ctx, w, data)
		return telegram.Rendering{Page: page, Named: w.named, Drop: w.drop}, err
	}
}

func (w *wording) button(key string, tap fmt.Stringer, args ...model.Args) text.Button {
	var a model.Args
	if len(args) > 0 {
		a = args[0]
	}
	return text.Button{Label: text.Plain(w.say.Say(key, a)), Data: tap.String()}
}

// buttonsLine is how many buttons stand beside each other under a sentence.
const buttonsLine = 3

func renderSentence(_ context.Context, w *wording, s sentence) (text.Page, error) {
	args := model.Args{}
	for name, v := range s.Args {
		if f, ok := v.(float64); ok {
			v = int(f) // JSON knows no integers
		}
		args[name] = v
	}
	page := text.Page{Rows: text.Rows(w.say.Say(s.Key, args))}
	if s.Then != "" {
		page.Rows = append(page.Rows, text.Rows(w.say.Say(s.Then, args))...)
	}
	beside := buttonsLine
	if len(s.Buttons)%buttonsLine == 1 {
		beside-- // none stands alone below the others
	}
	for line := range slices.Chunk(s.Buttons, beside) {
		var row []text.Button
		for _, b := range line {
			row = append(row, w.button(b.Key, b.Tap))
		}
		page.Keyboard = append(page.Keyboard, row)
	}
	return page, nil
}
