package terminal

import (
	"embed"
	"slices"
	"strings"
	"text/template"

	"github.com/alecthomas/kong"
)

// Completion prints a script that lets a shell complete commands, flags, choices
// and files.
type Completion struct {
	Shell string `arg:"" enum:"bash,zsh,fish"`
}

// Run prints the script. It is made from the table of commands and asks the
// program nothing when the Tab key is pressed.
func (c Completion) Run(d *Desk, call *kong.Context) error {
	return completions.ExecuteTemplate(d.Out, c.Shell, typed(call.Model.Node))
}

//go:embed completion
var scripts embed.FS

var completions = template.Must(template.New("").Funcs(template.FuncMap{
	"quote": func(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" },
	"fish":  func(s string) string { return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'" },
	"plain": strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, ":", `\:`).Replace, // within a specification of zsh
	"words": func(words []string) string { return strings.Join(words, " ") },
}).ParseFS(scripts, "completion/*"))

// typing is a command as a shell sees it: which words may follow its name.
type typing struct {
	Name, Help string
	Flags      []slot
	Args       []slot
}

// slot is a place for a word: the value of a flag, or an argument.
type slot struct {
	Name, Help string
	Label      string // what help calls the value, empty where a flag takes none
	Choices    []string
	File       bool
	Many       bool // further arguments are of the same sort
	Alone      bool // a flag with which no argument is given
}

func typed(program *kong.Node) (commands []typing) {
	for _, c := range program.Leaves(true) {
		t := typing{Name: c.Name, Help: c.Help}
		for _, flags := range c.AllFlags(true) {
			for _, f := range flags {
				s := slotOf(f.Value)
				s.Alone = f.Tag.Has("alone")
				if !f.IsBool() {
					s.Label = f.FormatPlaceHolder()
				}
				s.File = strings.HasSuffix(s.Label, "FILE")
				t.Flags = append(t.Flags, s)
			}
		}
		for _, a := range c.Positional {
			s := slotOf(a)
			s.Label, s.File = a.Name, a.Name == "file"
			t.Args = append(t.Args, s)
		}
		commands = append(commands, t)
	}
	return commands
}

func slotOf(v *kong.Value) slot {
	choices := slices.DeleteFunc(v.EnumSlice(), func(s string) bool { return s == "" })
	return slot{Name: v.Name, Help: v.Help, Choices: choices, Many: v.IsCumulative()}
}
