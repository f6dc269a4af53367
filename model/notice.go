package model

import "encoding/json"

// Priority orders the outbox: what has the smaller value goes first.
type Priority int

// The priorities.
const (
	PriorityEmergency Priority = iota
	PriorityAnswer
	PriorityDigest
)

// NoticeKind names what a message is about; it decides how it is rendered.
type NoticeKind string

// Notice is a message before it has words: a kind and its data. It is rendered
// when it is sent, in the reader's language, with the state of that minute, or
// dropped when it went stale.
type Notice struct {
	Key       string // unique where the same could be produced twice; else empty
	Subject   string // what it shows, so that it is shown anew when that changes; else empty
	Priority  Priority
	Kind      NoticeKind
	CadreID   int64 // the reader, 0 for a group
	ChatID    int64 // where it goes; 0: the cadre's private chat, found when it is sent
	ReplyTo   int   // the message in the chat that it answers, else 0
	Data      json.RawMessage
	NotBefore Instant
}

// DeliveryState is how far a message of the outbox has got.
type DeliveryState string

// The states of a delivery. Ambiguous means cut off between request and answer:
// nobody can know whether it arrived. Stale means dropped, with a reason.
const (
	DeliveryPending   DeliveryState = "pending"
	DeliverySending   DeliveryState = "sending"
	DeliverySent      DeliveryState = "sent"
	DeliveryAmbiguous DeliveryState = "ambiguous"
	DeliveryFailed    DeliveryState = "failed"
	DeliveryStale     DeliveryState = "stale"
)
