package text

import (
	"embed"
	"fmt"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"

	"ringkeeper/model"
)

// Languages lists the languages of the catalogue, the default first.
var Languages = []string{"zh-CN", "en"}

// The catalogue is three files for each language: what is said in chats, at the
// terminal, and of an import.
//
//go:embed *.yaml
var files embed.FS

var parts = []string{"", "cli.", "import."}

// Catalogue holds every sentence in every language.
type Catalogue struct {
	speakers map[string]*i18n.Localizer
}

// Load reads the embedded catalogue.
func Load() (*Catalogue, error) {
	bundle := i18n.NewBundle(language.MustParse(Languages[0]))
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	c := &Catalogue{speakers: map[string]*i18n.Localizer{}}
	for _, lang := range Languages {
		for _, part := range parts {
			if _, err := bundle.LoadMessageFileFS(files, part+lang+".yaml"); err != nil {
				return nil, fmt.Errorf("catalogue %s: %w", lang, err)
			}
		}
		c.speakers[lang] = i18n.NewLocalizer(bundle, lang)
	}
	return c, nil
}

// Pick returns the catalogue's language for a person: the one of the person's
// Telegram where the catalogue has it, else the fallback.
func Pick(telegram, fallback string) string {
	base, _, _ := strings.Cut(strings.ToLower(telegram), "-")
	for _, lang := range Languages {
		if own, _, _ := strings.Cut(strings.ToLower(lang), "-"); own == base {
			return lang
		}
	}
	return fallback
}

// In returns a speaker of a language; today decides which days are written
// without their year.
func (c *Catalogue) In(lang string, today model.Day, zone *time.Location) Speaker {
	l, ok := c.speakers[lang]
	if !ok {
		lang = Languages[0]
		l = c.speakers[lang]
	}
	return Speaker{lang: lang, l: l, today: today, zone: zone}
}

// Speaker says the catalogue's sentences in one language.
type Speaker struct {
	lang  string
	l     *i18n.Localizer
	today model.Day
	zone  *time.Location
}

// On is the same speaker on another day: what is of that day is written without it.
func (s Speaker) On(today model.Day) Speaker {
	s.today = today
	return s
}

// HTML is text that is already Telegram's HTML and is not escaped again.
type HTML string

// Say returns a sentence as Telegram's HTML. Arguments are worded in the
// language (days, rings, kinds, causes …) and escaped; an integer n decides the
// plural. An unknown key is a fault of the program: it is shown as it is.
func (s Speaker) Say(key string, args model.Args) string {
	worded := make(map[string]any, len(args))
	for name, v := range args {
		worded[name] = s.Word(v)
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: worded}
	if n, ok := args["n"].(int); ok {
		config.PluralCount = n
	}
	out, err := s.l.Localize(config)
	if err != nil && config.PluralCount != nil { // a sentence that is the same for one and many
		config.PluralCount = nil
		out, err = s.l.Localize(config)
	}
	if err != nil {
		return Escape(key)
	}
	return strings.ReplaceAll(out, "<no value>", "") // what was not told is left blank
}

// Reason words a reason of the model.
func (s Speaker) Reason(r model.Reason) string { return s.Say(r.Key, r.Args) }

// Word returns a value in the speaker's language, escaped for HTML.
func (s Speaker) Word(v any) any {
	switch v := v.(type) {
	case int, int64:
		return v
	case HTML:
		return string(v)
	case string:
		return Escape(v)
	case model.Day:
		return s.day(v)
	case time.Time:
		return s.instant(v)
	case model.Instant:
		return s.instant(v.In(s.zone))
	case model.Ring:
		return s.term("ring_name", string(v))
	case model.Kind:
		return s.term("kind", string(v))
	case model.Cadence:
		return s.term("cadence", v.String())
	case model.Outcome:
		return s.term("outcome", string(v))
	case model.Means:
		return s.term("means", string(v))
	case model.Cause:
		return s.term("cause", string(v))
	case model.Flag:
		return s.term("flag", string(v))
	case model.Standing:
		return s.term("standing", string(v))
	case model.EmergencyStatus:
		return s.term("status", string(v))
	case model.CaseStep:
		return s.term("case_step", string(v))
	case model.CaseLevel:
		return s.term("case_level", string(v))
	case model.WithdrawReason:
		if !v.Known() { // somebody's own words
			return Escape(string(v))
		}
		return s.term("withdraw_reason", string(v))
	case model.CaseEventKind:
		return s.term("case_event", string(v))
	case model.Tier:
		return s.term("tier", string(v))
	case model.Role:
		return s.term("role", string(v))
	case model.Labour:
		return s.term("labour", string(v))
	case model.Monitored:
		return s.term("monitored", string(v))
	case model.ItemKind:
		return s.term("item_kind", string(v))
	case model.ItemStatus:
		return s.term("item_status", string(v))
	case model.ProcedureKind:
		return s.term("procedure_kind", string(v))
	case model.ProcedureStep:
		return s.term("procedure_step", string(v))
	case model.RefusalReason:
		if !v.Known() { // somebody's own words
			return Escape(model.StrikeIDs(string(v)))
		}
		return s.term("refusal", string(v))
	case model.IncomeChange:
		if v == model.IncomeUnknown {
			return ""
		}
		return s.term("income_change", string(v))
	case model.BlockReason:
		if !v.Known() { // of another program, in words of its own
			return Escape(string(v))
		}
		return s.term("block_reason", string(v))
	case error:
		return s.fault(v)
	case model.Fen:
		return v.String()
	case model.Income:
		if !v.Known {
			return s.Say("income.unknown", nil)
		}
		return v.Fen.String()
	default:
		return Escape(fmt.Sprint(v))
	}
}

// term words one value of a closed set; the empty value has no word.
func (s Speaker) term(set, value string) string {
	if value == "" {
		return ""
	}
	return s.Say(set+"."+value, nil)
}

// List joins words as the language does.
func (s Speaker) List(words []string) string {
	if s.lang == "zh-CN" {
		return strings.Join(words, "、")
	}
	return strings.Join(words, ", ")
}

// Causes words risk causes as a list.
func (s Speaker) Causes(causes []model.Cause) string {
	words := make([]string, len(causes))
	for i, c := range causes {
		words[i] = s.Word(c).(string)
	}
	return s.List(words)
}

func (s Speaker) day(d model.Day) string {
	if d == 0 {
		return ""
	}
	y, m, n := d.Date()
	if s.lang == "zh-CN" {
		if y == s.today.Year() {
			return fmt.Sprintf("%d月%d日", m, n)
		}
		return fmt.Sprintf("%d年%d月%d日", y, m, n)
	}
	if y == s.today.Year() {
		return fmt.Sprintf("%d %s", n, m)
	}
	return fmt.Sprintf("%d %s %d", n, m, y)
}

func (s Speaker) instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(s.zone)
	clock := t.Format("15:04")
	if day := model.DayOf(t, s.zone); day != s.today {
		return s.day(day) + " " + clock
	}
	return clock
}

// Clauses joins sentences that belong together on one line.
func (s Speaker) Clauses(sentences []string) string {
	if s.lang == "zh-CN" {
		return strings.Join(sentences, "；")
	}
	return strings.Join(sentences, "; ")
}
