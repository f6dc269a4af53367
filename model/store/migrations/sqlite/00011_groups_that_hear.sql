-- +goose Up

-- The leading group's chats, what the bot may do in a group, and when it first
-- heard somebody there since the group was bound.
ALTER TABLE groups ADD COLUMN leading INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN standing TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN heard_at INTEGER NOT NULL DEFAULT 0;
