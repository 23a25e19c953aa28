package portal_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/opendata/ingest"
	"minhbach/portal/render/rendertest"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

const riceAt = "/cq/kesach/du-lieu/dien-tich-lua"

// withRice has a dataset with two versions and one that was withdrawn.
func withRice(t testing.TB) (*world, http.Handler) {
	w, _ := populated(t)
	s := w.withData()
	d, rows := rice()
	gone := d
	s.put(d, rows)
	d, rows = corrected()
	s.put(d, rows)
	gone.ID, gone.Slug = "01890000-0000-7000-8000-00000000f002", "da-go"
	other := *gone.Content.Release
	other.ID, gone.Content.Release = "01890000-0000-7000-8000-00000000e003", &other
	s.put(gone, nil)
	gone.State, gone.Reason, gone.Version = view.Withdrawn, "Có thông tin cá nhân.", 1
	s.put(gone, nil)
	s.report = ingest.Report{Total: 12_000, Rejected: []ingest.Rejected{{Line: 7, Column: "Năm", Value: "<b>hai nghìn</b>", Code: "type", Vi: "Không phải số nguyên.", En: "Not an integer."}, {Line: 9, Value: "x", Vi: "Thiếu cột.", En: "Columns are missing."}}}
	s.found = &search.Result{Total: 3, Facets: map[string][]search.Count{"kind": {{Value: search.Dataset, Count: 1}}, "agency": {{Value: districtID, Count: 2}}, "topic": {{Value: "nong-nghiep-thuy-san", Count: 1}}},
		Hits: []search.Hit{
			{ID: "01890000-0000-7000-8000-00000000f001", Kind: search.Dataset, Title: []search.Fragment{{Text: "Diện tích trồng "}, {Text: "lúa", Match: true}}, Passages: [][]search.Fragment{{{Text: "<script>x</script> "}, {Text: "lúa", Match: true}}}},
			{ID: districtID, Kind: search.Agency, Title: []search.Fragment{{Text: "Huyện Kế Sách"}}},
			{ID: "01890000-0000-7000-8000-0000000000d1", Kind: search.Publication},
			{ID: "01890000-0000-7000-8000-0000000000ff", Kind: search.Publication}, // gone since
		}}
	return w, w.handler()
}

var dataPaths = []string{
	"/du-lieu", "/cq/kesach/du-lieu", "/du-lieu?q=lua&chu-de=nong-nghiep-thuy-san&co-quan=kesach", "/du-lieu?chu-de=y-te-suc-khoe", riceAt, riceAt + "?as_of=9", riceAt + "?kind=bar&x=huyen&y=dien_tich",
	riceAt + "?kind=multiples&x=nam&y=dien_tich&by=huyen", riceAt + "/bang", riceAt + "/bang?q=lua&c1=nam&p1=tu&v1=2020&xep=-dien_tich&cot=nam&cot=dien_tich&dong=50", riceAt + "/lich-su", riceAt + "/lich-su?tu=2&den=1",
	riceAt + "/loi", "/tim-kiem?q=lua&loai=du-lieu&tu=2026-01-01&den=2026-12-31", "/tim-kiem/goi-y?q=lua", "/tim-kiem?q=lua&as_of=3",
}

// Every page of data, in both languages, passes every check of the house.
func TestPagesOfData(t *testing.T) {
	_, h := withRice(t)
	for _, path := range dataPaths {
		for _, p := range []string{path, english(path)} {
			d := page(t, h, p, http.StatusOK)
			if n := len(d.HTML); n > 200_000 {
				t.Errorf("%s: %d bytes", p, n)
			}
		}
	}
	page(t, h, "/cq/kesach/du-lieu/da-go", http.StatusGone)
	page(t, h, "/cq/kesach/du-lieu/da-go/lich-su", http.StatusOK)
}

