package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"ringkeeper/model"
)

// traces are the words by which a household is known in what people typed.
type traces struct {
	names   []string // of its people
	numbers []string // of the household, of its people, of telephones
	shown   []string // as chats show it: the masked head beside the village
}

// shortest is how long a number is at least by which somebody can be found in a
// text; shorter ones are in every text.
const shortest = 6

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
		t.number(f.Phone)
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
		for _, number := range []string{m.Number, m.IDNumber, m.Phone} {
			t.number(number)
		}
		return nil
	}, `SELECT m.number, m.name, m.id_number, m.phone FROM members m JOIN household_versions v ON v.id = m.version_id WHERE v.household_id = ?`, h.ID)
	o.done.Members = len(t.names)
	if masked := model.MaskName(h.Head); masked != h.Head {
		t.shown = []string{masked + "（" + h.Village, masked + " (" + h.Village, h.Village + " " + masked}
	}
	return err
}

func (t *traces) name(s string) {
	if utf8.RuneCountInString(s) >= 2 && !slices.Contains(t.names, s) {
		t.names = append(t.names, s)
	}
}

func (t *traces) number(s string) {
	if len(s) >= shortest && !slices.Contains(t.numbers, s) {
		t.numbers = append(t.numbers, s)
	}
}

// all are the traces for a search in what is raw, where one too many does no
// harm: it is deleted soon anyway.
func (t traces) all() []string { return slices.Concat(t.names, t.numbers, t.shown) }

// mentions is the condition that a column holds one of the words, as they are or as
// Telegram writes them in JSON.
func mentions(column string, words []string, escaped bool) (condition string, args []any) {
	var or []string
	for _, w := range words {
		forms := []string{w}
		if e := inJSON(w); escaped && e != w {
			forms = append(forms, e, strings.ReplaceAll(strings.ToUpper(e), `\U`, `\u`))
		}
		for _, form := range forms {
			or = append(or, fmt.Sprintf("instr(%s, ?) > 0", column))
			args = append(args, form)
		}
	}
	if or == nil {
		return "0", nil
	}
	return "(" + strings.Join(or, " OR ") + ")", args
}

// inJSON writes what is not ASCII as \uXXXX.
func inJSON(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		for _, u := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, u)
		}
	}
	return b.String()
}

