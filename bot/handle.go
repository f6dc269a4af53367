package bot

import (
	"context"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/bot/telegram"
	"ringkeeper/model"
)

// handle decides what one update does. Where nothing is to be done the Turn is
// empty, and committing it marks the update handled.
func (b *Bot) handle(ctx context.Context, r *request) error {
	switch {
	case r.MigratedTo != 0:
		r.do(model.MoveGroup{From: r.ChatID, To: r.MigratedTo})
		return nil
	case r.Kind == telegram.Membership:
		return b.membership(ctx, r)
	case r.Kind == telegram.Joined:
		if r.BotJoined && r.place == model.InOtherGroup {
			r.reply(kindSay, "", sentence{Key: "group.hello"})
		}
		return nil
	case r.PersonID == 0 || r.PersonIsBot || r.ChatKind == "channel":
		r.faceless()
		return nil
	case r.Command == "start" && r.private():
		return b.start(ctx, r)
	case r.cadre.ID == 0:
		return b.stranger(ctx, r)
	case r.Kind == telegram.Callback:
		return b.withAttachments(ctx, r, b.tap)
	case r.Kind == telegram.EditedMessage:
		return b.withAttachments(ctx, r, b.edited)
	case r.Kind != telegram.Message:
		return nil
	case r.private():
		return b.withAttachments(ctx, r, b.private)
	default:
		return b.withAttachments(ctx, r, b.inGroup)
	}
}

// privateCommands is what a bound person may ask for in the private chat.
var privateCommands = map[string]func(*Bot, context.Context, *request) error{
	"emergency":   func(b *Bot, ctx context.Context, r *request) error { return b.emergency(ctx, r, r.Body) },
	"overdue":     (*Bot).overdue,
	"emergencies": (*Bot).openCases,
	"case":        (*Bot).caseByNumber,
	"items":       (*Bot).items,
	"today":       (*Bot).today,
	"household":   looker(talk.TapCard),
	"why":         looker(talk.TapWhy),
	"history":     looker(talk.TapHistory),
	"undo":        (*Bot).takeBack,
	"me":          (*Bot).me,
	"language":    (*Bot).language,
	"help":        func(_ *Bot, _ context.Context, r *request) error { r.help(); return nil },
	"delegate":    (*Bot).delegate,
	"away":        (*Bot).away,
	"bind": func(_ *Bot, _ context.Context, r *request) error {
		r.tell("group.private", nil)
		return nil
	},
}

// private takes a message of a bound person in the private chat.
func (b *Bot) private(ctx context.Context, r *request) error {
	if r.Command != "" {
		do, known := privateCommands[r.Command]
		if !known {
			r.tell("unknown_command", nil)
			return nil
		}
		r.turnAway()
		return do(b, ctx, r)
	}
	if done, err := b.caseNamed(ctx, r); done || err != nil {
		return err
	}
	if rest, ok := reading.IsEmergencyReport(r.Text); ok {
		return b.emergency(ctx, r, rest)
	}
	if done, err := b.aboutCase(ctx, r); done || err != nil {
		return err
	}
	if name, rest, ok := talk.PlainCommand(r.Text, r.day); ok && !r.Forwarded {
		r.Args, r.Body = rest, rest
		r.turnAway()
		return privateCommands[name](b, ctx, r)
	}
	switch {
	case r.Text == "":
		b.wordless(r)
	case r.Forwarded:
		b.forwarded(r)
	default:
		if done, err := b.offersCallOff(ctx, r); done || err != nil {
			return err
		}
		if done, err := b.aboutProcedure(ctx, r); done || err != nil {
			return err
		}
		if done, err := b.named(ctx, r); done || err != nil {
			return err
		}
		if done, err := b.naming(ctx, r); done || err != nil {
			return err
		}
		if done, err := b.stepUnsaid(ctx, r); done || err != nil {
			return err
		}
		return b.record(ctx, r)
	}
	return nil
}

// inGroup takes a message in a group. In groups no contact is recorded: a report of
// hardship and what belongs to it, what is open or overdue, and /bind is all. Of what
// people say to each other, where the bot hears it, only what begins as a report
// counts.
func (b *Bot) inGroup(ctx context.Context, r *request) error {
	hears, err := b.testsHearing(ctx, r)
	if err != nil {
		return err
	}
	if hears {
		r.heard()
		return nil
	}
	switch {
	case r.Command == "bind":
		return b.bind(ctx, r)
	case r.Command == "overdue":
		return b.overdue(ctx, r)
	case r.Command == "emergencies":
		return b.openCases(ctx, r)
	case r.Command == "case":
		r.tell("case.private", nil)
		return nil
	case r.Command == "emergency":
		return b.emergency(ctx, r, r.Body)
	case r.Command == "help":
		r.tell("help.group", nil)
		return nil
	case r.Command != "": // another bot's, as like as not
		return nil
	case r.Mentioned || r.ReplyToBot:
		return b.mentioned(ctx, r)
	case r.place == model.InBoundGroup:
		if rest, ok := reading.IsReportInTalk(r.Text, r.day); ok {
			return b.emergency(ctx, r, rest)
		}
	}
	return nil
}

