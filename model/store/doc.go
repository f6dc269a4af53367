// Package store keeps what the office works with. It is the only package that
// imports gorm; today it speaks SQLite.
//
// Vocabulary:
//   - A Turn is committed whole or not at all, and what it changes is followed
//     by the due days in the same transaction.
//   - A write is a function that runs in a transaction which it may share with
//     others, each inside its own savepoint (see combine.go).
//   - A delivery is one row of the outbox; it becomes one or more messages, its
//     parts.
//
// Invariants:
//   - The due days of every household are the value of model.Policy.Due over its
//     history, as of the last day on which something of it took effect.
//   - Facts, ring spells, assignments, blocks and contacts are never
//     overwritten; what is taken back is marked. An item keeps its last status,
//     the audit log every change of it.
//   - There is one writing connection; readers cannot write.
//
// Looking up one row that does not exist is no error: the answer is the zero
// value, whose ID (a group's ChatID) is 0.
package store
