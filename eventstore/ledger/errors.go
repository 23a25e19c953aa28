package ledger

import (
	"errors"
	"fmt"

	"minhbach/eventstore"
)

var (
	// ErrFork: the log is not the one whose checkpoint was signed. Nothing is signed
	// any more; find out which events changed (minhbach verify database) and bring
	// the log back from a backup.
	ErrFork = errors.New("ledger: the log does not continue the history that was signed")
	// ErrDamaged: tiles are missing or wrong. They are made again from the log.
	ErrDamaged = errors.New("ledger: stored tree is damaged")
	// ErrStrangeKey: the newest checkpoint here was signed by a key that is not ours.
	// Bring that key back, or rotate keys in the open.
	ErrStrangeKey = errors.New("ledger: the checkpoint here was signed with another key")
	// ErrNotCovered: no signed checkpoint covers the event yet; ask again in a moment.
	ErrNotCovered = errors.New("ledger: no checkpoint covers the event yet")
	// ErrNotInTree: no leaf for such a position, size or number.
	ErrNotInTree = errors.New("ledger: no such leaf")
	// ErrNoKey: this ledger was opened without a key, so it signs nothing.
	ErrNoKey = errors.New("ledger: opened without a signing key")
)

// Fork names the first event that is not the one recorded, where it is known.
type Fork struct {
	Index  uint64           // of the leaf
	Event  eventstore.Event // at that place of the log now; zero when there is none
	Reason string
}

func (f *Fork) Error() string {
	if f.Event.Position == 0 {
		return fmt.Sprintf("%v: from leaf %d on: %s", ErrFork, f.Index, f.Reason)
	}
	return fmt.Sprintf("%v: from leaf %d on (position %d, %s revision %d, %s): %s", ErrFork, f.Index, f.Event.Position, f.Event.Stream, f.Event.Revision, f.Event.Type, f.Reason)
}

func (f *Fork) Unwrap() error { return ErrFork }

func damagef(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrDamaged}, args...)...)
}
