package store

import (
	"context"
	"time"

	"ringkeeper/model"
)

// NoteLedger keeps in the audit log that somebody wrote the ledger of emergencies,
// of how many and of which days, 0 for any.
func (s *Store) NoteLedger(ctx context.Context, at time.Time, actor string, cases int, from, until model.Day) error {
	return s.write(ctx, func(q session) error {
		return q.audit(AuditLine{
			At: model.InstantOf(at), Actor: actor, Action: AuditLedgerExported, Subject: "emergencies",
			Detail: details(model.Args{"cases": cases, "from": from, "until": until}),
		})
	})
}
