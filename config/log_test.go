package config

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// logKeys are all keys that a line of the log may have, beside time, level and
// msg. What they hold names nobody.
var logKeys = []string{
	"at",         // the program's clock
	"attempt",    // how often something was tried
	"bot",        // the bot's name
	"code",       // of Telegram's refusal
	"count",      // how many
	"database",   // its path
	"day",        // of the district
	"delivery",   // the id of a message in the outbox
	"digests",    // how many were planned
	"error",      // technical words
	"everything", // whether all chats are meant
	"failures",   // how many in a row
	"hook",       // its name in the settings
	"households", // how many
	"job",        // of the scheduler
	"kind",       // of a notice
	"stack",      // where a panic happened
	"to",         // the id of a group
	"until",      // when something goes on
	"update",     // Telegram's number of it
}

// logCalls finds the calls that log: methods of these names with a message.
var logCalls = map[string]bool{"Debug": true, "Info": true, "Warn": true, "Error": true}

func TestMessagesAndKeysOfTheLogAreConstant(t *testing.T) {
	used := map[string]bool{}
	files := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, k := range logged(t, files, n) {
				used[k] = true
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for k := range used {
		if !slices.Contains(logKeys, k) {
			t.Errorf("key %q is not among those that a log may have", k)
		}
	}
	for _, k := range logKeys {
		if !used[k] {
			t.Errorf("key %q is used nowhere", k)
		}
	}
}

// logged checks a call that logs, and the constant messages of an outage.
func logged(t *testing.T, files *token.FileSet, n ast.Node) (keys []string) {
	if pair, ok := n.(*ast.KeyValueExpr); ok {
		if field, ok := pair.Key.(*ast.Ident); ok && (field.Name == "down" || field.Name == "up") && !constant(pair.Value) {
			t.Errorf("%s: the words of an outage are not constant", files.Position(n.Pos()))
		}
		return nil
	}
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	pairs := call.Args
	switch receiver := strings.ToLower(ends(method.X)); {
	case logCalls[method.Sel.Name]:
		if !constant(pairs[0]) && !outageWords(pairs[0]) {
			t.Errorf("%s: a message that is not constant", files.Position(call.Pos()))
		}
		pairs = pairs[1:]
	case method.Sel.Name != "With" || receiver != "log":
		return nil
	}
	if call.Ellipsis.IsValid() || len(pairs)%2 != 0 {
		t.Errorf("%s: keys that are not written out", files.Position(call.Pos()))
		return nil
	}
	for i := 0; i < len(pairs); i += 2 {
		literal, ok := pairs[i].(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			t.Errorf("%s: a key that is not constant", files.Position(pairs[i].Pos()))
			continue
		}
		key, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Error(err)
		}
		keys = append(keys, key)
	}
	return keys
}

func constant(e ast.Expr) bool {
	literal, ok := e.(*ast.BasicLit)
	return ok && literal.Kind == token.STRING
}

// outageWords are fields whose values are held to be constant where they are set.
func outageWords(e ast.Expr) bool {
	field, ok := e.(*ast.SelectorExpr)
	return ok && (field.Sel.Name == "down" || field.Sel.Name == "up")
}

func ends(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func TestALogStrikesTheTokenAndIDNumbersOut(t *testing.T) {
	for _, format := range logFormats {
		c := Default()
		c.Token, c.Log = NewSecret("7:token"), Log{Format: format, Level: "debug"}
		var out strings.Builder
		c.Logger(&out).Debug("not sent", "error", fmt.Errorf("Post https://x/bot7:token/getMe: %w", errors.New("530302199003074512")), "kind", "7:token")
		if got := out.String(); strings.Contains(got, "7:token") || strings.Contains(got, "530302199003074512") || !strings.Contains(got, "bot***/getMe") {
			t.Errorf("logged %s", got)
		}
		out.Reset()
		c.Log.Level = "warn"
		c.Logger(&out).Info("nothing of note")
		c.Logger(&out).Warn("something")
		if got := out.String(); strings.Contains(got, "note") || !strings.Contains(got, "something") || strings.HasPrefix(got, "{") != (format == "json") {
			t.Errorf("logged %s", got)
		}
	}
}

func TestWhereToListenAndHowToLogAreChecked(t *testing.T) {
	for file, want := range map[string]string{
		`listen: "127.0.0.1:9464"`: "", `listen: ":9464"`: "", `listen: "[::1]:9464"`: "", `listen: ""`: "",
		`listen: "9464"`: "listen", `listen: "127.0.0.1:http"`: "listen", `listen: "127.0.0.1:0"`: "listen", `listen: "127.0.0.1:99999"`: "listen",
		`log: {format: json}`: "", `log: {level: debug, format: text}`: "", `log: {format: xml}`: "log.format", `log: {level: loud}`: "log.level", `log: {colour: red}`: "log.colour",
	} {
		_, err := load(t, file, nil)
		faults := Faults(err)
		if (want == "") != (err == nil) || err != nil && (len(faults) != 1 || faults[0].Where != want) {
			t.Errorf("%s: %v, want a fault of %q", file, err, want)
		}
	}
}
