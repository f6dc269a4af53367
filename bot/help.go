package bot

import (
	"context"

	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

// helpButtons are the commands that help offers, by role.
var helpButtons = map[model.Role][]string{
	model.RoleCadre:  {"today", "household", "emergency"},
	model.RoleLeader: {"today", "household", "overdue", "emergencies", "emergency"},
	model.RoleOffice: {"household", "overdue", "emergencies", "emergency"},
}

// help is three lines on how it works for a role, with the buttons for what is
// done most.
func help(role model.Role) sentence {
	s := sentence{Key: "help." + string(role)}
	for _, name := range helpButtons[role] {
		s.Buttons = append(s.Buttons, said{"shortcut." + name, talk.Tap{Do: talk.TapCommand, Word: name}})
	}
	return s
}

func (r *request) help() { r.reply(kindSay, "", help(r.cadre.Role)) }

// command does what a command does that was pressed and not typed.
func (b *Bot) command(ctx context.Context, r *request, name string) error {
	do, known := privateCommands[name]
	if !known {
		r.toast("button.over", nil)
		return nil
	}
	r.turnAway()
	return do(b, ctx, r)
}
