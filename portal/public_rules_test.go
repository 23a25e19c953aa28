package portal_test

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/render/rendertest"
	"minhbach/projections/view"
)

const document = "/van-ban/07-2019-qd-ubnd"

func TestAPointInTimeShowsWhatWasThenAndWhatCameAfter(t *testing.T) {
	_, h := populated(t)
	now, then := page(t, h, document, http.StatusOK), page(t, h, document+"?as_of=1", http.StatusOK)
	if !strings.Contains(now.Text(".prose"), "ba ngày") || !strings.Contains(then.Text(".prose"), "hai ngày") {
		t.Errorf("now %q, then %q", now.Text(".prose"), then.Text(".prose"))
	}
	if got := then.Text("main .notice-warning"); !strings.Contains(got, "phiên bản 2") || !strings.Contains(got, "Sửa thời hạn tại Điều 1.") {
		t.Errorf("what has become of it: %q", got)
	}
	for _, link := range then.All("nav.sections a, .crumbs a, .ways a[href$='lich-su']") {
		if href, _ := rendertest.Attr(link, "href"); !strings.Contains(href, "as_of=1") {
			t.Errorf("%s leaves the past", href)
		}
	}
	if got := len(page(t, h, "/tin-tuc?as_of=1", http.StatusOK).All(".item")); got != 0 {
		t.Errorf("%d items before any was published", got)
	}
	if got := page(t, h, document+"/lich-su?as_of=1", http.StatusOK).Texts(".timeline .what a"); len(got) != 1 || got[0] != "Phiên bản 1" {
		t.Errorf("versions then: %q", got)
	}
	// A withdrawn item is read as it stood, with the withdrawal on top.
	gone := page(t, h, "/cq/kesach/tin-tuc/sai-so-lieu?as_of=4", http.StatusOK)
	if !strings.Contains(gone.Text("main .notice-warning"), "Số liệu sai kỳ.") || gone.Text(".prose") == "" {
		t.Error("before its withdrawal")
	}
}

func TestATombstoneSaysWhyAndByWhomAndShowsNothingElse(t *testing.T) {
	_, h := populated(t)
	for _, rest := range []string{"", "/phien-ban/1", "/ban-in"} {
		d := page(t, h, "/cq/kesach/tin-tuc/sai-so-lieu"+rest, http.StatusGone)
		if got := d.Text("main"); !strings.Contains(got, "Số liệu sai kỳ.") || !strings.Contains(got, "Trưởng ban Biên tập") || strings.Contains(got, "Nội dung.") && !strings.Contains(got, "Nội dung không") {
			t.Errorf("%s: %s", rest, got)
		}
		if !d.Has("meta[name=robots][content=noindex]") || d.Has("meta[name^='DC.']") {
			t.Errorf("%s: indexed or described", rest)
		}
	}
	d := page(t, h, "/cq/kesach/tin-tuc/sai-so-lieu/lich-su", http.StatusOK)
	if d.Has("input[type=radio]") || d.Has(".diff") || d.Text(".timeline .what") != "Đã gỡ" {
		t.Error("the history of a withdrawn item compares nothing and begins with the withdrawal")
	}
}

