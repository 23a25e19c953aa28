package integration

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

// calendarDays are dates at the edges: leap days, the last and first days of years,
// and instants that are another day in Viet Nam.
const calendarDays = "mã,ngày,lúc,số\n1,29/02/2024,31/12/2023 23:30,1\n2,31/12/2023,01/01/2024 00:10,2\n3,01/01/2024,29/02/2024 06:59,3\n4,28/02/2023,2024-03-01T00:30:00+07:00,4\n5,12/11/2024,30/06/2024 17:00,5\n"

// What was made anew from the log and the files answers as before, and the same file
// taken in twice gives the same table.
func TestMadeAnewTheAnswersAreTheSame(t *testing.T) {
	b := newBureau(t)
	ctx, c := context.Background(), b.App.Commands.Datasets
	var ids []string
	for _, name := range []string{"mot", "hai"} {
		d := described
		d.Title += " " + name
		id := b.ok(c.Draft(ctx, b.as(b.author), app.DraftDataset{Agency: b.agency, Slug: name, Description: d})).ID
		u := b.upload("ngay.csv", []byte(calendarDays))
		if u.Fault != nil || u.Examined.Rows != 5 {
			t.Fatalf("%+v %v", u.Examined, u.Fault)
		}
		b.ok(c.Attach(ctx, b.as(b.author), app.AttachRelease{ID: id, Upload: u.ID, Change: dataset.NewData}))
		work, err := b.App.Queries.Datasets.Work(ctx, b.as(b.author), id)
		if err != nil {
			t.Fatal(err)
		}
		columns := work.Content.Release.Columns
		columns[3].Title, columns[3].Unit = "Số dân", "người" // after its table was made
		b.ok(c.Describe(ctx, b.as(b.author), app.DescribeDataset{ID: id, Description: d, Columns: columns}))
		b.publish(id)
		ids = append(ids, id)
	}
	tell := func(value any, err error) string {
		t.Helper()
		text, bad := json.Marshal(value)
		if err != nil || bad != nil {
			t.Fatal(err, bad)
		}
		return string(text)
	}
	rows := func(id string) string {
		page, err := b.App.Queries.Datasets.Rows(ctx, app.Target{Dataset: id}, analytics.Query{Order: []analytics.Order{{Column: "ngay"}}})
		if err == nil && (page.Columns[3].Title != "Số dân" || page.Columns[3].Unit != "người") {
			t.Errorf("the answer has the title %q", page.Columns[3].Title)
		}
		return tell(page, err)
	}
	answers := func() string {
		d := b.App.Queries.Datasets
		list, err := d.List(ctx, view.DatasetFilter{Facets: true})
		list.Position = 0
		out := tell(list, err)
		found, err := b.App.Queries.Search(ctx, search.Query{Text: "dan so", Facets: []string{"agency", "keyword"}})
		found.Position = 0
		out += tell(found, err)
		for _, id := range ids {
			out += rows(id)
			groups, err := d.Groups(ctx, app.Target{Dataset: id}, analytics.Grouping{By: []analytics.Bucket{{Column: "ngay", Part: "year"}}})
			out += tell(groups, err)
			profile, err := d.Profile(ctx, app.Target{Dataset: id})
			out += tell(profile, err)
			for _, format := range []string{"csv", "json", "ndjson", "excel"} {
				f, err := d.Export(ctx, app.Target{Dataset: id}, format)
				out += tell(read(f), err)
			}
		}
		return out
	}
	if one, two := rows(ids[0]), rows(ids[1]); one != two {
		t.Errorf("the same file twice:\n%s\n%s", one, two)
	}
	before := answers()
	for _, name := range []string{"datasets", "tables", "search"} {
		first, err := b.Rebuild(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := b.Rebuild(ctx, name); err != nil || second != first {
			t.Errorf("%s: %s, then %s, %v", name, first, second, err)
		}
		b.Settle()
		if after := answers(); after != before {
			t.Errorf("after making %s anew:\n%s\nbefore:\n%s", name, after, before)
		}
	}
	want := `"2023-02-28T00:00:00Z"`
	if page := rows(ids[0]); len(page) == 0 || !contains(page, want, `"2023-12-31T00:00:00Z"`, `"2024-02-29T00:00:00Z"`, `"2024-11-12T00:00:00Z"`) {
		t.Errorf("dates at the edges: %s", page)
	}
}

func contains(text string, all ...string) bool {
	for _, one := range all {
		if !strings.Contains(text, one) {
			return false
		}
	}
	return true
}
