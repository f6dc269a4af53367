package model

import (
	"encoding/json"
	"errors"
	"time"
)

// Turn is what one handled update does, as a value. A handler reads, decides
// and returns it; the store commits it whole or not at all: effects, due days,
// conversation, outgoing notices, and the update marked handled.
type Turn struct {
	UpdateID int64
	At       Instant // one instant for everything that the Turn does
	Today    Day
	Actor    int64 // cadre, 0 for none
	// Forget drops what the update said once it is handled: of a stranger
	// nothing is kept but the id.
	Forget bool
	// Reads are the rows that the decision rests on. When one has changed
	// since, nothing is committed and the store answers ErrConflict.
	Reads   []Ref
	Effects []Effect
	Talk    *Talk // next state of the conversation, nil to leave it
	Notices []Notice
	Redraws []Redraw // messages of ours to be shown with other data
	Refresh []string // subjects whose messages are to be shown anew
}

// ShowsAnew says whether messages that exist are to show something else.
func (t Turn) ShowsAnew() bool { return len(t.Redraws) > 0 || len(t.Refresh) > 0 }

// Ref is a row and the version in which it was read.
type Ref struct {
	Table   string // "households", "emergencies", "procedures", "cadres", "groups"; a Talk carries its own version
	ID      int64
	Version int64
}

// Talk is the state of a conversation, keyed by chat and person.
type Talk struct {
	ChatID    int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID  int64 `gorm:"primaryKey;autoIncrement:false"` // Telegram user
	State     json.RawMessage
	ExpiresAt Instant
	Version   int64
}

// Redraw shows one message of ours anew with other data, for instance the next
// page of a list.
type Redraw struct {
	ChatID    int64
	MessageID int
	Data      json.RawMessage // nil: those that it has
}

// What the store answers when a Turn cannot be committed as it is.
var (
	// ErrConflict: a row that the Turn read has changed; handle the update again.
	ErrConflict = errors.New("a row changed since it was read")
	// ErrHandled: the update was already handled; nothing is done twice.
	ErrHandled = errors.New("the update was already handled")
)

// Effect is one change to what is kept.
type Effect interface{ effect() }