// The fourteen blocks of a dataset stand on its page, in their order.
func TestDatasetPageHasItsBlocks(t *testing.T) {
	w, h := withRice(t)
	d := page(t, h, riceAt, http.StatusOK)
	last := -1
	for _, mark := range []string{"Diện tích trồng lúa theo huyện</h1>", "lúa cả năm.</p>", `id="do-moi"`, `id="du-lieu"`, `id="cot"`, `id="bieu-do"`, `id="tai-ve"`, `id="lap-trinh"`, `id="su-dung"`, `id="chat-luong"`, `id="lich-su"`, `id="kiem-chung"`, `id="lien-he"`, `id="mo-ta"`} {
		i := strings.Index(d.HTML, mark)
		if i <= last {
			t.Errorf("%s stands at %d, after %d", mark, i, last)
		}
		last = i
	}
	if n := len(d.All("#du-lieu ~ .data tbody tr")); n != 20 {
		t.Errorf("%d rows in the preview", n)
	}
	for selector, want := range map[string]string{
		".notice": "Sửa số liệu 2015.", "[aria-labelledby=do-moi]": "Điều 18", "[aria-labelledby=kiem-chung]": "12/QĐ-UBND", "[aria-labelledby=tai-ve]": strings.Repeat("c", 64),
		"#ma-curl": "version=2", "[aria-labelledby=lien-he]": "nn@example.vn", "figcaption": "cao nhất là Kế Sách", "[aria-labelledby=chat-luong]": "405",
	} {
		_ = selector
		if !strings.Contains(d.HTML, want) {
			t.Errorf("%s does not say %q", selector, want)
		}
	}
	if !d.Has("link[rel=describedby]") || len(d.All("link[rel=alternate][title^=DCAT]")) != 3 || len(d.All("script[type='application/ld+json']")) != 2 {
		t.Error("the head does not name the descriptions")
	}
	if w.sets.asked.Limit != 20 || w.sets.grouped.By[0].Column != "nam" {
		t.Errorf("asked %+v, %+v", w.sets.asked, w.sets.grouped)
	}
	if d.Has("a[href*='as_of']") {
		t.Error("a page of today keeps a point in the past")
	}
}

// The structured descriptions are JSON, and nothing in them ends their element.
func TestStructuredData(t *testing.T) {
	w, _ := populated(t)
	s := w.withData()
	d, rows := rice()
	d.Content.Description.Title = `</script><script>alert(1)</script>`
	s.put(d, rows)
	doc := page(t, w.handler(), riceAt, http.StatusOK)
	for _, n := range doc.All("script[type='application/ld+json']") {
		var v map[string]any
		if err := json.Unmarshal([]byte(rendertest.Text(n)), &v); err != nil || v["@context"] == nil {
			t.Errorf("%v in %.200s", err, rendertest.Text(n))
		}
	}
}

func TestDatasetAsItStood(t *testing.T) {
	_, h := withRice(t)
	d := page(t, h, riceAt+"?as_of=9", http.StatusOK)
	if !strings.Contains(d.HTML, "lúa mỗi năm") || !d.Has(".notice a[href='"+riceAt+"']") {
		t.Error("the first version does not say that there is a second")
	}
	for _, link := range d.All(".data th a") {
		if href, _ := rendertest.Attr(link, "href"); !strings.Contains(href, "as_of=9") {
			t.Errorf("%s leaves the past", href)
		}
	}
	if !d.Has("a[href*='as_of=9'][href*='/original']") || !d.Has("a[href$='/loi?as_of=9']") {
		t.Error("downloads and report are not of that point")
	}
	page(t, h, riceAt+"?as_of=1", http.StatusNotFound)
}

// A reader who comes by another agency's portal is sent to the dataset's own.
func TestDatasetMoves(t *testing.T) {
	_, h := withRice(t)
	for from, to := range map[string]string{"/du-lieu/dien-tich-lua?x=nam": riceAt + "?x=nam", "/cq/31537/du-lieu/dien-tich-lua/bang": riceAt + "/bang", "/en/du-lieu/dien-tich-lua/lich-su": "/en" + riceAt + "/lich-su",
		"/cq/kesach/du-lieu/da-go/bang": "/cq/kesach/du-lieu/da-go"} {
		if res := get(h, from); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != to {
			t.Errorf("%s: %d %s", from, res.StatusCode, res.Header.Get("Location"))
		}
	}
	page(t, h, "/du-lieu/khong-co", http.StatusNotFound)
}

