package store

import (
	"slices"

	"ringkeeper/model"
)

// fillLevel lets a reader be a level of the chain of each open case that has nobody
// there: that a chain is fixed when the case opens holds for whom it names, and not
// for a level that nobody was bound to yet [D].
func (c *change) fillLevel(link model.CaseLink) error {
	var open []model.Emergency
	err := c.find("cases without a level", &open, `SELECT * FROM emergencies e WHERE closed_at = 0
		AND NOT EXISTS (SELECT 1 FROM case_chain l WHERE l.emergency_id = e.id AND l.level = ?) ORDER BY id`, link.Level)
	if err != nil {
		return err
	}
	for _, e := range open {
		before, err := c.chain(e.ID)
		if err != nil {
			return err
		}
		if err := c.keepChain(e.ID, []model.CaseLink{link}); err != nil {
			return err
		}
		tellsPassed(&e, before, link)
		if err := c.keepCase(e); err != nil {
			return err
		}
	}
	return nil
}

// tellsPassed sets back the clock of a case whose chain got another level, so that
// this hears what it missed while it still waits: the step at hand or, where nobody
// has heard of that yet, the one before. Levels above hear once more, after it.
func tellsPassed(e *model.Emergency, before []model.CaseLink, link model.CaseLink) {
	steps := e.Status.Steps()
	switch i := slices.Index(steps, e.Step); {
	case len(before) == 0:
		e.Step, e.Escalated = e.Status.NextStep(), 0
	case e.Escalated == 0 && i > 0:
		e.Step, e.Escalated = steps[i-1], len(before)
	}
	if n := slices.Index(e.Step.Levels(append(before, link)), link.Level); n >= 0 {
		e.Escalated = min(e.Escalated, n)
	}
}
