package disposals_test

import (
	"errors"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/disposal"
	"minhbach/domain/editorial"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/projections"
	"minhbach/projections/disposals"
	"minhbach/projections/view"
)

func TestListsFollowTheAggregate(t *testing.T) {
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
	codec, err := eventstore.NewCodec(disposal.Events(), nil)
	must(err)
	runner, err := projections.Open(ctx, t.TempDir(), disposals.Definition(), log, codec, projections.Options{})
	must(err)
	t.Cleanup(func() { runner.Close() })
	r := disposals.NewReader(runner)
	happened := func(id string, facts ...eventstore.Payload) {
		t.Helper()
		for _, f := range facts {
			draft, err := codec.Encode(eventstore.NewID(time.Now()), f, eventstore.Metadata{})
			must(err)
			_, err = log.Append(ctx, "disposal-"+id, eventstore.Any(), draft)
			must(err)
		}
		must(runner.ToEnd(ctx))
	}
	proposed := func(list, agency string) disposal.Proposed {
		return disposal.Proposed{List: list, Agency: agency, Author: editorial.Author{Account: "lan"}, Items: []disposal.Item{{Sort: disposal.Publication, ID: "p-1"}}}
	}
	happened("a", proposed("a", "one"))
	happened("b", proposed("b", "two"), disposal.Refused{Reason: "Còn cần"})
	facts := []eventstore.Payload{disposal.Approved{Decision: "45/QĐ", On: calendar.MustParse("2031-06-30")}, disposal.CarriedOut{Kept: []disposal.Kept{{ID: "p-1", Code: "x"}}}}
	root := disposal.New()
	root.Apply(proposed("a", "one"))
	for _, f := range facts {
		happened("a", f)
		root.Apply(f)
		l, err := r.Disposal(ctx, "a")
		must(err)
		if l.State != root.State() || l.Approved != root.Approved() || len(l.Done.Kept) != len(root.Done().Kept) || l.Agency != "one" {
			t.Errorf("after %T: %+v", f, l)
		}
	}
	if l, _ := r.Disposal(ctx, "a"); l.Ended == 0 || l.DoneAt.IsZero() || l.At.IsZero() {
		t.Errorf("%+v", l)
	}
	all, err := r.Disposals(ctx, nil)
	must(err)
	if len(all) != 2 || all[0].ID != "b" || all[0].Refused.Reason == "" {
		t.Errorf("%+v", all)
	}
	if mine, err := r.Disposals(ctx, []string{"one"}); err != nil || len(mine) != 1 || mine[0].ID != "a" {
		t.Errorf("%+v, %v", mine, err)
	}
	if _, err := r.Disposal(ctx, "c"); !errors.Is(err, view.ErrNotFound) {
		t.Error(err)
	}
}