// raw deletes what came in of the household and what went out, by what was
// recorded with it and by its words. A message on its way is dropped.
func (o *oblivion) raw() error {
	id := o.household.ID
	named, args := mentions("CAST(raw AS TEXT)", o.traces.all(), true)
	err := o.count(&o.done.Updates, "raw updates", `UPDATE inbox SET raw = x'' WHERE raw <> x'' AND state <> 'new' AND (
			update_id IN (SELECT update_id FROM contacts WHERE household_id = ? AND update_id <> 0)
			OR EXISTS (SELECT 1 FROM emergencies e WHERE e.household_id = ? AND e.reported_in = inbox.chat_id AND inbox.received_at BETWEEN e.reported_at - ? AND e.reported_at)
			OR `+named+`)`, append([]any{id, id, sameUpdate}, args...)...)
	if err != nil {
		return err
	}
	inHTML, words := mentions("m.html", o.traces.all(), false)
	inData, more := mentions("CAST(o.data AS TEXT)", o.traces.all(), false)
	var deliveries []int64
	err = o.find("deliveries", &deliveries, `SELECT delivery_id FROM outbox_lines WHERE household_id = ?
		UNION SELECT delivery_id FROM named_duties WHERE household_id = ?
		UNION SELECT id FROM outbox WHERE subject <> '' AND subject IN (SELECT 'update:' || update_id FROM contacts WHERE household_id = ? AND update_id <> 0)
		UNION SELECT id FROM outbox WHERE subject <> '' AND subject IN (SELECT 'emergency:' || source FROM emergencies WHERE household_id = ? AND source <> '')
		UNION SELECT m.delivery_id FROM outbox_messages m WHERE m.html <> '' AND `+inHTML+`
		UNION SELECT o.id FROM outbox o WHERE o.data IS NOT NULL AND `+inData, slices.Concat([]any{id, id, id, id}, words, more)...)
	if err != nil {
		return err
	}
	for ids := range slices.Chunk(deliveries, atOnce) {
		err := o.count(&o.done.Messages, "words of messages", `UPDATE outbox_messages SET html = '', keyboard = NULL WHERE delivery_id IN ? AND html <> ''`, ids)
		if err == nil {
			err = o.exec("messages on their way", `UPDATE outbox SET state = 'stale', error = ? WHERE id IN ? AND state = 'pending'
				AND (begun_at > 0 OR `+strings.ReplaceAll(inData, "o.data", "data")+`)`, slices.Concat([]any{ErrorForgotten, ids}, more)...)
		}
		if err == nil {
			err = o.exec("data of messages", `UPDATE outbox SET data = NULL WHERE id IN ? AND state NOT IN ('pending', 'sending') AND (subject = '' OR `+
				strings.ReplaceAll(inData, "o.data", "data")+`)`, slices.Concat([]any{ids}, more)...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// talks ends the conversations that hold words about the household: those of
// whoever answered for it, and those that name it.
func (o *oblivion) talks() error {
	named, args := mentions("CAST(state AS TEXT)", o.traces.all(), false)
	return o.count(&o.done.Talks, "talks", `UPDATE talks SET state = NULL, expires_at = 0, version = version + 1 WHERE state IS NOT NULL AND (
			person_id IN (SELECT c.telegram_id FROM cadres c JOIN assignments a ON a.cadre_id = c.id WHERE a.household_id = ? AND c.telegram_id <> 0)
			OR `+named+`)`, append([]any{o.household.ID}, args...)...)
}

// others takes the household's traces out of the words of other records. A name
// is looked for in its own village only, and not in the records of a namesake;
// a case of nobody's that names one of its people there is about this household.
func (o *oblivion) others() error {
	h := o.household
	byName, names := mentions("e.text || ' ' || e.family", o.traces.names, false)
	err := o.count(&o.done.Cases, "cases of the family", `UPDATE emergencies AS e SET text = '', family = '', version = version + 1
		WHERE e.household_id IS NULL AND e.village IN ('', ?) AND (e.text <> '' OR e.family <> '') AND `+byName, append([]any{h.Village}, names...)...)
	if err != nil {
		return err
	}
	byNumber, numbers := mentions("text", o.traces.numbers, false)
	byName, names = mentions("text", o.traces.names, false)
	for _, table := range []string{"contacts", "emergencies"} {
		var rows []struct {
			ID        int64
			Text      string
			Neighbour bool
		}
		err := o.find(table, &rows, `SELECT t.id, t.text, COALESCE(n.village_id = ?, 0) AS neighbour
			FROM `+table+` t LEFT JOIN households n ON n.id = t.household_id
			WHERE COALESCE(t.household_id, 0) <> ? AND (`+byNumber+` OR n.village_id = ? AND `+byName+`)`,
			slices.Concat([]any{h.VillageID, h.ID}, numbers, []any{h.VillageID}, names)...)
		if err != nil {
			return err
		}
		for _, r := range rows {
			words := o.traces.numbers
			if r.Neighbour {
				own, err := o.namesakes(table, r.ID)
				if err != nil {
					return err
				}
				words = slices.Concat(words, slices.DeleteFunc(slices.Clone(o.traces.names), func(n string) bool { return slices.Contains(own, n) }))
			}
			text := struck(r.Text, words)
			if text == r.Text {
				continue
			}
			o.done.Others++
			if err := o.exec(table, `UPDATE `+table+` SET text = ? WHERE id = ?`, text, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// namesakes are the names of the people of a record's own household.
func (o *oblivion) namesakes(table string, record int64) (names []string, err error) {
	err = o.find("people of a record", &names, `SELECT h.head FROM households h JOIN `+table+` t ON t.household_id = h.id WHERE t.id = ?
		UNION SELECT m.name FROM members m JOIN household_versions v ON v.id = m.version_id JOIN `+table+` t ON t.household_id = v.household_id WHERE t.id = ?`,
		record, record)
	return names, err
}

func struck(text string, words []string) string {
	for _, w := range words {
		text = strings.ReplaceAll(text, w, "＊")
	}
	return text
}

// audited gives the lines of the audit log about the household its new number,
// and takes what names it out of all of them.
func (o *oblivion) audited() error {
	own := "household " + o.household.Number
	err := o.count(&o.done.Audit, "audit log", `UPDATE audit SET subject = ?, detail = '' WHERE subject = ?`, "household "+o.done.Number, own)
	if err != nil {
		return err
	}
	words := slices.Concat(o.traces.numbers, o.traces.names)
	named, args := mentions("detail || ' ' || subject", words, true)
	var lines []AuditLine
	if err := o.find("audit log", &lines, `SELECT * FROM audit WHERE `+named, args...); err != nil {
		return err
	}
	for _, l := range lines {
		o.done.Audit++
		if err := o.exec("audit log", `UPDATE audit SET subject = ?, detail = ? WHERE id = ?`, struck(l.Subject, words), struck(l.Detail, words), l.ID); err != nil {
			return err
		}
	}
	return nil
}
