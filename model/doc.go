// Package model is the domain of the ring method (圈层管理工作法): households,
// their rings, the duties that follow from a ring, contacts, emergencies and
// the people answerable for them.
//
// It is pure: no I/O, no clock. Whatever depends on the day takes the day as an
// argument. The rules' sources are named where they stand: [S] marks what the
// district published on 2023-11-07, [D] a decision of this project where the
// source is silent; every [D] is a setting with a default.
//
// Vocabulary:
//   - Ring (圈层): red, orange, yellow, blue, or undecided (待研判).
//   - Pace: the ring whose cadence a household is worked at. It differs from the
//     ring only for undecided households.
//   - Kind: what is owed, a contact (联系), a visit (走访) or an assessment.
//   - Due: the last day on which what is owed is on time. After it the duty is
//     overdue; nothing has to run for that to become true.
package model
