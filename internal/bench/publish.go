package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/internal/app"
	"minhbach/projections/search"
)

// published is a dataset before the public, and how long each part of the way took.
type published struct {
	id, title string
	parts     []part
	total     time.Duration
	cpu       time.Duration
}

type part struct {
	what Words
	took time.Duration
	cpu  time.Duration
}

// publish brings a file from an office to the public as people do: sent, read,
// attached to a dataset, submitted, approved by somebody else, found and asked.
func (r *run) publish(ctx context.Context, path, title string, rows int64) (p published, err error) {
	o := r.office
	c, uploads := o.App.Commands.Datasets, o.App.Uploads
	f, err := os.Open(path)
	if err != nil {
		return p, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return p, err
	}
	begun, used := time.Now(), processorTime()
	last, lastUsed := begun, used
	done := func(vi, en string) {
		now, cpu := time.Now(), processorTime()
		p.parts = append(p.parts, part{Words{vi, en}, now.Sub(last), cpu - lastUsed})
		last, lastUsed = now, cpu
	}
	drafted, err := c.Draft(ctx, o.author, app.DraftDataset{Agency: o.agency, Description: described(title)})
	if err != nil {
		return p, err
	}
	p.id, p.title = drafted.ID, title
	up, err := uploads.Begin(ctx, o.author, app.NewUpload{Agency: o.agency, Name: filepath.Base(path), Size: info.Size()})
	if err == nil {
		up, err = uploads.Append(ctx, o.author, up.ID, 0, f)
	}
	if err != nil {
		return p, err
	}
	done("nhận tệp", "received")
	if up, err = uploads.Examine(ctx, o.author, up.ID, up.Choices); err == nil {
		up, err = uploads.Wait(ctx, o.author, up.ID)
	}
	switch {
	case err != nil:
		return p, err
	case up.Fault != nil:
		return p, up.Fault
	case up.Examined == nil || up.Examined.Rows != rows || len(up.Examined.Findings) != 0:
		return p, fmt.Errorf("the file was not read as it was made: %+v", up)
	}
	done("đọc và kiểm toàn bộ tệp", "read and checked, every row")
	if _, err := c.Attach(ctx, o.author, app.AttachRelease{ID: p.id, Upload: up.ID, Change: dataset.NewData}); err != nil {
		return p, err
	}
	done("lưu tệp, dựng bảng", "kept, table made")
	if _, err := c.Submit(ctx, o.author, app.SubmitDataset{ID: p.id}); err != nil {
		return p, err
	}
	answers := map[string]string{}
	for _, check := range editorial.Checks() {
		answers[check.ID] = ""
	}
	if err := o.Ready(ctx); err != nil {
		return p, err
	}
	if _, err := c.Approve(ctx, o.approver, app.ApproveDataset{ID: p.id, Checklist: answers}); err != nil {
		return p, err
	}
	done("gửi và duyệt", "submitted and approved")
	if err := o.Ready(ctx); err != nil {
		return p, err
	}
	found, err := o.App.Queries.Search(ctx, search.Query{Text: title, Kinds: []string{search.Dataset}, Limit: 1})
	if err != nil {
		return p, err
	}
	if len(found.Hits) != 1 || found.Hits[0].ID != p.id {
		return p, fmt.Errorf("%q is not found after it was published", title)
	}
	done("tìm thấy", "found by search")
	var page rowsPage
	if err := o.get(ctx, p.rows("limit=1"), &page); err != nil {
		return p, err
	}
	if page.Total != rows || len(page.Rows) != 1 {
		return p, fmt.Errorf("%d rows were published and %d are there", rows, page.Total)
	}
	done("truy vấn được", "queried by the API")
	p.total, p.cpu = time.Since(begun), processorTime()-used
	return p, nil
}

func described(title string) dataset.Description {
	return dataset.Description{
		Title: title, Summary: "Dữ liệu tự sinh để đo hiệu năng.", Topics: []string{"dan-so-hanh-chinh"}, Keywords: []string{"đo hiệu năng"},
		Licence: "vn-open-data", Frequency: "annual", Creator: "Bộ phận đo", Contact: dataset.Contact{Unit: "Bộ phận đo", Email: "do@thu.example.vn"}, Spatial: "Tỉnh Thử",
	}
}
