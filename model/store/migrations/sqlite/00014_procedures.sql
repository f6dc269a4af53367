-- +goose Up

-- Procedures that identify a household as monitored, or eliminate its risk. What
-- is said for the roster on the way (subtype, number, …) is kept until it is
-- entered.
CREATE TABLE procedures (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    source         TEXT    NOT NULL UNIQUE,
    kind           TEXT    NOT NULL,
    emergency_id   INTEGER REFERENCES emergencies (id),
    household_id   INTEGER REFERENCES households (id),
    family         TEXT    NOT NULL DEFAULT '',
    village        TEXT    NOT NULL DEFAULT '',
    township_id    INTEGER REFERENCES areas (id),
    causes         TEXT    NOT NULL DEFAULT '[]',
    subtype        TEXT    NOT NULL DEFAULT '',
    number         TEXT    NOT NULL DEFAULT '',
    responsible_id INTEGER REFERENCES cadres (id),
    opened_by      INTEGER NOT NULL,
    opened_on      TEXT    NOT NULL,
    opened_at      INTEGER NOT NULL,
    status         TEXT    NOT NULL,
    refusal        TEXT    NOT NULL DEFAULT '',
    ended_by       INTEGER NOT NULL DEFAULT 0,
    ended_at       INTEGER NOT NULL DEFAULT 0,
    version        INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX procedures_emergency ON procedures (emergency_id) WHERE emergency_id IS NOT NULL;
CREATE INDEX procedures_household ON procedures (household_id);
CREATE INDEX procedures_running ON procedures (opened_on) WHERE status = 'running';

CREATE TABLE procedure_steps (
    procedure_id INTEGER NOT NULL REFERENCES procedures (id),
    step         TEXT    NOT NULL,
    on_day       TEXT    NOT NULL,
    by_id        INTEGER NOT NULL,
    made_at      INTEGER NOT NULL,
    PRIMARY KEY (procedure_id, step)
) WITHOUT ROWID;
