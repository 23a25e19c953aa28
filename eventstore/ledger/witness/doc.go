// Package witness lets others vouch for the checkpoints of a ledger, and this
// program for theirs: C2SP tlog-witness, tlog-cosignature (version 1) and the policy
// files of Sigsum and Tessera.
//
// It promises that a cosignature is kept only after it was verified against the
// policy, that asking never takes longer than its limit, and that our own witness
// signs nothing that does not extend what it signed before, across restarts too. A
// witness sees sizes and hashes, never an event. It does not judge what is in a log.
package witness
