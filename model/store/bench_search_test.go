package store_test

import (
	"context"
	"fmt"
	"testing"

	"ringkeeper/model"
	"ringkeeper/model/roster/sample/sized"
	"ringkeeper/model/store"
)

// BenchmarkHouseholdsLike looks a household up in a whole district, by the end
// of its number, by a name, by a surname that each twentieth bears, and by a
// name with a slip.
func BenchmarkHouseholdsLike(b *testing.B) {
	for _, n := range sized.Sizes(b) {
		path := sized.District(b, n)
		sized.Exec(b, path, `UPDATE households SET head = CASE id % 20 WHEN 0 THEN '张' ELSE char(0x4e00 + id % 997) END || char(0x5000 + id % 89) || char(0x6000 + id % 97)`)
		st := sized.Open(b, path)
		one, err := st.Household(context.Background(), int64(n/2/20*20))
		if err != nil {
			b.Fatal(err)
		}
		head := []rune(one.Head)
		for _, look := range []struct {
			what  string
			clues store.Clues
		}{
			{"number", store.Clues{Number: one.Number[len(one.Number)-4:]}},
			{"name", store.Clues{Heads: []string{one.Head}}},
			{"surname", store.Clues{Begins: "张"}},
			{"slip", store.Clues{Like: []string{string(head[:1]) + "_" + string(head[2:]), string(head[:2]) + "_"}}},
		} {
			b.Run(fmt.Sprintf("%d_households/%s", n, look.what), func(b *testing.B) {
				for b.Loop() {
					found, err := st.HouseholdsLike(context.Background(), model.Scope{All: true}, look.clues)
					if err != nil || len(found) == 0 {
						b.Fatalf("%d found, %v", len(found), err)
					}
				}
			})
		}
	}
}
