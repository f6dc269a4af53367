package terminal_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"ringkeeper/bot/terminal"
)

func TestTheLogHoldsNoIdentityNumber(t *testing.T) {
	var out strings.Builder
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: terminal.Discreet}))
	log.Info("读到 530302199003074512", "error", errors.New("证号530302 19900307 4512"), "text", "53030219900307451X", "chat", int64(-1001234567890123), "again", time.Minute)
	got := out.String()
	if strings.Contains(got, "19900307") || !strings.Contains(got, "-1001234567890123") || !strings.Contains(got, "again=1m0s") || !strings.Contains(got, "level=INFO") {
		t.Error(got)
	}
}
