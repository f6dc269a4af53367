// Package config is what an operator can set: defaults that fit Qilin, then
// ringkeeper.yaml, then the environment. Every error found is told at once, and
// no secret is ever shown.
package config

import (
	"encoding"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	parser "github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/rawbytes"
	"github.com/knadh/koanf/v2"
	"go.yaml.in/yaml/v3"

	"ringkeeper/model"
)

// Config is everything in force. Its YAML form is what `ringkeeper config`
// prints; what comes from the environment alone is not read from the file.
type Config struct {
	Token    Secret `yaml:"-"` // TELEGRAM_BOT_TOKEN
	APIURL   string `yaml:"-"` // TELEGRAM_API_URL
	Database string `yaml:"-"` // DATABASE_URL, a path
	File     string `yaml:"-"` // RINGKEEPER_CONFIG, the settings file; empty where there is none

	// Zone is the district's time zone; every day and hour is meant in it.
	Zone Zone `yaml:"zone"`
	// Language is spoken where the reader's own is not in the catalogue.
	Language string `yaml:"language"`
	// DigestAt is the hour of the daily reminder on workdays.
	DigestAt Clock `yaml:"digest_at"`
	// Hours are when reminders may arrive; answers and emergencies always go.
	Hours Hours `yaml:"hours"`
	// LeaderAfter is the number of workdays after which an overdue duty stands
	// in the leader's summary too.
	LeaderAfter int `yaml:"leader_after"`
	// InvitationDays is how long an invitation link works.
	InvitationDays int `yaml:"invitation_days"`
	// KeepRawDays is how long the raw text of what came in and went out is kept.
	KeepRawDays int `yaml:"keep_raw_days"`
	// Attachments is how much is kept, by reference, of what is sent along.
	Attachments Attachments `yaml:"attachments"`
	// Holidays is a file with further years of public holidays, empty for none.
	Holidays string `yaml:"holidays"`
	// Dialect is a file with words of the county's own, empty for none.
	Dialect string `yaml:"dialect"`
	Backup  Backup `yaml:"backup"`
	// Hooks are ways out beside Telegram for emergencies.
	Hooks []Hook `yaml:"hooks"`

	// Listen is where /healthz and /metrics are served, such as
	// 127.0.0.1:9464; empty for nowhere.
	Listen string `yaml:"listen"`
	Log    Log    `yaml:"log"`

	Policy model.Policy `yaml:"policy"`
	// Emergencies are how long the steps of a case may take.
	Emergencies model.CaseLimits `yaml:"emergencies"`
	// Platform is what a cadre is told of where a family that needs help may
	// apply, since the bot takes no applications; empty for nothing.
	Platform string      `yaml:"platform"`
	Steps    model.Steps `yaml:"steps"`
}

// Attachments limits what is kept of pictures and files. A bot can fetch no file
// above 20 MB from Telegram.
type Attachments struct {
	LargestMB int `yaml:"largest_mb"`
	PerRecord int `yaml:"per_record"`
}

// Hours is a part of the day, from the first clock time to before the second.
type Hours struct {
	From  Clock `yaml:"from"`
	Until Clock `yaml:"until"`
}

// Languages are those that the program speaks, the default first.
var Languages = []string{"zh-CN", "en"}

// DefaultFile is read where RINGKEEPER_CONFIG names no other, and need not be
// there.
const DefaultFile = "ringkeeper.yaml"

// Default is what fits Qilin.
func Default() Config {
	zone, _ := time.LoadLocation("Asia/Shanghai") // main embeds the zone data
	return Config{
		APIURL:         "https://api.telegram.org",
		Database:       "ringkeeper.db",
		Zone:           Zone{zone},
		Language:       "zh-CN",
		DigestAt:       Clock{8, 30},
		Hours:          Hours{Clock{8, 0}, Clock{20, 0}},
		LeaderAfter:    3,
		InvitationDays: 7,
		Log:            Log{Format: "text", Level: "info"},
		Backup:         Backup{At: Clock{2, 30}, Keep: 14},
		KeepRawDays:    30,
		Attachments:    Attachments{LargestMB: 20, PerRecord: 20},
		Policy:         model.DefaultPolicy(),
		Emergencies:    model.DefaultCaseLimits(),
		Platform:       "云南省政府救助平台（村组干部可代为申报）",
		Steps:          model.DefaultSteps(),
	}
}

