-- +goose Up

-- What is due is asked of one kind of duty at one cadence up to a day, and what
-- a decision or a count needs stands in the index, so that a morning on which
-- everything is due reads no household's row.
DROP INDEX households_contact_due;
DROP INDEX households_visit_due;
DROP INDEX households_assessment_due;
CREATE INDEX households_contact_due ON households
    (contact_period_cadence, contact_due, responsible_id, township_id, ring, assigned_on, village_id) WHERE contact_due IS NOT NULL;
CREATE INDEX households_visit_due ON households
    (visit_period_cadence, visit_due, responsible_id, township_id, ring, assigned_on, village_id, contact_due) WHERE visit_due IS NOT NULL;
CREATE INDEX households_assessment_due ON households
    (assessment_due, responsible_id, township_id, ring, assigned_on, village_id, contact_due, visit_due) WHERE assessment_due IS NOT NULL;

DROP INDEX households_undecided;
CREATE INDEX households_undecided ON households (number, archived_on, next_change) WHERE ring = 'undecided';

CREATE INDEX cadres_role ON cadres (role, township_id);
CREATE INDEX cadres_township ON cadres (township_id) WHERE township_id IS NOT NULL;
CREATE INDEX cadres_district_wide ON cadres (name, id) WHERE district_wide <> 0;
