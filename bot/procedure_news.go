package bot

import (
	"context"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// procedureNews is one line about a procedure: that it was begun, that a step was
// made, or that it was refused.
type procedureNews struct {
	Source  string              `json:"source"`
	Step    model.ProcedureStep `json:"step,omitempty"`
	Refused bool                `json:"refused,omitempty"`
}

// tellOfProcedure tells those whom a procedure concerns, but for whoever acts:
// who answers for the household, who reported the case and who took it on, the
// office, and the township's leaders once it is their turn. An edit does not
// notify, so each gets one line.
func (b *Bot) tellOfProcedure(ctx context.Context, r *request, p proceeding, news procedureNews) error {
	answering, err := b.answering(ctx, p.ResponsibleID, r.today)
	if err != nil {
		return err
	}
	var ids []int64
	for _, a := range answering {
		ids = append(ids, a.ID)
	}
	ids = append(ids, p.emergency.ReportedBy, p.emergency.AcknowledgedBy, p.OpenedBy)
	office, err := b.store.OfficeChats(ctx)
	if err != nil {
		return err
	}
	for _, chat := range office {
		ids = append(ids, chat.CadreID)
	}
	if news.Step == model.StepPosted {
		leaders, err := b.townshipLeaders(ctx, p.TownshipID)
		if err != nil {
			return err
		}
		for _, c := range leaders {
			ids = append(ids, c.ID)
		}
	}
	told := map[int64]bool{0: true, r.cadre.ID: true}
	for _, id := range ids {
		if told[id] {
			continue
		}
		told[id] = true
		c, err := b.store.Cadre(ctx, id)
		if err != nil {
			return err
		}
		if c.Bound() && !c.Blocked {
			r.turn.Notices = append(r.turn.Notices, model.Notice{Priority: model.PriorityAnswer, Kind: kindProcedureNews, CadreID: id, Data: encode(news)})
		}
	}
	return nil
}

// townshipLeaders are the leaders whose 辖区 is a township, none of none.
func (b *Bot) townshipLeaders(ctx context.Context, township int64) ([]model.Cadre, error) {
	if township == 0 {
		return nil, nil
	}
	return b.store.Cadres(ctx, store.CadreFilter{Roles: []model.Role{model.RoleLeader}, Townships: []int64{township}})
}