// Load returns what is in force: the defaults, the file named by
// RINGKEEPER_CONFIG (ringkeeper.yaml if there), then the environment. The error
// joins everything that is wrong; what is in force then is what could be read.
func Load(getenv func(string) string) (Config, error) {
	c := Default()
	path, must := getenv("RINGKEEPER_CONFIG"), true
	if path == "" {
		path, must = DefaultFile, false
	}
	var errs []error
	file, err := os.ReadFile(path)
	if must || !errors.Is(err, fs.ErrNotExist) {
		c.File = path
	}
	switch {
	case err == nil:
		errs = c.read(path, file)
	case c.File != "":
		errs = append(errs, &Fault{"RINGKEEPER_CONFIG", "config.file", model.Args{"path": path, "error": errors.Unwrap(err)}})
	}
	c.Token = NewSecret(strings.TrimSpace(getenv("TELEGRAM_BOT_TOKEN")))
	if v := getenv("TELEGRAM_API_URL"); v != "" {
		c.APIURL = strings.TrimRight(v, "/")
	}
	if v := getenv("DATABASE_URL"); v != "" {
		c.Database = v
	}
	c.Database = resolved(c.Database)
	for i := range c.Hooks {
		c.Hooks[i].reveal(getenv)
	}
	return c, errors.Join(append(errs, c.faults()...)...)
}

// read lays a YAML file over c: what the file names is changed, in tables too,
// and the rest stays.
func (c *Config) read(path string, file []byte) []error {
	inForce, err := yaml.Marshal(c)
	if err != nil {
		return []error{fmt.Errorf("defaults: %w", err)}
	}
	k := koanf.New("/")
	for _, layer := range [][]byte{inForce, file} {
		if err := k.Load(rawbytes.Provider(layer), parser.Parser()); err != nil {
			return []error{&Fault{path, "config.syntax", model.Args{"line": line(err)}}}
		}
	}
	errs := unknown(k.Raw(), reflect.TypeFor[Config](), "")
	err = k.UnmarshalWithConf("", c, koanf.UnmarshalConf{DecoderConfig: &mapstructure.DecoderConfig{
		TagName:          "yaml",
		WeaklyTypedInput: true, // years are keys, and keys are text
		DecodeHook:       mapstructure.ComposeDecodeHookFunc(decodeHook, mapstructure.TextUnmarshallerHookFunc()),
	}})
	return append(errs, undecoded(err)...)
}

// unknown finds what no setting has the name of, in the entries of lists too. Below a table, such as that of
// the years, any name may stand.
func unknown(section map[string]any, settings reflect.Type, where string) (errs []error) {
	known := map[string]reflect.Type{}
	for i := range settings.NumField() {
		f := settings.Field(i)
		known[f.Tag.Get("yaml")] = f.Type
	}
	for _, name := range slices.Sorted(maps.Keys(section)) {
		t, ok := known[name]
		below, table := section[name].(map[string]any)
		list, _ := section[name].([]any)
		switch {
		case !ok || name == "-":
			errs = append(errs, &Fault{where + name, "config.unknown", nil})
		case table && t.Kind() == reflect.Struct && !reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
			errs = append(errs, unknown(below, t, where+name+".")...)
		case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
			for i, entry := range list {
				if below, table := entry.(map[string]any); table {
					errs = append(errs, unknown(below, t.Elem(), fmt.Sprintf("%s%s.%d.", where, name, i))...)
				}
			}
		}
	}
	return errs
}

