package view

import "time"

// Use is a public version that a SHA-256 stands for: it is that of the version's
// content, or of a file that the version names. Item or Dataset tells how the thing
// stands now.
type Use struct {
	Version     int
	Event       string // id of the one that made the version public
	PublishedAt time.Time
	ReplacedAt  time.Time // zero while it is the newest version
	File        string    // name of the file; empty: the hash is the content's
	Reason      string    // of what the thing is now: correction, withdrawal, archiving
	Item        *Item
	Dataset     *DatasetItem
}
