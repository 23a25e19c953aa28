package notices_test

import (
	"testing"
	"time"

	"minhbach/domain/notice"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/projections"
	"minhbach/projections/notices"
	"minhbach/projections/view"
)

func TestTheOutboxFollowsTheAggregate(t *testing.T) {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	log, err := sqlite.Open(ctx, t.TempDir(), sqlite.Options{})
	must(err)
	t.Cleanup(func() { log.Close() })
	codec, err := eventstore.NewCodec(notice.Events(), nil)
	must(err)
	runner, err := projections.Open(ctx, t.TempDir(), notices.Definition(), log, codec, projections.Options{})
	must(err)
	t.Cleanup(func() { runner.Close() })
	r := notices.NewReader(runner)
	written := notice.Written{Notice: "n-1", Kind: notice.Returned, To: notice.Recipient{Account: "lan"}, Sort: notice.Dataset, About: "d-1", Agency: "a", Event: "e"}
	root := notice.New()
	happened := func(id string, f eventstore.Payload) {
		t.Helper()
		draft, err := codec.Encode(eventstore.NewID(time.Now()), f, eventstore.Metadata{})
		must(err)
		_, err = log.Append(ctx, notices.Prefix+id, eventstore.Any(), draft)
		must(err)
		must(runner.ToEnd(ctx))
	}
	happened("n-0", written)
	happened("n-0", notice.Sent{Try: 1})
	until := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	for _, f := range []eventstore.Payload{
		written, notice.Deferred{Try: 1, Until: until, Cause: "451"}, notice.Failed{Try: 2, Cause: "550"}, notice.Reopened{By: "x"}, notice.Sent{Try: 1},
	} {
		happened("n-1", f)
		root.Apply(f)
		all, err := r.Notices(ctx, view.NoticeFilter{Limit: 1})
		must(err)
		n := all[0]
		if n.ID != "n-1" || n.State != root.State() || n.Cause != root.Cause() || n.Written != written || n.At.IsZero() {
			t.Errorf("after %T: %+v", f, n)
		}
		if n.Until.IsZero() == (n.State == notice.StateDeferred) || n.EndedAt.IsZero() == (n.State == notice.StateSent || n.State == notice.StateFailed) {
			t.Errorf("times after %T: %+v", f, n)
		}
		open, err := r.Notices(ctx, view.NoticeFilter{Open: true})
		must(err)
		if want := root.State() != notice.StateSent; (len(open) == 1) != want {
			t.Errorf("after %T %d are open", f, len(open))
		}
		counts, err := r.NoticeCounts(ctx)
		must(err)
		if counts[root.State()] < 1 || counts[notice.StateSent] < 1 {
			t.Errorf("after %T: %v", f, counts)
		}
	}
}
