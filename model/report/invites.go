package report

import (
	"context"
	"slices"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// InviteColumns are the headings of a list of invitations.
var InviteColumns = []string{"cadre", "phone", "role", "bound", "link"}

// Invite is a row of `ringkeeper invite`.
type Invite struct {
	Cadre string     `json:"cadre"`
	Phone string     `json:"phone"`
	Role  model.Role `json:"role"`
	Link  string     `json:"link"`
	Bound bool       `json:"bound"`
}

// Invites pairs cadres with their links.
func Invites(cadres []model.Cadre, links []string) []Invite {
	out := make([]Invite, len(cadres))
	for i, c := range cadres {
		out[i] = Invite{Cadre: c.Name, Phone: c.Phone, Role: c.Role, Link: links[i], Bound: c.Bound()}
	}
	return out
}

func (i Invite) cells(p Printer) []string {
	bound := ""
	if i.Bound {
		bound = "✓"
	}
	return []string{i.Cadre, i.Phone, p.Word(i.Role), bound, i.Link}
}

// Invited finds whom to invite: the cadres of some names and phones, each once;
// without names everybody of the query's area who is not bound yet. Whoever is
// not found, or fits two, is told of in one Fault; nobody is guessed.
func Invited(ctx context.Context, q Query, names []string) (found []model.Cadre, err error) {
	all, err := q.Store.Cadres(ctx, store.CadreFilter{Unbound: len(names) == 0})
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return within(ctx, q, all, func(a area, c model.Cadre) bool { return a.cadres[c.ID] })
	}
	var nobody, several []string
	for _, name := range names {
		fits := slices.DeleteFunc(slices.Clone(all), func(c model.Cadre) bool { return c.Phone != name && c.Name != name })
		switch {
		case len(fits) == 0:
			nobody = append(nobody, name)
		case len(fits) > 1:
			several = append(several, name)
		case !slices.ContainsFunc(found, func(f model.Cadre) bool { return f.ID == fits[0].ID }):
			found = append(found, fits[0])
		}
	}
	switch {
	case len(nobody) > 0:
		return nil, &Fault{Key: "error.no_cadre", Args: model.Args{"names": q.Join(nobody)}}
	case len(several) > 0:
		return nil, &Fault{Key: "error.two_cadres", Args: model.Args{"names": q.Join(several)}}
	}
	return found, nil
}
