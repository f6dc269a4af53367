-- +goose Up

-- A record knows the message of the person whose words it holds, so that the
-- message can be changed later; 0 for a record that was pressed.
ALTER TABLE contacts ADD COLUMN chat_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN message_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX contacts_message ON contacts (chat_id, message_id) WHERE message_id <> 0;

-- A picture, a file or a place by reference. It stands once for each record,
-- household or case that it belongs to, and once without any while it belongs
-- to none. answer names what it was answered with; taken says that a record
-- which came later took it, and read it back.
CREATE TABLE attachments (
    id             INTEGER PRIMARY KEY,
    kind           TEXT    NOT NULL,
    file_id        TEXT    NOT NULL DEFAULT '',
    file_unique_id TEXT    NOT NULL DEFAULT '',
    mime           TEXT    NOT NULL DEFAULT '',
    name           TEXT    NOT NULL DEFAULT '',
    size           INTEGER NOT NULL DEFAULT 0,
    latitude       REAL    NOT NULL DEFAULT 0,
    longitude      REAL    NOT NULL DEFAULT 0,
    chat_id        INTEGER NOT NULL,
    message_id     INTEGER NOT NULL,
    album          TEXT    NOT NULL DEFAULT '',
    by_id          INTEGER NOT NULL DEFAULT 0,
    sent_at        INTEGER NOT NULL,
    answer         TEXT    NOT NULL DEFAULT '',
    refused        TEXT    NOT NULL DEFAULT '',
    taken          INTEGER NOT NULL DEFAULT 0,
    contact_id     INTEGER REFERENCES contacts (id),
    household_id   INTEGER REFERENCES households (id),
    case_source    TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX attachments_message ON attachments (chat_id, message_id);
CREATE INDEX attachments_album ON attachments (chat_id, album) WHERE album <> '';
CREATE INDEX attachments_answer ON attachments (answer) WHERE answer <> '';
CREATE INDEX attachments_contact ON attachments (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX attachments_household ON attachments (household_id) WHERE household_id IS NOT NULL;
CREATE INDEX attachments_case ON attachments (case_source) WHERE case_source <> '';
CREATE INDEX attachments_unplaced ON attachments (chat_id, sent_at) WHERE contact_id IS NULL AND household_id IS NULL AND case_source = '';
