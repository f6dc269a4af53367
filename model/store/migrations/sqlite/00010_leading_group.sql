-- +goose Up

-- The leading group's chat hears last of a case that waits too long.
ALTER TABLE groups ADD COLUMN leading INTEGER NOT NULL DEFAULT 0;
