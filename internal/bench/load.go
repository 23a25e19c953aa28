package bench

import (
	"context"
	"os"
	"time"
)

// load measures a wide file from upload to the public.
func (r *run) load(ctx context.Context) error {
	file := r.path("ho-so.csv")
	defer os.Remove(file)
	r.tell("tạo tệp %d dòng", "making a file of %d rows", r.Load)
	if err := writeWide(file, r.Load); err != nil {
		return err
	}
	disk, err := copied(file, r.path("copy"))
	if err != nil {
		return err
	}
	r.tell("nhập, duyệt, công bố", "loading, approving, publishing")
	resetPeak()
	p, err := r.publish(ctx, file, "Hồ sơ một cửa đo hiệu năng", r.Load)
	if err != nil {
		return err
	}
	what := Words{"nhập tệp CSV đến khi tìm và truy vấn được", "CSV loaded until searchable and queryable"}
	f := r.report.add(once("load", what, r.Load, p.total, p.cpu, &Goal{Limit: 30, Size: goalRows}))
	f.versus(Words{"chép và ghi chắc cùng số byte", "same bytes copied and synced"}, disk.Seconds(), disk.Seconds())
	at := len(r.report.Figures) - 1
	for _, part := range p.parts {
		r.report.add(once("load", Words{"  " + part.what.Vi, "  " + part.what.En}, r.Load, part.took, part.cpu, nil))
	}
	r.wide = p
	if r.pg == nil {
		return nil
	}
	r.tell("PostgreSQL nhập cùng tệp, lập chỉ mục toàn văn", "PostgreSQL loads the same file and indexes its text")
	begun := time.Now()
	parts, err := r.pg.loadWide(file, r.Load)
	if err != nil {
		return err
	}
	took := time.Since(begun).Seconds()
	r.report.Figures[at].versus(withPostgres, took, took)
	for _, part := range parts {
		r.report.add(once("load", Words{"  PostgreSQL: " + part.what.Vi, "  PostgreSQL: " + part.what.En}, r.Load, part.took, part.cpu, nil))
	}
	return r.pg.drop("wide")
}
