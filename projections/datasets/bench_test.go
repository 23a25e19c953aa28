package datasets_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/projections"
	"minhbach/projections/datasets"
	"minhbach/projections/view"
)

type lister = func(ctx context.Context, f view.DatasetFilter, position uint64) (view.Datasets, error)

// many publishes n datasets; of every fourth a second version.
func many(b *testing.B, n int) *office {
	o := newOffice(b)
	o.bulk = true
	themes := dataset.Themes()
	for i := range n {
		id := fmt.Sprintf("d%05d", i)
		d := described(fmt.Sprintf("Danh sách cơ sở và số liệu thống kê thứ %d của huyện", i))
		d.Summary = "Số liệu do các xã, phường báo cáo hằng năm, đã kiểm tra và tổng hợp tại phòng chuyên môn của huyện để người dân tra cứu."
		d.Topics = []string{themes[i%12].ID, themes[i%7].ID}
		d.Keywords = []string{fmt.Sprintf("từ khóa %d", i%300), fmt.Sprintf("nhóm %d", i%40), "thống kê", fmt.Sprintf("đơn vị %d", i%100)}
		d.PeriodFrom, d.PeriodTo = calendar.MustParse(fmt.Sprintf("%d-01-01", 2012+i%10)), calendar.MustParse(fmt.Sprintf("%d-12-31", 2015+i%10))
		if i%3 == 0 {
			d.Licence = "vn-open-data"
		}
		r := release("r"+id, []string{"csv", "xlsx", "json", "geojson"}[i%4], int64(i))
		for c := range 10 {
			r.Columns = append(r.Columns, dataset.Column{Name: fmt.Sprintf("chi_tieu_%d", c), Title: fmt.Sprintf("Chỉ tiêu %d", c), Type: dataset.Decimal, Unit: "người"})
		}
		o.publish(id, d, r)
		if i%4 == 0 {
			o.revise(id)
			r.ID += "b"
			o.attach(id, r)
			o.submit(id)
			o.approve(id, time.Time{})
		}
		o.flush(id)
	}
	return o
}

// BenchmarkList gives a page of 20 with the total and every facet among 10,000
// datasets. “counted” counts anew each time; “kept” is asked what was asked before.
func BenchmarkList(b *testing.B) {
	o := many(b, 10_000)
	_, r := o.open()
	half, asked := o.head()/2, 0
	for _, c := range []struct {
		name     string
		f        view.DatasetFilter
		position uint64
	}{
		{"all", view.DatasetFilter{}, 0},
		{"by-title", view.DatasetFilter{Order: view.ByTitle}, 0},
		{"topic", view.DatasetFilter{Topics: []string{"giao-duc-dao-tao"}}, 0},
		{"topic-by-title", view.DatasetFilter{Topics: []string{"giao-duc-dao-tao"}, Order: view.ByTitle}, 0},
		{"agency", view.DatasetFilter{Agencies: []string{"a-1"}}, 0},
		{"words", view.DatasetFilter{Words: "thong ke huyen"}, 0},
		{"deep", view.DatasetFilter{Order: view.ByID, Limit: 100, Offset: 9_000}, 0},
		{"then", view.DatasetFilter{}, half},
	} {
		for _, counting := range []string{"counted", "kept"} {
			b.Run(c.name+"/"+counting, func(b *testing.B) {
				f := c.f
				f.Facets = true
				var took []time.Duration
				for b.Loop() {
					if counting == "counted" {
						asked++
						f.Changed.To = time.Date(2200, 1, 1, 0, 0, asked, 0, time.UTC) // another question each time
					}
					start := time.Now()
					page, err := r.Datasets(b.Context(), f, c.position)
					if err != nil || len(page.Items) == 0 || len(page.Facets["year"]) == 0 {
						b.Fatal(page.Total, err)
					}
					took = append(took, time.Since(start))
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			})
		}
	}
	b.Run("one", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := r.Dataset(b.Context(), fmt.Sprintf("bo-d%05d", i%10_000), 0); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRebuild builds the read model of about 17,000 events from the log.
func BenchmarkRebuild(b *testing.B) {
	o := many(b, 2_000)
	events := o.head()
	var hash string
	for b.Loop() {
		r, err := projections.Open(b.Context(), b.TempDir(), datasets.Definition(), o.log, o.codec, projections.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := r.ToEnd(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		again, err := r.StateHash(b.Context())
		if err != nil || hash != "" && hash != again {
			b.Fatalf("state hash %s after %s, %v", again, hash, err)
		}
		hash = again
		r.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
