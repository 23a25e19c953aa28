package ledger

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"minhbach/eventstore"
)

// Reveal says how much of an event a bundle shows.
type Reveal int

const (
	HeaderOnly Reveal = iota // the leaf
	DataOnly                 // and the data
	Whole                    // and the envelope: who did it, in which capacity
)

// MaxBundle bytes of JSON has a bundle at most.
const MaxBundle = 10 << 10

// Bundle proves one event under the newest checkpoint. Data too large for MaxBundle
// stays outside; its salt is there, so whoever has the data can check it against the
// leaf (Commit). The leaf is taken from the tree and must be the event's.
func (l *Ledger) Bundle(ctx context.Context, ev eventstore.Event, reveal Reveal) (Bundle, error) {
	index, ok, err := l.IndexOf(ctx, ev.Position)
	if err != nil {
		return Bundle{}, err
	}
	l.mu.Lock()
	c, latest, key := l.signed, l.latest, l.key
	l.mu.Unlock()
	if !ok || index >= c.Size {
		return Bundle{}, fmt.Errorf("%w: position %d", ErrNotCovered, ev.Position)
	}
	b := Bundle{Format: BundleFormat, Leaf: string(HeaderOf(index, ev).Leaf())}
	if key != nil {
		b.Key = key.Public
	}
	leaves, err := ReadEntries(ctx, l.Source(), index/TileWidth, int(min(TileWidth, c.Size-index/TileWidth*TileWidth)))
	if err != nil {
		return Bundle{}, err
	}
	if string(leaves[index%TileWidth]) != b.Leaf {
		return Bundle{}, fmt.Errorf("%w: leaf %d in the tree is not the one of the event at position %d", ErrMismatch, index, ev.Position)
	}
	path, err := ProveInclusion(ctx, l.Source(), c, index)
	if err != nil {
		l.damaged(err)
		return Bundle{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	b.Proof = FormatProof(index, path, latest.Note)
	salt, _ := Salts(ev.Metadata)
	if reveal >= DataOnly {
		b.Data, b.SaltData = ev.Data, hex.EncodeToString(salt)
	}
	if reveal == Whole {
		b.Metadata = ev.Metadata
	}
	if !b.Fits() {
		b.Data = nil
	}
	return b, nil
}

// Fits tells that a bundle is short enough.
func (b Bundle) Fits() bool {
	raw, err := json.Marshal(b)
	return err == nil && len(raw) <= MaxBundle
}
