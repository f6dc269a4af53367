package store

import "errors"

// attachments deletes what was sent along of the household, also where it
// belongs to others too: one picture shows them all. Other files lose a name in
// which one of its words stands.
func (o *oblivion) attachments() error {
	const own = `household_id = ? AND household_id IS NOT NULL
		OR contact_id IN (WITH RECURSIVE chain (id) AS (
			SELECT id FROM contacts WHERE household_id = ? UNION SELECT c.corrects FROM chain JOIN contacts c ON c.id = chain.id WHERE c.corrects <> 0) SELECT id FROM chain)
		OR case_source <> '' AND case_source IN (SELECT source FROM emergencies WHERE household_id = ?)`
	id := o.household.ID
	if err := o.count(&o.done.Attachments, "attachments", `DELETE FROM attachments WHERE (chat_id, message_id) IN (SELECT chat_id, message_id FROM attachments WHERE `+own+`)`,
		id, id, id); err != nil {
		return err
	}
	named, err := o.naming("names of files", o.traces.all, `SELECT id, name FROM attachments WHERE name <> ''`)
	return errors.Join(err, o.exec("names of files", `UPDATE attachments SET name = '' WHERE id IN (SELECT value FROM json_each(?))`, jsonList(named)))
}
