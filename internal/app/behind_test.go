package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/projections/view"
)

// watcher is how far read models are.
type watcher struct {
	seen  uint64
	asked uint64
}

func (w *watcher) Status(context.Context) ([]view.ProjectionStatus, error) { return nil, nil }
func (w *watcher) Wait(_ context.Context, position uint64) error {
	if w.asked = position; w.seen < position {
		return context.DeadlineExceeded
	}
	return nil
}

// What is said of a position is kept, so it is said only once it has been seen.
func TestPastIsAskedOnlyOfReadModelsThatSawIt(t *testing.T) {
	o := open(t)
	head, err := o.Log.Head(t.Context())
	o.must(err)
	w := &watcher{seen: uint64(head) - 1}
	o.Deps.Projections = w
	q := public{o.Deps}
	if at, err := q.positionAt(t.Context(), view.AsOf{}); at != 0 || err != nil {
		t.Errorf("now: %d, %v", at, err)
	}
	_, err = q.positionAt(t.Context(), view.AsOf{Position: uint64(head)})
	refused(t, "a position that they have not seen", err, ErrUnavailable)
	w.seen++
	for _, at := range []view.AsOf{{Position: uint64(head)}, {Instant: o.Now()}} {
		if got, err := q.positionAt(t.Context(), at); got != uint64(head) || err != nil || w.asked != got {
			t.Errorf("%+v: %d, %v, waited for %d", at, got, err, w.asked)
		}
	}
}

// due is a read model that names publications whose embargo ended.
type due struct {
	PublicationReader
	ids []string
}

func (d due) Embargoed(context.Context, time.Time) ([]string, error) { return d.ids, nil }

// One publication that cannot be read holds nobody else back.
func TestReleaseGoesOnBehindABadOne(t *testing.T) {
	o := open(t)
	bad := []string{"0190a000-0000-7000-8000-0000000000b1", "0190a000-0000-7000-8000-0000000000b2"}
	for _, id := range bad {
		_, err := o.Log.Append(t.Context(), publicationPrefix+id, eventstore.None(), eventstore.Draft{
			ID: eventstore.NewID(o.Now()), Type: "publication.drafted", Data: []byte("["), Metadata: []byte(`{"v":1}`),
		})
		o.must(err)
	}
	o.Publications = due{ids: bad}
	_, err := editors{o.Deps}.releaseDue(t.Context())
	if err == nil || !strings.Contains(err.Error(), bad[0]) || !strings.Contains(err.Error(), bad[1]) {
		t.Errorf("it looked at %v", err)
	}
}
