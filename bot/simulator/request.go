package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// request is one API call with its parameters, however they were sent. Nested values are JSON text.
type request struct {
	ctx    context.Context
	method string
	values map[string]string
	files  map[string]upload
}

// upload is a file within a call.
type upload struct {
	name string
	data []byte
}

// readRequest collects the parameters from the query string and the body, and refuses those that
// the method does not know.
func readRequest(r *http.Request, body []byte, m *method) (*request, error) {
	q := &request{ctx: r.Context(), method: m.name, values: map[string]string{}, files: map[string]upload{}}
	if err := q.addForm(r.URL.RawQuery); err != nil {
		return nil, err
	}
	kind, options, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch {
	case len(body) == 0:
		// A method without parameters is sent by some clients as a multipart body of no bytes at all.
	case kind == "multipart/form-data":
		err = q.addMultipart(body, options["boundary"])
	case kind == "application/json":
		err = q.addJSON(body)
	case kind == "application/x-www-form-urlencoded":
		err = q.addForm(string(body))
	default:
		err = bad("unsupported content type %q", kind)
	}
	if err != nil {
		return nil, err
	}
	return q, q.check(m)
}

func (q *request) check(m *method) error {
	var unknown []string
	for name, value := range q.values {
		if !slices.Contains(m.parameters, name) {
			unknown = append(unknown, name)
		}
		if !utf8.ValidString(value) {
			return bad("strings must be encoded in UTF-8")
		}
	}
	for name := range q.files {
		if !slices.Contains(m.parameters, name) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return bad("unknown parameter of %s: %s", m.name, strings.Join(unknown, ", "))
	}
	return nil
}

func (q *request) set(name, value string) error {
	if _, twice := q.values[name]; twice {
		return bad("parameter %s is given twice", name)
	}
	q.values[name] = value
	return nil
}

func (q *request) addForm(encoded string) error {
	form, err := url.ParseQuery(encoded)
	if err != nil {
		return bad("can't parse parameters: %v", err)
	}
	for name, values := range form {
		for _, v := range values {
			if err := q.set(name, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (q *request) addMultipart(body []byte, boundary string) error {
	parts := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return bad("can't parse multipart body: %v", err)
		}
		data, err := io.ReadAll(p)
		if err != nil {
			return bad("can't parse multipart body: %v", err)
		}
		if p.FileName() != "" {
			q.files[p.FormName()] = upload{p.FileName(), data}
			continue
		}
		if err := q.set(p.FormName(), string(data)); err != nil {
			return err
		}
	}
}

func (q *request) addJSON(body []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		return bad("can't parse JSON object: %v", err)
	}
	for name, value := range object {
		text := string(value)
		if text == "null" {
			continue
		}
		if value[0] == '"' {
			if err := json.Unmarshal(value, &text); err != nil {
				return bad("can't parse %s: %v", name, err)
			}
		}
		if err := q.set(name, text); err != nil {
			return err
		}
	}
	return nil
}

// has tells whether the parameter was given with a value.
func (q *request) has(name string) bool { return q.values[name] != "" }

// integer is a number, or the fallback when the parameter is absent.
func (q *request) integer(name string, fallback int64) (int64, error) {
	text := q.values[name]
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, bad("parameter %s must be an integer", name)
	}
	return n, nil
}

// boolean is false when the parameter is absent.
func (q *request) boolean(name string) (bool, error) {
	switch strings.ToLower(q.values[name]) {
	case "", "false", "0":
		return false, nil
	case "true", "1":
		return true, nil
	}
	return false, bad("parameter %s must be a boolean", name)
}

// object reads a nested value, and tells whether there is one. Unknown fields are refused as
// unknown parameters are.
func (q *request) object(name string, into any) (bool, error) {
	text := q.values[name]
	if text == "" || text == "null" {
		return false, nil
	}
	return true, strictly(name, []byte(text), into)
}

func strictly(name string, text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return bad("can't parse %s: %v", name, err)
	}
	if d.More() {
		return bad("can't parse %s: more than one value", name)
	}
	return nil
}
