package store

import (
	"database/sql"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pressly/goose/v3"

	"ringkeeper/model"
)

// A number that is left out could be filled in later, and would then never be
// applied where the next one was already.
func TestMigrationsAreNumberedWithoutAGap(t *testing.T) {
	files := must[[]string](t)(fs.Glob(migrations, "migrations/sqlite/*.sql"))
	for i, f := range files {
		if n := must[int64](t)(goose.NumericComponent(path.Base(f))); n != int64(i+1) {
			t.Errorf("%s stands at %d", f, i+1)
		}
	}
	if len(files) == 0 {
		t.Error("there are none")
	}
}

// TestWhatNobodyHasTakenOnGoesUpAfterAnUpgrade: a case of before cases had a chain
// gets one, unless somebody has it in hand.
func TestWhatNobodyHasTakenOnGoesUpAfterAnUpgrade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ringkeeper.db")
	db := must[*sql.DB](t)(sql.Open("sqlite3", file))
	folder := must[fs.FS](t)(fs.Sub(migrations, "migrations/sqlite"))
	provider := must[*goose.Provider](t)(goose.NewProvider(goose.DialectSQLite3, db, folder, goose.WithDisableGlobalRegistry(true)))
	must[[]*goose.MigrationResult](t)(provider.UpTo(ctx, 8))
	must[sql.Result](t)(db.ExecContext(ctx, `
		INSERT INTO cadres (id, name, phone, role, telegram_id, superior_id) VALUES (1, '赵', '1', 'leader', 0, NULL), (2, '王', '2', 'cadre', 22, 1), (3, '周', '3', 'office', 33, NULL);
		INSERT INTO groups (chat_id, office) VALUES (-4, 1), (-5, 0);
		INSERT INTO emergencies (source, status, reported_by, reported_at) VALUES ('a', 'reported', 2, 1), ('b', 'acknowledged', 2, 1)`))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	o := openOffice(t, file, model.DefaultPolicy())
	want := []model.CaseLink{{Level: model.LevelOffice, ChatID: -4}, {Level: model.LevelLeader, CadreID: 1}, {Level: model.LevelCadre, CadreID: 2}, {Level: model.LevelOffice, CadreID: 3}}
	if got := must[[]model.CaseLink](t)(o.CaseChain(ctx, 1)); !slices.Equal(got, want) {
		t.Errorf("it goes up along %+v", got)
	}
	if got := must[[]model.CaseLink](t)(o.CaseChain(ctx, 2)); len(got) != 0 {
		t.Errorf("in hand, it goes up along %+v", got)
	}
	o.ok(o.WindCases(ctx))
	if at := must[model.Instant](t)(o.NextEscalation(ctx)); at == 0 {
		t.Error("its clock does not run")
	}
}
