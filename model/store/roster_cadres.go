package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ringkeeper/model"
)

// RosterCadre is a cadre as the cadres' list gives it. Of Cadre, the id, the
// superior and what belongs to Telegram are left to the store.
type RosterCadre struct {
	Cadre         model.Cadre
	SuperiorPhone string // 上级电话, empty for none
	Domain        string // 辖区: a township, 全区, or empty
}

// wholeDistrict is the 辖区 of those who answer for the whole district.
const wholeDistrict = "全区"

// ApplyCadres is ApplySheets of a cadres' list alone.
func (s *Store) ApplyCadres(ctx context.Context, list []RosterCadre, at time.Time, actor string) error {
	return s.ApplySheets(ctx, list, nil, at, actor, nil)
}

// cadres adds and changes cadres by their telephone number. A superior is found
// in the list or among those already there; a township that is not known yet is
// made. It returns the ids of those whom the list names by an id below zero.
func (q session) cadres(list []RosterCadre, at model.Instant, actor string) (ids map[int64]int64, err error) {
	c := cadreList{session: q, at: at, actor: actor, known: map[string]model.Cadre{}}
	var all []model.Cadre
	if err := q.find("cadres", &all, `SELECT * FROM cadres`); err != nil {
		return nil, err
	}
	for _, known := range all {
		c.known[known.Phone] = known
	}
	if c.areas, err = q.areas(); err != nil {
		return nil, err
	}
	if err := c.apply(list); err != nil {
		return nil, err
	}
	ids = map[int64]int64{}
	for _, r := range list {
		if r.Cadre.ID < 0 {
			ids[r.Cadre.ID] = c.known[r.Cadre.Phone].ID
		}
	}
	return ids, nil
}

// cadreList is a cadres' list while it is being applied.
type cadreList struct {
	session
	at             model.Instant
	actor          string
	areas          areaBook
	known          map[string]model.Cadre // by phone
	added, changed int
}

func (c *cadreList) apply(list []RosterCadre) error {
	// Everybody is there before anybody's superior is looked up, whatever
	// the order of the list.
	for _, r := range list {
		if _, ok := c.known[r.Cadre.Phone]; ok {
			continue
		}
		n := r.Cadre
		n.ID, n.SuperiorID, n.TelegramID, n.Version = 0, 0, 0, 1
		n.Language, n.BoundAt, n.Blocked = "", 0, false
		n.TownshipID, n.DistrictWide = 0, false
		err := c.find("new cadre", &n.ID, `INSERT INTO cadres (name, unit, post, phone, tier, role) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			n.Name, n.Unit, n.Post, n.Phone, n.Tier, n.Role)
		if err != nil {
			return fmt.Errorf("cadre %s: %w", n.Name, err)
		}
		c.known[n.Phone] = n
		c.added++
	}
	added := c.added
	for _, r := range list {
		if err := c.update(r); err != nil {
			return fmt.Errorf("cadre %s: %w", r.Cadre.Name, err)
		}
	}
	if added == 0 && c.changed == 0 {
		return nil
	}
	return c.audit(AuditLine{At: c.at, Actor: c.actor, Action: AuditCadresImported, Subject: "cadres",
		Detail: details(model.Args{"added": c.added, "changed": c.changed})})
}

func (c *cadreList) update(r RosterCadre) error {
	before := c.known[r.Cadre.Phone]
	after := before
	after.Name, after.Unit, after.Post, after.Tier, after.Role = r.Cadre.Name, r.Cadre.Unit, r.Cadre.Post, r.Cadre.Tier, r.Cadre.Role
	after.TownshipID, after.DistrictWide, after.SuperiorID = 0, false, 0
	switch domain := strings.TrimSpace(r.Domain); domain {
	case "":
		after.TownshipID, after.DistrictWide = r.Cadre.TownshipID, r.Cadre.DistrictWide
	case wholeDistrict:
		after.DistrictWide = true
	default:
		id, err := c.areas.id(0, domain)
		if err != nil {
			return err
		}
		after.TownshipID = id
	}
	if r.SuperiorPhone != "" {
		superior, ok := c.known[r.SuperiorPhone]
		if !ok {
			return fmt.Errorf("superior with telephone %s: %w", r.SuperiorPhone, ErrUnknown)
		}
		after.SuperiorID = superior.ID
	}
	if after == before {
		return nil
	}
	c.changed++
	c.known[after.Phone] = after
	err := c.exec("cadre", `UPDATE cadres SET name = ?, unit = ?, post = ?, tier = ?, role = ?, superior_id = ?, township_id = ?, district_wide = ?,
		version = version + 1 WHERE id = ?`,
		after.Name, after.Unit, after.Post, after.Tier, after.Role, orNull(after.SuperiorID), orNull(after.TownshipID), after.DistrictWide, after.ID)
	if err != nil || before.Role == after.Role {
		return err
	}
	return c.audit(AuditLine{At: c.at, Actor: c.actor, Action: AuditCadreChanged, Subject: cadreSubject(after.ID),
		Detail: details(model.Args{"was_role": before.Role, "role": after.Role})})
}
