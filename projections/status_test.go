package projections_test

import (
	"testing"

	"minhbach/eventstore"
)

// What StateAt says of a moment while events come in is what a read model says that
// stopped there.
func TestStateAtIsOfOneMoment(t *testing.T) {
	const events = 300
	w := newWorld(t)
	r := w.open(t, definition(nil))
	go r.Run(t.Context())
	said := map[eventstore.Position]string{}
	look := func() {
		position, hash, err := r.StateAt(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		said[position] = hash
	}
	for i := range events {
		w.append(t, "tally-a", counted{1})
		if i%7 == 0 {
			look()
		}
	}
	if err := r.Wait(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	look()

	slow := newWorld(t)
	calm := slow.open(t, definition(nil))
	found := 0
	for range events + 1 {
		mustEnd(t, calm)
		position, hash, err := calm.StateAt(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := said[position]; ok {
			if found++; other != hash {
				t.Errorf("at position %d the hash was %s, it should be %s", position, other, hash)
			}
		}
		slow.append(t, "tally-a", counted{1})
	}
	if found != len(said) || found < 2 {
		t.Errorf("%d of %d moments were met again", found, len(said))
	}
}
