-- +goose Up

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Townships have no parent; a village's parent is its township.
CREATE TABLE areas (
    id        INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES areas (id),
    name      TEXT NOT NULL
);
CREATE UNIQUE INDEX areas_name ON areas (name, COALESCE(parent_id, 0));

CREATE TABLE cadres (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL,
    unit          TEXT    NOT NULL DEFAULT '',
    post          TEXT    NOT NULL DEFAULT '',
    phone         TEXT    NOT NULL UNIQUE,
    tier          TEXT    NOT NULL DEFAULT '',
    role          TEXT    NOT NULL,
    superior_id   INTEGER REFERENCES cadres (id),
    township_id   INTEGER REFERENCES areas (id),
    district_wide INTEGER NOT NULL DEFAULT 0,
    telegram_id   INTEGER NOT NULL DEFAULT 0,
    language      TEXT    NOT NULL DEFAULT '',
    bound_at      INTEGER NOT NULL DEFAULT 0,
    blocked       INTEGER NOT NULL DEFAULT 0,
    version       INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX cadres_telegram ON cadres (telegram_id) WHERE telegram_id <> 0;
CREATE INDEX cadres_superior ON cadres (superior_id);
CREATE INDEX cadres_unit ON cadres (unit);
CREATE INDEX cadres_name ON cadres (name);

-- Invitations are kept by the hash of their secret alone.
CREATE TABLE invites (
    hash       TEXT    PRIMARY KEY,
    cadre_id   INTEGER NOT NULL REFERENCES cadres (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL DEFAULT 0,
    voided_at  INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX invites_cadre ON invites (cadre_id);

-- The due days are the value of one function over the household's history and
-- are written with it; what is due is a range of one of the partial indexes.
CREATE TABLE households (
    id                     INTEGER PRIMARY KEY,
    number                 TEXT    NOT NULL UNIQUE,
    head                   TEXT    NOT NULL,
    township_id            INTEGER NOT NULL REFERENCES areas (id),
    village_id             INTEGER NOT NULL REFERENCES areas (id),
    township               TEXT    NOT NULL,
    village                TEXT    NOT NULL,
    ring                   TEXT    NOT NULL,
    pace                   TEXT    NOT NULL,
    suggested_ring         TEXT    NOT NULL,
    flags                  TEXT    NOT NULL DEFAULT '[]',
    responsible_id         INTEGER REFERENCES cadres (id),
    assigned_on            TEXT,
    roster_since           TEXT,
    archived_on            TEXT,
    contact_due            TEXT,
    visit_due              TEXT,
    assessment_due         TEXT,
    contact_period_cadence INTEGER NOT NULL DEFAULT 0,
    contact_period_start   TEXT,
    visit_period_cadence   INTEGER NOT NULL DEFAULT 0,
    visit_period_start     TEXT,
    next_change            TEXT,
    facts_hash             TEXT    NOT NULL DEFAULT '',
    version                INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX households_contact_due ON households (contact_due) WHERE contact_due IS NOT NULL;
CREATE INDEX households_visit_due ON households (visit_due) WHERE visit_due IS NOT NULL;
CREATE INDEX households_assessment_due ON households (assessment_due) WHERE assessment_due IS NOT NULL;
CREATE INDEX households_next_change ON households (next_change) WHERE next_change IS NOT NULL;
CREATE INDEX households_responsible ON households (responsible_id, number);
CREATE INDEX households_township ON households (township_id, village_id);
CREATE INDEX households_village ON households (village_id);
CREATE INDEX households_head ON households (head);
CREATE INDEX households_undecided ON households (number) WHERE ring = 'undecided';

-- What a roster said, version by version; never overwritten. The persons of a
-- version stand in members.
CREATE TABLE household_versions (
    id           INTEGER PRIMARY KEY,
    household_id INTEGER NOT NULL REFERENCES households (id),
    valid_from   TEXT    NOT NULL,
    recorded_at  INTEGER NOT NULL,
    facts        TEXT    NOT NULL,
    hash         TEXT    NOT NULL
);
CREATE INDEX household_versions_household ON household_versions (household_id);

CREATE TABLE members (
    version_id INTEGER NOT NULL REFERENCES household_versions (id),
    position   INTEGER NOT NULL,
    number     TEXT    NOT NULL DEFAULT '',
    name       TEXT    NOT NULL,
    id_number  TEXT    NOT NULL DEFAULT '',
    relation   TEXT    NOT NULL DEFAULT '',
    phone      TEXT    NOT NULL DEFAULT '',
    labour     TEXT    NOT NULL DEFAULT '',
    health     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (version_id, position)
) WITHOUT ROWID;

CREATE TABLE ring_spells (
    id           INTEGER PRIMARY KEY,
    household_id INTEGER NOT NULL REFERENCES households (id),
    from_day     TEXT    NOT NULL,
    ring         TEXT    NOT NULL,
    pace         TEXT    NOT NULL,
    why          TEXT    NOT NULL DEFAULT '',
    recorded_at  INTEGER NOT NULL,
    by_id        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX ring_spells_household ON ring_spells (household_id, from_day);

CREATE TABLE assignments (
    id           INTEGER PRIMARY KEY,
    household_id INTEGER NOT NULL REFERENCES households (id),
    cadre_id     INTEGER REFERENCES cadres (id),
    from_day     TEXT    NOT NULL,
    recorded_at  INTEGER NOT NULL,
    by_id        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX assignments_household ON assignments (household_id, from_day);

CREATE TABLE blocks (
    id           INTEGER PRIMARY KEY,
    household_id INTEGER NOT NULL REFERENCES households (id),
    kind         TEXT    NOT NULL,
    from_day     TEXT    NOT NULL,
    until_day    TEXT    NOT NULL,
    why          TEXT    NOT NULL DEFAULT '',
    recorded_at  INTEGER NOT NULL,
    by_id        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX blocks_household ON blocks (household_id);

-- A record that is corrected is withdrawn with superseded_by naming the
-- correction; it comes back when the correction is taken back.
CREATE TABLE contacts (
    id              INTEGER PRIMARY KEY,
    household_id    INTEGER NOT NULL REFERENCES households (id),
    means           TEXT    NOT NULL,
    outcome         TEXT    NOT NULL,
    causes          TEXT    NOT NULL DEFAULT '[]',
    member_change   INTEGER NOT NULL DEFAULT 0,
    income_change   TEXT    NOT NULL DEFAULT 'unknown',
    happened_on     TEXT    NOT NULL,
    recorded_at     INTEGER NOT NULL,
    by_id           INTEGER NOT NULL DEFAULT 0,
    on_behalf_of_id INTEGER NOT NULL DEFAULT 0,
    text            TEXT    NOT NULL DEFAULT '',
    corrects        INTEGER NOT NULL DEFAULT 0,
    update_id       INTEGER NOT NULL DEFAULT 0,
    withdrawn_at    INTEGER NOT NULL DEFAULT 0,
    withdrawn_by    INTEGER NOT NULL DEFAULT 0,
    superseded_by   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX contacts_standing ON contacts (household_id, means, outcome, happened_on) WHERE withdrawn_at = 0;
CREATE INDEX contacts_household ON contacts (household_id, happened_on);
CREATE INDEX contacts_update ON contacts (update_id) WHERE update_id <> 0;
CREATE INDEX contacts_superseded ON contacts (superseded_by) WHERE superseded_by <> 0;
CREATE INDEX contacts_recorded ON contacts (recorded_at);

CREATE TABLE emergencies (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    source          TEXT    NOT NULL DEFAULT '',
    household_id    INTEGER REFERENCES households (id),
    family          TEXT    NOT NULL DEFAULT '',
    village         TEXT    NOT NULL DEFAULT '',
    township_id     INTEGER REFERENCES areas (id),
    status          TEXT    NOT NULL,
    causes          TEXT    NOT NULL DEFAULT '[]',
    text            TEXT    NOT NULL DEFAULT '',
    reported_by     INTEGER NOT NULL DEFAULT 0,
    reported_in     INTEGER NOT NULL DEFAULT 0,
    reported_at     INTEGER NOT NULL,
    acknowledged_by INTEGER NOT NULL DEFAULT 0,
    acknowledged_at INTEGER NOT NULL DEFAULT 0,
    on_site_at      INTEGER NOT NULL DEFAULT 0,
    closed_at       INTEGER NOT NULL DEFAULT 0,
    version         INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX emergencies_source ON emergencies (source) WHERE source <> '';
CREATE INDEX emergencies_open ON emergencies (id) WHERE status IN ('reported', 'acknowledged', 'on_site');
CREATE INDEX emergencies_reporter ON emergencies (reported_by, reported_at);
CREATE INDEX emergencies_household ON emergencies (household_id);

CREATE TABLE groups (
    chat_id           INTEGER PRIMARY KEY,
    title             TEXT    NOT NULL DEFAULT '',
    scope_all         INTEGER NOT NULL DEFAULT 0,
    scope_township_id INTEGER NOT NULL DEFAULT 0,
    scope_village_id  INTEGER NOT NULL DEFAULT 0,
    scope_unit        TEXT    NOT NULL DEFAULT '',
    scope_leader_id   INTEGER NOT NULL DEFAULT 0,
    scope_cadre_id    INTEGER NOT NULL DEFAULT 0,
    office            INTEGER NOT NULL DEFAULT 0,
    bound_by          INTEGER NOT NULL DEFAULT 0,
    bound_at          INTEGER NOT NULL DEFAULT 0,
    version           INTEGER NOT NULL DEFAULT 1
);

-- A conversation that ended keeps its row, so that its version never starts
-- anew.
CREATE TABLE talks (
    chat_id    INTEGER NOT NULL,
    person_id  INTEGER NOT NULL,
    state      TEXT,
    expires_at INTEGER NOT NULL DEFAULT 0,
    version    INTEGER NOT NULL,
    PRIMARY KEY (chat_id, person_id)
) WITHOUT ROWID;

-- A stranger's id and the day on which it was last answered; nothing else.
CREATE TABLE strangers (
    telegram_id INTEGER PRIMARY KEY,
    day         TEXT NOT NULL
);

-- seq is the order in which updates came; Telegram may number them anew.
CREATE TABLE inbox (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id   INTEGER NOT NULL UNIQUE,
    chat_id     INTEGER NOT NULL DEFAULT 0,
    raw         BLOB    NOT NULL,
    received_at INTEGER NOT NULL,
    state       TEXT    NOT NULL DEFAULT 'new',
    attempts    INTEGER NOT NULL DEFAULT 0,
    error       TEXT    NOT NULL DEFAULT '',
    done_at     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX inbox_new ON inbox (seq) WHERE state = 'new';
CREATE INDEX inbox_aside ON inbox (update_id) WHERE state = 'aside';
CREATE INDEX inbox_received ON inbox (received_at);

-- edits_wanted counts how often a message that exists was asked to be shown
-- anew, edits_done the count that it shows, edit_begun the count that is being
-- sent now (0: none is).
CREATE TABLE outbox (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    key             TEXT    UNIQUE,
    subject         TEXT    NOT NULL DEFAULT '',
    priority        INTEGER NOT NULL,
    kind            TEXT    NOT NULL,
    cadre_id        INTEGER NOT NULL DEFAULT 0,
    chat_id         INTEGER NOT NULL DEFAULT 0,
    to_chat         INTEGER NOT NULL DEFAULT 0,
    reply_to        INTEGER NOT NULL DEFAULT 0,
    data            TEXT,
    not_before      INTEGER NOT NULL DEFAULT 0,
    state           TEXT    NOT NULL DEFAULT 'pending',
    attempts        INTEGER NOT NULL DEFAULT 0,
    resend          INTEGER NOT NULL DEFAULT 0,
    error           TEXT    NOT NULL DEFAULT '',
    created_at      INTEGER NOT NULL,
    begun_at        INTEGER NOT NULL DEFAULT 0,
    sent_at         INTEGER NOT NULL DEFAULT 0,
    edits_wanted    INTEGER NOT NULL DEFAULT 0,
    edits_done      INTEGER NOT NULL DEFAULT 0,
    edit_begun      INTEGER NOT NULL DEFAULT 0,
    edit_attempts   INTEGER NOT NULL DEFAULT 0,
    edit_not_before INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX outbox_pending ON outbox (priority, id) WHERE state = 'pending';
CREATE INDEX outbox_waiting ON outbox (not_before) WHERE state = 'pending';
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
CREATE INDEX outbox_edits ON outbox (priority, id) WHERE state = 'sent' AND edits_wanted > edits_done;
CREATE INDEX outbox_subject ON outbox (subject) WHERE subject <> '';
CREATE INDEX outbox_chat ON outbox (to_chat, begun_at) WHERE priority = 2 AND begun_at > 0;
CREATE INDEX outbox_created ON outbox (created_at);

-- The messages that one delivery becomes: part 1 is the first.
CREATE TABLE outbox_messages (
    id          INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL REFERENCES outbox (id),
    n           INTEGER NOT NULL,
    chat_id     INTEGER NOT NULL,
    message_id  INTEGER NOT NULL DEFAULT 0,
    html        TEXT    NOT NULL,
    keyboard    TEXT,
    state       TEXT    NOT NULL DEFAULT 'pending',
    sent_at     INTEGER NOT NULL DEFAULT 0,
    UNIQUE (delivery_id, n)
);
CREATE INDEX outbox_messages_sent ON outbox_messages (chat_id, message_id) WHERE message_id <> 0;

-- Which household a number in a delivery means.
CREATE TABLE outbox_lines (
    delivery_id  INTEGER NOT NULL REFERENCES outbox (id),
    n            INTEGER NOT NULL,
    household_id INTEGER NOT NULL REFERENCES households (id),
    part         INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (delivery_id, n)
) WITHOUT ROWID;

-- The duties that a digest named.
CREATE TABLE named_duties (
    household_id INTEGER NOT NULL REFERENCES households (id),
    kind         TEXT    NOT NULL,
    due          TEXT    NOT NULL,
    delivery_id  INTEGER NOT NULL REFERENCES outbox (id),
    PRIMARY KEY (household_id, kind, due, delivery_id)
) WITHOUT ROWID;
CREATE INDEX named_duties_delivery ON named_duties (delivery_id);

CREATE TABLE audit (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    actor_id INTEGER NOT NULL DEFAULT 0,
    actor    TEXT    NOT NULL DEFAULT '',
    action   TEXT    NOT NULL,
    subject  TEXT    NOT NULL DEFAULT '',
    detail   TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_subject ON audit (subject);
CREATE INDEX audit_action ON audit (action, at);
