package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"minhbach/projections/view"
)

// addresses that are read in turn.
type addresses struct {
	what  Words
	paths []string
}

// page measures what readers get, several at once and without a pause.
func (r *run) page(ctx context.Context) error {
	file := r.path("nho.csv")
	if err := writeNarrow(file, 500); err != nil {
		return err
	}
	defer os.Remove(file)
	small, err := r.publish(ctx, file, "Giá theo ngày bảng nhỏ", 500)
	if err != nil {
		return err
	}
	at, err := r.office.pageOf(ctx, small)
	if err != nil {
		return err
	}
	sets := []addresses{{Words{"trang bộ dữ liệu 500 dòng", "dataset page, 500 rows"}, []string{at}}}
	mixed := []string{at, at, "du-lieu", at + "/bang?trang=2", at + "/lich-su", "tim-kiem?q=gia+theo+ngay", small.rows("limit=100"), "api/v1/datasets"}
	if r.wide.id != "" {
		big, err := r.office.pageOf(ctx, r.wide)
		if err != nil {
			return err
		}
		sets = append(sets, addresses{Words{fmt.Sprintf("trang bộ dữ liệu %d dòng", r.Load), fmt.Sprintf("dataset page, %d rows", r.Load)}, []string{big}})
		mixed = append(mixed, big)
	}
	sets = append(sets, addresses{Words{"trộn: trang, danh mục, bảng, lịch sử, tìm kiếm, API", "mixed: page, catalogue, table, history, search, API"}, mixed})
	bare, err := r.bare(ctx, at)
	if err != nil {
		return err
	}
	readers := 2 * r.report.Machine.Cores
	r.report.note("Trang được %d người đọc cùng lúc, không nghỉ, bởi chính tiến trình này.", "Pages are read by %d readers at once, without a pause, from this very process.", readers)
	for i, set := range sets {
		r.Tell(Words{"đọc: " + set.what.Vi, "reading: " + set.what.En})
		var goal *Goal
		if i == 0 {
			goal = &Goal{Limit: 20, Size: goalRequests}
		}
		used := processorTime()
		took, seconds, err := crowd(ctx, r.office.url, set.paths, readers, r.Requests)
		if err != nil {
			return err
		}
		r.report.add(took.figure("page", set.what, r.Requests, goal))
		rate := float64(len(took)) / seconds
		f := Figure{Step: "page", What: Words{"  yêu cầu mỗi giây", "  requests a second"}, Size: r.Requests, Unit: "per_s", Count: 1, P50: rate, P95: rate, CPU: (processorTime() - used).Seconds()}
		if i == len(sets)-1 {
			f.Goal = &Goal{Limit: 500, AtLeast: true, Size: goalRequests}
		}
		r.report.add(f).versus(Words{"máy chủ trống trả cùng số byte", "bare server, same bytes"}, bare, bare)
	}
	if peak := peakMemory(); peak > 0 {
		mib := float64(peak >> 20)
		r.report.add(Figure{Step: "page", What: Words{"bộ nhớ cao nhất khi có tải", "peak memory under load"}, Unit: "MiB", Count: 1, P50: mib, P95: mib, Goal: &Goal{Limit: 512}})
	}
	return nil
}

// pageOf is the address of a dataset's page, after redirects, without the first slash.
func (o *office) pageOf(ctx context.Context, p published) (string, error) {
	d, err := o.App.Queries.Datasets.Get(ctx, p.id, view.AsOf{})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.url+"du-lieu/"+d.Slug, nil)
	if err != nil {
		return "", err
	}
	res, err := programs.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the page %s answers %d", res.Request.URL.Path, res.StatusCode)
	}
	return strings.TrimPrefix(res.Request.URL.Path, "/"), nil
}

// bare is how many requests a second the same machinery carries when the answer is
// ready: what the product's own work is to be held against.
func (r *run) bare(ctx context.Context, path string) (float64, error) {
	body, err := r.office.fetch(ctx, path, "Accept-Encoding", "gzip")
	if err != nil {
		return 0, err
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }))
	defer server.Close()
	took, seconds, err := crowd(ctx, server.URL+"/", []string{""}, 2*r.report.Machine.Cores, r.Requests)
	return float64(len(took)) / seconds, err
}
