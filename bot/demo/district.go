package demo

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"time"

	"ringkeeper/model"
	"ringkeeper/model/report"
	"ringkeeper/model/roster/intake"
	"ringkeeper/model/roster/sample"
	"ringkeeper/model/store"
)

// begins is the day on which the invented district took up its work.
var begins = model.Date(2026, time.July, 1)

// Fill makes an invented district of Qilin's size, as two sheets that are
// imported as an office would, and gives it two months of work: most monthly
// contacts were made, some were forgotten. It is the same every time.
func (s *Stage) Fill(ctx context.Context, st *store.Store, p report.Printer) error {
	district := sample.Qilin()
	cadres, households := filepath.Join(s.dir, "干部名单.xlsx"), filepath.Join(s.dir, "农户名册.xlsx")
	if err := errors.Join(district.WriteCadres(cadres), district.WriteHouseholds(households)); err != nil {
		return err
	}
	in := intake.Import{Store: st, Policy: s.Config.Policy, Zone: s.zone, At: begins.At(9, 0, s.zone), Actor: "demo"}
	sheets, err := intake.Read(ctx, p, []string{cadres, households}, nil)
	if err != nil {
		return err
	}
	if err := in.Run(ctx, p, sheets); err != nil {
		return err
	}
	return work(ctx, st, day)
}

// work records the contacts of the last two months.
func work(ctx context.Context, st *store.Store, today model.Day) error {
	rows, err := st.Households(ctx, store.HouseholdFilter{Scope: model.Scope{All: true}})
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(2026, 11))
	last := model.Month.Period(model.Month.Period(today).Start - 1) // the month before
	var turn model.Turn
	commit := func(day model.Day) error {
		turn.At, turn.Today = model.InstantOf(day.At(17, 0, time.UTC)), day
		err := st.Apply(ctx, turn)
		turn.Effects = nil
		return err
	}
	for _, h := range rows {
		if h.ResponsibleID == 0 || h.ContactPeriod.Cadence != model.Month {
			continue
		}
		happened := last.Start + model.Day(random.IntN(28))
		switch chance := random.IntN(100); {
		case chance < 4:
			happened -= 40 // last month's was forgotten
		case chance < 60:
			happened = min(last.End()+1+model.Day(random.IntN(20)), today-2) // this month's is made
		}
		turn.Effects = append(turn.Effects, model.RecordContact{Record: model.ContactRecord{
			HouseholdID: h.ID, Means: model.ByPhone, Outcome: model.Normal, IncomeChange: model.IncomeSame, HappenedOn: happened, ByID: h.ResponsibleID,
		}})
		if len(turn.Effects) == 200 {
			if err := commit(today - 1); err != nil {
				return err
			}
		}
	}
	return commit(today - 1)
}

// cast finds the people of the story: a cadre with a handful of households on
// the day's list, of which one is overdue; a neighbour in whose village a house
// will burn; somebody of the office, and the township's leader.
func (s *Stage) cast(ctx context.Context, st *store.Store) error {
	duties, err := st.OpenDuties(ctx, store.OpenQuery{At: day, Steps: s.Config.Steps})
	if err != nil {
		return err
	}
	households, overdue := map[int64]map[int64]bool{}, map[int64]bool{}
	var order []int64
	for _, d := range duties {
		id := d.Household.ResponsibleID
		if households[id] == nil {
			households[id] = map[int64]bool{}
			order = append(order, id)
		}
		households[id][d.Household.ID] = true
		overdue[id] = overdue[id] || d.Due.On < day
	}
	for _, id := range order {
		switch c, err := st.Cadre(ctx, id); {
		case err != nil:
			return err
		case c.Role == model.RoleOffice:
		case s.cadre.ID == 0 && overdue[id] && len(households[id]) >= 4 && len(households[id]) <= 8:
			s.cadre = c
		case s.neighbour.ID == 0 && c.Role == model.RoleCadre:
			s.neighbour = c
		}
	}
	own, err := st.HouseholdsOf(ctx, s.neighbour.ID)
	if err != nil {
		return err
	}
	for _, h := range own {
		same, err := st.FindHouseholds(ctx, model.Scope{All: true}, h.Head, h.Village)
		if err != nil {
			return err
		}
		if len(same) == 1 {
			s.house = h
			break
		}
	}
	people, err := st.Cadres(ctx, store.CadreFilter{Roles: []model.Role{model.RoleOffice, model.RoleLeader}})
	if err != nil {
		return err
	}
	for _, c := range people {
		switch {
		case c.Role == model.RoleOffice && s.office.ID == 0:
			s.office = c
		case c.Role == model.RoleLeader && c.TownshipID == s.house.TownshipID:
			s.leader = c
		}
	}
	if s.cadre.ID == 0 || s.house.ID == 0 || s.office.ID == 0 || s.leader.ID == 0 {
		return errors.New("demo: the district has nobody to play")
	}
	return nil
}
