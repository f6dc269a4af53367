package report

import (
	"time"

	"ringkeeper/model"
)

const (
	clockWarn = time.Minute // off by more
	clockFail = 5 * time.Minute
)

// clock compares the machine's clock with the API's. That of the newest entry
// is looked at with what is kept.
func (x *examination) clock() {
	if x.Reach == nil || x.Reach.Clock.IsZero() {
		return
	}
	off := x.Reach.Ours.Sub(x.Reach.Clock)
	status, key := OK, "clock"
	switch {
	case off.Abs() > clockFail:
		status, key = Fail, "clock_off"
	case off.Abs() > clockWarn:
		status, key = Warn, "clock_off"
	}
	x.add("clock", status, key, model.Args{"seconds": int(off.Round(time.Second) / time.Second)})
}

// chinaTime is how far the district's clocks are ahead of UTC.
const chinaTime = 8 * 60 * 60 // seconds

// zone checks that days are counted as the district counts them.
func (x *examination) zone() {
	now := x.Now.In(x.Zone)
	status, key := OK, "zone"
	if _, ahead := now.Zone(); ahead != chinaTime {
		status, key = Warn, "zone_other"
	}
	x.add("zone", status, key, model.Args{"zone": x.Zone.String(), "now": now.Format("2006-01-02 15:04 -07:00")})
}

// token checks whether Telegram takes the token; where it cannot be asked,
// whether there is one of the right form.
func (x *examination) token() {
	switch {
	case x.Token != nil:
		x.fails("token", x.Token)
	case x.Reach == nil:
		x.add("token", OK, "token_form", nil)
	case x.Reach.Trouble == TroubleToken:
		x.fails("token", &Fault{Key: "error.token"})
	case x.Reach.Bot != "":
		x.add("token", OK, "bot", model.Args{"bot": x.Reach.Bot})
	default:
		x.add("token", Warn, "token_unasked", nil)
	}
}

// telegram checks that the API answers, through the proxy in force.
func (x *examination) telegram() {
	r := x.Reach
	if r == nil {
		return
	}
	args := model.Args{"api": r.API, "proxy": r.Proxy, "cause": r.Cause}
	switch {
	case r.Trouble != NoTrouble && r.Trouble != TroubleToken:
		x.add("telegram", Fail, string(r.Trouble), args)
	case r.Proxy != "":
		x.add("telegram", OK, "reached_by_proxy", args)
	default:
		x.add("telegram", OK, "reached", args)
	}
}

// webhook checks that updates are not pushed elsewhere. serve takes a webhook
// away when it starts; until then, and when it is set again, nothing is polled.
func (x *examination) webhook() {
	switch r := x.Reach; {
	case r == nil || r.Bot == "" || r.Trouble != NoTrouble:
	case r.Webhook != "":
		x.add("webhook", Fail, "webhook", model.Args{"host": r.Webhook})
	default:
		x.add("webhook", OK, "", nil)
	}
}