func TestWhoAnswersAndWhichDeadline(t *testing.T) {
	_, h := populated(t)
	d := page(t, h, document, http.StatusOK)
	main := d.Text("main")
	for _, want := range []string{"Nguyễn Văn Bình", "Trưởng ban Biên tập", "16/QĐ-UBND", "Sở Thông tin và Truyền thông", "Điều 17 khoản 1 điểm c", "đúng hạn", "03/03/2026"} {
		if !strings.Contains(main, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, element := range []string{"title", "creator", "date.issued", "description", "publisher", "identifier"} {
		if !d.Has("meta[name='DC." + element + "']") {
			t.Errorf("no DC.%s", element)
		}
	}
	en := page(t, h, "/en"+document, http.StatusOK)
	if en.Text("h1") != "Decision 07/2019" || !strings.Contains(en.Text(".notice-warning"), "behind the original") || en.Has("h1[lang]") {
		t.Errorf("translation: %q", en.Text("h1"))
	}
	if original := page(t, h, "/en"+document+"?tieng=vi", http.StatusOK); original.Attr("h1", "lang") != "vi" {
		t.Error("a text in another language than the page's must say so")
	}
}

func TestAnItemHasOneAddress(t *testing.T) {
	_, h := populated(t)
	for from, to := range map[string]string{
		"/tin-tuc/07-2019-qd-ubnd?as_of=2":          "/van-ban/07-2019-qd-ubnd?as_of=2",
		"/tin-tuc/le-hoi":                           "/cq/kesach/tin-tuc/le-hoi",
		"/en/tin-tuc/le-hoi/lich-su":                "/en/cq/kesach/tin-tuc/le-hoi/lich-su",
		"/cq/kesach/tin-tuc/xa-cu":                  "/cq/31537/tin-tuc/xa-cu",
		"/muc/01890000-0000-7000-8000-0000000000a1": "/cq/kesach/tin-tuc/le-hoi",
		"/van-ban/": "/van-ban",
	} {
		res := get(h, from)
		if got := res.Header.Get("Location"); got != to || res.StatusCode/100 != 3 {
			t.Errorf("%s: %d to %q, want %q", from, res.StatusCode, got, to)
		}
	}
	for _, path := range []string{"//evil.example/", "/%2f%2fevil.example/", "/\\evil.example/", "/cq/94/\\evil.example"} {
		u := &url.URL{Path: path}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = u
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if to := w.Header().Get("Location"); strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") || strings.Contains(to, "://") {
			t.Errorf("%q sends readers to %q", path, to)
		}
	}
}

func TestWrongInput(t *testing.T) {
	_, h := populated(t)
	for path, want := range map[string]int{
		"/khong-co": 404, "/van-ban/khong-co": 404, document + "/phien-ban/9": 404, document + "/phien-ban/x": 404, "/feeds/van-ban.json": 404,
		"/feeds/khong-co.atom": 404, "/cq/khong-co": 404, "/muc/khong-phai-id": 404,
		"/?as_of=abc": 422, "/?as_of=999999": 422, "/van-ban?nam=hai": 422, "/van-ban?loai=news": 422, "/van-ban?thu-tu=x": 422,
		"/van-ban?sau=khong-co": 422, "/van-ban?tieu-de=" + strings.Repeat("a", 300): 422, "/tim-kiem?q=%ff%fe": 422, "/tim-kiem?q=%00": 422,
		document + "/lich-su?tu=1&den=1": 422, document + "/lich-su?tu=1&den=7": 422, document + "/lich-su?tu=x": 422, document + "/lich-su?as_of=1&tu=1&den=2": 200,
		"/co-cau-to-chuc?ngay=31/02/2026": 422, "/thoi-han?nam=x": 422, "/thoi-han?ket-qua=x": 422, "/?as_of=2019-01-01": 404,
	} {
		d := page(t, h, path, want)
		if en := english(path); want != 200 && page(t, h, en, want).Attr("html", "lang") != "en" {
			t.Errorf("%s is not in English", en)
		}
		if want == 422 && !d.Has(".error, .notice-error") && !strings.Contains(d.Text("main"), "Mã lỗi") {
			t.Errorf("%s says nothing about the mistake", path)
		}
	}
	if d := page(t, h, "/?as_of=abc", 422); !d.Has("#as-of[aria-invalid=true]") || !strings.Contains(d.Text("main"), "as_of.form") {
		t.Error("a wrong point in time must say how to write one")
	}
}

func TestMethods(t *testing.T) {
	_, h := populated(t)
	for _, path := range []string{"/", "/van-ban", document, "/khong-co"} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
			if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
				t.Errorf("%s %s: %d", method, path, w.Code)
			}
		}
	}
	for _, path := range []string{"/", document, "/feeds/all.atom", "/sitemap.xml", document + "/dublin-core.json"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodHead, path, nil))
		if w.Code != http.StatusOK || w.Body.Len() != 0 || w.Header().Get("Content-Type") == "" {
			t.Errorf("HEAD %s: %d, %d bytes", path, w.Code, w.Body.Len())
		}
	}
}

