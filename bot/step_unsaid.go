package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"ringkeeper/bot/reading"
	"ringkeeper/bot/talk"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// unsaidWithin is how long after its report a case is meant by who says a step and
// not of which case [D].
const unsaidWithin = 48 * time.Hour

// unsaidSteps are the steps that people tell without a reply. 撤回 takes back a record
// then, and what is left is the office's, who name the case.
var unsaidSteps = []model.CaseAct{
	model.CaseAct(model.Acknowledged), model.CaseAct(model.OnTheWay), model.CaseAct(model.OnSite), model.CaseAct(model.Solved),
}

// stepUnsaid takes words of a step that answer no message (我去, 到了): they are about
// the only case that the person follows and in which it is theirs to do. What tells of
// households of the list beside it (入户 1 3 正常) is a record.
func (b *Bot) stepUnsaid(ctx context.Context, r *request) (done bool, err error) {
	act, rest, ok := talk.CaseStep(r.Text)
	if !ok || r.ReplyTo != 0 || !slices.Contains(unsaidSteps, act) || !model.May(r.cadre, model.ActAcknowledge, r.place) {
		return false, nil
	}
	if strings.ContainsAny(rest, "0123456789") || reading.Read(rest, r.day).Outcome != model.Unclear {
		return false, nil
	}
	cases, err := b.mayStep(ctx, r, act)
	if err != nil || len(cases) == 0 {
		return false, err
	}
	if len(cases) > 1 {
		r.tell("case.reply_to_it", nil)
		return true, nil
	}
	meant := cases[0]
	if r.Attached != nil {
		if err := b.keepWithCase(ctx, r, meant.Emergency); err != nil {
			return true, err
		}
	}
	return true, b.answerVerdict(ctx, r, meant.Emergency, meant.roles, act, rest)
}

// followed is a case with what the person is to it.
type followed struct {
	model.Emergency
	roles []model.CaseRole
}

// mayStep returns the cases in which a step may be meant; where there are several,
// those alone that it moves on.
func (b *Bot) mayStep(ctx context.Context, r *request, act model.CaseAct) (cases []followed, err error) {
	open, err := b.store.Emergencies(ctx, store.EmergencyFilter{Open: true, Since: r.turn.At.Add(-unsaidWithin)})
	if err != nil {
		return nil, err
	}
	for _, e := range open {
		roles, err := b.caseRoles(ctx, r, e.Emergency)
		if err != nil {
			return nil, err
		}
		if isTold(roles) && model.MayInCase(roles, act) {
			cases = append(cases, followed{e.Emergency, roles})
		}
	}
	ahead := slices.DeleteFunc(slices.Clone(cases), func(c followed) bool { return !c.Status.Before(model.EmergencyStatus(act)) })
	if len(ahead) > 0 {
		return ahead, nil
	}
	return cases, nil
}

// isTold says whether somebody who has some roles in a case was told of it, has it in
// hand or answers for the household.
func isTold(roles []model.CaseRole) bool {
	return slices.ContainsFunc(roles, func(role model.CaseRole) bool {
		return role == model.CaseTold || role == model.CaseInHand || role == model.CaseResponsible
	})
}
