-- +goose Up

-- What still holds raw text, by age: the nightly clearing reads these ranges and
-- nothing that was cleared before.
CREATE INDEX inbox_raw ON inbox (received_at) WHERE raw <> x'';
CREATE INDEX outbox_text ON outbox_messages (delivery_id) WHERE html <> '';
CREATE INDEX outbox_data ON outbox (created_at) WHERE data IS NOT NULL AND subject = '';
CREATE INDEX talks_waiting ON talks (expires_at) WHERE state IS NOT NULL;

-- The menus of commands that Telegram was told, so that they are told again only
-- where they differ.
CREATE TABLE menus (
    scope       TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL
) WITHOUT ROWID;
