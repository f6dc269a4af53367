-- +goose Up

-- Who may record for a responsible cadre: a delegate, until it is ended, or who
-- stands in during a leave, to its last day. A leave of nobody's (by_id NULL) is
-- a pause. What was ended stays, marked.
CREATE TABLE stand_ins (
    id          INTEGER PRIMARY KEY,
    source      TEXT    NOT NULL UNIQUE,
    for_id      INTEGER NOT NULL REFERENCES cadres (id),
    by_id       INTEGER REFERENCES cadres (id),
    leave       INTEGER NOT NULL,
    from_day    TEXT    NOT NULL,
    until_day   TEXT,
    recorded_at INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL DEFAULT 0,
    ended_by    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX stand_ins_for ON stand_ins (for_id) WHERE ended_at = 0;
CREATE INDEX stand_ins_by ON stand_ins (by_id) WHERE ended_at = 0;
