package config

import "strings"

// Secret is a value that is used but never shown: it prints, logs and marshals
// as a mark that says only whether it is set.
type Secret struct{ value string }

// NewSecret keeps a value.
func NewSecret(value string) Secret { return Secret{value} }

// Reveal returns the value, for the one place that sends it.
func (s Secret) Reveal() string { return s.value }

// Set says whether there is a value.
func (s Secret) Set() bool { return s.value != "" }

func (s Secret) String() string {
	if s.value == "" {
		return "(not set)"
	}
	return "(set)"
}

// GoString keeps %#v from showing the value.
func (s Secret) GoString() string { return s.String() }

// MarshalText keeps JSON, YAML and slog from showing the value.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText keeps a value that stands in the settings file.
func (s *Secret) UnmarshalText(b []byte) error {
	s.value = strings.TrimSpace(string(b))
	return nil
}
