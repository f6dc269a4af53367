package terminal

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/mattn/go-runewidth"
)

// Help gives commands, arguments and flags their line of help: the sentence
// cli.<name>, or the one that a help tag names.
func (d *Desk) Help(parser *kong.Kong) error {
	parser.Model.HelpFlag.Help = d.Say("cli.help", nil)
	sentence := func(name, tag string) string {
		if tag != "" {
			name = tag
		}
		return d.Say("cli."+strings.ReplaceAll(name, "-", "_"), nil)
	}
	return kong.Visit(parser.Model, func(v kong.Visitable, next kong.Next) error {
		switch v := v.(type) {
		case *kong.Node:
			v.Help = sentence(v.Name, v.Help)
		case *kong.Value:
			if v != parser.Model.HelpFlag.Value {
				v.Help = sentence(v.Name, v.Help)
			}
		}
		return next(nil)
	})
}

// PrintHelp prints how a command, or the whole program, is called.
func (d *Desk) PrintHelp(_ kong.HelpOptions, call *kong.Context) error {
	node := call.Selected()
	if node == nil {
		node = call.Model.Node
	}
	usage := call.Model.Name + " " + strings.TrimSpace(d.named(node.Summary()))
	usage = strings.ReplaceAll(usage, "[flags]", d.Say("cli.usage_flags", nil))
	page := []string{d.Say("cli.usage", nil) + usage, "", node.Help}
	var arguments, flags, commands [][2]string
	for _, a := range node.Positional {
		arguments = append(arguments, [2]string{d.named(a.Summary()), a.Help})
	}
	for _, group := range node.AllFlags(true) {
		for _, f := range group {
			flags = append(flags, [2]string{d.flag(f), f.Help})
		}
	}
	for _, c := range node.Leaves(true) {
		commands = append(commands, [2]string{c.Name, c.Help})
	}
	page = append(page, table(d.Say("cli.usage_head_arguments", nil), arguments)...)
	page = append(page, table(d.Say("cli.usage_head_flags", nil), flags)...)
	page = append(page, table(d.Say("cli.usage_head_commands", nil), commands)...)
	if len(commands) > 0 {
		page = append(page, "", d.Say("cli.usage_more", nil))
	}
	_, err := fmt.Fprintln(call.Stdout, strings.Join(page, "\n"))
	return err
}

// flag writes a flag as it is typed.
func (d *Desk) flag(f *kong.Flag) string {
	typed := "--" + f.Name
	if f.Short != 0 {
		typed = "-" + string(f.Short) + ", " + typed
	}
	if f.IsBool() {
		return typed
	}
	return typed + "=" + d.Say("word."+strings.ToLower(f.PlaceHolder), nil)
}

var places = regexp.MustCompile(`<(command|file|kind|cadre|number|shell)>`)

// named gives the places of a call, such as <file>, their names in the
// operator's language.
func (d *Desk) named(call string) string {
	return places.ReplaceAllStringFunc(call, func(place string) string {
		return "<" + d.Say("word."+strings.Trim(place, "<>"), nil) + ">"
	})
}

// screen measures words as a terminal draws them: a Chinese character takes two
// columns.
var screen = &runewidth.Condition{}

// table puts what is typed beside what it means; there is none without rows.
func table(heading string, rows [][2]string) (lines []string) {
	if len(rows) == 0 {
		return nil
	}
	width := 0
	for _, row := range rows {
		width = max(width, screen.StringWidth(row[0]))
	}
	lines = []string{"", heading}
	for _, row := range rows {
		lines = append(lines, "  "+screen.FillRight(row[0], width)+"  "+row[1])
	}
	return lines
}
