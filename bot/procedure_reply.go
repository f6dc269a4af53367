package bot

import (
	"context"
	"strings"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
)

// aboutProcedure takes a reply to the message of a procedure: a reason to refuse
// it, the day of its newest step, or what the roster needs. Hardship is left to be
// reported.
func (b *Bot) aboutProcedure(ctx context.Context, r *request) (done bool, err error) {
	if r.ReplyTo == 0 || reading.Read(r.Text, r.day).Outcome == model.EmergencyFound {
		return false, nil
	}
	_, _, kind, subject, err := b.store.HouseholdsInMessage(ctx, r.ChatID, r.ReplyTo)
	if err != nil || kind != kindProcedure {
		return false, err
	}
	p, err := b.store.ProcedureBySource(ctx, strings.TrimPrefix(subject, subjectOfProcedure("")))
	if err != nil {
		return true, err
	}
	seen, err := b.proceed(ctx, r.cadre, p, r.asked)
	if err != nil {
		return true, err
	}
	why, refuses := talk.Refusal(r.Text)
	day, dated := reading.DayAlone(r.Text, r.day)
	switch {
	case p.Status != model.ProcedureRunning:
		r.tell("procedure.over", nil)
	case refuses && !p.Next().MadeBy(seen.as):
		r.tell("denied", nil)
	case refuses && why == "":
		r.tell("procedure.why_missing", nil)
	case refuses:
		return true, b.refuseProcedure(ctx, r, seen, model.RefusalReason(why))
	case dated:
		b.redate(r, seen, day)
	case p.Next() == model.StepEntered && p.Next().MadeBy(seen.as):
		return true, b.answerMissing(ctx, r, seen)
	default:
		r.tell("procedure.how", nil)
	}
	return true, nil
}

// redate corrects the day of the newest step, for whoever may make it.
func (b *Bot) redate(r *request, p proceeding, day model.Day) {
	if len(p.Made) == 0 {
		r.tell("procedure.not_dated", nil)
		return
	}
	last := p.Made[len(p.Made)-1]
	from := p.Earliest(last.Step, b.config.Emergencies)
	switch {
	case !last.Step.MadeBy(p.as):
		r.tell("denied", nil)
	case day < from || day > r.today:
		r.tell("procedure.day_wrong", model.Args{"step": r.say.Word(last.Step), "from": r.say.Word(from), "today": r.say.Word(r.today)})
	default:
		r.onProcedure(p)
		r.do(model.RedateProcedure{ID: p.ID, On: day})
		r.tell("procedure.redated", model.Args{"step": r.say.Word(last.Step), "on": r.say.Word(day)})
	}
}

// answerMissing takes what the roster needs in words: the number, the village, the
// head, or who is to answer for the household.
func (b *Bot) answerMissing(ctx context.Context, r *request, p proceeding) error {
	e := model.FillProcedure{ID: p.ID}
	words := strings.TrimSpace(r.Text)
	missing := p.Missing()
	family := reading.ReadFamily(words)
	switch {
	case family.Number != "" && family.Rest == words && p.HouseholdID == 0:
		if free, err := b.numberFree(ctx, r, family.Number); err != nil || !free {
			return err
		}
		e.Number = family.Number
	case missing == model.MissingVillage:
		name, township, err := b.village(ctx, r, words, family)
		if err != nil {
			return err
		}
		if township == 0 {
			r.tell("procedure.village_unknown", model.Args{"text": quoted(words)})
			return nil
		}
		e.Village, e.TownshipID = name, township
	case missing == model.MissingHead && talk.MeantAsName(words):
		e.Family = words
	default:
		for _, label := range []string{"包保：", "包保:"} { // as the message itself writes it
			words = strings.TrimPrefix(words, label)
		}
		found, err := b.findCadres(ctx, words)
		if err != nil {
			return err
		}
		if len(found) != 1 {
			r.tell("procedure.cadre_unknown", model.Args{"n": len(found), "name": quoted(words)})
			return nil
		}
		e.ResponsibleID = found[0].ID
	}
	r.onProcedure(p)
	r.do(e)
	r.tell("procedure.filled", nil)
	return nil
}
