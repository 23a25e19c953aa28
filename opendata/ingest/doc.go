// Package ingest reads data files as publishers have them: whole, without running
// anything in them, within bounds of memory, and so that every row is either in
// the table or in a report with its line and the reason.
//
// It promises that a type is decided by every value and not by a sample, that
// codes with leading zeros stay text, that the same file read with the same
// Reading gives the same rows for ever, and that no file makes it panic. It keeps
// nothing and never changes the file.
package ingest
