// Package ingest reads data files as publishers have them: whole, without running
// anything in them, within bounds of memory, and so that every row is either in
// the table or in a report with its line and the reason.
//
// It promises that a type is decided by every value and not by a sample, that
// codes with leading zeros stay text, that the same file read with the same
// Reading gives the same rows for ever, and that no file makes it panic. It keeps
// nothing and never changes the file.
//
// What it decides, where more than one answer would do:
//
//   - A column takes the format that reads most of its values, the narrowest of
//     equals. At most one value in a hundred, and never more than a thousand, may
//     not fit: their rows are rejected and listed, with a note, and the publisher
//     may choose text instead. One leading zero makes a column of digits text.
//   - 1.234 alone is one thousand two hundred and thirty-four, as Vietnamese
//     offices write, unless the file's other numbers say otherwise; 05/06/2024 is
//     the fifth of June unless a value makes that impossible. Both are noted.
//   - Signs for “no value” (-, …, N/A) count as empty in columns of numbers, dates
//     and yes or no; text keeps them as written. Spaces around values go; letters
//     are composed (NFC).
//   - A row of CSV with fewer cells than columns is rejected, except where the
//     missing ones are the last and each of their columns is empty in some row that
//     is written out (Reading.MinCells). Empty cells beyond the last column do no
//     harm. Rows with nothing in them are left out and counted in a note.
//   - Lines are those of the file as an editor counts them; a record that spans
//     several has the number of its first.
//   - Rows of totals are data where they can be read. Title lines, a row of units
//     and one of column numbers are not; notes say which were left out.
//   - Times without a zone are Vietnam's (UTC+7). A percentage is kept as its
//     number, 12,5% as 12.5 with the unit %.
package ingest
