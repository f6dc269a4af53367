package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"ringkeeper/model"
)

// Area is a township (ParentID 0) or a village.
type Area struct {
	ID       int64
	ParentID int64
	Name     string
}

// Scope returns the scope that the area is.
func (a Area) Scope() model.Scope {
	if a.ParentID == 0 {
		return model.Scope{TownshipID: a.ID}
	}
	return model.Scope{VillageID: a.ID}
}

// What AreaByName answers when a name does not mean one area.
var (
	ErrNoArea        = errors.New("no township or village of that name")
	ErrAmbiguousArea = errors.New("several areas have that name: write it as township/village")
)

// AreaByName finds a township or a village by its name; township/village names
// a village whose name occurs twice. A township goes before a village.
func (s *Store) AreaByName(ctx context.Context, name string) (Area, error) {
	where, args := `a.name = ?`, []any{name}
	if township, village, ok := strings.Cut(name, "/"); ok {
		where, args = `p.name = ? AND a.name = ?`, []any{strings.TrimSpace(township), strings.TrimSpace(village)}
	}
	var found []Area
	err := s.query(ctx).find("area", &found,
		`SELECT a.* FROM areas a LEFT JOIN areas p ON p.id = a.parent_id WHERE `+where+` ORDER BY a.parent_id IS NOT NULL, a.id`, args...)
	switch {
	case err != nil:
		return Area{}, err
	case len(found) == 0:
		return Area{}, fmt.Errorf("area %q: %w", name, ErrNoArea)
	case len(found) > 1 && found[0].ParentID != 0:
		return Area{}, fmt.Errorf("area %q: %w", name, ErrAmbiguousArea)
	}
	return found[0], nil
}

// Area returns an area; its ID is 0 when there is none of that id.
func (s *Store) Area(ctx context.Context, id int64) (a Area, err error) {
	return a, s.query(ctx).find("area", &a, `SELECT * FROM areas WHERE id = ?`, id)
}

// Areas lists the townships, each followed by its villages.
func (s *Store) Areas(ctx context.Context) (areas []Area, err error) {
	err = s.query(ctx).find("areas", &areas,
		`SELECT a.* FROM areas a ORDER BY COALESCE(a.parent_id, a.id), a.parent_id IS NOT NULL, a.name`)
	return areas, err
}

// areaBook finds areas by name while a roster is applied, and makes the missing
// ones.
type areaBook struct {
	q     session
	known map[Area]int64 // keyed without its id
}

func (q session) areas() (areaBook, error) {
	b := areaBook{q, map[Area]int64{}}
	var all []Area
	if err := q.find("areas", &all, `SELECT * FROM areas`); err != nil {
		return b, err
	}
	for _, a := range all {
		b.known[Area{ParentID: a.ParentID, Name: a.Name}] = a.ID
	}
	return b, nil
}

func (b areaBook) id(parent int64, name string) (int64, error) {
	key := Area{ParentID: parent, Name: name}
	if id, ok := b.known[key]; ok {
		return id, nil
	}
	var id int64
	err := b.q.find("new area", &id, `INSERT INTO areas (parent_id, name) VALUES (?, ?) RETURNING id`, orNull(parent), name)
	b.known[key] = id
	return id, err
}
