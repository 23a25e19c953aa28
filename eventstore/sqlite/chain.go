package sqlite

import (
	"fmt"

	"minhbach/eventstore"
)

// everything reads events without leaving one out: each says how many positions were
// left out right before it, so each knows its predecessor.
func (l *Log) everything(c *conn, s *span, n int, page []eventstore.Event) ([]eventstore.Event, error) {
	k := chain{dir: s.dir, last: s.low, unsure: true}
	if s.dir == eventstore.Backwards {
		k.last, k.unsure = s.high, !s.follows && s.high != l.head.get()
	}
	beyond := k.last
	page, whole, err := l.fill(c, page, n, l.inOrder(s.dir, ""), []any{s.low, s.high, int64(n)}, k.check)
	if err != nil {
		return page, err
	}
	if s.dir == eventstore.Backwards {
		if k.unsure || k.guessed {
			if err := l.follows(c, page, beyond); err != nil {
				return page[:0], err
			}
		}
		if whole && len(page) > 0 && k.last != s.low || whole && len(page) == 0 && !k.unsure {
			return page, lost(s.low+1, k.last)
		}
		s.high, s.follows = k.last, true
		if whole {
			s.high = s.low
		}
		return page, nil
	}
	if whole && k.last != s.high {
		return page, lost(k.last+1, s.high)
	}
	s.low = k.last
	return page, nil
}

// chain compares each event's predecessor with the event before it.
type chain struct {
	dir     eventstore.Direction
	last    int64 // position of the event read last; backwards: of the one that must come next
	unsure  bool  // no event need be at last
	guessed bool  // none was
}

func (k *chain) check(position, skipped int64) error {
	before := position - skipped - 1
	if k.dir == eventstore.Forwards {
		if before > k.last {
			return lost(k.last+1, before)
		}
		if before < k.last && !k.unsure {
			return fmt.Errorf("%w: position %d does not follow position %d", ErrCorrupt, position, k.last)
		}
		k.last, k.unsure = position, false
		return nil
	}
	if position != k.last {
		if !k.unsure {
			return lost(position+1, k.last)
		}
		k.guessed = true
	}
	k.last, k.unsure = before, false
	return nil
}

// follows looks whether what comes behind a page read backwards from beyond follows its
// first event, so that none is missing between.
func (l *Log) follows(c *conn, page []eventstore.Event, beyond int64) error {
	var first int64
	if len(page) > 0 {
		first = int64(page[0].Position)
	}
	next, before, err := l.behind(c, beyond)
	if err == nil && next != 0 && before != first {
		err = lost(first+1, before)
	}
	return err
}

// lost is the error about events that ought to be there, the last of them at to.
func lost(from, to int64) error {
	if from >= to {
		return fmt.Errorf("%w: position %d is missing", ErrCorrupt, to)
	}
	return fmt.Errorf("%w: what stood at positions %d to %d is missing", ErrCorrupt, from, to)
}
