package model

import "time"

// Group is a Telegram group that the office bound to a scope.
type Group struct {
	ChatID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Title    string
	Scope    Scope `gorm:"embedded;embeddedPrefix:scope_"`
	Office   bool  // receives emergencies as a chat of the office
	Leading  bool  // the leading group's (领导小组): there may be several, as of the office
	BoundBy  int64
	BoundAt  Instant
	Standing Standing
	HeardAt  Instant // when the bot first heard a bound person there since it was bound, else 0
	Version  int64
}

// Alarmed says whether emergencies are told in the group: the office's, the
// leading group's and a township's. [D]
func (g Group) Alarmed() bool { return g.Office || g.Leading || g.Scope.TownshipID != 0 }

// HeardWithin is how long after a group was bound somebody has to be heard there;
// then the group is told what to look at. [D]
const HeardWithin = 10 * time.Minute

// Standing is what the bot may do in a group, as far as Telegram told. The zero
// Standing is not known.
type Standing string

// The standings. In privacy mode a bot that is no administrator hears commands,
// mentions and replies to it alone.
const (
	Mute       Standing = "mute"        // it may not write
	HearsMeant Standing = "hears_meant" // it may write, and is in privacy mode
	HearsAll   Standing = "hears_all"   // it may write, and hears everything
)
