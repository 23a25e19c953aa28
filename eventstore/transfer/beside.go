package transfer

import (
	"bytes"

	"minhbach/eventstore"
	"minhbach/eventstore/archive"
)

var sealedMark = []byte(`{"sealed":"`)

// note counts what an event needs besides the log.
func (c *copying) note(ev *eventstore.Event) {
	if len(archive.Named(ev.Data)) > 0 {
		c.out.Named++
	}
	if bytes.Contains(ev.Data, sealedMark) {
		c.out.Sealed++
	}
}
