package integration

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/opendata/record"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

// marker is a word that stands in the data and the description of what must not be seen.
const marker = "bimatzqx"

// looks asks everything that anybody may ask of a dataset and returns what came
// back, by question.
func (b *bureau) looks(id string, points ...view.AsOf) map[string]string {
	ctx, q := context.Background(), b.App.Queries
	out := map[string]string{}
	tell := func(what string, value any, err error) {
		text, _ := json.Marshal(value)
		if err == nil {
			out[what] = string(text)
		}
	}
	found, err := q.Search(ctx, search.Query{Text: marker, Facets: []string{"keyword", "agency", "topic"}})
	tell("search", found, err)
	for _, prefix := range []string{"bima", marker} {
		all, err := q.Suggest(ctx, prefix, 10)
		tell("suggest "+prefix, all, err)
	}
	versions, err := q.Datasets.Versions(ctx, id, view.AsOf{})
	tell("versions", versions, err)
	for n := 1; n <= 3; n++ {
		v, err := q.Datasets.Version(ctx, id, n)
		tell(fmt.Sprint("version ", n), v, err)
		diff, err := q.Datasets.Compare(ctx, id, n, n+1, 10)
		tell(fmt.Sprint("compare ", n), diff, err)
	}
	history, err := q.Datasets.History(ctx, app.Caller{}, id)
	tell("history", history, err)
	for _, form := range record.FormNames() {
		d, err := q.Datasets.ByTable(ctx, record.DistributionID(id, form))
		tell("by table "+form, d, err)
	}
	for i, at := range append(points, view.AsOf{}) {
		page, err := q.Datasets.List(ctx, view.DatasetFilter{AsOf: at, Facets: true, Limit: 100, States: []view.PublicState{view.Published, view.Archived, view.Withdrawn}})
		tell(fmt.Sprint("list ", i), page, err)
		words, err := q.Datasets.List(ctx, view.DatasetFilter{AsOf: at, Words: marker, Limit: 100})
		tell(fmt.Sprint("list of words ", i), words, err)
		for n := range 4 {
			target := app.Target{Dataset: id, Version: n, AsOf: at}
			name := fmt.Sprintf("of version %d at %d", n, i)
			rows, err := q.Datasets.Rows(ctx, target, analytics.Query{})
			tell("rows "+name, rows, err)
			var streamed []analytics.Row
			err = q.Datasets.Stream(ctx, target, analytics.Query{}, func(r analytics.Row) error {
				streamed = append(streamed, r)
				return nil
			})
			tell("stream "+name, streamed, err)
			groups, err := q.Datasets.Groups(ctx, target, analytics.Grouping{By: []analytics.Bucket{{Column: "ten"}}})
			tell("groups "+name, groups, err)
			profile, err := q.Datasets.Profile(ctx, target)
			tell("profile "+name, profile, err)
			report, err := q.Datasets.Report(ctx, target)
			tell("report "+name, report, err)
			_, f, err := q.Datasets.Original(ctx, target)
			tell("original "+name, read(f), err)
			f, err = q.Datasets.Export(ctx, target, "csv")
			tell("export "+name, read(f), err)
		}
	}
	f, _, err := q.Datasets.Bulk(ctx)
	if err == nil {
		defer f.Close()
		tell("bulk", f.Size(), nil)
	}
	return out
}

func read(f app.File) string {
	if f == nil {
		return ""
	}
	defer f.Close()
	var text bytes.Buffer
	_, _ = text.ReadFrom(f)
	return text.String()
}

func (b *bureau) seen(answers map[string]string) (where []string) {
	for what, text := range answers {
		if strings.Contains(strings.ToLower(text), marker) {
			where = append(where, what)
		}
	}
	return where
}

func (b *bureau) now() view.AsOf {
	b.T.Helper()
	at, err := b.App.Queries.Position(context.Background())
	if err != nil {
		b.T.Fatal(err)
	}
	return view.AsOf{Position: at}
}

// Nobody sees a draft, its rows or its words, whatever they ask; nor the draft of a
// revision; nor, after a withdrawal, the data of any version as of any time.
func TestWhatIsNotPublicIsNowhere(t *testing.T) {
	b := newBureau(t)
	ctx, c := context.Background(), b.App.Commands.Datasets
	secret, open := described, described
	secret.Title, secret.Summary, secret.Keywords = "Dân số "+marker, marker, []string{marker}
	attach := func(id, text string, change dataset.Change, why string) {
		t.Helper()
		u := b.upload("a.csv", []byte(text))
		if u.Fault != nil {
			t.Fatal(u.Fault)
		}
		b.ok(c.Attach(ctx, b.as(b.author), app.AttachRelease{ID: id, Upload: u.ID, Change: change, Reason: why, AcceptRejected: true}))
	}
	draft := b.ok(c.Draft(ctx, b.as(b.author), app.DraftDataset{Agency: b.agency, Slug: "du-thao", Description: secret})).ID
	attach(draft, "ten,so\n"+marker+",1\nb,2\n", dataset.NewData, "")
	if where := b.seen(b.looks(draft, b.now())); where != nil {
		t.Errorf("a draft is seen: %v", where)
	}

	id := b.ok(c.Draft(ctx, b.as(b.author), app.DraftDataset{Agency: b.agency, Slug: "bo-mot", Description: open})).ID
	attach(id, "ten,so\na,1\nb,2\n", dataset.NewData, "")
	b.publish(id)
	b.ok(c.OpenRevision(ctx, b.as(b.author), app.OpenRevision{ID: id, Reason: "Bổ sung " + marker + " vào bảng."}))
	b.ok(c.Describe(ctx, b.as(b.author), app.DescribeDataset{ID: id, Description: secret}))
	attach(id, "ten,so\n"+marker+",1\nc,3\n", dataset.Correction, "Bổ sung "+marker+" vào bảng.")
	if where := b.seen(b.looks(id, b.now())); where != nil {
		t.Errorf("a revision in hand is seen: %v", where)
	}
	b.publish(id)
	public := b.now()
	if where := b.seen(b.looks(id)); len(where) < 10 {
		t.Fatalf("the questions see too little for this test to mean anything: %v", where)
	}

	b.Clock.Advance(24 * time.Hour)
	head := b.head()
	b.ok(c.Withdraw(ctx, head, app.WithdrawDataset{ID: id, Reason: "Công bố nhầm số liệu nội bộ."}))
	for _, again := range []bool{false, true} {
		for what, text := range b.looks(id, public, b.now()) {
			if !strings.Contains(strings.ToLower(text), marker) {
				continue
			}
			// The tombstone keeps its title, and what was said is part of the past; the
			// data is not given out any more.
			for _, kind := range []string{"rows", "stream", "groups", "profile", "report", "original", "export", "version ", "compare", "search", "suggest"} {
				if strings.HasPrefix(what, kind) {
					t.Errorf("withdrawn (restarted: %v), and seen by %s: %.300s", again, what, text)
				}
			}
		}
		b.Restart()
	}
	b.ok(b.App.Commands.Datasets.Archive(ctx, head, app.ArchiveDataset{ID: id, Reason: "Hết thời hạn lưu giữ."}))
	for what, text := range b.looks(id, public) {
		if strings.HasPrefix(what, "rows") || strings.HasPrefix(what, "export") || strings.HasPrefix(what, "search") && strings.Contains(text, marker+"\"") {
			t.Errorf("archived after withdrawal, and seen by %s: %.200s", what, text)
		}
	}
}
