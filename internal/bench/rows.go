package bench

import (
	"context"
	"fmt"
	"net/url"
	"os"
)

// question about rows: the rest of an address, and the same for PostgreSQL.
type question struct {
	api   string
	sql   string // the rows
	count string // what PostgreSQL counts; empty: not asked again
}

// rows measures 100 rows with the exact total, on a long table.
func (r *run) rows(ctx context.Context) error {
	p, drop, err := r.long(ctx, "rows", "gia-theo-ngay.csv", "Giá theo ngày đo từng dòng", "prices", r.Page)
	if err != nil {
		return err
	}
	defer drop()
	r.tell("hỏi 100 dòng và tổng số", "asking for 100 rows and the total")
	const what100 = "100 dòng + tổng số chính xác"
	if err := r.pages(ctx, p); err != nil {
		return err
	}
	for _, kind := range []struct {
		what Words
		n    int
		make func(i int) question
	}{
		{Words{what100 + ", có điều kiện (mỗi lần một khác)", "100 rows + exact total, with a condition (never the same twice)"}, r.Samples, func(i int) question {
			commune, least := fmt.Sprintf("Xã %03d", 1+i%communes), 20_000+i*37
			where := fmt.Sprintf("WHERE xa = '%s' AND gia >= %d", commune, least)
			return question{
				api: url.Values{"limit": {"100"}, "where": {fmt.Sprintf("xa = %q and gia >= %d", commune, least)}}.Encode(),
				sql: "SELECT * FROM prices " + where + " ORDER BY _id LIMIT 100", count: "SELECT count(*) FROM prices " + where,
			}
		}},
		{Words{what100 + ", xếp theo giá", "100 rows + exact total, sorted by price"}, max(6, r.Samples/6), func(i int) question {
			where := fmt.Sprintf("WHERE gia < %d", 91_000-i*211)
			return question{
				api: url.Values{"limit": {"100"}, "where": {fmt.Sprintf("gia < %d", 91_000-i*211)}, "order": {"gia desc"}}.Encode(),
				sql: "SELECT * FROM prices " + where + " ORDER BY gia DESC, _id LIMIT 100", count: "SELECT count(*) FROM prices " + where,
			}
		}},
	} {
		if err := r.compared(ctx, "rows", kind.what, p.rows, kind.n, kind.make, nil, r.Page); err != nil {
			return err
		}
	}
	return nil
}

// pages follows the cursor from page to page, as a reader does who wants them all.
func (r *run) pages(ctx context.Context, p published) error {
	var ours, theirs timings
	next := ""
	if _, err := r.office.fetch(ctx, p.rows("limit=100")); err != nil { // connection and caches warm
		return err
	}
	for range r.Samples {
		page, err := r.office.timed(ctx, p.rows(url.Values{"limit": {"100"}, "cursor": {next}}.Encode()), &ours)
		if err != nil {
			return err
		}
		if page.Total != r.Page || len(page.Rows) != 100 && page.Next != "" {
			return fmt.Errorf("%d rows of %d were answered, want 100 of %d", len(page.Rows), page.Total, r.Page)
		}
		next = page.Next // after the last page: the first again
	}
	what := Words{"100 dòng + tổng số chính xác, từng trang", "100 rows + exact total, page after page"}
	f := r.report.add(ours.figure("rows", what, r.Page, &Goal{Limit: 20, Size: goalPage}))
	if r.pg == nil {
		return nil
	}
	for i := range min(r.Samples, 20) {
		lines, err := r.pg.timed(fmt.Sprintf("SELECT * FROM prices WHERE _id > %d ORDER BY _id LIMIT 100; SELECT count(*) FROM prices", i*100), &theirs)
		if err != nil {
			return err
		}
		if len(lines) != 101 || lines[100] != fmt.Sprint(r.Page) {
			return fmt.Errorf("PostgreSQL answers %d lines", len(lines))
		}
	}
	p50, p95 := theirs.quantiles()
	f.versus(withPostgres, p50, p95)
	return nil
}

// compared asks questions of a kind and, where it is there, PostgreSQL the same
// ones; totals that differ are an error, for then the work was not the same.
func (r *run) compared(ctx context.Context, step string, what Words, address func(string) string, n int, make func(i int) question, goal *Goal, size int64) error {
	var ours, theirs timings
	totals := map[int]int64{}
	for i := range n {
		page, err := r.office.timed(ctx, address(make(i).api), &ours)
		if err != nil {
			return err
		}
		totals[i] = page.Total
	}
	f := r.report.add(ours.figure(step, what, size, goal))
	if r.pg == nil {
		return nil
	}
	for i := range min(n, 20) {
		q := make(i)
		text := q.sql
		if q.count != "" {
			text += "; " + q.count
		}
		lines, err := r.pg.timed(text, &theirs)
		if err != nil {
			return err
		}
		told := fmt.Sprint(len(lines))
		if q.count != "" && len(lines) > 0 {
			told = lines[len(lines)-1]
		}
		if told != fmt.Sprint(totals[i]) {
			return fmt.Errorf("%s: total %d here and %s in PostgreSQL", q.api, totals[i], told)
		}
	}
	p50, p95 := theirs.quantiles()
	f.versus(withPostgres, p50, p95)
	return nil
}

// long publishes a long table, and gives it to PostgreSQL under a name. drop takes
// it away there.
func (r *run) long(ctx context.Context, step, name, title, table string, rows int64) (p published, drop func(), err error) {
	file := r.path(name)
	drop = func() {}
	r.tell("tạo và công bố bảng %d dòng", "making and publishing a table of %d rows", rows)
	if err := writeNarrow(file, rows); err != nil {
		return p, drop, err
	}
	defer os.Remove(file)
	if p, err = r.publish(ctx, file, title, rows); err != nil {
		return p, drop, err
	}
	r.report.add(once(step, Words{"công bố bảng đó (4 cột)", "publishing that table (4 columns)"}, rows, p.total, p.cpu, nil))
	if r.pg == nil {
		return p, drop, nil
	}
	r.tell("PostgreSQL nhập bảng %d dòng", "PostgreSQL loads the table of %d rows", rows)
	if err := r.pg.loadNarrow(table, file); err != nil {
		return p, drop, err
	}
	return p, func() { _ = r.pg.drop(table) }, nil
}
