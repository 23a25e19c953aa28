package portal_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"minhbach/internal/app"
	"minhbach/portal/render/rendertest"
)

// send posts the box: a file where name is not empty, and text.
func send(h http.Handler, path, name string, file []byte, text string) *http.Response {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if name != "" {
		part, _ := form.CreateFormFile("tep", name) // a buffer takes everything
		part.Write(file)
	}
	form.WriteField("ma", text)
	form.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// The verdict comes first, in plain words, whatever it is.
func TestAProofBeginsWithItsVerdict(t *testing.T) {
	w, h := populated(t)
	first := "/chung-thuc/" + eventID(1)
	for lang, want := range map[string]string{"": "Khớp với bản công bố ngày 02/03/2026", "/en": "Matches what was published on 02/03/2026"} {
		d := page(t, h, lang+first, http.StatusOK)
		if got := d.Text("main .notice-title"); !strings.Contains(got, want) {
			t.Errorf("%q", got)
		}
		main := d.Text("main")
		for _, said := range []string{"Quyết định 07/2019/QĐ-UBND", eventID(1), strings.Repeat("0a", 32), "soctrang.gov.vn/log", "minhbach verify event chung-thuc-" + eventID(1) + ".json --key '"} {
			if !strings.Contains(main, said) {
				t.Errorf("%s does not say %q", lang, said)
			}
		}
		if len(d.All("details li code")) != 2 || d.Attr("a[download^=chung-thuc]", "href") != "/api/v1/proofs/events/"+eventID(1) || !d.Has("a[href$='/canonical']") || !d.Has("a[href='/log/checkpoint']") {
			t.Error("path or downloads")
		}
	}
	if d := page(t, h, first, 200); !strings.Contains(d.Text("#nhan-chung ~ *"), "Chưa có nhân chứng độc lập") && !strings.Contains(d.Text("main"), "Chưa có nhân chứng độc lập") {
		t.Error("that nobody else signed must be said")
	}
	w.log.witness, w.log.stamp = []app.Cosignature{{Name: "cantho.gov.vn/witness", At: at(7)}}, []byte{1}
	if main := page(t, h, first, 200).Text("main"); !strings.Contains(main, "cantho.gov.vn/witness") || !strings.Contains(main, "RFC 3161") || strings.Contains(main, "Chưa có nhân chứng") {
		t.Error("witness and stamp")
	}
	w.log.signed = 1
	d := page(t, h, first, http.StatusOK)
	if got := d.Text("main .notice-warning .notice-title"); !strings.Contains(got, "Chưa ghi vào cây băm, thử lại sau vài giây") || d.Has("a[download]") {
		t.Errorf("%q", got)
	}
	w.log.signed, w.log.fails = 0, &app.Proof{Why: app.ErrContentDiffers.New()}
	d = page(t, h, first, http.StatusOK)
	if got := d.Text("main .notice-error"); !strings.Contains(got, "Không khớp") || !strings.Contains(got, "bị sửa") || strings.Contains(d.Text("main"), "Khớp với bản") {
		t.Errorf("%q", got)
	}
	if res := get(h, first); res.Header.Get("ETag") != "" || !strings.Contains(res.Header.Get("Cache-Control"), "no-cache") {
		t.Errorf("a verdict is of its moment: %v", res.Header)
	}
	w.log.fails, w.log.down = nil, app.ErrNoLedger.New()
	page(t, h, first, http.StatusServiceUnavailable)
}

// A withdrawal is proved; what it took down is not compared.
func TestProofsOutliveAWithdrawal(t *testing.T) {
	_, h := populated(t)
	d := page(t, h, "/chung-thuc/"+eventID(4), http.StatusOK)
	if got := d.Text("main .notice-success"); !strings.Contains(got, "đã được gỡ") || d.Has("a[href$='/canonical']") {
		t.Errorf("%q", got)
	}
	if got := page(t, h, "/chung-thuc/"+eventID(5), http.StatusOK).Text("main .notice-success"); !strings.Contains(got, "Khớp với sự kiện ghi ngày") {
		t.Errorf("%q", got)
	}
	for _, id := range []string{"khong-co", eventID(99), "0190f3c2-0000-8000-8000-zzzzzzzzzzzz"} {
		if d := page(t, h, "/chung-thuc/"+id, http.StatusNotFound); !strings.Contains(d.Text("main"), "proof.not_found") {
			t.Errorf("%s: %s", id, d.Text("main"))
		}
	}
}

// Every public version, event and file leads to its proof.
func TestEverythingLeadsToItsProof(t *testing.T) {
	w, h := populated(t)
	for path, links := range map[string][]string{
		document:                                 {"/chung-thuc/" + eventID(3), "/chung-thuc?bam=" + strings.Repeat("a", 64)},
		document + "/phien-ban/1":                {"/chung-thuc/" + eventID(1)},
		document + "?as_of=1":                    {"/chung-thuc/" + eventID(1)},
		document + "/lich-su":                    {"/chung-thuc/" + eventID(1), "/chung-thuc/" + eventID(3)},
		"/cq/kesach/tin-tuc/sai-so-lieu/lich-su": {"/cq/kesach/chung-thuc/" + eventID(4), "/cq/kesach/chung-thuc/" + eventID(5)},
		"/":                                      {"/chung-thuc"},
	} {
		d := page(t, h, path, http.StatusOK)
		for _, link := range links {
			if !d.Has("main a[href='" + link + "']") {
				t.Errorf("%s does not lead to %s", path, link)
			}
		}
	}
	if got := page(t, h, document+"/ban-in", 200).Text(".printout"); !strings.Contains(got, "http://example.com/chung-thuc/"+eventID(3)) {
		t.Errorf("printed: %q", got)
	}
	_, rice := withRice(t)
	d := page(t, rice, riceAt, 200)
	if !d.Has("main a[href*='/chung-thuc/0190']") || !d.Has("main a[href*='/chung-thuc?bam=']") || !strings.Contains(d.Text("#kiem-chung ~ dl"), "Đã vào cây băm") {
		t.Errorf("dataset: %q", d.Text("#kiem-chung ~ dl"))
	}
	if d := page(t, rice, riceAt+"/lich-su", 200); len(d.All("main .hashes a[href*='/chung-thuc/']")) < 2 || len(d.All("main .events a[href*='/chung-thuc/']")) == 0 {
		t.Error("dataset history")
	}
	// The badge tells what the ledger does, and that a text is not what was recorded.
	badge := func() string { return page(t, h, document, 200).Text("aside .facts .badge") }
	if got := badge(); !strings.Contains(got, "Đã vào cây băm") {
		t.Errorf("%q", got)
	}
	w.log.signed = 3
	if got := badge(); !strings.Contains(got, "Đang chờ") {
		t.Errorf("%q", got)
	}
	w.log.down = app.ErrNoLedger.New()
	if got := badge(); !strings.Contains(got, "chưa sẵn sàng") {
		t.Errorf("%q", got)
	}
	states := w.items["01890000-0000-7000-8000-0000000000d1"]
	states[len(states)-1].Content.Title = "Tiêu đề bị sửa"
	if got := badge(); !strings.Contains(got, "Không khớp") {
		t.Errorf("%q", got)
	}
}

// A mark names how far the ledger is, so that nobody keeps a page that still waits.
func TestAPageIsNewWhenTheLedgerCaughtUp(t *testing.T) {
	w, h := populated(t)
	w.log.signed = 3
	before := get(h, document).Header.Get("ETag")
	sizes := w.head
	w.log.signed = 0
	if get(h, document, "If-None-Match", before).StatusCode != http.StatusNotModified {
		t.Error("nothing grew")
	}
	w.head = sizes + 1
	if get(h, document, "If-None-Match", before).StatusCode != http.StatusOK {
		t.Error("a signed tree makes every answer a new one")
	}
}

// The box knows a hash however it is written, and says how what it found stands now.
func TestTheBoxAnswersHashes(t *testing.T) {
	w, h := populated(t)
	a := strings.Repeat("a", 64)
	d := page(t, h, "/chung-thuc?bam="+a, http.StatusOK)
	main := d.Text("main")
	for _, want := range []string{"Đã công bố 2 lần", "quyết định.pdf", "Phiên bản 1, công bố lúc 02/03/2026", "Đã được thay thế", "hiện hành là phiên bản 2", "Đang hiệu lực"} {
		if !strings.Contains(main, want) {
			t.Errorf("no %q in %s", want, main)
		}
	}
	if !d.Has("a[href='/chung-thuc/"+eventID(1)+"']") || !d.Has("a[href='"+document+"']") {
		t.Error("links")
	}
	gone := w.items["01890000-0000-7000-8000-0000000000a2"][0].ContentHash
	if main := page(t, h, "/chung-thuc?bam="+gone, 200).Text("main"); !strings.Contains(main, "đã bị gỡ ngày 02/03/2026") || !strings.Contains(main, "Số liệu sai kỳ.") {
		t.Errorf("withdrawn: %s", main)
	}
	old := w.items["01890000-0000-7000-8000-0000000000a3"][0].ContentHash
	if main := page(t, h, "/chung-thuc?bam="+old, 200).Text("main"); !strings.Contains(main, "lưu trữ") {
		t.Errorf("archived: %s", main)
	}
	if d := page(t, h, "/en/chung-thuc?bam="+strings.Repeat("e", 64), 200); !strings.Contains(d.Text("main .notice-warning"), "Not among what was published") {
		t.Errorf("unknown: %s", d.Text("main"))
	}
	for _, text := range []string{"SHA-256: " + strings.ToUpper(a), a + "  quyet-dinh.pdf", " " + a[:32] + "\n" + a[32:]} {
		if res := send(h, "/chung-thuc", "", nil, text); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/chung-thuc?bam="+a {
			t.Errorf("%q: %d %s", text, res.StatusCode, res.Header.Get("Location"))
		}
	}
	if res := send(h, "/en/chung-thuc", "", nil, eventID(1)); res.Header.Get("Location") != "/en/chung-thuc/"+eventID(1) {
		t.Errorf("an event's id leads to %q", res.Header.Get("Location"))
	}
	for path, text := range map[string]string{"/chung-thuc?bam=abc": "proof.hash", "/chung-thuc?bam=" + url.QueryEscape("<script>"): "proof.hash"} {
		if d := page(t, h, path, http.StatusUnprocessableEntity); !d.Has("#ma[aria-invalid=true]") {
			t.Errorf("%s %s", path, text)
		}
	}
}

