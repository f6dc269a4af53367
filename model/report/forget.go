package report

import (
	"context"
	"errors"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Forget removes what is known of the household of a number, or with dry only
// tells what that would be, and prints it.
func Forget(ctx context.Context, q Query, number, actor string, dry bool) error {
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
		q.Say("forget.raw", model.Args{"updates": f.Updates, "messages": f.Messages, "talks": f.Talks, "audit": f.Audit}),
	}
	for _, more := range []struct {
		holds bool
		key   string
	}{{f.Ended, "forget.ended"}, {f.Lingers, "forget.lingers"}, {true, "forget.backups"}, {true, "forget.sheets"}, {true, "forget.chats"}} {
		if more.holds {
			lines = append(lines, q.Say(more.key, nil))
		}
	}
	return q.lines(lines...)
}

// unknownHousehold answers a number that is not on the roster. People type an
// identity number there, too.
func unknownHousehold(number string) error {
	return &Fault{Key: "error.no_household", Args: model.Args{"number": model.StrikeIDs(number)}, Err: ErrNoHousehold}
}
