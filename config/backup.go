package config

import (
	"strings"

	"filippo.io/age"
)

// Backup says how backups are taken.
type Backup struct {
	// Folder is where serve puts a backup once a day; empty for none.
	Folder string `yaml:"folder"`
	// At is the hour from which on the day's backup is taken.
	At Clock `yaml:"at"`
	// Keep is for how many days the daily backups are kept.
	Keep int `yaml:"keep"`
	// Recipients are the public keys for which backups are encrypted; none
	// means that they are not.
	Recipients []Recipient `yaml:"recipients"`
}

// Keys are the recipients as age knows them.
func (b Backup) Keys() (keys []age.Recipient) {
	for _, r := range b.Recipients {
		keys = append(keys, r.Recipient)
	}
	return keys
}

// Recipient is a public key of age, written age1….
type Recipient struct {
	age.Recipient
	text string
}

// MarshalText writes the key.
func (r Recipient) MarshalText() ([]byte, error) { return []byte(r.text), nil }

// UnmarshalText reads a key. What stands there is not repeated where it is no
// public key: people paste the secret one.
func (r *Recipient) UnmarshalText(b []byte) error {
	text := strings.TrimSpace(string(b))
	keys, err := age.ParseRecipients(strings.NewReader(text))
	if err != nil || len(keys) != 1 {
		return &Fault{Key: "config.recipient"}
	}
	r.Recipient, r.text = keys[0], text
	return nil
}
