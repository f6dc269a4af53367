package config

import (
	"io"
	"log/slog"
	"slices"
	"strings"

	"ringkeeper/model"
)

// Log says how the program logs to its standard error.
type Log struct {
	Format string `yaml:"format"` // text or json
	Level  string `yaml:"level"`  // the least that is logged: debug, info, warn or error
}

var (
	logFormats = []string{"text", "json"}
	logLevels  = []string{"debug", "info", "warn", "error"}
)

// Logger returns the program's log. Messages and keys are constant and name
// nobody: what happened to whom stands in the database. Should a text hold a secret
// or an id number all the same, it is struck out.
func (c Config) Logger(w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: slog.Level(4 * (slices.Index(logLevels, c.Log.Level) - 1)), ReplaceAttr: c.strike}
	if c.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

func (c Config) strike(_ []string, a slog.Attr) slog.Attr {
	text := ""
	switch v := a.Value.Any().(type) {
	case string:
		text = v
	case error:
		text = v.Error()
	default:
		return a
	}
	for _, secret := range c.secrets() {
		if secret.Set() {
			text = strings.ReplaceAll(text, secret.Reveal(), "***")
		}
	}
	a.Value = slog.StringValue(model.StrikeIDs(text))
	return a
}

// secrets are the values that nothing may show.
func (c Config) secrets() []Secret {
	all := []Secret{c.Token}
	for _, h := range c.Hooks {
		all = append(all, h.URL, h.Secret)
	}
	return all
}
