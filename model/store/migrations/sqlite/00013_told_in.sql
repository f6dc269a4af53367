-- +goose Up

-- Of many alerts that wait for one chat, one is sent for all: told_in names the
-- delivery in whose message a delivery is told, for that one too; NULL for what
-- has a message of its own.
ALTER TABLE outbox ADD COLUMN told_in INTEGER REFERENCES outbox (id);
CREATE INDEX outbox_told_in ON outbox (told_in) WHERE told_in IS NOT NULL;

-- Which emergencies wait for a reader, the oldest first.
CREATE INDEX outbox_emergencies ON outbox (cadre_id, chat_id, id) WHERE state = 'pending' AND priority = 0;
