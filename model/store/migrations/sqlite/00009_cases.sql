-- +goose Up

-- An emergency is followed step by step. The clock: escalated levels of its chain
-- have heard that escalated_step is late, and the next is to hear at escalate_at.
ALTER TABLE emergencies ADD COLUMN on_the_way_at  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE emergencies ADD COLUMN on_site_by     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE emergencies ADD COLUMN solved_at      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE emergencies ADD COLUMN identifying_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE emergencies ADD COLUMN reason         TEXT    NOT NULL DEFAULT '';
ALTER TABLE emergencies ADD COLUMN escalated_step TEXT    NOT NULL DEFAULT '';
ALTER TABLE emergencies ADD COLUMN escalated      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE emergencies ADD COLUMN escalate_at    INTEGER NOT NULL DEFAULT 0;

DROP INDEX emergencies_open;
CREATE INDEX emergencies_open ON emergencies (id) WHERE closed_at = 0;
CREATE INDEX emergencies_clock ON emergencies (escalate_at) WHERE escalate_at <> 0;
CREATE INDEX emergencies_household_open ON emergencies (household_id) WHERE closed_at = 0;
CREATE INDEX emergencies_family_open ON emergencies (family, village) WHERE closed_at = 0 AND family <> '';

-- The timeline of a case. What was sent to whom stands in the outbox.
CREATE TABLE case_events (
    id           INTEGER PRIMARY KEY,
    emergency_id INTEGER NOT NULL REFERENCES emergencies (id),
    at           INTEGER NOT NULL,
    by_id        INTEGER NOT NULL DEFAULT 0,
    kind         TEXT    NOT NULL,
    text         TEXT    NOT NULL DEFAULT '',
    detail       TEXT    NOT NULL DEFAULT '{}'
);
CREATE INDEX case_events_case ON case_events (emergency_id, id);
CREATE INDEX case_events_by ON case_events (by_id, at) WHERE kind = 'joined';

INSERT INTO case_events (emergency_id, at, by_id, kind, text)
    SELECT id, reported_at, reported_by, 'filed', text FROM emergencies ORDER BY id;
INSERT INTO case_events (emergency_id, at, by_id, kind, detail)
    SELECT id, acknowledged_at, acknowledged_by, 'advanced', '{"status":"acknowledged"}' FROM emergencies WHERE acknowledged_at <> 0 ORDER BY id;
INSERT INTO case_events (emergency_id, at, kind, detail)
    SELECT id, on_site_at, 'advanced', '{"status":"on_site"}' FROM emergencies WHERE on_site_at <> 0 ORDER BY id;
INSERT INTO case_events (emergency_id, at, kind, detail)
    SELECT id, closed_at, 'advanced', json_object('status', status) FROM emergencies WHERE closed_at <> 0 ORDER BY id;

-- Along whom a case goes up when it waits too long: fixed when it opens.
CREATE TABLE case_chain (
    emergency_id INTEGER NOT NULL REFERENCES emergencies (id),
    level        TEXT    NOT NULL,
    cadre_id     INTEGER NOT NULL DEFAULT 0,
    chat_id      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (emergency_id, level, cadre_id, chat_id)
) WITHOUT ROWID;

-- What nobody has taken on yet goes up from here on, too.
INSERT INTO case_chain (emergency_id, level, cadre_id)
    SELECT e.id, 'cadre', COALESCE(h.responsible_id, e.reported_by) FROM emergencies e LEFT JOIN households h ON h.id = e.household_id
    WHERE e.status = 'reported' AND COALESCE(h.responsible_id, e.reported_by) <> 0;
INSERT INTO case_chain (emergency_id, level, cadre_id)
    SELECT l.emergency_id, 'leader', c.superior_id FROM case_chain l JOIN cadres c ON c.id = l.cadre_id WHERE c.superior_id IS NOT NULL;
INSERT INTO case_chain (emergency_id, level, cadre_id)
    SELECT e.id, 'office', c.id FROM emergencies e, cadres c WHERE e.status = 'reported' AND c.role = 'office' AND c.telegram_id <> 0 AND NOT c.blocked;
INSERT INTO case_chain (emergency_id, level, chat_id)
    SELECT e.id, 'office', g.chat_id FROM emergencies e, groups g WHERE e.status = 'reported' AND g.office;
