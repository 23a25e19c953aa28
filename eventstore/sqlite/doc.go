// Package sqlite is the embedded log: one SQLite file in one directory, kept by
// one process.
//
// It promises what eventstore.Log promises, and more: positions are dense
// unless an import brought gaps, an acknowledged event has been synced to disk, every
// event read is checked against its checksum, and the tables refuse UPDATE and DELETE.
// It is not a server, not for network file systems, and not shared between processes.
//
// It speaks to modernc.org/sqlite through the interfaces of
// database/sql/driver, not through the pool of database/sql: one connection
// belongs to the writer, one to the checkpointer, a few to the readers.
package sqlite
