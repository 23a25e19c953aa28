// Package bench measures what open data costs: a file brought from upload to the
// public, rows and groups asked by the public API, the dataset page under load, and
// search. It works in a directory of its own that it removes, listens on loopback
// only, ends by itself, and asks PostgreSQL to do the same work where there is one.
//
// It promises figures, not judgements of a machine: nothing here fails because it
// was slow. It is not a test, and its data is made up.
package bench
