-- +goose Up

-- Whoever chose a language keeps it, whatever their Telegram speaks.
ALTER TABLE cadres ADD COLUMN language_chosen INTEGER NOT NULL DEFAULT 0;

-- A household is looked up by the end of its number, a person's newest record by
-- the person, and the newest numbered list that a person asked for by the chat.
CREATE INDEX households_tail ON households (substr(number, -4));
CREATE INDEX contacts_by ON contacts (by_id, recorded_at);
CREATE INDEX outbox_today ON outbox (to_chat, begun_at) WHERE kind = 'today' AND begun_at > 0;