// What the address says is asked of the table, typed.
func TestTableIsAskedForWhatTheAddressSays(t *testing.T) {
	w, h := withRice(t)
	page(t, h, riceAt+"/bang?q=ke+sach&c1=nam&p1=tu&v1=2020&c2=dien_tich&p2=duoi&v2=1.234,5&c3=huyen&p3=chua&v3=ke&xep=-dien_tich&dong=50&trang=1&cot=nam&cot=huyen", http.StatusOK)
	got := w.sets.asked
	and, ok := got.Where.(analytics.And)
	if !ok || len(and) != 3 || and[0] != (analytics.Compare{Column: "nam", Op: analytics.Ge, Value: int64(2020)}) ||
		and[1] != (analytics.Compare{Column: "dien_tich", Op: analytics.Lt, Value: 1234.5}) || and[2] != (analytics.Match{Column: "huyen", Kind: analytics.Contains, Text: "ke"}) {
		t.Errorf("where %+v", got.Where)
	}
	if got.Search != "ke sach" || got.Limit != 50 || len(got.Order) != 1 || got.Order[0] != (analytics.Order{Column: "dien_tich", Desc: true}) || !slices.Equal(got.Select, []string{"nam", "huyen"}) {
		t.Errorf("asked %+v", got)
	}
	d := page(t, h, riceAt+"/bang?trang=2&xep=nam", http.StatusOK)
	if w.sets.asked.Offset != 20 || !d.Has("th[aria-sort=ascending] a[href*='xep=-nam']") || !d.Has(".pages a[aria-current]") || len(d.All(".data tbody tr")) != 11 {
		t.Errorf("asked %+v", w.sets.asked)
	}
	if href, _ := rendertest.Attr(page(t, h, riceAt+"/bang?c1=nam&p1=bang&v1=2020", http.StatusOK).One("a[href^='/api/v1/datasets/']"), "href"); !strings.Contains(href, "where="+url.QueryEscape("nam = 2020")) {
		t.Errorf("the API is asked for something else: %s", href)
	}
	if n := w.sets.asked.Where; n == nil {
		t.Error("no condition")
	}
	page(t, h, "/en"+riceAt+"/bang?c1=dien_tich&p1=bang&v1=1,234.5", http.StatusOK)
	if w.sets.asked.Where != (analytics.Compare{Column: "dien_tich", Op: analytics.Eq, Value: 1234.5}) {
		t.Errorf("English numbers: %+v", w.sets.asked.Where)
	}
}

func TestDataRefusals(t *testing.T) {
	w, h := withRice(t)
	for path, status := range map[string]int{
		riceAt + "/bang?c1=nam&p1=bang&v1=hai": 422, riceAt + "/bang?c1=khong&v1=1": 422, riceAt + "/bang?c1=nam&p1=chua&v1=1": 422, riceAt + "/bang?xep=khong": 422, riceAt + "/bang?dong=7": 422,
		riceAt + "/bang?trang=0": 422, riceAt + "/bang?trang=9999999": 422, riceAt + "?kind=line&x=huyen&y=dien_tich": 422, riceAt + "?x=khong": 422, riceAt + "?agg=drop": 422,
		riceAt + "/lich-su?tu=1&den=1": 422, riceAt + "/lich-su?tu=1&den=7": 422, riceAt + "/loi?trang=5": 422, "/du-lieu?thu-tu=x": 422, "/du-lieu?trang=x": 422, "/du-lieu?q=" + strings.Repeat("a", 201): 422,
		"/tim-kiem?q=a&tu=31/02/2026": 422, "/tim-kiem?q=a&trang=501": 422, "/tim-kiem?q=" + strings.Repeat("a", 201): 422,
	} {
		page(t, h, path, status)
	}
	if res := get(h, riceAt+"/bieu-do.svg?x=khong"); res.StatusCode != 422 {
		t.Errorf("figure: %d", res.StatusCode)
	}
	// Without its table the page still gives the file and the description.
	w.sets.down = analytics.ErrTable.New()
	d := page(t, h, riceAt, http.StatusOK)
	if !strings.Contains(d.HTML, "chưa sẵn sàng") || !d.Has("#tai-ve ~ ul a") || d.Has("#bieu-do") {
		t.Error("without a table")
	}
	page(t, h, riceAt+"/bang", http.StatusOK)
	page(t, h, riceAt+"/lich-su", http.StatusOK)
}

func TestFigureFiles(t *testing.T) {
	_, h := withRice(t)
	res := get(h, riceAt+"/bieu-do.svg?x=huyen&y=dien_tich&kind=bar")
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != 200 || xml.Unmarshal(body, new(struct{})) != nil || !strings.Contains(res.Header.Get("Content-Security-Policy"), "sandbox") || !strings.Contains(string(body), "Kế Sách") {
		t.Errorf("%d %v %.100s", res.StatusCode, res.Header, body)
	}
	res = get(h, riceAt+"/bieu-do.csv?x=huyen&y=dien_tich&kind=bar")
	body, _ = io.ReadAll(res.Body)
	if lines := strings.Split(strings.TrimSpace(string(body)), "\n"); len(lines) != 4 || lines[0] != "Huyện,Tổng Diện tích (ha)" {
		t.Errorf("%q", body)
	}
}

