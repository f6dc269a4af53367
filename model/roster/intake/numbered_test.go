package intake_test

import (
	"testing"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// TestASheetBringsTheNumberThatAHouseholdWaitedFor: its history goes on under it.
func TestASheetBringsTheNumberThatAHouseholdWaitedFor(t *testing.T) {
	o := newOffice(t)
	o.imports(october, o.cadres())
	o.imports(november, o.sheet("暂.csv", householdHeader, "P-1,孙有财,越州镇,东村,,,王芳"))
	was := o.household("P-1")
	sheet := o.sheet("新.csv", householdHeader, "530302009,孙有财,越州镇,东村,普通农户,,王芳")
	if err := o.run(november+1, true, sheet); err != nil || o.household("P-1").ID != was.ID {
		t.Errorf("a dry run changes it: %v", err)
	}
	o.imports(november+1, sheet)
	if now := o.household("530302009"); now.ID != was.ID || now.ResponsibleID != was.ResponsibleID || now.RosterSince != was.RosterSince || now.Version <= was.Version {
		t.Errorf("before %+v\nnow %+v", was, now)
	}
	lines, err := o.st.Audit(t.Context(), store.AuditFilter{Actions: []string{store.AuditHouseholdNumbered}})
	if err != nil || len(lines) != 1 || lines[0].Subject != "household 530302009" || lines[0].Detail != `{"was_number":"P-1"}` {
		t.Errorf("%+v, %v", lines, err)
	}
	if all, err := o.st.Households(t.Context(), store.HouseholdFilter{Scope: model.Scope{All: true}}); err != nil || len(all) != 1 {
		t.Errorf("%d households, %v", len(all), err)
	}
}