func TestConditionalAnswers(t *testing.T) {
	w, h := populated(t)
	for _, path := range []string{"/", "/van-ban", document, document + "?as_of=1", "/feeds/all.atom", "/so-do-cong"} {
		first := get(h, path)
		mark := first.Header.Get("ETag")
		if mark == "" || first.Header.Get("Minhbach-Position") != strconv.FormatUint(w.head, 10) || !strings.Contains(first.Header.Get("Cache-Control"), "public") {
			t.Fatalf("%s: %v", path, first.Header)
		}
		again := get(h, path, "If-None-Match", `"x", `+mark)
		if body, _ := io.ReadAll(again.Body); again.StatusCode != http.StatusNotModified || len(body) > 0 {
			t.Errorf("%s: %d", path, again.StatusCode)
		}
		if dark := get(h, path, "If-None-Match", mark, "Cookie", "mb_hien_thi=theme=dark"); dark.StatusCode != http.StatusOK {
			t.Errorf("%s: another theme is another answer", path)
		}
		signed := get(h, path, "If-None-Match", mark, "Cookie", "mb_phien=abc", "Accept-Encoding", "gzip")
		if c := signed.Header.Get("Cache-Control"); signed.StatusCode != 200 || !strings.HasPrefix(c, "private") || signed.Header.Get("ETag") != "" || signed.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s with a session: %d %v", path, signed.StatusCode, signed.Header)
		}
	}
	mark := get(h, "/").Header.Get("ETag")
	w.put(news("a9", districtID, "moi", "Tin mới"))
	if get(h, "/", "If-None-Match", mark).StatusCode != http.StatusOK {
		t.Error("an event makes every answer a new one")
	}
}

func TestCompression(t *testing.T) {
	_, h := populated(t)
	res := get(h, document, "Accept-Encoding", "br, gzip;q=0.5")
	if res.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(res.Header.Values("Vary"), ","), "Accept-Encoding") {
		t.Fatalf("%v", res.Header)
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || !strings.Contains(string(body), "</html>") {
		t.Error(err)
	}
	for _, refuse := range []string{"", "gzip;q=0", "br"} {
		if get(h, document, "Accept-Encoding", refuse).Header.Get("Content-Encoding") != "" {
			t.Errorf("%q got gzip", refuse)
		}
	}
}

func TestFiles(t *testing.T) {
	_, h := populated(t)
	link, _ := rendertest.Attr(page(t, h, document, 200).All(".files a")[0], "href")
	res := get(h, link)
	if body, _ := io.ReadAll(res.Body); res.StatusCode != 200 || string(body) != "%PDF-1.4\n" {
		t.Fatalf("%s: %d", link, res.StatusCode)
	}
	for name, want := range map[string]string{"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "ETag": `"` + strings.Repeat("a", 64) + `"`} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if d := res.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") || !strings.Contains(d, "filename") {
		t.Error(d)
	}
	if d := get(h, link+"?xem=1"); !strings.HasPrefix(d.Header.Get("Content-Disposition"), "inline") || !strings.Contains(d.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%v", d.Header)
	}
	if part := get(h, link, "Range", "bytes=1-3"); part.StatusCode != http.StatusPartialContent {
		t.Errorf("range: %d", part.StatusCode)
	}
	if same := get(h, link, "If-None-Match", res.Header.Get("ETag")); same.StatusCode != http.StatusNotModified {
		t.Errorf("same: %d", same.StatusCode)
	}
	missing := page(t, h, document+"/tep/"+strings.Repeat("b", 64)+"/mat.docx", http.StatusServiceUnavailable)
	if !strings.Contains(missing.Text("main"), "test.file_missing") {
		t.Error("a missing file must say so")
	}
	page(t, h, document+"/tep/"+strings.Repeat("c", 64)+"/x.pdf", http.StatusNotFound)
	if res := get(h, document+"/tep/..%2f..%2f..%2fetc/passwd"); res.StatusCode == 200 {
		t.Error("a path that leads out of the store was served")
	}
	page(t, h, "/cq/kesach/tin-tuc/sai-so-lieu/tep/"+strings.Repeat("a", 64)+"/x.pdf", http.StatusGone)
}

// attacks are put into every field that a person can fill in.
var attacks = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `[x](javascript:alert(1))`, `<svg/onload=alert(1)>`,
	`</title><script>alert(1)</script>`, `{{.Base}}`, `javascript:alert(1)`, `![x](data:text/html,x)`, `</textarea></main><h1>Giả</h1>`,
}