// mentioned takes a mention or a reply in a group: what answers a message about a
// case belongs to that, and hardship is filed at once, whether or not it says 急报.
func (b *Bot) mentioned(ctx context.Context, r *request) error {
	body := strings.TrimSpace(r.Body)
	if rest, ok := reading.IsEmergencyReport(body); ok {
		return b.emergency(ctx, r, rest)
	}
	if done, err := b.aboutCase(ctx, r); done || err != nil {
		return err
	}
	if body != "" && reading.Read(body, r.day).Outcome == model.EmergencyFound || r.state.Report {
		return b.emergency(ctx, r, body)
	}
	if r.Mentioned {
		r.tell("emergency.how_group", nil)
	}
	return nil
}

// tap takes the press of a button. What it asks for is checked anew: the button
// may be old, or the message may have been seen by somebody else.
func (b *Bot) tap(ctx context.Context, r *request) error {
	t, ok := talk.ParseTap(r.Data)
	if !ok {
		r.toast("button.over", nil)
		return nil
	}
	switch t.Do {
	case talk.TapAcknowledge:
		return b.tapCase(ctx, r, t.ID, model.CaseAct(model.Acknowledged))
	case talk.TapStep:
		return b.tapCase(ctx, r, t.ID, model.CaseAct(t.Word))
	case talk.TapTakeOver:
		return b.tapCase(ctx, r, t.ID, model.CaseTakeOver)
	case talk.TapReopen:
		return b.tapCase(ctx, r, t.ID, model.CaseReopen)
	case talk.TapPage:
		return b.page(ctx, r, int(t.ID))
	case talk.TapCases:
		return b.casesPage(ctx, r, int(t.ID))
	}
	if !r.private() {
		r.toast("denied", nil)
		return nil
	}
	switch t.Do {
	case talk.TapHousehold:
		return b.pick(ctx, r, t.ID)
	case talk.TapRecord:
		return b.tapped(ctx, r, t)
	case talk.TapUndo:
		return b.undo(ctx, r, t.ID)
	case talk.TapCard, talk.TapWhy, talk.TapHistory:
		return b.look(ctx, r, t)
	case talk.TapCase:
		return b.showCase(ctx, r, t.ID)
	case talk.TapFigures:
		return b.caseFigures(ctx, r)
	case talk.TapPhone:
		return b.phone(ctx, r, t.ID)
	case talk.TapCommand:
		return b.command(ctx, r, t.Word)
	case talk.TapLanguage:
		return b.speak(r, t.Word)
	case talk.TapChange:
		return b.change(ctx, r, t.ID)
	case talk.TapChoose:
		return b.choose(ctx, r, t.ID)
	case talk.TapAmend:
		return b.amend(ctx, r, t)
	case talk.TapSpecify:
		return b.specify(ctx, r, t)
	case talk.TapConfirm:
		return b.confirm(ctx, r, t.ID)
	case talk.TapUnjoin:
		return b.unjoin(ctx, r, t.ID)
	case talk.TapExplain:
		return b.explain(ctx, r, t)
	case talk.TapSettle:
		return b.settle(ctx, r, t)
	case talk.TapBlock:
		return b.excuse(ctx, r, t)
	case talk.TapUnblock:
		return b.unblock(ctx, r, t.ID)
	case talk.TapExcused:
		return b.excused(ctx, r, int(t.ID))
	case talk.TapIdentify:
		return b.identify(ctx, r, t.ID)
	case talk.TapEliminate:
		return b.eliminate(ctx, r, t.ID)
	case talk.TapProcedure, talk.TapMade, talk.TapFill, talk.TapRefuse:
		return b.tapProcedure(ctx, r, t)
	case talk.TapDelegate:
		return b.tapDelegate(ctx, r, t.ID)
	case talk.TapLeave:
		return b.tapLeave(ctx, r, t)
	case talk.TapStandIn:
		b.tapStandIn(r, t)
		return nil
	case talk.TapEnd:
		return b.endStandIn(ctx, r, t.ID)
	case talk.TapPiece, talk.TapDrop:
		return b.piece(ctx, r, t)
	case talk.TapForwarded:
		return b.asMine(ctx, r, t.ID)
	case talk.TapRevision:
		return b.revision(ctx, r, t)
	default:
		return b.callOff(ctx, r, t.ID)
	}
}
