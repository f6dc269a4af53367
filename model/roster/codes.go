package roster

// Code says what was found. The codes of whole files come in an Error, those of
// faults and warnings in a Finding. After each stand the keys of its Detail.
type Code string

// The codes of an Error: the file as a whole cannot be read.
const (
	CodeCannotOpen     Code = "cannot_open"       // reason: missing, permission, not_a_file, other
	CodeEmptyFile      Code = "empty_file"        // the file has no content
	CodeFileTooLarge   Code = "file_too_large"    // what: file, unpacked, part; limit_mib
	CodeFileTooFull    Code = "file_too_full"     // of: entries, sheets, cells, elements, settings, strings; limit
	CodeWrongExtension Code = "wrong_extension"   // named: what the name says; is: xlsx, text
	CodeUnsupported    Code = "unsupported_file"  // named: an extension that is not read; only .xlsx and .csv are
	CodeNotWorkbook    Code = "not_a_workbook"    // named .xlsx, yet is something else
	CodeNotText        Code = "not_text"          // named .csv, yet is not text
	CodeOldWorkbook    Code = "old_workbook"      // .xls or .xlsb: to be saved as .xlsx
	CodeEncrypted      Code = "encrypted"         // protected by a password
	CodeDamaged        Code = "damaged"           // part: the part of the workbook that breaks off, may be missing
	CodeBadEncoding    Code = "bad_encoding"      // neither UTF-8 nor GBK
	CodeTooManyColumns Code = "too_many_columns"  // row, limit; sheet and column (letters) where known
	CodeTooManyRows    Code = "too_many_rows"     // limit
	CodeTooManyFaults  Code = "too_many_faults"   // limit; row, column, sheet of the first: a column was mistaken, or it is no roster
	CodeLeftOutTooLong Code = "left_out_too_long" // limit; more rows to be left out than a sheet holds
	CodeCellTooLong    Code = "cell_too_long"     // row, limit; sheet and column (letters) where known
	CodeLineTooLong    Code = "line_too_long"     // row, limit
	CodeUnclosedQuote  Code = "unclosed_quote"    // row where the quote opens
	CodeNoHeader       Code = "no_header"         // sheets: those looked at; rows: how many of each
	CodeChanged        Code = "changed"           // somebody wrote to the file while it was read
	CodeOnlyExample    Code = "only_example"      // a template that nobody has filled in
)

// The faults: nothing is imported while one stands.
const (
	CodeMissingColumn        Code = "missing_column"        // field, kind; Row is the header's
	CodeNoRows               Code = "no_rows"               // a header and nothing below it
	CodeLostDigits           Code = "lost_digits"           // field; scientific notation or a number cut to 15 digits
	CodeCellError            Code = "cell_error"            // field; the formula failed (#N/A, #REF! …)
	CodeGarbled              Code = "garbled"               // field; characters that could not be decoded
	CodeNoNumber             Code = "no_number"             // name, when the row tells one
	CodeBadNumber            Code = "bad_number"            // longer than 40 characters or with spaces or controls inside
	CodeTooManyPeople        Code = "too_many_people"       // limit; more rows of persons than a household has people
	CodeNotCalculated        Code = "not_calculated"        // field; a formula whose result was never kept
	CodeReservedNumber       Code = "reserved_number"       // X- and digits, as forgotten households are called
	CodeNoHead               Code = "no_head"               // no row of the household names the head
	CodeTwoHeads             Code = "two_heads"             // first: the other head; first_row, first_sheet, first_column
	CodeUnreadableIncome     Code = "unreadable_income"     //
	CodeContradiction        Code = "contradiction"         // field, first: the other value; first_row, first_sheet, first_column; decides ring or household. Across files: first_row, first_sheet, first_file only
	CodeResponsibleUnknown   Code = "responsible_unknown"   // by: phone, name; name, phone
	CodeResponsibleAmbiguous Code = "responsible_ambiguous" // name, count
	CodeCadreNoName          Code = "cadre_no_name"         // phone
	CodeCadreNoPhone         Code = "cadre_no_phone"        // name
	CodeCadreBadPhone        Code = "cadre_bad_phone"       // name, field: phone or superior_phone; not 11 digits
	CodePhoneTwice           Code = "phone_twice"           // name, first: the other name; first_row, first_sheet, first_file across files
	CodeUnknownRole          Code = "unknown_role"          // name
	CodeSuperiorUnknown      Code = "superior_unknown"      // name
	CodeSuperiorLoop         Code = "superior_loop"         // name; the superiors lead back to the person
)

