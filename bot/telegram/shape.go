package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// shape says what is wrong with something that was to be JSON without a word of
// it: the errors of encoding/json and of the library quote what they could not
// read, and that may be what somebody wrote.
func shape(err error) error {
	var field *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &field):
		kind, _, _ := strings.Cut(field.Value, " ")
		return fmt.Errorf("field %q must not be a %s", field.Field, kind)
	case errors.As(err, &syntax):
		return fmt.Errorf("no JSON from byte %d on", syntax.Offset)
	}
	return errors.New("it has another shape")
}
