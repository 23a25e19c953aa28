// Package verify judges a ledger, a proof or a database for somebody who does not
// trust whoever keeps it.
//
// It promises that nothing is believed before it was recomputed up to a checkpoint
// that a known key signed, that the first wrong thing is named as exactly as it can
// be known (file, leaf, event), and that memory stays bounded however long the log
// is. A Report with a Problem says that something was tampered with or is missing;
// an error says that nothing could be found out. It does not fetch keys, does not
// decide which key is the right one, and cannot tell what was never recorded.
package verify
