package intake

// OnPlanned has f called when a plan stands and is not yet applied.
func (i *Import) OnPlanned(f func()) { i.planned = f }