func TestNothingThatPeopleWriteBecomesMarkup(t *testing.T) {
	w := newWorld(t)
	x := strings.Join(attacks, " ")
	first := decision(1, strings.Join(attacks, "\n\n"))
	c := &first.Content
	c.Title, c.Summary = "Tiêu đề "+x, x
	d := c.Details.Document
	d.Number, d.Form, d.Issuer, d.Signer, d.SignerTitle, d.Abstract, d.Field, d.Replaces = x, x, x, x, x, x, x, []string{x}
	c.Details.Contact = &publication.Person{FullName: x, Position: x, Unit: x, Phone: x, Email: x}
	c.Details.Consultation = &publication.Consultation{Address: x, Email: x}
	c.Metadata = publication.Metadata{Creator: x, Contributor: x, Source: x, Subjects: []string{x}, Coverage: x, Relation: x, Rights: x}
	c.Attachments = []publication.Attachment{{SHA256: strings.Repeat("a", 64), Name: x, Title: x, MediaType: "text/html"}}
	c.Translations = map[string]publication.Translation{"en": {Title: x, Summary: x, Body: x}, x: {Title: x}}
	first.Creator, first.ApprovedBy, first.Authority.Decision, first.Authority.Position = x, x, x, x
	w.put(first)
	second := first
	second.Version, second.Reason, second.Content.Body = 2, x, c.Body+"\n\n"+x
	w.put(second)
	withdrawn := news("a2", districtID, "go", x)
	w.put(withdrawn)
	withdrawn.State, withdrawn.Reason = view.Withdrawn, x
	w.put(withdrawn)
	h := w.handler()
	q := url.QueryEscape(x)
	for path, status := range map[string]int{
		"/": 200, "/van-ban": 200, document: 200, "/en" + document: 200, document + "/ban-in": 200, document + "/lich-su": 200, document + "/phien-ban/1": 200,
		document + "?as_of=1": 200, document + "?tieng=" + q: 200, "/thoi-han": 200, "/cq/kesach/tin-tuc/go": 410, "/cq/kesach/tin-tuc/go/lich-su": 200,
		"/tim-kiem?q=" + q: 200, "/van-ban?so=" + q + "&tieu-de=" + q: 422, "/?as_of=" + q: 422, "/van-ban?nam=" + q + "&x=" + q: 422, "/" + url.PathEscape(x): 404,
		"/hien-thi?next=" + q: 200,
	} {
		if strings.Contains(path, "tieu-de") && len([]rune(x)) <= 200 {
			status = 200
		}
		res := get(h, path)
		if strings.HasPrefix(path, "/tim-kiem") && len([]rune(x)) > 200 {
			status = 422
		}
		if res.StatusCode != status {
			t.Errorf("%.60s: %d, want %d", path, res.StatusCode, status)
		}
		doc := rendertest.Read(t, res) // refuses inline script, handlers, javascript: and a second h1
		if strings.Contains(doc.HTML, "<svg/onload") || strings.Contains(doc.HTML, "<script>alert") {
			t.Errorf("%.60s: markup came through", path)
		}
	}
	for _, path := range []string{"/feeds/all.atom", "/feeds/van-ban.rss"} {
		body, _ := io.ReadAll(get(h, path).Body)
		if strings.Contains(string(body), "<script>") {
			t.Errorf("%s: markup came through", path)
		}
	}
}

func TestWhenTheReadModelsAreAway(t *testing.T) {
	w, h := populated(t)
	w.down = app.ErrUnavailable.New()
	res := get(h, "/en/van-ban")
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" || !strings.Contains(string(body), `lang="en"`) || !strings.Contains(string(body), "service.unavailable") {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	w.down = errors.New("secret detail of a database")
	body, _ = io.ReadAll(get(h, "/").Body)
	if strings.Contains(string(body), "secret") || !strings.Contains(string(body), "<h1>") {
		t.Errorf("%s", body)
	}
}

func TestListsNameTheAgencyAndCanBeNarrowed(t *testing.T) {
	_, h := populated(t)
	all := page(t, h, "/tin-tuc", 200)
	if got := all.Texts(".item .kicker"); len(got) != 3 || !strings.Contains(got[0], "Xã cũ") || !strings.Contains(got[1], "Huyện Kế Sách") {
		t.Errorf("%q", got)
	}
	if got := len(page(t, h, "/tin-tuc?rieng=1", 200).All(".item")); got != 0 {
		t.Errorf("%d items of the province alone", got)
	}
	if got := len(page(t, h, "/cq/31537/tin-tuc?rieng=1", 200).All(".item")); got != 1 {
		t.Errorf("%d items inherited", got)
	}
	if got := len(page(t, h, "/van-ban?so=07/2019/qd-ubnd", 200).All(".item")); got != 1 {
		t.Errorf("%d items by number without accents", got)
	}
}