// The effects. The store fills in ids; RecordedAt, By and Day come from the
// Turn where they are left zero.
type (
	// RecordContact keeps a contact and moves the household's due days.
	// Record.Corrects withdraws the record that it corrects.
	// Items are the difficulties and needs that its words name.
	RecordContact struct {
		Record ContactRecord
		Items  []Named
	}
	// WithdrawContacts takes back whatever an update recorded; due days move
	// back.
	WithdrawContacts struct{ UpdateID int64 }
	// WithdrawContact takes back one record.
	WithdrawContact struct{ ID int64 }
	// KeepAttachment keeps something that was sent along, as belonging to each
	// of the owners, or to nothing yet.
	KeepAttachment struct {
		Attachment Attachment
		Owners     []Owner
	}
	// TakeAttachments gives to what the Turn records and files, by effects
	// before this one, what was sent with the same message or album, and what
	// was sent since an instant and belongs to nothing yet, or to one of the
	// same households and no record; 0 leaves the latter two.
	TakeAttachments struct {
		ChatID    int64
		MessageID int
		Album     string
		Since     Instant
	}
	// FileEmergency files a report; a report of the same Source is filed once.
	// Chain is along whom it goes up when it waits too long. Where a case is open
	// that takes it, nothing is committed and the store answers ErrConflict.
	FileEmergency struct {
		Emergency Emergency
		Chain     []CaseLink
	}
	// JoinReport adds to an open emergency what somebody else reported, or the
	// same person once more; causes that are new are added to the case's. Source is
	// what it was made from.
	JoinReport struct {
		ID           int64
		Source, Text string
		Causes       []Cause
	}
	// UnjoinReport says of a joined report, a line of the timeline, that it was none.
	UnjoinReport struct{ EventID int64 }
	// AdvanceEmergency moves an emergency on to a state, with a reason where it
	// ends.
	AdvanceEmergency struct {
		ID     int64
		Status EmergencyStatus
		Reason string
	}
	// TakeOverEmergency puts an acknowledged emergency into the hands of whoever
	// acts.
	TakeOverEmergency struct{ ID int64 }
	// ReopenEmergency says that a solved emergency is not.
	ReopenEmergency struct {
		ID     int64
		Reason string
	}
	// ExplainWithdrawal says afterwards why an emergency was withdrawn.
	ExplainWithdrawal struct {
		ID     int64
		Reason string
	}
	// NoteEmergency adds a note to the timeline.
	NoteEmergency struct {
		ID   int64
		Text string
	}
	// NameCauses adds causes to an emergency.
	NameCauses struct {
		ID     int64
		Causes []Cause
	}
	// PlaceEmergency says whose emergency one is, and along whom it goes up then:
	// of a household of the roster, or else of a family as it was reported.
	PlaceEmergency struct {
		ID, HouseholdID int64
		Family, Village string
		TownshipID      int64
		Chain           []CaseLink
	}
	// ConfirmEmergency says of an unconfirmed emergency that it is one; what waits
	// to tell of it, under Subject, waits no longer.
	ConfirmEmergency struct {
		ID      int64
		Subject string
	}
	// EscalateEmergency notes that the levels of the chain up to a number heard
	// that the present step is late.
	EscalateEmergency struct {
		ID     int64
		Levels int
	}
	// CallHook has a hook called about a step of the case that was filed from a
	// source, once. With Alerts, the subject of the case's alerts in the outbox, it
	// is called only where none of them was handed to Telegram within After of At;
	// else at once.
	CallHook struct {
		Hook, Source, Step string
		At                 Instant
		Alerts             string
		After              time.Duration
	}
	// BindCadre binds a Telegram account by an invitation, which is used up.
	BindCadre struct {
		CadreID    int64
		InviteHash string
		TelegramID int64
		Language   string
	}
	// SetLanguage keeps the language of a person: that of their Telegram, or the
	// one that they chose.
	SetLanguage struct {
		CadreID  int64
		Language string
		Chosen   bool
	}
	// SetBlocked keeps whether a person blocked the bot.
	SetBlocked struct {
		CadreID int64
		Blocked bool
	}
	// BindGroup binds a group to a scope.
	BindGroup struct{ Group Group }
	// StandInGroup keeps what the bot may do in a bound group.
	StandInGroup struct {
		ChatID   int64
		Standing Standing
	}
	// HearGroup keeps that somebody was heard in a bound group.
	HearGroup struct{ ChatID int64 }
	// UnbindGroup forgets a group.
	UnbindGroup struct{ ChatID int64 }
	// MoveGroup follows a group that became a supergroup with another id.
	MoveGroup struct{ From, To int64 }
	// ChangeRing gives a household its official ring from a day on, which may
	// lie ahead.
	ChangeRing struct {
		HouseholdID int64
		Ring, Pace  Ring
		From        Day
		Why         string
	}
	// BlockDuty excuses one kind of duty for some days.
	BlockDuty struct {
		HouseholdID int64
		Block       Block
		Why         BlockReason
	}
	// EndBlock ends a block, so that the duty is owed from a day on. One that
	// has ended stays as it is.
	EndBlock struct {
		ID   int64
		From Day
	}
	// SettleItem gives an item, and what else of its household says the same,
	// another status; with Outcome, what came of it.
	SettleItem struct {
		ID      int64
		Status  ItemStatus
		Outcome string
	}
	// AssignCadre makes a cadre responsible for a household.
	AssignCadre struct {
		HouseholdID, CadreID int64
		From                 Day
	}
	// ArchiveHousehold ends a household's duties on a day; its history stays.
	ArchiveHousehold struct {
		HouseholdID int64
		On          Day
		Why         string
	}
	// NameStandIn lets somebody stand in for a cadre, or has the cadre away with
	// nobody in the place. A leave ends those that it overlaps.
	NameStandIn struct{ StandIn StandIn }
	// EndStandIn ends it before its last day.
	EndStandIn struct{ ID int64 }
	// OpenProcedure begins a procedure; one of the same Source is begun once.
	OpenProcedure struct{ Procedure Procedure }
	// AdvanceProcedure makes the next step of a procedure but the last, of the
	// Turn's day.
	AdvanceProcedure struct {
		ID   int64
		Step ProcedureStep
	}
	// RedateProcedure corrects the day of the step that was made last.
	RedateProcedure struct {
		ID int64
		On Day
	}
	// FillProcedure keeps what the roster needs of a household; what is zero
	// stays as it was.
	FillProcedure struct {
		ID            int64
		Subtype       Monitored
		Cause         Cause
		Family        string
		Village       string
		TownshipID    int64
		Number        string
		ResponsibleID int64
	}
	// RefuseProcedure ends a procedure with a reason. Words say it in the language
	// of whoever refuses, and are kept with the case.
	RefuseProcedure struct {
		ID    int64
		Why   RefusalReason
		Words string
	}
	// EnterHousehold makes the last step of a procedure: the household is
	// monitored and on the roster, or its risk is eliminated. Why is kept with the
	// case, and with a ring that the household gets by it.
	EnterHousehold struct {
		ProcedureID int64
		Why         string
	}
	// NoteStranger remembers that a stranger was answered today.
	NoteStranger struct{ TelegramID int64 }
	// Audit writes a line of the audit log that no other effect writes.
	Audit struct {
		Action, Subject, Detail string
	}
)

func (RecordContact) effect()     {}
func (WithdrawContacts) effect()  {}
func (WithdrawContact) effect()   {}
func (KeepAttachment) effect()    {}
func (TakeAttachments) effect()   {}
func (FileEmergency) effect()     {}
func (JoinReport) effect()        {}
func (UnjoinReport) effect()      {}
func (AdvanceEmergency) effect()  {}
func (TakeOverEmergency) effect() {}
func (ReopenEmergency) effect()   {}
func (ExplainWithdrawal) effect() {}
func (NoteEmergency) effect()     {}
func (NameCauses) effect()        {}
func (PlaceEmergency) effect()    {}
func (ConfirmEmergency) effect()  {}
func (EscalateEmergency) effect() {}
func (CallHook) effect()          {}
func (BindCadre) effect()         {}
func (SetLanguage) effect()       {}
func (SetBlocked) effect()        {}
func (BindGroup) effect()         {}
func (UnbindGroup) effect()       {}
func (MoveGroup) effect()         {}
func (ChangeRing) effect()        {}
func (BlockDuty) effect()         {}
func (EndBlock) effect()          {}
func (SettleItem) effect()        {}
func (AssignCadre) effect()       {}
func (ArchiveHousehold) effect()  {}
func (NameStandIn) effect()       {}
func (EndStandIn) effect()        {}
func (OpenProcedure) effect()     {}
func (AdvanceProcedure) effect()  {}
func (RedateProcedure) effect()   {}
func (FillProcedure) effect()     {}
func (RefuseProcedure) effect()   {}
func (EnterHousehold) effect()    {}
func (NoteStranger) effect()      {}
func (Audit) effect()             {}
func (StandInGroup) effect()      {}
func (HearGroup) effect()         {}
