package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ringkeeper/model"
)

// details are the named values of a line of the audit log; a text that is no
// JSON object stands under "text".
type details map[string]any

func readDetails(kept string) (d details) {
	if kept == "" {
		return nil
	}
	if json.Unmarshal([]byte(kept), &d) != nil {
		return details{"text": kept}
	}
	return d
}

// detailOrder is how they are told; what stands not in it comes last.
var detailOrder = []string{
	"record", "means", "outcome", "kind", "was_ring", "ring", "was_status", "status", "item", "was_item_status", "item_status", "was_pace", "pace", "procedure", "emergency", "was_number", "procedure_kind", "step", "was_on", "monitored", "cause", "refusal", "was_cadre", "cadre", "was_role", "role", "by", "on", "from", "until",
	"corrects", "scope", "office", "leading", "standing", "was_group", "was_account", "account", "language", "added", "changed", "members", "contacts", "cases", "was_assigned", "assigned", "was_contact_due", "contact_due", "was_visit_due", "visit_due",
	"was_assessment_due", "assessment_due", "dropped", "waiting", "again", "was_policy", "policy", "why", "source", "error", "text",
}

func (d details) names() []string {
	var names []string
	for name := range d {
		names = append(names, name)
	}
	place := func(name string) int {
		if i := slices.Index(detailOrder, name); i >= 0 {
			return i
		}
		return len(detailOrder)
	}
	slices.SortFunc(names, func(a, b string) int {
		if place(a) != place(b) {
			return place(a) - place(b)
		}
		return strings.Compare(a, b)
	})
	return names
}

// value writes a value of JSON as text, numbers without a fraction.
func value(v any) string {
	if n, ok := v.(float64); ok {
		return strconv.FormatInt(int64(n), 10)
	}
	return model.StrikeIDs(fmt.Sprint(v))
}

// String writes the details for scripts: name=value, quoted where a value has
// blanks in it.
func (d details) String() string {
	var parts []string
	for _, name := range d.names() {
		v := value(d[name])
		if strings.ContainsAny(v, " \"\n") {
			v = strconv.Quote(v)
		}
		parts = append(parts, name+"="+v)
	}
	if len(parts) == 1 && d["text"] != nil {
		return value(d["text"])
	}
	return strings.Join(parts, " ")
}

// words says the details in the operator's language. What only scripts need is
// left out.
func (d details) words(p Printer, cadres map[int64]string) string {
	var parts []string
	for _, name := range d.names() {
		v := value(d[name])
		switch name {
		case "text":
			parts = append(parts, v)
			continue
		case "source", "policy", "was_policy":
			continue
		case "means":
			v = p.Word(model.Means(v))
		case "outcome":
			v = p.Word(model.Outcome(v))
		case "kind":
			v = p.Word(model.Kind(v))
		case "ring", "was_ring", "pace", "was_pace":
			v = p.Word(model.Ring(v))
		case "standing":
			v = p.Word(model.Standing(v))
		case "status", "was_status":
			v = p.Word(model.EmergencyStatus(v))
		case "item_status", "was_item_status":
			v = p.Word(model.ItemStatus(v))
		case "procedure_kind":
			v = p.Word(model.ProcedureKind(v))
		case "step":
			v = p.Word(model.ProcedureStep(v))
		case "monitored":
			v = p.Word(model.Monitored(v))
		case "cause":
			v = p.Word(model.Cause(v))
		case "refusal":
			v = p.Word(model.RefusalReason(v))
		case "why":
			v = p.Word(model.BlockReason(v))
		case "role", "was_role":
			v = p.Word(model.Role(v))
		case "cadre", "was_cadre", "by":
			if id, err := strconv.ParseInt(v, 10, 64); err == nil && cadres[id] != "" {
				v = cadres[id]
			}
		case "error":
			v = problem(p, v)
		}
		key := "detail." + name
		if words := p.Say(key, model.Args{"value": v}); words != key {
			v = words
		} else {
			v = name + "=" + v
		}
		parts = append(parts, v)
	}
	return p.Join(parts)
}
