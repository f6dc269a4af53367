// Package simulator is a local Telegram: a strict Bot API over HTTP, and people who use it.
//
// Tests, the demo and developers share it. A bot talks to it as to api.telegram.org, either over a
// socket (Server is an http.Handler) or in process (Server.Do is what an HTTP client does, without
// sockets and without goroutines, so that it runs inside a testing/synctest bubble).
// What a test asserts, it asserts from the person's side: what is on this phone.
//
// Vocabulary: a Person is a human with a private chat; a Group is a chat of several; an update is
// what the bot is told and stays until it is confirmed by a later offset, or 24 hours; a Fault is
// something that goes wrong with a later call.
//
// Invariants: what Telegram refuses is refused here, and so is every parameter that a method does
// not know, because a misspelt one is silently ignored by the real server. Update ids ascend.
// Message ids ascend within a chat and start at 1 in each, so that a program which forgets the chat
// in its key is found out. Everything is kept in memory; nothing runs between calls.
//
// The package shares no type with the bot or its library, so that a fault in a shared struct cannot
// hide on both sides of the wire.
package simulator
