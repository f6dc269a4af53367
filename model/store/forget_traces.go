package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ringkeeper/model"
)

// traces are the words by which a household is known in what people typed.
type traces struct {
	people  []string     // their names
	names   model.Traces // the same
	numbers model.Traces // of the household, of its people, of telephones
	all     model.Traces // for what is raw, where one too many does no harm: it is deleted soon anyway
}

// findTraces collects what the household and its people were ever called.
func (o *oblivion) findTraces() error {
	h, t := o.household, &o.traces
	t.name(h.Head)
	t.number(h.Number)
	err := o.each("facts", func(r *sql.Rows) error {
		var raw string
		if err := r.Scan(&raw); err != nil {
			return err
		}
		var f model.Facts
		if err := json.Unmarshal([]byte(raw), &f); err != nil {
			return err
		}
		t.name(f.Head)
		t.phone(f.Phone)
		return nil
	}, `SELECT facts FROM household_versions WHERE household_id = ?`, h.ID)
	if err != nil {
		return err
	}
	err = o.each("members", func(r *sql.Rows) error {
		var m model.Member
		if err := r.Scan(&m.Number, &m.Name, &m.IDNumber, &m.Phone); err != nil {
			return err
		}
		t.name(m.Name)
		t.number(m.Number)
		t.number(m.IDNumber)
		t.phone(m.Phone)
		return nil
	}, `SELECT m.number, m.name, m.id_number, m.phone FROM members m JOIN household_versions v ON v.id = m.version_id WHERE v.household_id = ?`, h.ID)
	o.done.Members = len(t.people)
	if masked := model.MaskName(h.Head); masked != h.Head { // as chats show it
		for _, shown := range []string{masked + "（" + h.Village, masked + " (" + h.Village, h.Village + " " + masked} {
			t.all.Add(shown)
		}
	}
	return err
}

func (t *traces) name(s string) {
	if utf8.RuneCountInString(s) >= 2 && !slices.Contains(t.people, s) {
		t.people = append(t.people, s)
		t.names.Add(s)
		t.all.Add(s)
	}
}

func (t *traces) number(s string) {
	t.numbers.Add(s)
	t.all.Add(s)
}

// phone adds a telephone number, with the country's prefix too.
func (t *traces) phone(s string) {
	for _, prefix := range []string{"0086", "86", ""} {
		if s != "" {
			t.number(prefix + s)
		}
	}
}

