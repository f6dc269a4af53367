package model

// Ring is one of the four circles of the method [S], or undecided [D].
type Ring string

// The rings, strictest first.
const (
	Red       Ring = "red"
	Orange    Ring = "orange"
	Yellow    Ring = "yellow"
	Blue      Ring = "blue"
	Undecided Ring = "undecided"
	NoRing    Ring = "" // as a pace: no duties; as a sheet's ring: not given
)

// Rings lists every ring in the order in which lists are sorted.
var Rings = []Ring{Red, Orange, Yellow, Undecided, Blue}

// Rank orders rings in lists: red first, blue last, undecided before blue
// since it is worked at orange's pace.
func (r Ring) Rank() int {
	for i, x := range Rings {
		if r == x {
			return i
		}
	}
	return len(Rings)
}

// Flag marks something about a household that people should look at; a flag
// never blocks.
type Flag string

// The flags.
const (
	FlagBoundary        Flag = "boundary"          // income exactly on the ring line
	FlagSafetyNetLabour Flag = "safety_net_labour" // 兜底 below the line, yet with labour
	FlagUnmonitored     Flag = "below_standard"    // below the monitoring standard, not monitored
	FlagSheetRing       Flag = "sheet_ring"        // the office's ring differs from the rule's
)

// Judgement is what the rule says of a household: its ring, the pace at which
// it is worked, what to look at and why.
type Judgement struct {
	Ring   Ring
	Pace   Ring
	Flags  []Flag
	Reason Reason
}

// The reasons of a judgement; each is a sentence in the catalogue.
const (
	ReasonRed             = "ring.red"
	ReasonOrange          = "ring.orange"
	ReasonYellow          = "ring.yellow"
	ReasonBlue            = "ring.blue"
	ReasonNoLabour        = "ring.no_labour"
	ReasonIncomplete      = "ring.incomplete"
	ReasonCategoryUnknown = "ring.category_unknown"
	ReasonLabourUnknown   = "ring.labour_unknown"
	ReasonOutOfScope      = "ring.out_of_scope"
	ReasonRiskEliminated  = "ring.risk_eliminated"
)

// Judge sorts a household into its ring by the table of 2023-11-07 [S] and the
// decisions where it is silent [D]. Every household gets exactly one ring; year
// picks the ring line and the monitoring standard.
func (p Policy) Judge(f Facts, year int) Judgement {
	line, standard := p.RingLine.Of(year), p.MonitoringStandard.Of(year)
	monitored := f.Monitored != NotMonitored && !f.RiskEliminated
	j := Judgement{Ring: Undecided, Pace: Orange}
	because := func(key string) Judgement {
		j.Reason = Reason{Key: key, Args: Args{"income": f.Income, "line": line, "year": year, "monitored": f.Monitored}}
		return j
	}
	if f.Category != Lifted && !monitored {
		if f.Monitored != NotMonitored {
			j.Pace = Blue
			return because(ReasonRiskEliminated)
		}
		if f.Category == CategoryUnknown {
			return because(ReasonCategoryUnknown)
		}
		j.Pace = NoRing
		return because(ReasonOutOfScope)
	}
	if !f.Income.Known {
		return because(ReasonIncomplete)
	}
	income := f.Income.Fen
	if income == line {
		j.Flags = append(j.Flags, FlagBoundary)
	}
	if income < standard && !monitored {
		j.Flags = append(j.Flags, FlagUnmonitored)
	}
	labour := f.HasLabour()
	switch {
	case income > line && monitored:
		j.Ring, j.Pace = Yellow, Yellow
		return because(ReasonYellow)
	case income > line:
		j.Ring, j.Pace = Blue, Blue
		return because(ReasonBlue)
	case f.SafetyNet:
		j.Ring = Orange
		if labour == Yes {
			j.Flags = append(j.Flags, FlagSafetyNetLabour)
		}
		return because(ReasonOrange)
	case labour == Yes:
		j.Ring, j.Pace = Red, Red
		return because(ReasonRed)
	case labour == No:
		return because(ReasonNoLabour)
	default:
		return because(ReasonLabourUnknown)
	}
}

// Reason is a sentence still without a language: the key of a sentence in the
// catalogue and what goes into it.
type Reason struct {
	Key  string `json:"key"`
	Args Args   `json:"args,omitempty"`
}

// Args are the named values of a sentence.
type Args map[string]any
