package integration

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
	"minhbach/internal/testkit"
)

// A dataset goes from a file to rows by the API alone: sent in two pieces, read,
// attached with a rejected row, submitted, cleared and approved by a second person,
// corrected; then it is queried as strangers do, now and as of then, and withdrawn.
func TestDatasetByTheAPIAlone(t *testing.T) {
	t.Parallel()
	n := testkit.New(t, time.Date(2026, 10, 5, 8, 0, 0, 0, calendar.Zone))
	for _, unit := range []string{"province,94,Tỉnh Sóc Trăng,,Tỉnh,", "district,943,Huyện Kế Sách,,Huyện,94"} {
		if _, err := n.Import("level,code,name_vi,name_en,unit_type,parent_code\n"+unit+"\n", "2019-01-01"); err != nil {
			t.Fatal(err)
		}
	}
	author := n.Account("lan", domain.Editor, "943").API()
	head := n.Account("hung", domain.BoardHead, "943")
	head.Seat(board.Head, "943")
	boss, anybody := head.API(), n.API()

	const file = "Tên xã;Dân số;Mật độ;Ngày\nKế Sách;20.001;1.204,25;31/12/2025\nNhơn Mỹ;12.345;612,5;01/12/2025\nBa Trinh;chưa rõ;-;31/12/2024\nĐại Hải;15.000;700,0;31/12/2024\n"
	upload := send(t, author, file, 40)
	examined := author.Do("POST", upload+"/examine?wait=20", `{"columns":{"1":{"type":"integer"}}}`).Want(200).Object()["examination"].(map[string]any)
	if examined["rows"] != 3.0 || examined["rejected"] != 1.0 {
		t.Fatalf("%v", examined)
	}
	id := author.Do("POST", "/api/v1/datasets", map[string]any{"agency": "943", "description": map[string]any{
		"title": "Dân số theo xã", "summary": "Dân số trung bình và mật độ dân số của các xã.", "topics": []string{"dan-so-hanh-chinh"}, "keywords": []string{"dân số"},
		"licence": "cc-by-4.0", "frequency": "annual", "period_from": "2025-01-01", "period_to": "2025-12-31", "creator": "Phòng Thống kê", "spatial": "Huyện Kế Sách",
		"contact": map[string]any{"unit": "Phòng Thống kê", "email": "thongke@kesach.example"},
	}}).Want(201).Object()["id"].(string)
	attach := map[string]any{"upload": upload[strings.LastIndexByte(upload, '/')+1:], "change": "new_data"}
	if code := author.Do("POST", "/api/v1/datasets/"+id+"/attach", attach).Want(409).Code(); code != "dataset.rejected_rows" {
		t.Errorf("rejected rows are refused with %s", code)
	}
	attach["accept_rejected"] = true
	author.Do("POST", "/api/v1/datasets/"+id+"/attach", attach).Want(200)
	n.Settle()
	if total := author.Get("/api/v1/work/datasets/" + id + "/data/rows?order=ten_xa").Want(200).Object()["total"]; total != 3.0 {
		t.Errorf("%v rows in hand", total)
	}
	anybody.Get("/api/v1/datasets/" + id).Want(404)
	anybody.Get("/api/v1/datasets/" + id + "/rows").Want(404)
	approve(t, n, author, boss, id)
	first := n.Clock.Now()

	path := "/api/v1/datasets/dan-so-theo-xa"
	rows := anybody.Get(path + "/rows?where=" + url.QueryEscape(`ten_xa contains "ke sach" or dan_so between 15000 and 16000`) + "&order=-dan_so&select=ten_xa,dan_so,mat_do,ngay").Want(200)
	if want := `"rows":[{"ten_xa":"Kế Sách","dan_so":20001,"mat_do":1204.25,"ngay":"2025-12-31"},{"ten_xa":"Đại Hải","dan_so":15000,"mat_do":700,"ngay":"2024-12-31"}]`; !strings.Contains(string(rows.Body), want) {
		t.Errorf("%s", rows.Body)
	}
	groups := anybody.Get(path + "/groups?group_by=ngay:year&select=" + url.QueryEscape("count,sum(dan_so) as tong,median(mat_do)") + "&order=-tong").Want(200)
	if want := `"rows":[{"ngay_year":"2025-01-01","count":2,"tong":32346,"median_mat_do":908.375},{"ngay_year":"2024-01-01","count":1,"tong":15000,"median_mat_do":700}]`; !strings.Contains(string(groups.Body), want) {
		t.Errorf("%s", groups.Body)
	}
	if got := string(anybody.Get(path + "/original").Want(200).Body); got != file {
		t.Errorf("the original is %q", got)
	}
	for _, ext := range []string{"csv", "excel.csv", "xlsx", "json", "ndjson", "parquet"} {
		whole := anybody.Get(path + "/data." + ext).Want(200)
		part := anybody.Get(path+"/data."+ext, "Range", "bytes=3-9").Want(206)
		if string(whole.Body[3:10]) != string(part.Body) || len(whole.Body) < 50 {
			t.Errorf("%s: %d bytes", ext, len(whole.Body))
		}
		anybody.Get(path+"/data."+ext, "If-None-Match", whole.Header.Get("ETag")).Want(304)
	}
	anybody.Get(path + "/data.geojson").Want(422)
	for _, format := range []string{"ndjson", "csv", "excel", "xlsx", "parquet", "tsv"} {
		anybody.Get(path + "/rows?order=dan_so&format=" + format).Want(200)
	}
	report := anybody.Get(path + "/report").Want(200).Object()
	if bad := report["rejected"].([]any)[0].(map[string]any); report["total"] != 1.0 || bad["line"] != 4.0 || bad["value"] != "chưa rõ" {
		t.Errorf("%v", report)
	}
	found := anybody.Get("/api/v1/search?q=dan+so+theo+xa&facets=true").Want(200).Object()
	if found["total"] != 1.0 || anybody.Get("/api/v1/datasets?q=dan+so&facets=true").Want(200).Object()["total"] != 1.0 {
		t.Errorf("%v", found)
	}
	for _, part := range []string{"/columns", "/quality", "/versions", "/versions/1", "/history", "/openapi.json", "/report.csv", "/versions/1/canonical"} {
		anybody.Get(path + part).Want(200)
	}
	anybody.Get("/api/v1/bulk/datasets.zip").Want(200)

	// A correction: the second version, what changed, and the first as it stood.
	n.Clock.Advance(24 * time.Hour)
	author.Do("POST", "/api/v1/datasets/"+id+"/open-revision", `{"reason":"Bổ sung số liệu xã Ba Trinh"}`).Want(200)
	again := send(t, author, strings.ReplaceAll(strings.Replace(file, "chưa rõ", "9.000", 1), "15.000", "15.001"), 1000)
	author.Do("POST", again+"/examine?wait=20", `{"columns":{"0":{"key":true}}}`).Want(200)
	author.Do("POST", "/api/v1/datasets/"+id+"/attach", map[string]any{"upload": again[strings.LastIndexByte(again, '/')+1:], "change": "correction", "reason": "Bổ sung số liệu xã Ba Trinh"}).Want(200)
	approve(t, n, author, boss, id)
	diff := anybody.Get(path + "/diff?from=1&to=2").Want(200).Object()["data"].(map[string]any)
	if diff["added"] != 1.0 || diff["changed"] != 1.0 || diff["removed"] != 0.0 || diff["same"] != 2.0 {
		t.Errorf("%v", diff)
	}
	for query, total := range map[string]any{"": 4.0, "?version=1": 3.0, "?as_of=" + url.QueryEscape(first.Format(time.RFC3339Nano)): 3.0} {
		if got := anybody.Get(path + "/rows" + query).Want(200).Object()["total"]; got != total {
			t.Errorf("rows%s: %v, want %v", query, got, total)
		}
	}
	boss.Do("POST", "/api/v1/datasets/"+id+"/withdraw", `{"reason":"Sai thẩm quyền công bố"}`).Want(200)
	n.Settle()
	for _, part := range []string{"/rows", "/data.csv", "/original", "/versions/1", "/groups"} {
		anybody.Get(path + part).Want(410)
	}
	if d := anybody.Get(path).Want(200).Object(); d["state"] != "withdrawn" || d["reason"] != "Sai thẩm quyền công bố" {
		t.Errorf("%v", d)
	}
}

