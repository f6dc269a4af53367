package bot

import (
	"context"
	"slices"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// caseRoles finds out what the person is to a case, in the chat in which they
// speak.
func (b *Bot) caseRoles(ctx context.Context, r *request, e model.Emergency) (roles []model.CaseRole, err error) {
	add := func(role model.CaseRole, holds bool) {
		if holds {
			roles = append(roles, role)
		}
	}
	alerts, err := b.alerts(ctx, e.Source)
	if err != nil {
		return nil, err
	}
	reporters, err := b.store.CaseReporters(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	leaders, err := b.leadersOf(ctx, e)
	if err != nil {
		return nil, err
	}
	responsible, err := b.follows(ctx, r.cadre.ID, e, r.today)
	add(model.CaseTold, slices.ContainsFunc(alerts, func(a store.OutboxRow) bool {
		return a.ChatID == r.ChatID || r.private() && a.CadreID == r.cadre.ID
	}))
	add(model.CaseReporter, slices.Contains(reporters, r.cadre.ID))
	add(model.CaseInHand, e.AcknowledgedBy == r.cadre.ID)
	add(model.CaseResponsible, responsible)
	add(model.CaseLeader, slices.Contains(leaders, r.cadre.ID))
	add(model.CaseOffice, r.cadre.Role == model.RoleOffice)
	return roles, err
}

// follows says whether a cadre answers for the family of a case: that of the
// household, or who stands in; where nobody does, the first of its chain.
func (b *Bot) follows(ctx context.Context, cadre int64, e model.Emergency, today model.Day) (bool, error) {
	h, err := b.store.Household(ctx, e.HouseholdID)
	if err != nil {
		return false, err
	}
	if h.ResponsibleID != 0 {
		return b.answersFor(ctx, cadre, h, today)
	}
	chain, err := b.store.CaseChain(ctx, e.ID)
	return slices.ContainsFunc(chain, func(l model.CaseLink) bool { return l.Level == model.LevelCadre && l.CadreID == cadre }), err
}

// alerts are the messages by which people and groups are told of a case, or were to
// be: at once, or since it waited too long.
func (b *Bot) alerts(ctx context.Context, source string) ([]store.OutboxRow, error) {
	rows, err := b.store.OutboxRows(ctx, store.OutboxFilter{Subject: subjectOfCase(source)})
	return slices.DeleteFunc(rows, func(r store.OutboxRow) bool { return r.Kind != kindAlert && r.Kind != kindEscalated }), err
}

// leadersOf are the leaders along whose chain a case goes up.
func (b *Bot) leadersOf(ctx context.Context, e model.Emergency) (leaders []int64, err error) {
	chain, err := b.store.CaseChain(ctx, e.ID)
	for _, l := range chain {
		if l.Level == model.LevelLeader {
			leaders = append(leaders, l.CadreID)
		}
	}
	return leaders, err
}

// concerned are who follows a case closely: who reported it, has it in hand or
// answers for the household.
func (b *Bot) concerned(ctx context.Context, r *request, e model.Emergency) ([]caseReader, error) {
	who, err := b.store.CaseReporters(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	h, err := b.store.Household(ctx, e.HouseholdID)
	if err != nil {
		return nil, err
	}
	answering, err := b.answering(ctx, h.ResponsibleID, r.today)
	if err != nil {
		return nil, err
	}
	for _, a := range answering {
		who = append(who, a.ID)
	}
	return b.reachable(ctx, append(who, e.AcknowledgedBy))
}

// alertedLeaders are the leaders of a case's chain who were alerted.
func (b *Bot) alertedLeaders(ctx context.Context, e model.Emergency) ([]caseReader, error) {
	leaders, err := b.leadersOf(ctx, e)
	if err != nil {
		return nil, err
	}
	alerts, err := b.alerts(ctx, e.Source)
	if err != nil {
		return nil, err
	}
	leaders = slices.DeleteFunc(leaders, func(id int64) bool {
		return !slices.ContainsFunc(alerts, func(a store.OutboxRow) bool { return a.CadreID == id })
	})
	return b.reachable(ctx, leaders)
}

// officeNow is whom of the office a case concerns: its groups, and where there is
// none its people, so that nobody reads the same twice.
func (b *Bot) officeNow(ctx context.Context) (readers []caseReader, err error) {
	chats, err := b.store.OfficeChats(ctx)
	for _, c := range chats { // the groups stand first
		if c.CadreID == 0 {
			readers = append(readers, caseReader{chatID: c.ChatID})
		} else if len(readers) == 0 || readers[0].chatID == 0 {
			readers = append(readers, caseReader{cadreID: c.CadreID})
		}
	}
	return readers, err
}

// readerOf is who reads a delivery.
func readerOf(row store.OutboxRow) caseReader {
	if row.CadreID != 0 {
		return caseReader{cadreID: row.CadreID}
	}
	return caseReader{chatID: row.ChatID}
}

// reachable are those of some cadres whom the bot can write to.
func (b *Bot) reachable(ctx context.Context, cadres []int64) (readers []caseReader, err error) {
	for _, id := range cadres {
		if id == 0 {
			continue
		}
		c, err := b.store.Cadre(ctx, id)
		if err != nil {
			return nil, err
		}
		if c.Bound() && !c.Blocked {
			readers = append(readers, caseReader{cadreID: id})
		}
	}
	return readers, nil
}
