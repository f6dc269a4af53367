-- +goose Up

-- Calls of the hooks, the ways out beside Telegram. key names hook, case and step,
-- so that nothing is told twice. A call with alerts, the subject of the case's
-- alerts in the outbox, waits so long after (ms) for one of them to be handed over.
CREATE TABLE hook_calls (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    key          TEXT    NOT NULL UNIQUE,
    hook         TEXT    NOT NULL,
    emergency_id INTEGER NOT NULL REFERENCES emergencies (id),
    step         TEXT    NOT NULL,
    alerts       TEXT    NOT NULL,
    after        INTEGER NOT NULL,
    not_before   INTEGER NOT NULL,
    state        TEXT    NOT NULL DEFAULT 'pending',
    attempts     INTEGER NOT NULL DEFAULT 0,
    error        TEXT    NOT NULL DEFAULT '',
    created_at   INTEGER NOT NULL,
    sent_at      INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX hook_calls_pending ON hook_calls (hook, id) WHERE state = 'pending';
CREATE INDEX hook_calls_sending ON hook_calls (hook) WHERE state = 'sending';
CREATE INDEX hook_calls_case ON hook_calls (emergency_id);