// send uploads a file by tus, in two pieces where it is longer than the first one,
// and returns the address of the upload.
func send(t *testing.T, who *testkit.API, file string, first int) string {
	t.Helper()
	code := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	r := who.Do("POST", "/api/v1/uploads", nil, "Tus-Resumable", "1.0.0", "Upload-Length", strconv.Itoa(len(file)),
		"Upload-Metadata", fmt.Sprintf("filename %s,agency %s", code("dân số.csv"), code("943"))).Want(201)
	at := r.Header.Get("Location")
	for sent := 0; sent < len(file); {
		end := len(file)
		if sent == 0 {
			end = min(end, first)
		}
		answer := who.Do("PATCH", at, file[sent:end], "Tus-Resumable", "1.0.0", "Content-Type", "application/offset+octet-stream", "Upload-Offset", strconv.Itoa(sent)).Want(204)
		if sent = end; answer.Header.Get("Upload-Offset") != strconv.Itoa(sent) {
			t.Fatalf("%v after %d bytes", answer.Header, sent)
		}
	}
	return at
}

// approve submits what is in hand and has it cleared, where that is needed, and
// approved by the head of the board.
func approve(t *testing.T, n *testkit.Node, author, boss *testkit.API, id string) {
	t.Helper()
	author.Do("POST", "/api/v1/datasets/"+id+"/submit", `{}`).Want(200)
	n.Settle()
	work := boss.Get("/api/v1/work/datasets/" + id).Want(200).Object()
	hash := work["content_hash"]
	items := map[string]string{}
	for _, c := range editorial.Checks() {
		items[c.ID] = ""
	}
	if code := author.Do("POST", "/api/v1/datasets/"+id+"/approve", map[string]any{"content_hash": hash, "checklist": items}); code.Status < 400 {
		t.Error("an author approved")
	}
	if found := work["found"].([]any); len(found) > 0 {
		boss.Do("POST", "/api/v1/datasets/"+id+"/clear-personal-data", map[string]any{"content_hash": hash, "reason": "Không phải dữ liệu cá nhân, đã kiểm tra"}).Want(200)
	}
	boss.Do("POST", "/api/v1/datasets/"+id+"/approve", map[string]any{"content_hash": hash, "checklist": items}).Want(200)
	n.Settle()
}
