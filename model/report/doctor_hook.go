package report

import (
	"time"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// hookWaitMost is how long a call of a hook may wait to get through.
const hookWaitMost = time.Hour

// hooks checks, a line for each hook, that its calls get through. That it is set
// soundly is looked at with the settings.
func (x *examination) hooks(st *store.Store) {
	if len(x.Hooks) == 0 {
		return
	}
	at := model.InstantOf(x.At)
	troubles, err := st.HookTroubles(x.ctx, at.Add(-hookWaitMost), at.Add(-recent))
	if err != nil {
		x.fails("hook", err)
		return
	}
	for _, name := range x.Hooks {
		t := troubles[name]
		switch {
		case t.Calls == 0:
			x.add("hook", OK, "hook", model.Args{"hook": name})
			continue
		case t.Error == "":
			t.Error = x.say("doctor.hook_untried", nil)
		}
		x.add("hook", Warn, "hook_trouble", model.Args{"n": t.Calls, "hook": name, "error": t.Error})
	}
}
