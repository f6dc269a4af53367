package reading

import "ringkeeper/model"

// means says how the contact was made. Who went there after a call was there;
// a means that was denied, asked about or only planned does not count.
func (v *view) means() model.Means {
	for _, c := range []struct {
		mark string
		is   model.Means
	}{{"visit", model.ByVisit}, {"wechat", model.ByWeChat}, {"phone", model.ByPhone}, {"looked", model.ByVisit}, {"other_means", model.ByOther}} {
		for _, m := range v.matches {
			if m.name == c.mark && m.scope == counts && !v.undone(m.clause) {
				return c.is
			}
		}
	}
	return model.Unspecified
}
