package sample_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"reflect"
	"testing"

	"ringkeeper/model"
	"ringkeeper/model/roster"
	"ringkeeper/model/roster/sample"
)

func TestQilinHasExactlyThePublishedHouseholdsAndPeople(t *testing.T) {
	var lifted, monitored, liftedPeople, monitoredPeople int
	r := sample.Qilin()
	for _, h := range r.Households {
		if h.Facts.Monitored == model.NotMonitored {
			lifted++
			liftedPeople += len(h.Facts.Members)
		} else {
			monitored++
			monitoredPeople += len(h.Facts.Members)
		}
	}
	got := [4]int{lifted, monitored, liftedPeople, monitoredPeople}
	if want := [4]int{3365, 385, 11995, 1164}; got != want {
		t.Errorf("households and people: %v, want %v", got, want)
	}
}

func TestEveryHouseholdHasACadreWhoseTierFitsItsRing(t *testing.T) {
	r, policy := sample.Qilin(), model.DefaultPolicy()
	load, rings := map[int]int{}, map[model.Ring]int{}
	for _, h := range r.Households {
		load[h.Responsible]++
		rings[h.Ring]++
		if got := policy.Judge(h.Facts, 2026).Ring; got != h.Ring {
			t.Fatalf("%s: made as %s, judged %s", h.Number, h.Ring, got)
		}
		fits := len(policy.Tiers[h.Ring]) == 0
		for _, tier := range policy.Tiers[h.Ring] {
			fits = fits || tier == r.Cadres[h.Responsible].Tier
		}
		if !fits {
			t.Fatalf("%s: %s is %s", h.Number, h.Ring, r.Cadres[h.Responsible].Tier)
		}
	}
	for who, n := range load {
		if n < 6 || n > 12 {
			t.Errorf("%s answers for %d households", r.Cadres[who].Name, n)
		}
	}
	if n := len(r.Cadres); n < 400 || n > 440 {
		t.Errorf("%d cadres", n)
	}
	for _, ring := range model.Rings {
		if rings[ring] == 0 {
			t.Errorf("no %s household", ring)
		}
	}
	if rings[model.Blue] < len(r.Households)*3/4 {
		t.Errorf("rings: %v", rings)
	}
}

func TestTheSameSizeGivesTheSameRoster(t *testing.T) {
	if !reflect.DeepEqual(sample.Scaled(200), sample.Scaled(200)) {
		t.Error("two rosters of 200 households differ")
	}
	for _, n := range []int{0, 1, 2, 17, 999} {
		if got := len(sample.Scaled(n).Households); got != n {
			t.Errorf("Scaled(%d): %d households", n, got)
		}
	}
}

func TestTheSampleImportsWithNoFaultAndComesBackAsItWasMade(t *testing.T) {
	// A workbook of Qilin's size takes the race detector half a minute; the
	// benchmark of package roster reads it whole.
	for ext, r := range map[string]sample.Roster{".xlsx": sample.Scaled(250), ".csv": sample.Qilin()} {
		t.Run(ext, func(t *testing.T) {
			dir := t.TempDir()
			households, cadres := filepath.Join(dir, "h"+ext), filepath.Join(dir, "c"+ext)
			if err := r.WriteHouseholds(households); err != nil {
				t.Fatal(err)
			}
			if err := r.WriteCadres(cadres); err != nil {
				t.Fatal(err)
			}
			checkCadres(t, r, read(t, cadres))
			checkHouseholds(t, r, read(t, households))
		})
	}
}

func read(t *testing.T, path string) roster.File {
	t.Helper()
	f, err := roster.Reading{Limits: roster.DefaultLimits()}.File(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range f.Findings {
		b, _ := json.Marshal(x)
		t.Fatalf("finding: %s", b)
	}
	return f
}

func checkCadres(t *testing.T, r sample.Roster, f roster.File) {
	t.Helper()
	if f.Kind != roster.Cadres || len(f.Cadres) != len(r.Cadres) {
		t.Fatalf("%s: %d cadres, want %d", f.Kind, len(f.Cadres), len(r.Cadres))
	}
	for i, want := range r.Cadres {
		got := f.Cadres[i]
		c := model.Cadre{Name: want.Name, Unit: want.Unit, Post: want.Post, Phone: want.Phone, Tier: want.Tier, Role: want.Role}
		domain := want.Domain
		if domain == "全区" {
			domain, c.DistrictWide = "", true
		}
		if got.Cadre != c || got.SuperiorPhone != want.SuperiorPhone || got.Domain != domain {
			t.Fatalf("cadre %d: %+v, want %+v", i, got, want)
		}
	}
	var townships []string
	for _, h := range r.Households {
		townships = append(townships, h.Facts.Township)
	}
	if p := roster.NewCadrePlan(f.Cadres, nil, townships); len(p.Findings) > 0 || p.Added != len(r.Cadres) {
		t.Fatalf("plan: %d added, findings %+v", p.Added, p.Findings)
	}
}

func people(r sample.Roster) (n int) {
	for _, h := range r.Households {
		n += len(h.Facts.Members)
	}
	return n
}

func checkHouseholds(t *testing.T, r sample.Roster, f roster.File) {
	t.Helper()
	if f.Kind != roster.Households || f.Rows != people(r) || len(f.Households) != len(r.Households) {
		t.Fatalf("%s: %d rows, %d households", f.Kind, f.Rows, len(f.Households))
	}
	for i, want := range r.Households {
		got := f.Households[i]
		if got.Number != want.Number || !reflect.DeepEqual(got.Facts, want.Facts) ||
			got.Responsible != r.Cadres[want.Responsible].Name || got.ResponsiblePhone != r.Cadres[want.Responsible].Phone {
			t.Fatalf("household %d:\n%+v, want\n%+v", i, got, want)
		}
	}
	var cadres []model.Cadre
	for i, c := range r.Cadres {
		cadres = append(cadres, model.Cadre{ID: int64(i + 1), Name: c.Name, Phone: c.Phone, Tier: c.Tier, Role: c.Role})
	}
	policy, day := model.DefaultPolicy(), model.Date(2026, 11, 24)
	p := roster.NewPlan(f.Households, nil, cadres, policy, day)
	if p.Added != len(r.Households) || roster.HasFault(p.Findings) {
		t.Fatalf("plan: %d added, findings %+v", p.Added, p.Findings)
	}
	known := map[string]roster.Known{}
	for _, c := range p.Changes {
		known[c.Number] = roster.Known{Facts: c.Facts, Ring: c.Ring, Pace: c.Pace, Suggested: c.Suggested, Flags: c.Flags, ResponsibleID: c.ResponsibleID}
	}
	again := roster.NewPlan(f.Households, known, cadres, policy, day)
	if again.Unchanged != len(r.Households) || len(again.Absent) > 0 {
		t.Errorf("the same file again: %d of %d unchanged", again.Unchanged, len(r.Households))
	}
}
