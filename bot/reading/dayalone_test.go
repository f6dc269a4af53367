package reading

import (
	"testing"

	"ringkeeper/model"
)

func TestADayAndNothingElse(t *testing.T) {
	today := model.Date(2026, 11, 24)
	for text, want := range map[string]model.Day{
		"11月20日": model.Date(2026, 11, 20), "１１月２０日。": model.Date(2026, 11, 20), "20号": model.Date(2026, 11, 20), "昨天": today - 1, "应该是周五吧": 0,
		"是11月20日": model.Date(2026, 11, 20), "2026-11-20": model.Date(2026, 11, 20), "11月30日": model.Date(2026, 11, 30), "11月 20 日": model.Date(2026, 11, 20),
		"昨天正常": 0, "11月20日到11月22日": 0, "王芳": 0, "": 0, "53030200010001": 0, "下周": 0,
	} {
		if day, ok := DayAlone(text, today); ok != (want != 0) || ok && day != want {
			t.Errorf("%q is read as %s, %v", text, day, ok)
		}
	}
}
