// Package config is what an operator can set: defaults that fit Qilin, then
// ringkeeper.yaml, then the environment. Every error found is told at once, and
// no secret is ever shown.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
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
	// Holidays is a file with further years of public holidays, empty for none.
	Holidays string `yaml:"holidays"`

	Policy model.Policy `yaml:"policy"`
	Steps  model.Steps  `yaml:"steps"`
}

// Hours is a part of the day, from the first clock time to before the second.
type Hours struct {
	From  Clock `yaml:"from"`
	Until Clock `yaml:"until"`
}

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
		Policy:         model.DefaultPolicy(),
		Steps:          model.DefaultSteps(),
	}
}

// Load returns what is in force: the defaults, the file named by
// RINGKEEPER_CONFIG (ringkeeper.yaml if there), then the environment. The error
// joins everything that is wrong.
func Load(getenv func(string) string) (Config, error) {
	c := Default()
	path, must := getenv("RINGKEEPER_CONFIG"), true
	if path == "" {
		path, must = "ringkeeper.yaml", false
	}
	var errs []error
	file, err := os.ReadFile(path)
	switch {
	case err == nil:
		if err := c.read(file); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", path, err))
		}
	case must || !errors.Is(err, fs.ErrNotExist):
		errs = append(errs, fmt.Errorf("RINGKEEPER_CONFIG: %w", err))
	}
	c.Token = NewSecret(strings.TrimSpace(getenv("TELEGRAM_BOT_TOKEN")))
	if v := getenv("TELEGRAM_API_URL"); v != "" {
		c.APIURL = strings.TrimRight(v, "/")
	}
	if v := getenv("DATABASE_URL"); v != "" {
		c.Database = v
	}
	return c, errors.Join(append(errs, c.faults()...)...)
}

// read lays a YAML file over c: what the file names is changed, in tables too,
// and the rest stays.
func (c *Config) read(file []byte) error {
	inForce, err := yaml.Marshal(c)
	if err != nil {
		return fmt.Errorf("defaults: %w", err)
	}
	k := koanf.New("/")
	for _, layer := range [][]byte{inForce, file} {
		if err := k.Load(rawbytes.Provider(layer), parser.Parser()); err != nil {
			return err
		}
	}
	return k.UnmarshalWithConf("", c, koanf.UnmarshalConf{DecoderConfig: &mapstructure.DecoderConfig{
		TagName:          "yaml",
		ErrorUnused:      true,
		WeaklyTypedInput: true, // years are keys, and keys are text
		DecodeHook:       mapstructure.TextUnmarshallerHookFunc(),
	}})
}

func (c Config) faults() (errs []error) {
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if u, err := url.Parse(c.APIURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		fail("TELEGRAM_API_URL: %q: want an address like https://api.telegram.org", c.APIURL)
	}
	if strings.Contains(c.Database, "://") {
		fail("DATABASE_URL: want the path of a file")
	}
	if c.Zone.Location == nil {
		fail("zone: a time zone is needed, for instance Asia/Shanghai")
	}
	if c.Language != "zh-CN" && c.Language != "en" {
		fail("language: %q: want zh-CN or en", c.Language)
	}
	if !c.Hours.From.Before(c.Hours.Until) {
		fail("hours: %s to %s: the first must be earlier than the second", c.Hours.From, c.Hours.Until)
	} else if c.DigestAt.Before(c.Hours.From) || !c.DigestAt.Before(c.Hours.Until) {
		fail("digest_at: %s: not within the hours %s to %s", c.DigestAt, c.Hours.From, c.Hours.Until)
	}
	if c.LeaderAfter < 0 || c.LeaderAfter > 60 {
		fail("leader_after: %d: 0 to 60 workdays", c.LeaderAfter)
	}
	if c.InvitationDays < 1 || c.InvitationDays > 90 {
		fail("invitation_days: %d: 1 to 90", c.InvitationDays)
	}
	if c.Holidays != "" {
		if _, err := os.Stat(c.Holidays); err != nil {
			fail("holidays: %w", err)
		}
	}
	for _, err := range []error{c.Policy.Validate(), c.Steps.Validate()} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}
