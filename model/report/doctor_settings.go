package report

import "ringkeeper/model"

// settings names every fault of the settings. The other checks go by what could
// be read of them; those that compute with the method's figures are left out,
// since what is wrong may be one of them.
func (x *examination) settings() {
	s := x.Settings
	file := model.Args{"file": s.File}
	switch {
	case len(s.Faults) > 0:
		for _, fault := range s.Faults {
			x.add("settings", Fail, "settings_fault", model.Args{"file": s.File, "fault": fault})
		}
	case s.There:
		x.add("settings", OK, "settings", file)
	default:
		x.add("settings", OK, "settings_default", file)
	}
}
