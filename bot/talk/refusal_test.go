package talk

import "testing"

func TestARefusalAndItsReason(t *testing.T) {
	for text, want := range map[string]string{
		"不予纳入：家里有车": "家里有车", "不纳入，因为家里有车。": "家里有车", "不予消除 还在住院": "还在住院", "Refused: they own a car": "they own a car", "不予纳入": "",
	} {
		if why, ok := Refusal(text); !ok || why != want {
			t.Errorf("%q is refused for %q, %v", text, why, ok)
		}
	}
	for _, text := range []string{"", "家里有车", "11月20日", "纳入"} {
		if _, ok := Refusal(text); ok {
			t.Errorf("%q refuses", text)
		}
	}
}