// Without scripts the file comes here, is hashed and dropped.
func TestTheBoxHashesWhatItIsSent(t *testing.T) {
	w, h := populated(t)
	res := send(h, "/chung-thuc", "tệp.txt", []byte("abc"), "")
	d := rendertest.Read(t, res)
	if res.StatusCode != 200 || w.log.heard() != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" || !strings.Contains(d.Text("main"), w.log.heard()) || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %s", res.StatusCode, w.log.heard())
	}
	for name, x := range map[string]struct {
		file   string
		text   string
		status int
		says   string
	}{
		"large.bin": {strings.Repeat("x", 1<<20+1), "", http.StatusRequestEntityTooLarge, "sha256sum"},
		"":          {"", "", http.StatusUnprocessableEntity, "Hãy chọn một tệp"},
		"long.txt":  {"abc", strings.Repeat("x", 1<<19), http.StatusRequestEntityTooLarge, "dài hơn mọi gói"},
	} {
		w.log.hear("")
		res := send(h, "/chung-thuc", name, []byte(x.file), x.text)
		if d := rendertest.Read(t, res); res.StatusCode != x.status || !strings.Contains(d.Text("main"), x.says) || w.log.heard() != "" {
			t.Errorf("%s: %d %.300s", name, res.StatusCode, d.Text("main"))
		}
	}
	r := httptest.NewRequest(http.MethodPost, "/chung-thuc", strings.NewReader("ma=abc"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	if rec.Code != http.StatusUnprocessableEntity {
		t.Errorf("a broken form: %d", rec.Code)
	}
	foreign := httptest.NewRequest(http.MethodPost, "/chung-thuc", strings.NewReader("ma=abc"))
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	rec = httptest.NewRecorder()
	h.ServeHTTP(rec, foreign)
	if rec.Code != http.StatusForbidden {
		t.Errorf("from another site: %d", rec.Code)
	}
}

// A bundle is judged whether it comes as a file or as text.
func TestTheBoxJudgesBundles(t *testing.T) {
	_, h := populated(t)
	bundle := func(is string) string {
		return fmt.Sprintf(`{"format":"minhbach-proof/1","is":%q,"event":%q}`, is, eventID(1))
	}
	for name, res := range map[string]*http.Response{"file": send(h, "/chung-thuc", "goi.json", []byte(bundle("")), ""), "text": send(h, "/chung-thuc", "", nil, "  "+bundle(""))} {
		d := rendertest.Read(t, res)
		if res.StatusCode != 200 || !strings.Contains(d.Text("main .notice-success"), "Gói chứng thực này đúng") || !d.Has("main a[href='/chung-thuc/"+eventID(1)+"']") {
			t.Errorf("%s: %d %s", name, res.StatusCode, d.Text("main"))
		}
	}
	no := rendertest.Read(t, send(h, "/chung-thuc", "", nil, bundle("false")))
	if got := no.Text("main .notice-error"); !strings.Contains(got, "không đúng") || strings.Contains(no.Text("main .facts"), eventID(1)) {
		t.Errorf("%q", got)
	}
	for is, says := range map[string]string{"foreign": "hanoi.gov.vn/log"} {
		res := send(h, "/chung-thuc", "", nil, bundle(is))
		if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(d.Text("main"), says) {
			t.Errorf("%s: %d", is, res.StatusCode)
		}
	}
	if res := send(h, "/chung-thuc", "", nil, `{"format":`); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("no bundle: %d", res.StatusCode)
	}
}
