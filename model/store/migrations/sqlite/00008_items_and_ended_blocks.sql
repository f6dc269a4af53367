-- +goose Up

-- Difficulties and needs that records name. An item stands as long as its record
-- does, and belongs to whoever answers for the household.
CREATE TABLE items (
    id           INTEGER PRIMARY KEY,
    household_id INTEGER NOT NULL REFERENCES households (id),
    contact_id   INTEGER NOT NULL REFERENCES contacts (id),
    kind         TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    opened_on    TEXT    NOT NULL,
    status       TEXT    NOT NULL DEFAULT 'open',
    outcome      TEXT    NOT NULL DEFAULT '',
    settled_at   INTEGER NOT NULL DEFAULT 0,
    settled_by   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX items_household ON items (household_id, status);
CREATE INDEX items_contact ON items (contact_id);
CREATE INDEX items_open ON items (opened_on) WHERE status = 'open';

-- A block that was ended before its last day keeps that day: ended_on is the last
-- one on which it held, before from_day where it never did.
ALTER TABLE blocks ADD COLUMN ended_on TEXT;
ALTER TABLE blocks ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE blocks ADD COLUMN ended_by INTEGER NOT NULL DEFAULT 0;
CREATE INDEX blocks_until ON blocks (COALESCE(ended_on, until_day));
