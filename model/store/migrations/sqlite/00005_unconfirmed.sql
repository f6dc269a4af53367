-- +goose Up

-- An emergency that was read from words of which the bot was not sure; it goes
-- out all the same when nobody answers in time.
ALTER TABLE emergencies ADD COLUMN unconfirmed INTEGER NOT NULL DEFAULT 0;
