package projections

import (
	"minhbach/eventstore"
)

// Definition is a read model: its name, the version of its shape, its tables and
// the reducers that fill them. A changed schema or reducer needs a new version;
// the next start then builds it beside the old one.
type Definition struct {
	Name    string
	Version int
	Schema  string   // CREATE statements; every table needs a primary key
	Types   []string // prefixes of the event types it reads
	// New makes the reducing state of a run. What it keeps in memory is a cache of
	// the rows: it is thrown away after every failed batch.
	New func() State
}

// State applies facts to the tables.
type State interface {
	// Reduce applies one fact. The same fact in the same order must always give
	// the same rows: no clock, no random number, no reading of anything else.
	Reduce(tx *Tx, f eventstore.Fact) error
	// Flush writes what Reduce kept back; it is called before every commit.
	Flush(tx *Tx) error
}

// Forever is the to_pos of a temporal row that is still true.
const Forever = 1<<63 - 1
