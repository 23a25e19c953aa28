package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhbach/domain/dataset"
	"minhbach/eventstore"
	"minhbach/internal/app"
	"minhbach/internal/uploads"
	"minhbach/opendata/ingest"
)

// receivingOnDisk puts the real store behind the fake's uploads.
func receivingOnDisk(t *testing.T, f *fake) *uploads.Store {
	t.Helper()
	store, err := uploads.Open(t.TempDir(), ingest.Reader{}, func() time.Time { return testNow })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	f.Limits.DatasetBytes = 5 << 20
	f.Uploads.Begin = func(_ context.Context, _ app.Caller, n app.NewUpload) (app.Upload, error) {
		if n.Size < 1 || n.Size > f.Limits.DatasetBytes {
			return app.Upload{}, app.ErrUploadSize.New("max", 5)
		}
		return store.Create(app.Upload{ID: eventstore.NewID(testNow).String(), Agency: n.Agency, Name: n.Name, Size: n.Size})
	}
	f.Uploads.Append = func(ctx context.Context, _ app.Caller, id string, offset int64, r io.Reader) (app.Upload, error) {
		return store.Append(ctx, id, offset, r)
	}
	f.Uploads.Get = func(_ context.Context, _ app.Caller, id string) (app.Upload, error) { return store.Get(id) }
	f.Uploads.Discard = func(_ context.Context, _ app.Caller, id string) error { return store.Remove(id) }
	f.Uploads.Examine = func(_ context.Context, _ app.Caller, id string, c ingest.Choices) (app.Upload, error) {
		return store.Examine(id, c)
	}
	f.Uploads.Wait = func(ctx context.Context, _ app.Caller, id string) (app.Upload, error) { return store.Wait(ctx, id) }
	return store
}

var tusHeaders = []string{"Authorization", bearerGood, "Tus-Resumable", "1.0.0"}

func tusCall(h http.Handler, method, target, body string, more ...string) *httptest.ResponseRecorder {
	return call(h, method, target, body, append(append([]string{}, tusHeaders...), append([]string{"Content-Type", ""}, more...)...)...)
}

func piece(offset string) []string {
	return []string{"Content-Type", tusMedia, "Upload-Offset", offset}
}

const tusNames = "filename ZGFuLXNvLmNzdg==,agency a2VzYWNo"

