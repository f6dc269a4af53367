package terminal

import (
	"fmt"
	"log/slog"

	"ringkeeper/model"
)

// Discreet takes identity numbers out of what is logged, for slog's ReplaceAttr:
// an error may repeat what somebody typed.
func Discreet(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Any().(type) {
	case string:
		a.Value = slog.StringValue(model.StrikeIDs(v))
	case error, fmt.Stringer:
		if a.Key != slog.TimeKey {
			a.Value = slog.StringValue(model.StrikeIDs(fmt.Sprint(v)))
		}
	}
	return a
}
