package store

import (
	"errors"

	"ringkeeper/model"
)

// procedures takes the words out of the household's own procedures, and ends the
// one that runs; of a family's that is on no roster it does so where one of the
// names stands in the same village.
func (o *oblivion) procedures() error {
	const clear = `UPDATE procedures SET family = '', number = '', refusal = '', version = version + 1`
	id := o.household.ID
	family, err := o.naming("procedures of the family", o.traces.names,
		`SELECT id, family || ' ' || refusal FROM procedures WHERE household_id IS NULL AND village IN ('', ?)`, o.household.Village)
	if err != nil {
		return err
	}
	return errors.Join(
		o.exec("running procedures", `UPDATE procedures SET status = ?, ended_at = ? WHERE household_id = ? AND status = 'running'`, model.ProcedureRefused, o.at, id),
		o.exec("procedures", clear+` WHERE household_id = ?`, id),
		o.exec("procedures of the family", clear+` WHERE id IN (SELECT value FROM json_each(?))`, jsonList(family)),
		o.othersIn(mention{"procedures", "refusal", nil, nil}, `SELECT t.id, t.id AS told, t.refusal AS text, '' AS family, n.id AS household, n.village_id = ? AS neighbour
			FROM procedures t JOIN households n ON n.id = t.household_id WHERE t.household_id <> ? AND t.refusal <> ''`),
	)
}
