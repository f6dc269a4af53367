package terminal

import (
	"regexp"

	"ringkeeper/model"
	"ringkeeper/model/report"
)

// misuses are the ways in which a call is wrong, by the parser's words: it has
// no other way to tell them apart. Of each, what the person typed or left out.
var misuses = []struct {
	words *regexp.Regexp
	key   string
}{
	{regexp.MustCompile(`^unknown flag (?P<what>\S+), did you mean (?:one of )?(?P<perhaps>.+)\?$`), "call.unknown_flag_perhaps"},
	{regexp.MustCompile(`^unknown flag (?P<what>.+)$`), "call.unknown_flag"},
	{regexp.MustCompile(`^unexpected (?:argument|flag argument|token) (?P<what>.+), did you mean (?:one of )?(?P<perhaps>.+)\?$`), "call.unexpected_perhaps"},
	{regexp.MustCompile(`^unexpected (?:argument|flag argument|token) (?P<what>.+)$`), "call.unexpected"},
	{regexp.MustCompile(`^expected one of (?P<what>.+)$`), "call.no_command"},
	{regexp.MustCompile(`^(?:expected|missing positional arguments) "?(?P<what>[^"]+)"?$`), "call.no_argument"},
	{regexp.MustCompile(`^missing flags: (?P<what>.+)$`), "call.no_flag"},
	{regexp.MustCompile(`^(?P<what>--\S+?)(?:=\S+)?: .*(?:"EOL"|missing value).*$`), "call.no_value"},
	{regexp.MustCompile(`^(?P<what>--\S+?)(?:=\S+)?: .* got "(?P<perhaps>.*?)"(?: \(\w+\))?$`), "call.wrong_value"},
	{regexp.MustCompile(`^(?P<what>\S+) must be one of (?P<perhaps>.+) but got "(?P<got>.*)"$`), "call.choice"},
	{regexp.MustCompile(`^(?P<what>--\S+) and (?P<perhaps>--\S+) can't be used together$`), "call.together"},
}

// Misused is the error of a call that the parser could not read.
func (d *Desk) Misused(err error) error {
	why := err.Error()
	for _, m := range misuses {
		if found := m.words.FindStringSubmatch(why); found != nil {
			args := model.Args{}
			for i, name := range m.words.SubexpNames()[1:] {
				args[name] = d.named(found[i+1])
			}
			why = d.Say(m.key, args)
			break
		}
	}
	return report.Misuse("cli.misused", model.Args{"error": model.StrikeIDs(why)})
}
