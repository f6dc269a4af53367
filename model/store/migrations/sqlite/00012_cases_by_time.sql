-- +goose Up

-- The figures and the ledger of a period.
CREATE INDEX emergencies_reported ON emergencies (reported_at);
