// Package analytics is the typed query port over tables of facts: the rows of open
// datasets today, usage and statistics later.
//
// It promises that nobody's text ever becomes SQL: a question is a tree of
// operators over columns that the table has, with bound values, and with limits on
// rows, time and memory that end in a fault which says what to ask for instead.
// Where a table comes from is not its business: tables can be dropped and loaded
// again at any time. Engines are in folders of their own and pass analyticstest.
package analytics
