package model

// Kept counts duties that were met.
type Kept struct {
	Settled int
	OnTime  int // of these, on the due day or before
}

// Kept counts the duties of one kind that records of some days settled: each
// record that met what was owed when it happened. One that came on top, since
// the period was done already, met nothing. The records are a household's that
// stand, by day; both days are included.
func (p Policy) Kept(kind Kind, h History, records []ContactRecord, from, until Day) (k Kept) {
	h.LastContact, h.LastVisit = 0, 0
	for _, r := range records {
		if r.HappenedOn > until {
			break
		}
		if !p.Settles(r, kind) {
			continue
		}
		due := p.Due(kind, h, r.HappenedOn)
		if due.On != 0 && r.HappenedOn >= max(from, due.Period.Start) {
			k.Settled++
			if r.HappenedOn <= due.On {
				k.OnTime++
			}
		}
		if kind == Visit {
			h.LastVisit = r.HappenedOn
		} else {
			h.LastContact = r.HappenedOn
		}
	}
	return k
}