// naming returns the ids of rows of an id and a text in which one of the words
// stands.
func (o *oblivion) naming(noun string, words model.Traces, query string, args ...any) (ids []int64, err error) {
	err = o.each(noun, func(r *sql.Rows) error {
		var id int64
		var text string
		if err := r.Scan(&id, &text); err != nil {
			return err
		}
		if words.In(text) || strings.Contains(text, `\`) && words.In(meant(text)) {
			ids = append(ids, id)
		}
		return nil
	}, query, args...)
	return ids, err
}

// escapes finds what stands for another character in the strings of JSON.
var escapes = regexp.MustCompile(`(\\u[0-9a-fA-F]{4})+|\\[nrt]`)

// meant is a JSON text with its strings as they are meant, for looking into it.
func meant(raw string) string {
	return escapes.ReplaceAllStringFunc(raw, func(s string) string {
		var meant string
		if json.Unmarshal([]byte(`"`+s+`"`), &meant) != nil {
			return s
		}
		return meant
	})
}

// raw deletes what came in of the household and what went out, by what was
// recorded with it and by its words. A message that waits gets other words when it
// is sent; it is dropped where a part of it has arrived, or its data names the
// household – but an alert is never dropped for a word that others share.
func (o *oblivion) raw() error {
	id, all := o.household.ID, o.traces.all
	updates, err := o.naming("raw updates", all, `SELECT seq, CAST(raw AS TEXT) FROM inbox WHERE raw <> x'' AND state <> 'new'`)
	if err != nil {
		return err
	}
	err = o.count(&o.done.Updates, "raw updates", `UPDATE inbox SET raw = x'' WHERE raw <> x'' AND state <> 'new' AND (
			update_id IN (SELECT update_id FROM contacts WHERE household_id = ? AND update_id <> 0)
			OR EXISTS (SELECT 1 FROM emergencies e WHERE e.household_id = ? AND e.reported_in = inbox.chat_id AND inbox.received_at BETWEEN e.reported_at - ? AND e.reported_at)
			OR seq IN (SELECT value FROM json_each(?)))`, id, id, sameUpdate, jsonList(updates))
	if err != nil {
		return err
	}
	worded, err := o.naming("words of messages", all, `SELECT delivery_id, html FROM outbox_messages WHERE html <> ''`)
	if err != nil {
		return err
	}
	named, err := o.naming("data of messages", all, `SELECT id, CAST(data AS TEXT) FROM outbox WHERE data IS NOT NULL`)
	if err != nil {
		return err
	}
	var about []int64
	err = o.find("deliveries", &about, `SELECT delivery_id FROM outbox_lines WHERE household_id = ?
		UNION SELECT delivery_id FROM named_duties WHERE household_id = ?
		UNION SELECT id FROM outbox WHERE subject <> '' AND subject IN (SELECT 'update:' || update_id FROM contacts WHERE household_id = ? AND update_id <> 0)
		UNION SELECT id FROM outbox WHERE subject <> '' AND subject IN (SELECT 'emergency:' || source FROM emergencies WHERE household_id = ? AND source <> '')
		UNION SELECT id FROM outbox WHERE subject <> '' AND subject IN (SELECT 'procedure:' || source FROM procedures WHERE household_id = ?)`, id, id, id, id, id)
	if err != nil {
		return err
	}
	const listed = ` IN (SELECT value FROM json_each(?))`
	deliveries, naming := jsonList(slices.Concat(about, worded, named)), jsonList(named)
	return errors.Join(
		o.count(&o.done.Messages, "words of messages", `UPDATE outbox_messages SET html = '', keyboard = NULL WHERE delivery_id`+listed+` AND html <> ''`, deliveries),
		o.exec("messages that wait", `UPDATE outbox SET state = 'stale', error = ? WHERE state = 'pending' AND (
				id`+listed+` AND EXISTS (SELECT 1 FROM outbox_messages m WHERE m.delivery_id = outbox.id AND m.message_id <> 0) OR id`+listed+` AND priority > ?)`,
			ErrorForgotten, deliveries, naming, model.PriorityEmergency),
		o.exec("data of messages", `UPDATE outbox SET data = NULL WHERE id`+listed+` AND state NOT IN ('pending', 'sending') AND (subject = '' OR id`+listed+`)`, deliveries, naming),
	)
}

// talks ends the conversations that hold words about the household: those of
// whoever answered for it, and those that name it.
func (o *oblivion) talks() error {
	var named []int64
	err := o.each("talks", func(r *sql.Rows) error {
		var person int64
		var state string
		if err := r.Scan(&person, &state); err != nil {
			return err
		}
		if o.traces.all.In(meant(state)) {
			named = append(named, person)
		}
		return nil
	}, `SELECT person_id, CAST(state AS TEXT) FROM talks WHERE state IS NOT NULL`)
	if err != nil {
		return err
	}
	return o.count(&o.done.Talks, "talks", `UPDATE talks SET state = NULL, expires_at = 0, version = version + 1 WHERE state IS NOT NULL AND (
			person_id IN (SELECT c.telegram_id FROM cadres c JOIN assignments a ON a.cadre_id = c.id WHERE a.household_id = ? AND c.telegram_id <> 0)
			OR person_id IN (SELECT value FROM json_each(?)))`, o.household.ID, jsonList(named))
}

// others takes the household's traces out of the words of other records. A name
// is struck in its own village only, and not in the records of a namesake; a
// case of nobody's that names one of its people there is about this household.
// Where a name stands otherwise, a person has to look.
func (o *oblivion) others() error {
	h := o.household
	family, err := o.naming("cases of the family", o.traces.names,
		`SELECT id, text || ' ' || family FROM emergencies WHERE household_id IS NULL AND village IN ('', ?) AND (text <> '' OR family <> '')`, h.Village)
	if err == nil {
		err = o.count(&o.done.Cases, "cases of the family", `UPDATE emergencies SET text = '', family = '', reason = '', version = version + 1
			WHERE id IN (SELECT value FROM json_each(?))`, jsonList(family))
	}
	if err == nil {
		err = o.exec("timelines of cases", `UPDATE case_events SET text = '' WHERE emergency_id IN (SELECT value FROM json_each(?))`, jsonList(family))
	}
	if err == nil {
		err = o.count(&o.done.Attachments, "attachments", `DELETE FROM attachments WHERE case_source <> '' AND case_source IN
			(SELECT source FROM emergencies WHERE id IN (SELECT value FROM json_each(?)))`, jsonList(family))
	}
	if err != nil {
		return err
	}
	return errors.Join(
		o.othersIn(mention{"contacts", "text", &o.done.NamedContacts, &o.done.Others}, `SELECT t.id, t.id AS told, t.text, '' AS family, n.id AS household, n.village_id = ? AS neighbour
			FROM contacts t JOIN households n ON n.id = t.household_id WHERE t.household_id <> ? AND t.text <> ''`),
		o.othersIn(mention{"emergencies", "text", &o.done.NamedCases, &o.done.Others}, ofCases("text")),
		o.othersIn(mention{"emergencies", "reason", &o.done.NamedCases, nil}, ofCases("reason")),
		o.othersIn(mention{"case_events", "text", &o.done.NamedCases, nil}, `SELECT t.id, e.id AS told, t.text, '' AS family, COALESCE(n.id, 0) AS household, COALESCE(n.village_id = ?, 0) AS neighbour
			FROM case_events t JOIN emergencies e ON e.id = t.emergency_id LEFT JOIN households n ON n.id = e.household_id WHERE COALESCE(e.household_id, 0) <> ? AND t.text <> ''`),
		o.othersIn(mention{"items", "text", nil, nil}, ofItems("text")),
		o.othersIn(mention{"items", "outcome", nil, nil}, ofItems("outcome")),
	)
}

// ofCases selects what others' cases say in a column.
func ofCases(column string) string {
	return `SELECT t.id, t.id AS told, t.` + column + ` AS text, t.family, COALESCE(n.id, 0) AS household, COALESCE(n.village_id = ?, 0) AS neighbour
		FROM emergencies t LEFT JOIN households n ON n.id = t.household_id WHERE COALESCE(t.household_id, 0) <> ? AND (t.` + column + ` <> '' OR t.family <> '')`
}

// ofItems selects what others' items say in a column.
func ofItems(column string) string {
	return `SELECT t.id, t.id AS told, t.` + column + ` AS text, '' AS family, n.id AS household, n.village_id = ? AS neighbour
		FROM items t JOIN households n ON n.id = t.household_id WHERE t.household_id <> ? AND t.` + column + ` <> ''`
}

// mention is where the words of others may name the household. left are the records
// that still have a name, by the number that an operator is told; struck counts
// those that had. Both are nil where the words are part of a record that counts by
// itself.
type mention struct {
	table, column string
	left          *[]int64
	struck        *int
}

// othersIn is others for a column of a table.
func (o *oblivion) othersIn(m mention, query string) error {
	type record struct {
		id, told     int64
		text, family string
		household    int64
		neighbour    bool
	}
	var naming []record
	err := o.each(m.table, func(r *sql.Rows) error {
		var t record
		if err := r.Scan(&t.id, &t.told, &t.text, &t.family, &t.household, &t.neighbour); err != nil {
			return err
		}
		if words := t.text + " " + t.family; o.traces.numbers.In(words) || o.traces.names.In(words) {
			naming = append(naming, t)
		}
		return nil
	}, query, o.household.VillageID, o.household.ID)
	if err != nil {
		return err
	}
	for _, t := range naming {
		text := o.traces.numbers.Strike(t.text)
		if t.neighbour {
			own, err := o.peopleOf(t.household)
			if err != nil {
				return err
			}
			var names model.Traces
			for _, n := range o.traces.people {
				if !slices.Contains(own, n) {
					names.Add(n)
				}
			}
			text = names.Strike(text)
		}
		if m.left != nil && o.traces.names.In(text+" "+t.family) && !slices.Contains(*m.left, t.told) {
			*m.left = append(*m.left, t.told)
		}
		if text == t.text {
			continue
		}
		if m.struck != nil {
			*m.struck++
		}
		if err := o.exec(m.table, `UPDATE `+m.table+` SET `+m.column+` = ? WHERE id = ?`, text, t.id); err != nil {
			return err
		}
	}
	return nil
}

// peopleOf are the names of the people of a household.
func (o *oblivion) peopleOf(household int64) (names []string, err error) {
	err = o.find("people of a household", &names, `SELECT head FROM households WHERE id = ?
		UNION SELECT m.name FROM members m JOIN household_versions v ON v.id = m.version_id WHERE v.household_id = ?`, household, household)
	return names, err
}

// audited gives the lines of the audit log about the household its new number,
// and takes what names it out of all of them.
func (o *oblivion) audited() error {
	own := "household " + o.household.Number
	err := o.count(&o.done.Audit, "audit log", `UPDATE audit SET subject = ?, detail = '' WHERE subject = ?`, "household "+o.done.Number, own)
	if err != nil {
		return err
	}
	strike := func(s string) string { return o.traces.names.Strike(o.traces.numbers.Strike(s)) }
	var lines []AuditLine
	err = o.each("audit log", func(r *sql.Rows) error {
		var l AuditLine
		if err := r.Scan(&l.ID, &l.Subject, &l.Detail); err != nil {
			return err
		}
		if subject, detail := strike(l.Subject), strike(l.Detail); subject != l.Subject || detail != l.Detail {
			lines = append(lines, AuditLine{ID: l.ID, Subject: subject, Detail: detail})
		}
		return nil
	}, `SELECT id, subject, detail FROM audit`)
	if err != nil {
		return err
	}
	for _, l := range lines {
		o.done.Audit++
		if err := o.exec("audit log", `UPDATE audit SET subject = ?, detail = ? WHERE id = ?`, l.Subject, l.Detail, l.ID); err != nil {
			return err
		}
	}
	return nil
}
