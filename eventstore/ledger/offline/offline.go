// Package offline holds the source of a small verifier that goes into every archive:
// whoever opens one in fifty years needs a Go compiler, or a reader of Go, and nothing
// of ours.
//
// It promises that the program uses the standard library only, compiles without a
// module, is short enough to be read in an hour, and is a second implementation: it
// shares no code with the ledger, so an error in the one is not repeated in the other.
// It says less than minhbach verify does; its verdicts are the same.
package offline

import (
	"embed"
	"io/fs"
)

//go:embed verifier/*.go
var source embed.FS

// Source is the folder of the program: put it anywhere and say
// go build -o verifier *.go.
func Source() fs.FS {
	sub, err := fs.Sub(source, "verifier")
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}
