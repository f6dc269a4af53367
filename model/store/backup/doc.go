// Package backup takes backups of a database while others work with it, and puts
// one back.
//
// Vocabulary:
//   - A partial is a file that is being made. It is locked by its maker, and takes
//     its real name only when it is whole, checked and on the disk. What a maker
//     left behind that was killed is taken up by the next.
//   - A sealed backup is encrypted with age for its recipients.
//
// Invariants:
//   - No file is ever overwritten, and whatever has a backup's name is whole.
//   - Every file is for its owner alone (0600).
//   - Outside the database's own folder nothing is ever written in the clear when
//     a backup is sealed, not even for a moment.
package backup