func TestHistoryOfData(t *testing.T) {
	_, h := withRice(t)
	d := page(t, h, riceAt+"/lich-su", http.StatusOK)
	if len(d.All(".timeline li")) != 2 || !d.Has(".diff ins") || len(d.All(".changes tbody tr")) != 2 || !d.Has("input[name=tu][value='1'][checked]") {
		t.Errorf("%d versions, %d changes", len(d.All(".timeline li")), len(d.All(".changes tbody tr")))
	}
	for _, want := range []string{"9.999,5", "Sửa số liệu 2015.", "sha256sum", "Kế Sách · 2015"} {
		if !strings.Contains(d.HTML, want) {
			t.Errorf("no %q", want)
		}
	}
	if n := len(page(t, h, riceAt+"/lich-su?as_of=9", http.StatusOK).All(".timeline li")); n != 1 {
		t.Errorf("%d versions then", n)
	}
}

func TestReport(t *testing.T) {
	_, h := withRice(t)
	d := page(t, h, riceAt+"/loi", http.StatusOK)
	if strings.Contains(d.HTML, "<b>hai") || !strings.Contains(d.HTML, "Không phải số nguyên.") || !strings.Contains(d.HTML, "12.000") {
		t.Error(d.Text("main"))
	}
}

func TestCatalogue(t *testing.T) {
	w, h := withRice(t)
	first := page(t, h, "/du-lieu", http.StatusOK)
	if some := len(first.All(".tiles li")); some == 0 || some == len(dataset.Themes()) || some+len(first.All("details.bare-topics li a")) != len(dataset.Themes()) || first.Has("meta[name=robots]") {
		t.Error("first visit")
	}
	one := page(t, h, "/du-lieu?chu-de=nong-nghiep-thuy-san", http.StatusOK)
	if one.Has(".tiles") || one.Has("meta[name=robots]") || !one.Has(".chips a[href='/du-lieu']") || !one.Has("link[href='/du-lieu/feed.atom?chu-de=nong-nghiep-thuy-san']") {
		t.Error("one facet")
	}
	for _, a := range one.All(".facets a, .chips a:not([href='/du-lieu'])") {
		if rel, _ := rendertest.Attr(a, "rel"); rel != "nofollow" {
			t.Error("a facet that robots follow")
		}
	}
	if !page(t, h, "/du-lieu?chu-de=nong-nghiep-thuy-san&dinh-dang=csv", http.StatusOK).Has("meta[name=robots][content=noindex]") {
		t.Error("two facets are for readers, not for search engines")
	}
	page(t, h, "/cq/31537/du-lieu?co-quan=kesach", http.StatusOK)
	if !slices.Equal(w.sets.listed.Agencies, []string{"-"}) {
		t.Errorf("a commune's portal was asked for its district's data: %v", w.sets.listed.Agencies)
	}
	res := get(h, "/du-lieu/feed.atom?q=lua")
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != 200 || strings.Count(string(body), "<entry>") != 1 || !strings.Contains(string(body), "http://example.com"+riceAt) {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

func TestSitemapHasDatasets(t *testing.T) {
	_, h := withRice(t)
	body, _ := io.ReadAll(get(h, "/cq/kesach/sitemap-cong.xml").Body)
	if n := strings.Count(string(body), "<loc>http://example.com"+riceAt+"</loc>"); n != 1 || strings.Contains(string(body), "da-go") {
		t.Errorf("%d times", n)
	}
	if body, _ := io.ReadAll(get(h, "/sitemap-cong.xml").Body); strings.Contains(string(body), riceAt) {
		t.Error("another agency's dataset")
	}
}

func TestSearchAll(t *testing.T) {
	w, h := withRice(t)
	d := page(t, h, "/tim-kiem?q=lua&loai=du-lieu&tu=2026-01-01&co-quan-nao=kesach&trang=2", http.StatusOK)
	q := w.sets.searched
	if q.Text != "lua" || !slices.Equal(q.Kinds, []string{search.Dataset}) || q.Offset != 20 || !slices.Equal(q.Agencies, []string{districtID}) || q.Published.From.IsZero() {
		t.Errorf("asked %+v", q)
	}
	if got := d.Texts(".item h3"); len(got) != 3 || got[0] != "Diện tích trồng lúa" || got[2] != "Quyết định 07/2019/QĐ-UBND" {
		t.Errorf("%q", got)
	}
	if len(d.All(".item mark")) != 2 || strings.Contains(d.HTML, "<script>x") {
		t.Error("highlights")
	}
	w.sets.found = nil
	none := page(t, h, "/tim-kiem?q=luaa", http.StatusOK)
	if !none.Has("a[href='/tim-kiem?q=l%C3%BAa']") || !strings.Contains(none.HTML, "ubnd@example.vn") || !none.Has("#hoi-co-quan") {
		t.Error("no help for those who found nothing")
	}
}

func TestSuggestions(t *testing.T) {
	_, h := withRice(t)
	if n := len(page(t, h, "/tim-kiem/goi-y?q=dien", http.StatusOK).All(".ways a")); n != 2 {
		t.Errorf("%d lines", n)
	}
	res := get(h, "/tim-kiem/goi-y?q=dien&dang=json")
	var answer []any
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || len(answer) != 4 || answer[0] != "dien" || len(answer[1].([]any)) != 2 {
		t.Errorf("%v %v", answer, err)
	}
	res = get(h, "/opensearch.xml")
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != 200 || !strings.Contains(string(body), "http://example.com/tim-kiem?q={searchTerms}") {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

// A figure that the table refuses leaves the page as it is; asked for by name, it
// is refused with the reason.
func TestRefusedFigureLeavesThePage(t *testing.T) {
	w, h := withRice(t)
	w.sets.slow = analytics.ErrSlow.New("limit", "10 s")
	if d := page(t, h, riceAt, http.StatusOK); d.Has("#bieu-do") || !d.Has("#du-lieu") {
		t.Error("the page without its figure")
	}
	if d := page(t, h, riceAt+"?x=huyen&y=dien_tich", http.StatusUnprocessableEntity); !d.Has("#bieu-do") || !d.Has(".notice-error") {
		t.Error("no reason")
	}
}

// No value of a dataset becomes markup, on whichever page it shows.
func TestNoValueOfADatasetBecomesMarkup(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	w, _ := populated(t)
	s := w.withData()
	d, rows := rice()
	c := &d.Content.Description
	for _, field := range []*string{&c.Title, &c.TitleEn, &c.Summary, &c.Description, &c.Spatial, &c.Creator, &c.Source, &c.Method, &c.Contact.Unit, &c.Contact.Email, &c.Contact.Phone, &d.ApprovedBy} {
		*field = evil
	}
	c.Keywords, c.SourceURL = []string{evil}, "javascript:alert(1)"
	for i := range d.Content.Release.Columns {
		col := &d.Content.Release.Columns[i]
		col.Title, col.Unit, col.Description = evil, evil, evil
	}
	for i := range rows {
		rows[i][0], rows[i][3] = evil, evil
	}
	s.put(d, rows)
	d.Version, d.DataVersion, d.Reason, d.Change = 2, 2, evil, dataset.Correction
	second := *d.Content.Release
	second.ID, d.Content.Release = second.ID+"2", &second
	s.put(d, rows)
	s.found = &search.Result{Total: 1, Spelling: evil, Hits: []search.Hit{{ID: d.ID, Kind: search.Dataset, Title: []search.Fragment{{Text: evil, Match: true}}, Passages: [][]search.Fragment{{{Text: evil}}}}}}
	h := w.handler()
	q := url.QueryEscape(evil)
	for path, status := range map[string]int{riceAt: 200, riceAt + "/bang?q=" + q: 200, riceAt + "/bang?c1=huyen&v1=" + q: 200, riceAt + "/bang?c1=" + q + "&v1=x": 422, riceAt + "/lich-su": 200, "/du-lieu?q=a&tu-khoa=" + q: 200,
		"/du-lieu?thu-tu=" + q: 422, "/tim-kiem?q=" + q: 200, "/tim-kiem/goi-y?q=" + q: 200, riceAt + "?x=" + q: 422, riceAt + "?kind=bar&x=huyen": 200} {
		doc := page(t, h, path, status)
		if strings.Contains(doc.HTML, "<script>alert") || doc.Has("[onerror], img[src=x], a[href^=javascript]") {
			t.Errorf("%s shows markup of a value", path)
		}
	}
}
