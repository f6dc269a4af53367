package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// What is wrong with a sealed backup, or with the key to it.
var (
	// ErrSealed: the backup is encrypted and no identity was given.
	ErrSealed = errors.New("the backup is encrypted")
	// ErrWrongKey: the backup was encrypted for somebody else.
	ErrWrongKey = errors.New("the identity does not open the backup")
	// ErrNoKey: a file holds no identity of age.
	ErrNoKey = errors.New("not an age identity")
	// ErrBroken: the file is not whole.
	ErrBroken = errors.New("the file is damaged or cut short")
)

// sealedMagic is what every file encrypted with age begins with.
const sealedMagic = "age-encryption.org/"

// seal encrypts from, and then reads back what was written and holds it against
// from. Nobody here has the recipients' identities; the key of the file itself,
// which is forgotten afterwards, opens it as well.
func seal(ctx context.Context, to *partial, from io.Reader, recipients []age.Recipient) error {
	first := &witness{Recipient: recipients[0]}
	w, err := age.Encrypt(to, append([]age.Recipient{first}, recipients[1:]...)...)
	if err != nil {
		return fmt.Errorf("encrypt: %w", err)
	}
	written := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, written), reading{ctx, from}); err != nil {
		return fmt.Errorf("encrypt: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("encrypt: %w", err)
	}
	if _, err := to.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return readBack(ctx, to, first.key, written.Sum(nil))
}

// readBack decrypts a file with its own key and holds it against the hash of
// what was encrypted.
func readBack(ctx context.Context, sealed io.Reader, key, written []byte) error {
	plain, err := age.Decrypt(sealed, age.NewInjectedFileKeyIdentity(key))
	read := sha256.New()
	if err == nil {
		_, err = io.Copy(read, reading{ctx, plain})
	}
	if err != nil {
		return fmt.Errorf("read back what was encrypted: %w", err)
	}
	if !bytes.Equal(written, read.Sum(nil)) {
		return fmt.Errorf("read back what was encrypted: %w", ErrBroken)
	}
	return nil
}

// witness is a recipient that remembers the key of the file.
type witness struct {
	age.Recipient
	key []byte
}

// WrapWithLabels does what the recipient does.
func (w *witness) WrapWithLabels(key []byte) ([]*age.Stanza, []string, error) {
	w.key = bytes.Clone(key)
	if r, ok := w.Recipient.(age.RecipientWithLabels); ok {
		return r.WrapWithLabels(key)
	}
	stanzas, err := w.Wrap(key)
	return stanzas, nil, err
}

// unseal decrypts with one of the identities that key holds, one a line.
func unseal(r, key io.Reader) (io.Reader, error) {
	if key == nil {
		return nil, ErrSealed
	}
	// What is wrong in the key file is not told further: it is a secret.
	identities, err := age.ParseIdentities(key)
	if err != nil {
		return nil, ErrNoKey
	}
	plain, err := age.Decrypt(r, identities...)
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.As(err, &wrong):
		return nil, ErrWrongKey
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return whole{plain}, nil
}

// whole names the error of a file that was cut short or changed.
type whole struct{ io.Reader }

func (w whole) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return n, err
}
