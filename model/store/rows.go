package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"ringkeeper/model"
)

// What is read by the thousand is scanned column by column: finding the columns
// out by reflection costs more than the query.

// columnsOf names columns of a table's alias.
func columnsOf(alias string, columns ...string) string {
	return alias + "." + strings.Join(columns, ", "+alias+".")
}

var householdColumns = columnsOf("h", "id", "number", "head", "township_id", "village_id", "township", "village", "ring", "pace", "suggested_ring",
	"flags", "responsible_id", "assigned_on", "roster_since", "archived_on", "contact_due", "visit_due", "assessment_due",
	"contact_period_cadence", "contact_period_start", "visit_period_cadence", "visit_period_start", "next_change", "version")

// scanHousehold reads the householdColumns and what follows them.
func scanHousehold(r *sql.Rows, h *model.Household, further ...any) error {
	var flags string
	var responsible sql.NullInt64
	err := r.Scan(append([]any{
		&h.ID, &h.Number, &h.Head, &h.TownshipID, &h.VillageID, &h.Township, &h.Village, &h.Ring, &h.Pace, &h.SuggestedRing,
		&flags, &responsible, &h.AssignedOn, &h.RosterSince, &h.ArchivedOn, &h.ContactDue, &h.VisitDue, &h.AssessmentDue,
		&h.ContactPeriod.Cadence, &h.ContactPeriod.Start, &h.VisitPeriod.Cadence, &h.VisitPeriod.Start, &h.NextChange, &h.Version,
	}, further...)...)
	if err != nil {
		return err
	}
	h.ResponsibleID = responsible.Int64
	if flags == "[]" {
		return nil
	}
	if err := json.Unmarshal([]byte(flags), &h.Flags); err != nil {
		return fmt.Errorf("flags of household %s: %w", h.Number, err)
	}
	return nil
}

var cadreColumns = columnsOf("c", "id", "name", "unit", "post", "phone", "tier", "role", "superior_id", "township_id", "district_wide",
	"telegram_id", "language", "language_chosen", "bound_at", "blocked", "version")

// cadreRows reads cadres by a query of the cadreColumns.
func (q session) cadreRows(query string, args ...any) (cadres []model.Cadre, err error) {
	err = q.each("cadres", func(r *sql.Rows) error {
		var c model.Cadre
		var superior, township sql.NullInt64
		err := r.Scan(&c.ID, &c.Name, &c.Unit, &c.Post, &c.Phone, &c.Tier, &c.Role, &superior, &township, &c.DistrictWide,
			&c.TelegramID, &c.Language, &c.LanguageChosen, &c.BoundAt, &c.Blocked, &c.Version)
		c.SuperiorID, c.TownshipID = superior.Int64, township.Int64
		cadres = append(cadres, c)
		return err
	}, query, args...)
	return cadres, err
}
