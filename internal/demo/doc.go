// Package demo fills a new data directory with a province that could be real: its
// units, people, boards and ten weeks of editorial work, done by the accounts
// themselves through the commands that everybody uses, under a clock that is moved
// through those weeks.
//
// It promises the same content on every run, dated back from the day of seeding.
// Names of units and their codes are facts; persons, numbers of documents,
// telephones and figures are invented.
package demo
