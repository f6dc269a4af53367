package config

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/go-viper/mapstructure/v2"

	"ringkeeper/model"
)

// Fault is one thing that is wrong with the settings: where it stands (a path
// in the file, or the name of a variable) and which sentence of the catalogue
// says what is wanted there. Load joins all that it finds.
type Fault struct {
	Where string
	Key   string
	Args  model.Args
}

func (f *Fault) Error() string {
	words := f.Where + ": " + strings.TrimPrefix(f.Key, "config.")
	for _, name := range []string{"got", "from", "until", "wanted", "line", "error"} {
		if v, ok := f.Args[name]; ok {
			words += fmt.Sprintf(", %s %v", name, v)
		}
	}
	return words
}

// Faults takes apart what Load answered.
func Faults(err error) (all []*Fault) {
	for _, e := range apart(err) {
		var f *Fault
		if errors.As(e, &f) {
			all = append(all, f)
		}
	}
	return all
}

// apart takes a joined error apart, however deep.
func apart(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, apart(e)...)
	}
	return all
}

// wanted is what a value's own reader says of a text that it cannot read; the
// fault is completed with where the value stands.
func wanted(key string, got []byte) *Fault {
	return &Fault{Key: key, Args: model.Args{"got": string(got)}}
}

// undecoded words what stands in the file and cannot be used.
func undecoded(err error) (faults []error) {
	for _, e := range leaves(err, "") {
		faults = append(faults, e)
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return faults
}

// leaves finds the innermost errors, each with the place of its value.
func leaves(err error, where string) (faults []*Fault) {
	switch e := err.(type) {
	case nil:
		return nil
	case interface{ Unwrap() []error }:
		for _, below := range e.Unwrap() {
			faults = append(faults, leaves(below, where)...)
		}
		return faults
	case *mapstructure.DecodeError:
		return leaves(e.Unwrap(), place(e.Name()))
	case *Fault:
		return []*Fault{{where, e.Key, e.Args}}
	case *model.Flaw:
		return []*Fault{{where, e.Key, e.Args}}
	case *mapstructure.ParseError:
		key := "config.value"
		if e.Expected.CanInt() {
			key = "config.number"
		}
		return []*Fault{{where, key, model.Args{"got": fmt.Sprint(e.Value)}}}
	case *mapstructure.UnconvertibleTypeError:
		key := "config.value"
		if slices.Contains([]reflect.Kind{reflect.Map, reflect.Struct, reflect.Slice}, e.Expected.Kind()) {
			key = "config.section"
		}
		return []*Fault{{where, key, model.Args{"got": fmt.Sprint(e.Value)}}}
	}
	if below := errors.Unwrap(err); below != nil {
		return leaves(below, where)
	}
	return []*Fault{{where, "config.form", nil}}
}

// place writes a place in the file as people do: policy.cadence.red.contact.
func place(name string) string {
	return strings.NewReplacer("[", ".", "]", "").Replace(name)
}

// Words words all that Load found, in the sentences that say gives.
func Words(err error, say func(key string, args model.Args) string) (words []string) {
	for _, f := range Faults(err) {
		words = append(words, say("config.fault", model.Args{"where": f.Where, "what": say(f.Key, f.Args)}))
	}
	return words
}

var lineOfYAML = regexp.MustCompile(`line (\d+)`)

// line is where the parser stumbled; its errors tell it in words alone.
func line(err error) string {
	if m := lineOfYAML.FindStringSubmatch(err.Error()); m != nil {
		return m[1]
	}
	return "1"
}