// The protocol, header by header.
func TestTusProtocol(t *testing.T) {
	f := newFake()
	store := receivingOnDisk(t, f)
	s := server(t, f)
	w := call(s, "OPTIONS", uploadsPath, "")
	h := w.Header()
	if w.Code != 204 || h.Get("Tus-Version") != "1.0.0" || h.Get("Tus-Extension") != "creation,creation-with-upload,expiration,termination" || h.Get("Tus-Max-Size") != strconv.Itoa(5<<20) {
		t.Errorf("OPTIONS: %d %v", w.Code, h)
	}
	const text = "ten;so\nKế Sách;1\nNhơn Mỹ;2\n"
	w = tusCall(s, "POST", uploadsPath, "", "Upload-Length", strconv.Itoa(len(text)), "Upload-Metadata", tusNames)
	at := w.Header().Get("Location")
	if w.Code != 201 || !strings.HasPrefix(at, uploadsPath+"/") || w.Header().Get("Tus-Resumable") != "1.0.0" || w.Header().Get("Upload-Offset") != "0" || w.Header().Get("Upload-Expires") == "" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	for _, c := range []struct {
		method, body string
		headers      []string
		status       int
		offset       string
	}{
		{"HEAD", "", nil, 200, "0"},
		{"PATCH", text[:9], piece("0"), 204, "9"},
		{"PATCH", text[:9], piece("0"), 409, ""},
		{"PATCH", text[9:], piece("5"), 409, ""},
		{"PATCH", text[9:], []string{"Upload-Offset", "9", "Content-Type", "text/csv"}, 415, ""},
		{"PATCH", text[9:], []string{"Content-Type", tusMedia}, 422, ""},
		{"PATCH", text[9:], append(piece("9"), "Tus-Resumable", "0.2.2"), 412, ""},
		{"DELETE", "", []string{"Tus-Resumable", "2.0.0"}, 412, ""},
		{"PATCH", text[9:], piece("-1"), 422, ""},
		{"HEAD", "", nil, 200, "9"},
		{"POST", text[9:12], append(piece("9"), "X-HTTP-Method-Override", "PATCH"), 204, "12"},
		{"PATCH", text[12:] + "more", piece("12"), 422, ""},
		{"HEAD", "", nil, 200, strconv.Itoa(len(text))},
	} {
		w := tusCall(s, c.method, at, c.body, c.headers...)
		h := w.Header()
		if w.Code != c.status || h.Get("Tus-Resumable") != "1.0.0" || c.offset != "" && h.Get("Upload-Offset") != c.offset {
			t.Errorf("%s %v: %d %v %s", c.method, c.headers, w.Code, h, w.Body)
		}
		if c.method == "HEAD" && (h.Get("Cache-Control") != "no-store" || h.Get("Upload-Length") != strconv.Itoa(len(text))) {
			t.Errorf("HEAD: %v", h)
		}
		if c.status == 412 && h.Get("Tus-Version") != "1.0.0" {
			t.Errorf("412: %v", h)
		}
	}
	id := strings.TrimPrefix(at, uploadsPath+"/")
	if got := stored(t, store, id); got != text {
		t.Errorf("%q is on disk, want %q", got, text)
	}
	// What was found in it, and with another choice.
	var up DataUpload
	w = call(s, "POST", at+"/examine?wait=20", `{}`, "Authorization", bearerGood)
	if err := json.Unmarshal(w.Body.Bytes(), &up); err != nil || up.State != "examined" || up.Examination.Rows != 2 || up.Examination.Columns[1].Type != "integer" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	w = call(s, "POST", at+"/examine?wait=20", `{"columns":{"1":{"type":"text","title":"Mã"}}}`, "Authorization", bearerGood)
	if err := json.Unmarshal(w.Body.Bytes(), &up); err != nil || up.Examination.Columns[1].Type != "text" || up.Examination.Columns[1].Title != "Mã" || up.Choices.Columns["1"].Type != "text" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := call(s, "GET", at+"/report", "", "Authorization", bearerGood); w.Code != 200 || !strings.Contains(w.Body.String(), `"total":0`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := call(s, "POST", at+"/examine", `{"columns":{"x":{}}}`, "Authorization", bearerGood); w.Code != 422 {
		t.Errorf("a position that is none: %d %s", w.Code, w.Body)
	}
	if w := tusCall(s, "DELETE", at, ""); w.Code != 204 {
		t.Errorf("DELETE: %d %s", w.Code, w.Body)
	}
	for _, method := range []string{"HEAD", "GET", "DELETE"} {
		if w := tusCall(s, method, at, ""); w.Code != 404 {
			t.Errorf("%s afterwards: %d", method, w.Code)
		}
	}
}

func stored(t *testing.T, store *uploads.Store, id string) string {
	t.Helper()
	file, err := store.Open(id)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Announcements that cannot be taken, each with its reason.
func TestTusCreationIsRefusedByName(t *testing.T) {
	f := newFake()
	receivingOnDisk(t, f)
	s := server(t, f)
	for _, c := range []struct {
		headers []string
		status  int
		code    string
	}{
		{[]string{"Upload-Metadata", tusNames}, 400, "upload.length"},
		{[]string{"Upload-Length", "-1", "Upload-Metadata", tusNames}, 400, "upload.length"},
		{[]string{"Upload-Length", "ten", "Upload-Metadata", tusNames}, 400, "upload.length"},
		{[]string{"Upload-Length", "10"}, 400, "upload.metadata"},
		{[]string{"Upload-Length", "10", "Upload-Metadata", "filename ZGFu"}, 400, "upload.metadata"},
		{[]string{"Upload-Length", "10", "Upload-Metadata", "filename %%%,agency a2VzYWNo"}, 400, "upload.metadata"},
		{[]string{"Upload-Length", "10", "Upload-Metadata", "filename ZGFu,agency bm93aGVyZQ=="}, 404, "not_found"},
		{[]string{"Upload-Length", "99999999999", "Upload-Metadata", tusNames}, 413, "upload.size"},
		{[]string{"Upload-Length", "0", "Upload-Metadata", tusNames}, 413, "upload.size"},
		{[]string{"Upload-Length", "10", "Upload-Metadata", tusNames, "Tus-Resumable", ""}, 412, "upload.protocol"},
		{[]string{"Upload-Length", "10", "Upload-Metadata", tusNames, "Idempotency-Key", "x"}, 422, "command.key"},
	} {
		w := tusCall(s, "POST", uploadsPath, "", c.headers...)
		if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); w.Code != c.status || p.Code != c.code {
			t.Errorf("%v: %d %s", c.headers, w.Code, w.Body)
		}
	}
	w := tusCall(s, "POST", uploadsPath, "12345678901", "Upload-Length", "10", "Upload-Metadata", tusNames, "Content-Type", tusMedia)
	if w.Code != 422 || !strings.Contains(w.Body.String(), "upload.long") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A line that breaks keeps what arrived, and is nobody's fault.
func TestBrokenUploadKeepsWhatArrived(t *testing.T) {
	f := newFake()
	receivingOnDisk(t, f)
	s := server(t, f)
	at := tusCall(s, "POST", uploadsPath, "", "Upload-Length", "100", "Upload-Metadata", tusNames).Header().Get("Location")
	r := httptest.NewRequest("PATCH", at, io.MultiReader(strings.NewReader("1234567"), broken{}))
	for i := 0; i < len(tusHeaders); i += 2 {
		r.Header.Set(tusHeaders[i], tusHeaders[i+1])
	}
	r.Header.Set("Content-Type", tusMedia)
	r.Header.Set("Upload-Offset", "0")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != 400 || !strings.Contains(w.Body.String(), "request.unreadable") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := tusCall(s, "HEAD", at, ""); w.Header().Get("Upload-Offset") != "7" {
		t.Errorf("%v", w.Header())
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// The client library of the protocol's authors is content.
func TestTusWithItsOwnClient(t *testing.T) {
	modules, err := filepath.Abs(filepath.Join("..", "internal", "browser"))
	if err != nil {
		t.Fatal(err)
	}
	node, lookErr := exec.LookPath("node")
	if _, err := os.Stat(filepath.Join(modules, "node_modules", "tus-js-client")); err != nil || lookErr != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("this test needs Node.js 20 or newer, and npm ci --ignore-scripts in internal/browser")
		}
		t.Skip("TUS CLIENT SKIPPED: install Node.js 20 or newer and run npm ci --ignore-scripts in internal/browser")
	}
	f := newFake()
	store := receivingOnDisk(t, f)
	ts := httptest.NewServer(server(t, f))
	defer ts.Close()
	text := strings.Repeat("Kế Sách;12345\n", 20_000)
	path := filepath.Join(t.TempDir(), "dan-so.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, filepath.Join("testdata", "tus.mjs"), modules, ts.URL+uploadsPath, goodToken, path)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	var told struct {
		Broken, Resumed, Whole, Unwanted string
		Methods                          []string
	}
	if err := json.Unmarshal(out.Bytes(), &told); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	if told.Broken != told.Resumed || told.Whole == told.Broken {
		t.Errorf("%+v", told)
	}
	for _, at := range []string{told.Resumed, told.Whole} {
		if got := stored(t, store, at[strings.LastIndexByte(at, '/')+1:]); got != text {
			t.Errorf("%s holds %d bytes, want %d", at, len(got), len(text))
		}
	}
	if _, err := store.Get(told.Unwanted[strings.LastIndexByte(told.Unwanted, '/')+1:]); err == nil {
		t.Error("what was given up is still there")
	}
	all := strings.Join(told.Methods, ",")
	for _, want := range []string{"POST 201", "PATCH 204", "HEAD 200", "DELETE 204"} {
		if !strings.Contains(all, want) {
			t.Errorf("%s was never seen in %s", want, all)
		}
	}
}

// Commands on datasets get what was sent.
func TestDatasetCommandsGetWhatWasSent(t *testing.T) {
	f := newFake()
	s := server(t, f)
	const id = "0190f3c2-7b1e-7c55-9d3a-0f6a2b4c8d10"
	said := dataset.Description{
		Title: "Dân số", Summary: "Tóm tắt", Topics: []string{"y-te-suc-khoe"}, Keywords: []string{"xã"}, PeriodFrom: day("2025-01-01"),
		Licence: "cc0-1.0", Frequency: "annual", Contact: dataset.Contact{Unit: "Phòng"},
	}
	const sent = `{"title":"Dân số","summary":"Tóm tắt","topics":["y-te-suc-khoe"],"keywords":["xã"],"period_from":"2025-01-01","licence":"cc0-1.0","frequency":"annual","contact":{"unit":"Phòng"}}`
	for _, c := range []struct {
		method, path, body string
		want               any
	}{
		{"POST", "", `{"agency":"kesach","slug":"dan-so","description":` + sent + `}`, app.DraftDataset{Agency: districtID, Slug: "dan-so", Description: said}},
		{"PUT", "/" + id, `{"description":` + sent + `}`, app.DescribeDataset{ID: id, Description: said}},
		{"PUT", "/" + id, `{"description":` + sent + `,"dictionary":[{"name":"a","title":"A","type":"text","key":true}]}`,
			app.DescribeDataset{ID: id, Description: said, Columns: []dataset.Column{{Name: "a", Title: "A", Type: "text", Key: true}}}},
		{"POST", "/" + id + "/attach", `{"upload":"` + uploadID + `","choices":{"encoding":"tcvn3","header_row":2,"columns":{"3":{"drop":true}}},"accept_rejected":true,"change":"correction","reason":"Sai"}`,
			app.AttachRelease{ID: id, Upload: uploadID, Choices: ingest.Choices{Encoding: "tcvn3", HeaderRow: two(), Columns: map[int]ingest.ColumnChoice{3: {Drop: true}}}, AcceptRejected: true, Change: "correction", Reason: "Sai"}},
		{"POST", "/" + id + "/detach", `{}`, app.DetachRelease{ID: id}},
		{"POST", "/" + id + "/submit", `{"note":"n"}`, app.SubmitDataset{ID: id, Note: "n"}},
		{"POST", "/" + id + "/review", `{"note":"n"}`, app.ReviewDataset{ID: id, Note: "n"}},
		{"POST", "/" + id + "/recall", `{"reason":"r"}`, app.RecallDataset{ID: id, Reason: "r"}},
		{"POST", "/" + id + "/return", `{"reason":"r"}`, app.ReturnDataset{ID: id, Reason: "r"}},
		{"POST", "/" + id + "/revoke-approval", `{"reason":"r"}`, app.RevokeDatasetApproval{ID: id, Reason: "r"}},
		{"POST", "/" + id + "/open-revision", `{"reason":"r"}`, app.OpenRevision{ID: id, Reason: "r"}},
		{"POST", "/" + id + "/drop-revision", `{"reason":"r"}`, app.DropRevision{ID: id, Reason: "r"}},
		{"POST", "/" + id + "/withdraw", `{"reason":"r"}`, app.WithdrawDataset{ID: id, Reason: "r"}},
		{"POST", "/" + id + "/archive", `{"reason":"r"}`, app.ArchiveDataset{ID: id, Reason: "r"}},
		{"POST", "/" + id + "/discard", `{"reason":"r"}`, app.DiscardDataset{ID: id, Reason: "r"}},
		{"POST", "/" + id + "/clear-personal-data", `{"content_hash":"` + sha + `","reason":"Số của cơ quan"}`, app.ClearPersonalData{ID: id, ContentHash: sha, Reason: "Số của cơ quan"}},
	} {
		f.command = nil
		w := call(s, c.method, prefix+"/datasets"+c.path, c.body, "Authorization", bearerGood, "If-Match", `"12"`, "Idempotency-Key", keyUUID)
		if w.Code/100 != 2 || !reflect.DeepEqual(f.command, c.want) {
			t.Errorf("%s %s: %d %s\n got %+v\nwant %+v", c.method, c.path, w.Code, w.Body, f.command, c.want)
		}
		if f.by.Revision == nil || *f.by.Revision != 12 || f.by.Command.String() != keyUUID {
			t.Errorf("%s: the caller is %+v", c.path, f.by)
		}
		if w.Header().Get("Location") != datasetWorkURL(itemID) || w.Header().Get("ETag") != `"13"` {
			t.Errorf("%s: %v", c.path, w.Header())
		}
	}
	if w := call(s, "PUT", prefix+"/datasets/"+id, `{"description":{}}`, "Authorization", bearerGood); w.Code != http.StatusPreconditionRequired {
		t.Errorf("a description without If-Match: %d", w.Code)
	}
	// Choices that are not sent again are those of the examination.
	call(s, "POST", uploadsPath+"/"+uploadID+"/examine", `{"encoding":"vni"}`, "Authorization", bearerGood)
	call(s, "POST", prefix+"/datasets/"+id+"/attach", `{"upload":"`+uploadID+`","change":"new_data"}`, "Authorization", bearerGood)
	if cmd, _ := f.command.(app.AttachRelease); cmd.Choices.Encoding != "vni" {
		t.Errorf("%+v", f.command)
	}
	w := call(s, "POST", prefix+"/datasets/"+id+"/approve", `{"content_hash":"`+sha+`","checklist":{}}`, "Authorization", bearerGood)
	if cmd, ok := f.command.(app.ApproveDataset); !ok || w.Code != 200 || cmd.ContentHash != sha {
		t.Errorf("%d %s %+v", w.Code, w.Body, f.command)
	}
}

func two() *int {
	n := 2
	return &n
}

// Work shows what was found, to those who may see it, and is never stored.
func TestDatasetWork(t *testing.T) {
	s := server(t, newFake())
	w, h := get[DatasetWork](t, s, "/work/datasets/"+dataID, "Authorization", bearerGood)
	if w.Found[0].Kind != "phone" || len(w.Dictionary) != 7 || len(w.Allowed) != 1 || h.Get("ETag") != `"12"` || h.Get("Cache-Control") != "no-store" {
		t.Errorf("%+v %v", w, h)
	}
	rows := call(s, "GET", prefix+"/work/datasets/"+dataID+"/data/rows?select=ten&where=dan_so%3E0&order=ten&limit=1", "", "Authorization", bearerGood)
	if rows.Code != 200 || !strings.Contains(rows.Body.String(), `"total":2`) || !strings.Contains(rows.Body.String(), `"rows":[{"ten":"Kế Sách"}]`) || rows.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %s", rows.Code, rows.Body)
	}
	if w := call(s, "GET", prefix+"/work/datasets/"+dataID+"/data/rows?where=x%3D1", "", "Authorization", bearerGood); w.Code != 422 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
