package report

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Forget removes what is known of the household of a number, or with dry only
// tells what that would be, and prints it. The databases that restores have kept
// still hold the household.
func Forget(ctx context.Context, q Query, number, actor string, dry bool, kept []string) error {
	f, err := q.Store.Forget(ctx, number, q.Time, actor, dry)
	var open store.OpenCase
	switch {
	case errors.Is(err, store.ErrUnknown):
		return unknownHousehold(number)
	case errors.As(err, &open):
		return &Fault{Key: "error.case_open", Args: model.Args{"number": number, "id": int64(open)}, Err: err}
	case err != nil:
		return err
	}
	title := "forget.done"
	if dry {
		title = "forget.dry"
	}
	lines := []string{
		q.Say(title, model.Args{"number": number, "as": f.Number}),
		q.Say("forget.people", model.Args{"members": f.Members, "versions": f.Versions}),
		q.Say("forget.records", model.Args{"contacts": f.Contacts, "cases": f.Cases, "others": f.Others}),
		q.Say("forget.raw", model.Args{"updates": f.Updates, "messages": f.Messages, "attachments": f.Attachments, "talks": f.Talks, "audit": f.Audit}),
	}
	for _, more := range []struct {
		holds bool
		key   string
		args  model.Args
	}{
		{f.Ended, "forget.ended", nil}, {f.Lingers, "forget.lingers", nil},
		{len(f.NamedContacts) > 0, "forget.named_contacts", model.Args{"ids": listed(f.NamedContacts), "n": len(f.NamedContacts)}},
		{len(f.NamedCases) > 0, "forget.named_cases", model.Args{"ids": listed(f.NamedCases), "n": len(f.NamedCases)}},
		{true, "forget.backups", nil}, {len(kept) > 0, "forget.kept", model.Args{"files": strings.Join(kept, ", ")}},
		{true, "forget.sheets", nil}, {true, "forget.chats", nil},
	} {
		if more.holds {
			lines = append(lines, q.Say(more.key, more.args))
		}
	}
	return q.lines(lines...)
}

// listed writes the ids of records, of many the first.
func listed(ids []int64) string {
	const most = 20
	words := make([]string, min(len(ids), most), most+1)
	for i := range words {
		words[i] = strconv.FormatInt(ids[i], 10)
	}
	if len(ids) > most {
		words = append(words, "…")
	}
	return strings.Join(words, ", ")
}

// unknownHousehold answers a number that is not on the roster. People type an
// identity number there, too.
func unknownHousehold(number string) error {
	return &Fault{Key: "error.no_household", Args: model.Args{"number": model.StrikeIDs(number)}, Err: ErrNoHousehold}
}
