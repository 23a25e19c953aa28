// Package duckdb keeps tables in one DuckDB file and answers analytics questions
// from it.
//
// It promises that a table is there whole or not at all, whatever moment the
// process is killed at; that readers never wait for a load and never lose the table
// they are reading; that no text from outside is ever part of a statement: tables
// and columns have names of our own (t_<hex>, c0…) and values are bound; and that a
// question that needs too much time or memory ends in a fault while the database
// goes on. The file is derived data: when it cannot be read, IsBroken says so and
// the caller removes it (Remove) and loads again.
//
// Every text column has a folded shadow (f0…) made by domain/fold, so matching
// without accents agrees with the rest of the portal; text is ordered and compared
// by the Vietnamese collation of ICU.
//
// The driver needs cgo; without it the package is empty.
package duckdb
