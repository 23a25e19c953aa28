package node

import (
	"io/fs"

	"minhbach/eventstore/ledger/offline"
)

// verifierSource is the source of the program that goes with every archive.
func verifierSource() fs.FS { return offline.Source() }
