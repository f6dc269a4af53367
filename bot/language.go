package bot

import (
	"context"
	"slices"

	"ringkeeper/bot/talk"
	"ringkeeper/bot/text"
	"ringkeeper/model"
)

// language asks in which language the person wants to read.
func (b *Bot) language(_ context.Context, r *request) error {
	var choices []said
	for _, lang := range text.Languages {
		choices = append(choices, said{"language." + lang, talk.Tap{Do: talk.TapLanguage, Word: lang}})
	}
	r.tell("language.ask", nil, choices...)
	return nil
}

// speak keeps the language that the person chose. From then on it is theirs,
// whatever their Telegram speaks.
func (b *Bot) speak(r *request, lang string) error {
	if !slices.Contains(text.Languages, lang) {
		r.toast("button.over", nil)
		return nil
	}
	r.do(model.SetLanguage{CadreID: r.cadre.ID, Language: lang, Chosen: true})
	r.say = b.words.In(lang, r.today, b.config.Zone.Location)
	r.toast("language.kept", nil)
	r.tell("language.kept", nil)
	return nil
}
