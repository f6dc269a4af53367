package store

import "context"

// Meta returns a value that was set, empty when none was.
func (s *Store) Meta(ctx context.Context, name string) (string, error) {
	return s.query(ctx).meta(name)
}

// SetMeta keeps a value under a name.
func (s *Store) SetMeta(ctx context.Context, name, value string) error {
	return s.write(ctx, func(q session) error { return q.setMeta(name, value) })
}

func (q session) meta(name string) (value string, err error) {
	err = q.find("meta "+name, &value, `SELECT value FROM meta WHERE name = ?`, name)
	return value, err
}

func (q session) setMeta(name, value string) error {
	return q.exec("meta "+name, `INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
}
