package reminders

import (
	"encoding/json"
	"fmt"
	"time"

	"ringkeeper/model"
)

// KindDigest is the notice that a digest is before it has words.
const KindDigest model.NoticeKind = "digest"

// Digest is the data of a digest. What is open it does not hold: that is looked
// up when it is sent.
type Digest struct {
	Day model.Day `json:"day"`
	// Until is the moment from which it must not arrive any more; the next
	// workday's digest carries what it would have said.
	Until model.Instant `json:"until"`
	// Ahead is the number of rest days that follow. Steps that fall on them
	// have moved to this day, so what is open is looked for that much further.
	Ahead int `json:"ahead,omitempty"`
	// Leader says that the reader is told of what is overdue below.
	Leader bool `json:"leader,omitempty"`
	// Items says that it goes out for what is open as well as for what is owed.
	Items  bool        `json:"items,omitempty"`
	Office *OfficeNews `json:"office,omitempty"`
}

// notice makes a digest of a decision. Its key is the person and the day, so
// that planning twice sends one.
func (p *Planner) notice(d Decision, day model.Day, at time.Time) model.Notice {
	data := Digest{
		Day: day, Until: model.InstantOf(p.Hours.Until.on(day, p.Zone)), Ahead: restAfter(p.Calendar, day), Leader: d.Below.Overdue > 0, Items: d.Items,
	}
	if d.Office != (OfficeNews{}) {
		data.Office = &d.Office
	}
	b, err := json.Marshal(data)
	if err != nil {
		panic(err) // plain data always marshals
	}
	return model.Notice{
		Key: fmt.Sprintf("digest:%d:%s", d.CadreID, day), Kind: KindDigest, Priority: model.PriorityDigest,
		CadreID: d.CadreID, Data: b, NotBefore: model.InstantOf(at),
	}
}
