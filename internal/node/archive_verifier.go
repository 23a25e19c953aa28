package node

import "io/fs"

// verifierSource is the source of the program that goes with every archive.
func verifierSource() fs.FS { return nil }
