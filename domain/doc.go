// Package domain holds what every aggregate shares: what an event is, who acts,
// and in whose name. The aggregates themselves live in sub-packages (agency,
// board, staff, publication) with the same file names in each: events.go (facts),
// state.go (fold), one file per command, and errors.go.
//
// The domain decides; it does not store, read clocks or make identifiers: time,
// ids, the calendar and the rule packs are handed in.
package domain
