package demo

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"minhbach/analytics"
	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/internal/app"
	"minhbach/internal/testkit"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

func datasets(t *testing.T, n *testkit.Node) {
	q := n.App.Queries
	public, err := q.Datasets.List(t.Context(), view.DatasetFilter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	agencies, formats, several := map[string]bool{}, map[string]bool{}, 0
	for _, it := range public.Items {
		agencies[it.Agency] = true
		d, err := q.Datasets.Get(t.Context(), it.ID, view.AsOf{})
		if err != nil {
			t.Fatal(err)
		}
		r := d.Content.Release
		formats[r.Reading.Format+" "+r.Reading.Encoding] = true
		if d.Version > 1 {
			several++
		}
		if !strings.Contains(d.Content.Description.Description, "minh họa") || !strings.Contains(d.Content.Description.DescriptionEn, "made up") {
			t.Errorf("%s does not say that its figures are made up", it.Title)
		}
		page, err := q.Datasets.Rows(t.Context(), app.Target{Dataset: it.ID}, analytics.Query{Limit: 1})
		if err != nil || page.Total != r.Rows || r.Rows == 0 {
			t.Errorf("%s: %+v rows, want %d; %v", it.Title, page, r.Rows, err)
		}
		if keys := slices.IndexFunc(r.Columns, func(c dataset.Column) bool { return c.Key }); keys < 0 {
			t.Errorf("%s has no key: its versions cannot be compared row by row", it.Title)
		}
	}
	if public.Total < 8 || len(agencies) < 6 || several < 6 {
		t.Errorf("%d public datasets of %d agencies, %d with several versions", public.Total, len(agencies), several)
	}
	for _, want := range []string{"csv utf-8", "csv windows-1258", "xlsx ", "ods ", "json ", "ndjson ", "geojson ", "parquet "} {
		if !formats[want] {
			t.Errorf("no public dataset is %q; there are %v", want, formats)
		}
	}
	salinity, err := q.Datasets.Get(t.Context(), "do-man-nuoc-song", view.AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"độ mặn", "do man", "ĐỘ MẶN"} {
		found, err := q.Search(t.Context(), search.Query{Text: text, Kinds: []string{search.Dataset}})
		if err != nil || found.Total == 0 || found.Hits[0].ID != salinity.ID {
			t.Errorf("%q finds %+v, %v", text, found, err)
		}
	}
	states := map[editorial.State]int{}
	work, err := q.Datasets.WorkList(t.Context(), operator, view.DatasetWorkFilter{States: dataset.States()})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range work {
		states[w.State]++
	}
	for _, s := range []editorial.State{
		editorial.StateDraft, editorial.StateSubmitted, editorial.StatePublished, editorial.StateCorrectionSubmitted, editorial.StateWithdrawn,
	} {
		if states[s] == 0 {
			t.Errorf("no dataset is %s; there are %v", s, states)
		}
	}
}

func datasetsAreOpen(t *testing.T, n *testkit.Node) {
	q := n.App.Queries.Datasets
	report, err := q.Report(t.Context(), app.Target{Dataset: "gia-nong-san"})
	if err != nil || report.Total != 5 || report.Rejected[0].Value != "hết hàng" {
		t.Errorf("rejected rows %+v, %v", report, err)
	}
	diff, err := q.Compare(t.Context(), "dan-so-ke-sach", 2, 3, 10)
	if err != nil || diff.To.Change != dataset.Correction || diff.Data.Changed != 2 || diff.Data.Same != 50 {
		t.Errorf("the correction changes %+v, %v", diff, err)
	}
	diff, err = q.Compare(t.Context(), "nang-suat-lua", 1, 2, 10)
	if err != nil || diff.To.Change != dataset.Revision || len(diff.Data.ColumnsAdded) != 1 || diff.Data.Changed == 0 {
		t.Errorf("the revision changes %+v, %v", diff, err)
	}
	book, err := q.Get(t.Context(), "danh-ba-nhon-my", view.AsOf{})
	if err != nil || len(book.Content.Release.Findings) == 0 {
		t.Fatalf("the phone book has no findings: %v", err)
	}
	events, err := q.History(t.Context(), operator, book.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(events, func(e view.Event) bool { return e.Type == dataset.TypePersonalDataCleared }) {
		t.Error("nobody cleared the findings of the phone book")
	}
	last, err := q.Rows(t.Context(), app.Target{Dataset: "gia-nong-san"}, analytics.Query{Limit: 1})
	if err != nil || fmt.Sprint(last.Columns[0].Type) != "date" {
		t.Errorf("days of the survey: %+v, %v", last, err)
	}
}

// Every file belongs to a story, and every column that is described is in one of its
// files.
func TestEveryDataFileIsUsed(t *testing.T) {
	all, err := sets(days{calendar.DateOf(present()), calendar.VietNam()})
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, s := range all {
		for _, st := range s.story {
			used[st.data] = true
		}
	}
	files, err := fs.Glob(datasetTexts, "datasets/files/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, f := range files {
		raw, err := datasetTexts.ReadFile(f)
		if err != nil || !used[path.Base(f)] || len(raw) > 60_000 {
			t.Errorf("%s: used %v, %d bytes, %v", f, used[path.Base(f)], len(raw), err)
		}
	}
}

func TestBadDatasetIsTold(t *testing.T) {
	d := days{calendar.DateOf(present()), calendar.VietNam()}
	const tail = "\n--- columns\na | A\n--- body\nx"
	for text, want := range map[string]string{
		"agency: 94":                                                        "--- columns",
		"agency: 94\n--- columns\na | A":                                    "--- body",
		"colour: red" + tail:                                                "unknown field",
		"period: 2024 2025" + tail:                                          "2024",
		"next_due: soon" + tail:                                             "soon",
		"story:\n  -1 08:00 lan sings" + tail:                               "unknown verb",
		"story:\n  -1 08:00 lan attaches" + tail:                            "want: attaches FILE",
		"story:\n  -1 08:00 lan attaches none.csv" + tail:                   "none.csv",
		"story:\n  -1 08:00 lan attaches hai-long-nhon-my.csv badly" + tail: "cannot read",
		"story:\n  -1 08:00 lan submits it" + tail:                          "cannot read",
		"story:\n  -1 08:00 lan states colour: red" + tail:                  "unknown field",
		"title: x\n--- columns\na\n--- body\nx":                             "want name | title",
		tail[1:] + "\n--- en\ncolour: red\n\n":                              "--- columns",
		"title: x" + tail + "\n--- en\ncolour: red\n\n":                     "of the translation",
	} {
		if _, err := readSet(d, "x", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want a word about %q", text, err, want)
		}
	}
}
