// Package transfer copies a history from one place to another: between an embedded log,
// an EventStoreDB server, a file of one event a line and an archive.
//
// It promises that a target holds the source's events in the source's order with their
// streams, revisions, ids, types, data, metadata and times, or is told to differ: at the
// end it reads the target back and compares counts and Merkle roots. A target that holds
// something else is refused before anything is written. A copy into a directory or a
// server that was cut short, however, is taken up where it ended.
//
// It moves the log and nothing else: no files, no keys, no vault. It changes no source.
package transfer
