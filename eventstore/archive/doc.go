// Package archive writes the history of a log into a folder that outlives this
// software, and reads it back: a BagIt bag (RFC 8493) with the events as JSON Lines
// and as a SQLite file, the files that they name, the ledger's tiles and signed
// checkpoint, schemas, PREMIS events and a README that says how to verify all of it
// with common tools.
//
// It promises that a bag is finished or not there; that the same history at the same
// checkpoint gives the same bytes, apart from dates and the software's version; that
// the tree of hashes is always whole, whatever part of the events is disclosed; and
// that Verify finds every byte that is not as it was written, and names the first.
//
// It does not decide what may be disclosed, holds no keys that open anything, and is
// no backup: it has no vault, no sessions and no read models.
package archive
