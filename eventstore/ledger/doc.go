// Package ledger lets a stranger check that the log was not rewritten: a Merkle
// tree (RFC 6962, RFC 9162) over one leaf an event, kept as static files in the
// C2SP tlog-tiles layout and signed as C2SP tlog-checkpoints.
//
// It promises that the tree is a function of the log alone, so it can be built
// again from the events; that a checkpoint is signed only when it extends the one
// signed before it; and that a leaf gives away neither data nor envelope, only
// salted commitments to them. It is a consumer of eventstore.Log, the same on every
// engine. It does not keep the events, does not judge them, and proves nothing about
// what was never recorded.
package ledger
