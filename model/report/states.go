package report

import (
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// The words that people at a terminal read for the states of messages.
var (
	deliveryStates = map[model.DeliveryState]string{
		model.DeliveryPending: "state.pending", model.DeliverySending: "state.sending", model.DeliverySent: "state.sent",
		model.DeliveryAmbiguous: "state.ambiguous", model.DeliveryFailed: "state.failed", model.DeliveryStale: "state.stale",
	}
	updateStates = map[string]string{
		store.UpdateNew: "state.new", store.UpdateHandled: "state.handled", store.UpdateAside: "state.aside",
	}
)

func stateWord(p Printer, s model.DeliveryState) string {
	if key, ok := deliveryStates[s]; ok {
		return p.Say(key, nil)
	}
	return string(s)
}

func updateStateWord(p Printer, s string) string {
	if key, ok := updateStates[s]; ok {
		return p.Say(key, nil)
	}
	return s
}
