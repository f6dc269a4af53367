package store

import (
	"context"
	"fmt"

	"ringkeeper/model"
)

func (c *change) bindCadre(e model.BindCadre) error {
	id, err := c.useInvite(e.InviteHash, e.CadreID)
	if err != nil {
		return err
	}
	if err := c.unbindAccount(e.TelegramID, id); err != nil {
		return err
	}
	var was int64
	if err := c.find("cadre", &was, `SELECT telegram_id FROM cadres WHERE id = ?`, id); err != nil {
		return err
	}
	err = c.exec("cadre", `UPDATE cadres SET telegram_id = ?, language = CASE WHEN language_chosen THEN language ELSE ? END, bound_at = ?, blocked = 0, version = version + 1 WHERE id = ?`,
		e.TelegramID, e.Language, c.turn.At, id)
	if err != nil {
		return err
	}
	if err := c.cadreReached(id); err != nil {
		return err
	}
	if was != 0 && was != e.TelegramID {
		return c.audit(AuditCadreMoved, cadreSubject(id), details(model.Args{"was_account": was, "account": e.TelegramID}))
	}
	return c.audit(AuditCadreBound, cadreSubject(id), details(model.Args{"account": e.TelegramID}))
}

// cadreReached lets somebody whom the bot reaches from now on hear of open cases:
// what could not be sent, and as the office of those that had none.
func (c *change) cadreReached(id int64) error {
	if err := c.alertAgain(`cadre_id = ?`, id); err != nil {
		return err
	}
	var role model.Role
	if err := c.find("cadre", &role, `SELECT role FROM cadres WHERE id = ?`, id); err != nil || role != model.RoleOffice {
		return err
	}
	return c.fillLevel(model.CaseLink{Level: model.LevelOffice, CadreID: id})
}

// unbindAccount takes a Telegram account from whoever had it, since it may be
// bound to one cadre only.
func (c *change) unbindAccount(telegramID, except int64) error {
	var other int64
	if err := c.find("cadre", &other, `SELECT id FROM cadres WHERE telegram_id = ? AND telegram_id <> 0 AND id <> ?`, telegramID, except); err != nil || other == 0 {
		return err
	}
	if err := c.exec("cadre", `UPDATE cadres SET telegram_id = 0, bound_at = 0, version = version + 1 WHERE id = ?`, other); err != nil {
		return err
	}
	return c.audit(AuditCadreUnbound, cadreSubject(other), details(model.Args{"account": telegramID, "cadre": except}))
}

func (c *change) setLanguage(e model.SetLanguage) error {
	n, err := c.affect("cadre", `UPDATE cadres SET language = ?, language_chosen = ?, version = version + 1
			WHERE id = ? AND (? OR NOT language_chosen) AND (language <> ? OR language_chosen <> ?)`,
		e.Language, e.Chosen, e.CadreID, e.Chosen, e.Language, e.Chosen)
	if err != nil || n == 0 {
		return err
	}
	return c.audit(AuditCadreLanguage, cadreSubject(e.CadreID), details(model.Args{"language": e.Language}))
}

func (c *change) setBlocked(id int64, blocked bool) error {
	n, err := c.affect("cadre", `UPDATE cadres SET blocked = ?, version = version + 1 WHERE id = ? AND blocked <> ?`, blocked, id, blocked)
	if err != nil || n == 0 {
		return err
	}
	if !blocked {
		if err := c.cadreReached(id); err != nil {
			return err
		}
		return c.audit(AuditCadreUnblocked, cadreSubject(id), "")
	}
	if err := c.holderGone(id); err != nil {
		return err
	}
	return c.audit(AuditCadreBlocked, cadreSubject(id), "")
}

func cadreSubject(id int64) string { return fmt.Sprintf("cadre %d", id) }

// CadreFilter chooses cadres; what is left zero does not restrict.
type CadreFilter struct {
	Roles     []model.Role
	Tiers     []model.Tier
	Unit      string
	Superior  int64   // those directly below
	Townships []int64 // whose 辖区 is one of these townships
	District  bool    // only those whose 辖区 is the whole district
	BoundOnly bool
	Unbound   bool // only those without a Telegram account
}

// Cadres lists cadres by name.
func (s *Store) Cadres(ctx context.Context, f CadreFilter) (cadres []model.Cadre, err error) {
	var where conditions
	if len(f.Roles) > 0 {
		where.and("role IN ?", f.Roles)
	}
	if len(f.Tiers) > 0 {
		where.and("tier IN ?", f.Tiers)
	}
	if f.Unit != "" {
		where.and("unit = ?", f.Unit)
	}
	if f.Superior != 0 {
		where.and("superior_id = ?", f.Superior)
	}
	if len(f.Townships) > 0 {
		where.and("township_id IN ?", f.Townships)
	}
	if f.District {
		where.and("district_wide <> 0")
	}
	if f.BoundOnly {
		where.and("telegram_id <> 0")
	}
	if f.Unbound {
		where.and("telegram_id = 0")
	}
	return s.query(ctx).cadreRows(`SELECT `+cadreColumns+` FROM cadres c WHERE `+where.text()+` ORDER BY name, id`, where.args...)
}

// CadresOf returns the cadres of ids, by id.
func (s *Store) CadresOf(ctx context.Context, ids []int64) ([]model.Cadre, error) {
	return s.query(ctx).cadresOf(ids)
}

// cadresOf takes the ids as one value, so that the statement is the same for any
// number of them.
func (q session) cadresOf(ids []int64) ([]model.Cadre, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return q.cadreRows(`SELECT `+cadreColumns+` FROM cadres c WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id`, jsonList(ids))
}

// Cadre returns a cadre by id.
func (s *Store) Cadre(ctx context.Context, id int64) (model.Cadre, error) {
	return s.cadre(ctx, `id = ?`, id)
}

// CadreByTelegram returns the cadre to whom a Telegram account is bound. It is
// asked at every update.
func (s *Store) CadreByTelegram(ctx context.Context, telegramID int64) (c model.Cadre, err error) {
	_, err = s.query(ctx).row("cadre", `SELECT id, name, unit, post, phone, tier, role, COALESCE(superior_id, 0), COALESCE(township_id, 0), district_wide,
			telegram_id, language, language_chosen, bound_at, blocked, version FROM cadres WHERE telegram_id = ? AND telegram_id <> 0`, []any{telegramID},
		&c.ID, &c.Name, &c.Unit, &c.Post, &c.Phone, &c.Tier, &c.Role, &c.SuperiorID, &c.TownshipID, &c.DistrictWide,
		&c.TelegramID, &c.Language, &c.LanguageChosen, &c.BoundAt, &c.Blocked, &c.Version)
	return c, err
}

// CadreByPhone returns the cadre with a telephone number.
func (s *Store) CadreByPhone(ctx context.Context, phone string) (model.Cadre, error) {
	return s.cadre(ctx, `phone = ?`, phone)
}

func (s *Store) cadre(ctx context.Context, where string, arg any) (c model.Cadre, err error) {
	err = s.query(ctx).find("cadre", &c, `SELECT * FROM cadres WHERE `+where, arg)
	return c, err
}

// CadresByName lists the cadres of a name: there may be several.
func (s *Store) CadresByName(ctx context.Context, name string) (cadres []model.Cadre, err error) {
	err = s.query(ctx).find("cadres by name", &cadres, `SELECT * FROM cadres WHERE name = ? ORDER BY id`, name)
	return cadres, err
}
