package telegram

import (
	"testing"

	"ringkeeper/bot/simulator"
	"ringkeeper/model"
)

func TestTelegramTellsWhatTheBotMayDoInAGroup(t *testing.T) {
	server, person, client := phone(t, simulator.Options{})
	g := server.Group("龙头镇", person)
	is := func(want model.Standing) {
		t.Helper()
		if got, err := client.Standing(t.Context(), g.ID); got != want || err != nil {
			t.Errorf("standing %q, %v, want %q", got, err, want)
		}
	}
	is(model.HearsMeant)
	g.Promote()
	is(model.HearsAll)
	g.Silence(true)
	is(model.HearsAll)
	g.Demote()
	is(model.Mute)
	g.Silence(false)
	g = g.Migrate()
	g.Restrict()
	is(model.Mute)
	g.Demote()
	server.PrivacyOff()
	is(model.HearsAll) // as far as Telegram tells: it holds once the bot is added anew
	g.Kick()
	if got, err := client.Standing(t.Context(), g.ID); err == nil {
		t.Errorf("of a group that threw it out: %q", got)
	}
}
