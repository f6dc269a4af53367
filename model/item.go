package model

// ItemKind is what an open item is about.
type ItemKind string

// The kinds: what stands in the way of a household's income, mostly seen on a
// visit, and what the household asks for.
const (
	Difficulty ItemKind = "difficulty" // 难点堵点
	Need       ItemKind = "need"       // 诉求
)

// ItemStatus is how far an open item has come.
type ItemStatus string

// The states. One that could not be settled is kept apart from one that was, and
// both from one that was misread and never was.
const (
	ItemOpen       ItemStatus = "open"
	ItemSolved     ItemStatus = "solved"     // 已解决
	ItemUnsolvable ItemStatus = "unsolvable" // 解决不了
	ItemMisread    ItemStatus = "misread"    // 不用跟进
)

// Known says whether it is one of the states.
func (s ItemStatus) Known() bool {
	return s == ItemOpen || s == ItemSolved || s == ItemUnsolvable || s == ItemMisread
}

// Item is a difficulty or a need that a record names. It is its household's,
// whoever answers for that; it stands as long as its record does.
type Item struct {
	ID          int64 `gorm:"primaryKey"`
	HouseholdID int64
	ContactID   int64 // the record that names it
	Kind        ItemKind
	Text        string // in the words of the record
	OpenedOn    Day
	Status      ItemStatus
	Outcome     string // what came of it, where somebody said so
	SettledAt   Instant
	SettledBy   int64 // cadre
}

// Named is an item as a text names it.
type Named struct {
	Kind ItemKind
	Text string
}
