// Package reminders decides who is reminded on a day, and why; and why not. It
// knows households, dates and people, not Telegram: it writes notices, which are
// worded when they are sent.
//
// Vocabulary:
//   - Step: a day on which a duty is to be named, some days before it is due or
//     some workdays after.
//   - Digest: the one message of a workday to a person, with everything that is
//     neither an answer nor an emergency.
//   - Decision: a digest or a silence for one person on one day, with its reason.
//   - Heard: a digest counts as heard only once it was sent.
//
// Invariants:
//   - A step is due when its day has come and no digest sent since has named the
//     duty. So a day without the program delays a step and never loses it.
//   - At most one digest a workday to a person; none on a rest day, none outside
//     the hours.
//   - Planning twice changes nothing: the key of a digest is the person and the
//     day.
//   - Cron is an alarm clock and says only "look now". What is due stands in the
//     database.
package reminders