func (c Config) faults() (errs []error) {
	fail := func(where, key string, args model.Args) { errs = append(errs, &Fault{where, key, args}) }
	within := func(where string, n, from, until int) {
		if n < from || n > until {
			fail(where, "config.range", model.Args{"got": n, "from": from, "until": until})
		}
	}
	// What stands in the variable is not repeated: people paste whole
	// addresses there, with the token in them.
	u, err := url.Parse(c.APIURL)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Contains(u.Path, "/bot") {
		fail("TELEGRAM_API_URL", "config.address", nil)
	}
	if strings.Contains(c.Database, "://") {
		fail("DATABASE_URL", "config.database", nil)
	}
	if c.Zone.Location == nil {
		fail("zone", "config.zone", model.Args{"got": ""})
	}
	if !slices.Contains(Languages, c.Language) {
		fail("language", "config.choice", model.Args{"got": c.Language, "wanted": strings.Join(Languages, ", ")})
	}
	if !c.Hours.From.Before(c.Hours.Until) {
		fail("hours", "config.hours", model.Args{"from": c.Hours.From.String(), "until": c.Hours.Until.String()})
	} else if c.DigestAt.Before(c.Hours.From) || !c.DigestAt.Before(c.Hours.Until) {
		fail("digest_at", "config.digest", model.Args{"got": c.DigestAt.String(), "from": c.Hours.From.String(), "until": c.Hours.Until.String()})
	}
	within("leader_after", c.LeaderAfter, 0, 60)
	within("invitation_days", c.InvitationDays, 1, 90)
	if _, port, err := net.SplitHostPort(c.Listen); c.Listen != "" && (err != nil || !portNumber(port)) {
		fail("listen", "config.listen", model.Args{"got": c.Listen})
	}
	for _, choice := range []struct {
		where, got string
		among      []string
	}{{"log.format", c.Log.Format, logFormats}, {"log.level", c.Log.Level, logLevels}} {
		if !slices.Contains(choice.among, choice.got) {
			fail(choice.where, "config.choice", model.Args{"got": choice.got, "wanted": strings.Join(choice.among, ", ")})
		}
	}
	for _, l := range []struct {
		where string
		limit model.CaseLimit
	}{{"acknowledge", c.Emergencies.Acknowledge}, {"on_site", c.Emergencies.OnSite}, {"close", c.Emergencies.Close}, {"identify", c.Emergencies.Identify}} {
		within("emergencies."+l.where+".hours", l.limit.Hours, 1, 90*24)
		within("emergencies."+l.where+".then_hours", l.limit.ThenHours, 1, 30*24)
	}
	within("emergencies.post_days", c.Emergencies.PostDays, 1, 60)
	within("backup.keep", c.Backup.Keep, 1, 3650)
	within("keep_raw_days", c.KeepRawDays, 1, 365)
	within("attachments.largest_mb", c.Attachments.LargestMB, 1, 2000)
	within("attachments.per_record", c.Attachments.PerRecord, 1, 100)
	for _, file := range []struct{ where, path string }{{"holidays", c.Holidays}, {"dialect", c.Dialect}} {
		if file.path == "" {
			continue
		}
		if _, err := os.Stat(file.path); err != nil {
			fail(file.where, "config.file", model.Args{"path": file.path, "error": errors.Unwrap(err)})
		}
	}
	errs = append(errs, c.hookFaults()...)
	for _, part := range []struct {
		where string
		err   error
	}{{"policy", c.Policy.Validate()}, {"steps", c.Steps.Validate()}} {
		for _, e := range apart(part.err) {
			var f *model.Flaw
			if errors.As(e, &f) {
				fail(part.where+"."+f.Where, f.Key, f.Args)
			}
		}
	}
	return errs
}

func portNumber(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

// Print writes what is in force, as a file that can be read back. Of secrets it
// says only whether they are set, in the sentences that say gives.
func (c Config) Print(w io.Writer, say func(key string, args model.Args) string) error {
	file, err := yaml.Marshal(c)
	if err != nil {
		return err
	}
	token := say("config.not_set", nil)
	if c.Token.Set() {
		token = say("config.set", nil)
	}
	address := c.APIURL
	if u, err := url.Parse(address); err == nil {
		address = u.Redacted()
	}
	_, err = fmt.Fprintf(w, "# TELEGRAM_BOT_TOKEN: %s\n# TELEGRAM_API_URL: %s\n# DATABASE_URL: %s\n%s", token, address, c.Database, file)
	return err
}

// Moment reads the moment that an operator means: a day with its hour in the
// district's zone, or a day alone, which means the hour of its digest.
func (c Config) Moment(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, c.Zone.Location); err == nil {
			return t, true
		}
	}
	day, err := model.ParseDay(text)
	return day.At(c.DigestAt.Hour, c.DigestAt.Minute, c.Zone.Location), err == nil
}
