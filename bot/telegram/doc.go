// Package telegram is the door to Telegram: what comes in is brought to the
// inbox, what stands in the outbox is sent. It is the only package that imports
// go-telegram/bot, and of that only the types and the API calls: the library's
// own polling confirms updates before they are handled.
//
// Vocabulary:
//   - Update: what Telegram tells, turned into our words; its raw bytes are
//     what the inbox keeps.
//   - Lane: the chat of an update; updates of one lane are handled in order.
//   - Part: what fits into one message. A Page is split into parts between its
//     rows.
//   - Outcome: what became of a call: sent, not sent, or nobody can know.
//   - Job: a delivery of the outbox that is being sent, part by part.
//
// Invariants: an update is confirmed only after the inbox has it. A part is
// marked before it is sent and after it. The bot's token is in no error and in
// no line of a log.
package telegram
