// Package projections is what is true now, and what was true at any earlier point
// of the log: read models in SQLite, one file each, filled by reducers and
// rebuilt from the log at any time.
//
// It promises that the rows and the checkpoint of a read model commit together,
// so that neither a crash nor a repeated delivery changes what they say; that the
// same log gives the same rows, which StateHash shows; and that an event which
// cannot be applied is parked and visible while other streams go on.
//
// A projection has no side effects outside its own file and may be replayed
// freely. What must happen once (mail, web hooks) is a reactor and lives in
// integration. The read types that surfaces see are in view.
package projections
