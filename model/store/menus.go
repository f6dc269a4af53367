package store

import "context"

// Menus returns the fingerprints of the menus of commands that Telegram was
// told, by scope.
func (s *Store) Menus(ctx context.Context) (map[string]string, error) {
	var rows []struct{ Scope, Fingerprint string }
	if err := s.query(ctx).find("menus", &rows, `SELECT scope, fingerprint FROM menus`); err != nil {
		return nil, err
	}
	told := make(map[string]string, len(rows))
	for _, r := range rows {
		told[r.Scope] = r.Fingerprint
	}
	return told, nil
}

// KeepMenu keeps that Telegram was told a menu; an empty fingerprint means that
// it has none of that scope any more.
func (s *Store) KeepMenu(ctx context.Context, scope, fingerprint string) error {
	return s.write(ctx, func(q session) error {
		if fingerprint == "" {
			return q.exec("menu", `DELETE FROM menus WHERE scope = ?`, scope)
		}
		return q.exec("menu", `INSERT INTO menus (scope, fingerprint) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET fingerprint = excluded.fingerprint`,
			scope, fingerprint)
	})
}