func TestPagingGoesThereAndBack(t *testing.T) {
	w := newWorld(t)
	for n := range 45 {
		id := "b" + strconv.Itoa(n)
		p := news("", provinceID, id, "Tin số "+strconv.Itoa(n))
		p.ID = "01890000-0000-7000-8000-" + strings.Repeat("0", 12-len(id)) + id
		w.put(p)
	}
	h := w.handler()
	seen, path := map[string]int{}, "/tin-tuc?thu-tu="
	for n := range 3 {
		d := page(t, h, path, 200)
		for _, title := range d.Texts(".item h3") {
			seen[title]++
		}
		if n == 2 {
			if d.Has("a[rel=next]") {
				t.Error("a page behind the last")
			}
			back, _ := rendertest.Attr(d.All("a[rel~=prev]")[0], "href")
			if got := page(t, h, back, 200).Text(".item h3"); got != "Tin số 24" {
				t.Errorf("back leads to %q", got)
			}
			break
		}
		path = d.Attr("a[rel=next]", "href")
	}
	if len(seen) != 45 {
		t.Errorf("saw %d of 45", len(seen))
	}
}

func TestChartExplainsConflicts(t *testing.T) {
	_, h := populated(t)
	d := page(t, h, "/co-cau-to-chuc", 200)
	if got := d.Text(".why"); !strings.Contains(got, "kesach") || !strings.Contains(got, "Huyện Kế Sách") || !strings.Contains(got, "dấu") {
		t.Errorf("%q", got)
	}
	if got := len(d.All(".tree li")); got != 3 {
		t.Errorf("%d agencies", got)
	}
	if got := page(t, h, "/co-cau-to-chuc?ngay=2001-01-01", 200); got.Has(".tree") {
		t.Error("before there was anything")
	}
}

func TestSiteMapsCoverEverything(t *testing.T) {
	_, h := populated(t)
	d := page(t, h, "/so-do-cong", 200)
	links := map[string]bool{}
	for _, a := range d.All("main a") {
		href, _ := rendertest.Attr(a, "href")
		links[href] = true
	}
	for _, s := range publication.Sections() {
		if !links["/"+s.Slug] {
			t.Errorf("no section %s", s.Slug)
		}
	}
	for _, want := range []string{"/", "/cq/kesach", "/cq/31537", "/co-cau-to-chuc", "/thoi-han", "/tiep-can", "/feeds/all.atom"} {
		if !links[want] {
			t.Errorf("no %s", want)
		}
	}
	index, _ := io.ReadAll(get(h, "/sitemap.xml").Body)
	if strings.Count(string(index), "<loc>") != 3 {
		t.Errorf("%s", index)
	}
	file, _ := io.ReadAll(get(h, "/cq/kesach/sitemap-cong.xml").Body)
	for _, want := range []string{"/cq/kesach/tin-tuc/le-hoi</loc>", `hreflang="en" href="http://example.com/en/cq/kesach/tin-tuc/le-hoi"`, "/cq/kesach/van-ban</loc>"} {
		if !strings.Contains(string(file), want) {
			t.Errorf("no %s in %s", want, file)
		}
	}
	if strings.Contains(string(file), "sai-so-lieu") {
		t.Error("a withdrawn item is on the map")
	}
	robots, _ := io.ReadAll(get(h, "/robots.txt").Body)
	if !strings.Contains(string(robots), "Sitemap: http://example.com/sitemap.xml") {
		t.Errorf("%s", robots)
	}
}

func TestAnAgencysHostIsItsPortal(t *testing.T) {
	_, h := populated(t)
	r := httptest.NewRequest(http.MethodGet, "http://kesach.localhost/so-do-cong", nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	d := rendertest.Read(t, w.Result())
	roots := map[string]bool{}
	for _, a := range d.All(".tree a") {
		href, _ := rendertest.Attr(a, "href")
		roots[href] = true
	}
	if !roots["http://localhost"] || !roots["/"] || !roots["/cq/31537"] {
		t.Errorf("%v", roots)
	}
}
