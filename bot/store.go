package bot

import (
	"context"

	"ringkeeper/model"
	"ringkeeper/model/store"
)

// Store is what the bot asks of what is kept, by job.
type Store interface {
	inbox
	people
	households
	records
	items
	blocks
	cases
	procedures
	attachments
	written
	overdueList
}

type inbox interface {
	NewUpdates(ctx context.Context, after int64, limit int) ([]store.Update, error)
	NoteAttempt(ctx context.Context, id int64, problem string) error
	SetAside(ctx context.Context, id int64, problem string, at model.Instant) error
	Conclude(ctx context.Context, t model.Turn) ([]store.Delivery, error)
	Queue(ctx context.Context, notices []model.Notice, at model.Instant) (int, error)
}

type people interface {
	CadreByTelegram(ctx context.Context, telegramID int64) (model.Cadre, error)
	Cadre(ctx context.Context, id int64) (model.Cadre, error)
	CadresByName(ctx context.Context, name string) ([]model.Cadre, error)
	Group(ctx context.Context, chat int64) (model.Group, error)
	Groups(ctx context.Context) ([]model.Group, error)
	Talk(ctx context.Context, chat, person int64, at model.Instant) (model.Talk, error)
	FindInvite(ctx context.Context, hash string, at model.Instant) (model.Cadre, bool, error)
	AuditSince(ctx context.Context, actions []string, since model.Instant) ([]store.AuditLine, error)
	AnsweredToday(ctx context.Context, telegramID int64, day model.Day) (bool, error)
	OfficeChats(ctx context.Context) ([]store.OfficeChat, error)
}

type households interface {
	Household(ctx context.Context, id int64) (model.Household, error)
	HouseholdByNumber(ctx context.Context, number string) (model.Household, error)
	HouseholdsOf(ctx context.Context, cadre int64) ([]model.Household, error)
	HouseholdsFor(ctx context.Context, cadre int64, on model.Day) ([]model.Household, error)
	StandsIn(ctx context.Context, cadre, forID int64, on model.Day) (bool, error)
	StandIns(ctx context.Context, f store.StandInFilter) ([]model.StandIn, error)
	HouseholdsOfHeads(ctx context.Context, heads []string) ([]model.Household, error)
	HouseholdsInMessage(ctx context.Context, chat int64, message int) (lines []store.Line, outbox int64, kind model.NoticeKind, subject string, err error)
	NamedDuties(ctx context.Context, outbox int64) ([]store.Named, error)
	OpenDuties(ctx context.Context, q store.OpenQuery) ([]store.Duty, error)
	lookUps
}

// lookUps are what is asked to show a household.
type lookUps interface {
	Households(ctx context.Context, f store.HouseholdFilter) ([]store.HouseholdRow, error)
	HouseholdsLike(ctx context.Context, scope model.Scope, clues store.Clues) ([]model.Household, error)
	InScope(ctx context.Context, scope model.Scope, household int64) (bool, error)
	Facts(ctx context.Context, household int64) (model.Facts, error)
	Why(ctx context.Context, household int64) (store.Why, error)
	Timelines(ctx context.Context, cadre int64) ([]store.Timeline, error)
	Received(ctx context.Context, chat int64, since model.Instant) (all, reminders int, err error)
}

type records interface {
	Contact(ctx context.Context, id int64) (model.ContactRecord, error)
	Contacts(ctx context.Context, f store.ContactFilter) ([]store.ContactRow, error)
	ContactsOfUpdate(ctx context.Context, update int64) ([]model.ContactRecord, error)
	ContactsOfMessage(ctx context.Context, chat int64, message int) ([]model.ContactRecord, error)
	NewestMade(ctx context.Context, cadre int64, since model.Instant) ([]model.Owner, error)
}

type attachments interface {
	Attachments(ctx context.Context, f store.AttachmentFilter) ([]model.Attachment, error)
	AttachmentsOf(ctx context.Context, contacts ...int64) (map[int64][]model.Attachment, error)
	AttachmentsToTake(ctx context.Context, e model.TakeAttachments, households []int64) ([]model.Attachment, error)
	LastAttached(ctx context.Context, chat int64) ([]model.Attachment, error)
}

// written is what people wrote earlier, and what they had before their eyes then.
type written interface {
	Update(ctx context.Context, id int64) (store.Update, error)
	UpdatesOfChat(ctx context.Context, chat, after int64) ([]store.Update, error)
	DigestBefore(ctx context.Context, chat int64, at model.Instant) (message int, err error)
}

type items interface {
	Item(ctx context.Context, id int64) (store.ItemRow, error)
	OpenItems(ctx context.Context, households []int64) ([]store.ItemRow, error)
	ItemsOfContacts(ctx context.Context, contacts []int64) ([]store.ItemRow, error)
}

type blocks interface {
	Block(ctx context.Context, id int64) (store.BlockRow, error)
	BlockGiven(ctx context.Context, household int64, kind model.Kind, at model.Instant) (store.BlockRow, error)
	BlocksInForce(ctx context.Context, household int64, at model.Day) ([]store.BlockRow, error)
	Tries(ctx context.Context, household int64, kind model.Kind, period model.Period, at model.Day) ([]model.ContactRecord, error)
	Excused(ctx context.Context, scope model.Scope, at model.Day, page, size int) (store.ExcusedPage, error)
}

type cases interface {
	Emergencies(ctx context.Context, f store.EmergencyFilter) ([]store.EmergencyRow, error)
	OpenEmergencies(ctx context.Context, f store.EmergencyFilter, at model.Instant) ([]store.EmergencyRow, error)
	Emergency(ctx context.Context, id int64) (model.Emergency, error)
	EmergencyBySource(ctx context.Context, source string) (model.Emergency, error)
	OutboxRows(ctx context.Context, f store.OutboxFilter) ([]store.OutboxRow, error)
	CaseEvents(ctx context.Context, ids ...int64) ([]model.CaseEvent, error)
	AlertsOf(ctx context.Context, ids ...int64) (map[int64][]store.CaseAlert, error)
	CaseChain(ctx context.Context, id int64) ([]model.CaseLink, error)
	PressingCases(ctx context.Context, scope model.Scope, at model.Instant) ([]store.PressingCase, error)
	CaseEvent(ctx context.Context, id int64) (model.CaseEvent, error)
	OpenCasesOf(ctx context.Context, households []int64) ([]model.Emergency, error)
	CaseThatTakes(ctx context.Context, report model.Emergency, at model.Instant, but ...int64) (model.Emergency, error)
	CaseReporters(ctx context.Context, id int64) ([]int64, error)
	JoinedReports(ctx context.Context, cadre int64, since model.Instant) ([]model.CaseEvent, error)
	SimilarEmergency(ctx context.Context, reporter int64, text string, since model.Instant) (model.Emergency, error)
}

type procedures interface {
	Procedure(ctx context.Context, id int64) (model.Procedure, error)
	ProcedureBySource(ctx context.Context, source string) (model.Procedure, error)
	ProcedureOfCase(ctx context.Context, emergency int64) (model.Procedure, error)
	RunningProcedure(ctx context.Context, household int64) (model.Procedure, error)
}

type overdueList interface {
	OverdueTotals(ctx context.Context, scope model.Scope, at model.Day) (store.OverdueTotals, error)
	TurnOverdue(ctx context.Context, scope model.Scope, at model.Day, page, size int) (store.OverduePage, error)
	Area(ctx context.Context, id int64) (store.Area, error)
	AreaByName(ctx context.Context, name string) (store.Area, error)
	Cadres(ctx context.Context, f store.CadreFilter) ([]model.Cadre, error)
}
