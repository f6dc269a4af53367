package bot

import (
	"context"

	"ringkeeper/model"
)

// takeOver puts an emergency that somebody has in hand into the hands of another,
// who was told of it; its reporter hears of that.
func (b *Bot) takeOver(ctx context.Context, r *request, id int64) error {
	if !model.May(r.cadre, model.ActAcknowledge, r.place) {
		r.toast("denied", nil)
		return nil
	}
	e, told, err := b.toldOf(ctx, r, id)
	switch {
	case err != nil:
		return err
	case !told:
		r.toast("denied", nil)
	case e.ID == 0:
		r.toast("button.over", nil)
	case e.Status.Over():
		r.toast("emergency.over", nil)
	case e.AcknowledgedBy == 0:
		return b.acknowledge(ctx, r, id)
	case e.AcknowledgedBy == r.cadre.ID:
		r.toast("emergency.you", nil)
	default:
		r.turn.Reads = append(r.turn.Reads, model.Ref{Table: "emergencies", ID: e.ID, Version: e.Version})
		r.do(model.TakeOverEmergency{ID: e.ID})
		r.turn.Refresh = append(r.turn.Refresh, subjectOfCase(e.Source))
		if e.ReportedBy != r.cadre.ID {
			r.turn.Notices = append(r.turn.Notices, model.Notice{
				Priority: model.PriorityAnswer, Kind: kindSay, CadreID: e.ReportedBy,
				Data: encode(sentence{Key: "emergency.taken_over", Args: model.Args{"id": e.ID, "name": r.cadre.Name, "unit": r.cadre.Unit}}),
			})
		}
		r.toast("emergency.you", nil)
	}
	return nil
}
