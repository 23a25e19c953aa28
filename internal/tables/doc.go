// Package tables keeps a table for every release of data: it reads a release's
// file into the engine when the table is not there, and makes whole files of
// tables for readers.
//
// It promises that a table holds exactly the rows that the release says, or is not
// there; that whatever it keeps can be thrown away and made again from the files;
// and that several requests for the same thing make it once. What may be seen by
// whom is not its business.
package tables
