package terminal

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

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
	{regexp.MustCompile(`^(?P<what>--\S+) and (?P<perhaps>--\S+) can't be used together$`), "call.together"},
}

// Misused is the error of a call that the parser could not read.
func (d *Desk) Misused(err error) error {
	why := err.Error()
	for _, m := range misuses {
		if found := m.words.FindStringSubmatch(why); found != nil {
			args := model.Args{"what": found[1]}
			if len(found) > 2 {
				args["perhaps"] = found[2]
			}
			why = d.Say(m.key, args)
			break
		}
	}
	return report.Misuse("cli.misused", model.Args{"error": model.StrikeIDs(why)})
}

// PrintHelp prints the parser's page with headings in the operator's language.
func (d *Desk) PrintHelp(options kong.HelpOptions, ctx *kong.Context) error {
	var page bytes.Buffer
	out := ctx.Stdout
	ctx.Stdout = &page
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	for line := range strings.Lines(page.String()) {
		if _, err := out.Write([]byte(d.heading(line))); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) heading(line string) string {
	switch {
	case strings.HasPrefix(line, "Usage: "):
		line = strings.NewReplacer("Usage: ", d.Say("cli.usage", nil), "<command>", d.Say("cli.usage_command", nil), "[flags]", d.Say("cli.usage_flags", nil)).Replace(line)
	case strings.HasPrefix(line, `Run "`):
		_, rest, _ := strings.Cut(line, `"`)
		call, _, _ := strings.Cut(rest, `"`)
		call = strings.ReplaceAll(call, "<command>", d.Say("cli.usage_command", nil))
		line = d.Say("cli.usage_more", model.Args{"call": call}) + "\n"
	case line == "Flags:\n":
		line = d.Say("cli.usage_head_flags", nil) + "\n"
	case line == "Arguments:\n":
		line = d.Say("cli.usage_head_arguments", nil) + "\n"
	case line == "Commands:\n":
		line = d.Say("cli.usage_head_commands", nil) + "\n"
	}
	return line
}