// The warnings: shown and counted, and the import goes on.
const (
	CodeIDForm             Code = "id_form"             // name; not 18, 20 or 22 characters
	CodeIDCheckDigit       Code = "id_check_digit"      // name; the 18th character does not fit the 17 before
	CodeIDBirthDate        Code = "id_birth_date"       // name; digits 7 to 14 are no day
	CodePersonTwice        Code = "person_twice"        // name, first_household, first_row, first_sheet
	CodePersonWithoutName  Code = "person_without_name" // a row of a household that names nobody
	CodeHouseholdTwice     Code = "household_twice"     // first_row, first_sheet, first_file across files; two rows for one household where one was expected
	CodeContradictionMinor Code = "contradiction_minor" // as contradiction, in a fact that decides nothing; the first holds
	CodeColumnUnread       Code = "column_unread"       // field, first_column; a second column of another name for the same fact, Row is the header's
	CodeUnknownValue       Code = "unknown_value"       // field; kept out; taken_as when a cautious reading was used
	CodeMaybeCut           Code = "maybe_cut"           // field; more than 16 digits, and zeros from the 16th on
	CodeZerosDiffer        Code = "zeros_differ"        // number: another household's, the same but for zeros in front
	CodeRiskTaken          Code = "risk_taken"          // field; says that the risk is eliminated, which has a column of its own
	CodeHouseholdPhone     Code = "household_phone"     // field; not a phone number, kept out
	CodeSizeDiffers        Code = "size_differs"        // size, members
	CodeFilledFromAbove    Code = "filled_from_above"   // field, count; blank as in merged cells, once a sheet
	CodeRowSkipped         Code = "row_skipped"         // neither number nor person, yet something else
	CodeNoResponsible      Code = "no_responsible"      // the column is there and blank
	CodeResponsibleName    Code = "responsible_name"    // name, listed: the phone belongs to a cadre of another name
	CodeRank               Code = "rank_does_not_fit"   // name, tier, ring, wanted: tiers with commas
	CodeBoundaryIncome     Code = "boundary_income"     // income, line, in yuan
	CodeBelowStandard      Code = "below_standard"      // income, standard, in yuan; not monitored
	CodeSafetyNetLabour    Code = "safety_net_labour"   // 兜底 below the line, yet with labour
	CodeSheetRingDiffers   Code = "sheet_ring_differs"  // sheet: the sheet's ring, rule: the rule's, reason: key of the judgement's sentence
	CodeExample            Code = "example"             // a template's example, left out; once a sheet
	CodeCadreTwice         Code = "cadre_twice"         // name, first_row, first_sheet, first_file across files; the same person listed twice, the first row holds
	CodeCadreRenamed       Code = "cadre_renamed"       // name, known: the phone belonged to another name, bound: true when a Telegram account is bound
	CodeUnknownTownship    Code = "unknown_township"    // name; 辖区 is no township of the roster
)

var faults = map[Code]bool{
	CodeMissingColumn: true, CodeNoRows: true, CodeLostDigits: true, CodeCellError: true, CodeGarbled: true,
	CodeNoNumber: true, CodeBadNumber: true, CodeReservedNumber: true, CodeTooManyPeople: true, CodeNotCalculated: true,
	CodeNoHead: true, CodeTwoHeads: true, CodeUnreadableIncome: true,
	CodeContradiction: true, CodeResponsibleUnknown: true, CodeResponsibleAmbiguous: true,
	CodeCadreNoName: true, CodeCadreNoPhone: true, CodeCadreBadPhone: true, CodePhoneTwice: true,
	CodeUnknownRole: true, CodeSuperiorUnknown: true, CodeSuperiorLoop: true,
}

// Fault says whether a finding of the code stops an import.
func (c Code) Fault() bool { return faults[c] }
