// Package roster reads households and cadres from Excel and CSV and plans what
// an import would change. It stores nothing and words nothing: what it finds is
// told as codes with details.
//
// Vocabulary:
//   - Sheet: one table of a workbook; a CSV file is one sheet without a name.
//   - Layout: a sheet has one row a person, the household's facts repeated on
//     each, or one row a household.
//   - Finding: something that people should see, at a cell. A fault stops the
//     import, a warning does not.
//   - Plan: what the rows read would change in what is known, as a value.
//
// Invariants: Read collects every finding of a file and never stops at the
// first; it ends with an error only when the file as a whole cannot be read,
// and hostile files end so within seconds and in bounded memory. Nothing is
// guessed upward: what cannot be read is kept out and named. What a sheet does
// not tell never erases what is known.
package roster
