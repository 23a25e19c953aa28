package portal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"minhbach/internal/browser"
	"minhbach/portal/render/rendertest"
)

const dataDesk = "/quan-tri/du-lieu"

// awkward is a file as offices have them: a title above the header, semicolons,
// points between thousands, e-mail addresses, and one row that cannot be read.
func awkward() string {
	var b strings.Builder
	b.WriteString("\ufeffDân số theo xã;;;\r\nMã xã;Tên xã;Số dân;Thư điện tử\r\n")
	for i := 1; i <= 150; i++ {
		count := fmt.Sprintf("12.%03d", i)
		if i == 9 {
			count = "không rõ"
		}
		fmt.Fprintf(&b, "%d;Xã thứ %d;%s;xa%d@gmail.com\r\n", 100+i, i, count, i)
	}
	return b.String()
}

// described begins a dataset by the form, for the visitor's own agency, and returns
// its id.
func (v *visitor) described(title string) string {
	v.t.Helper()
	form := v.form(v.page(dataDesk+"/soan"), "form[data-guard]")
	for name, answer := range map[string]string{"title": title, "summary": "Số dân từng xã.", "keywords": "dân số\nxã", "topics": "dan-so-hanh-chinh",
		"frequency": "annual", "contact.email": "thongke@kesach.example.vn", "period_from": "01/01/2025", "period_to": "31/12/2025", "description": "## Nội dung\n\n<script>alert(1)</script>"} {
		form.Set("description."+name, answer)
	}
	form.Set("viec", "luu")
	res := v.post(dataDesk+"/soan", form)
	v.then(res)
	id, _, _ := strings.Cut(strings.TrimPrefix(res.Header.Get("Location"), dataDesk+"/"), "?")
	return id
}

// read uploads a file by the plain form and returns the address and the page about it.
func (v *visitor) read(id, name, text string) (string, *rendertest.Doc) {
	v.t.Helper()
	at := dataDesk + "/" + id + "/tai-len"
	res := v.upload(at, v.form(v.page(at), "form[data-upload]"), "tep", name, text)
	d := v.then(res)
	to := res.Header.Get("Location")
	for deadline := time.Now().Add(30 * time.Second); d.Has("main progress"); d = v.page(to) {
		if time.Now().After(deadline) {
			v.t.Fatal("the file is still being read")
		}
	}
	return to, d
}

// attached takes a file through the reading into the dataset.
func (v *visitor) attached(id, text string) {
	v.t.Helper()
	at, d := v.read(id, "dan-so.csv", text)
	form := v.form(d, "form[aria-labelledby=dua-vao]")
	form.Set("viec", "dua-vao")
	v.then(v.post(at, form))
}

// deed gives a command that has a page of its own.
func (v *visitor) deed(id, name, reason string) *rendertest.Doc {
	v.t.Helper()
	at := dataDesk + "/" + id + "/" + name
	form := v.form(v.page(at), "form.act")
	if reason != "" {
		form.Set("reason", reason)
	}
	return v.then(v.post(at, form))
}

func (v *visitor) approve(id string) *rendertest.Doc {
	v.t.Helper()
	at := dataDesk + "/" + id + "/duyet"
	form := v.form(v.page(at), "form[aria-labelledby=duyet]")
	form.Set("all", "1")
	form.Set("viec", "duyet")
	return v.then(v.post(at, form))
}

func TestADatasetFromAnAwkwardFileToThePublic(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	id := v.described("Dân số theo xã huyện Kế Sách")
	if d := v.page(dataDesk + "/" + id); strings.Contains(d.HTML, "<script>alert") || !d.Has(".prose h3") {
		t.Errorf("the description is shown as %s", d.Text(".prose"))
	}

	// What was read is told: the row left out, the addresses, and why each type.
	at, d := v.read(id, "dân số.csv", awkward())
	main := d.Text("main")
	for _, told := range []string{"149 dòng, 4 cột", "không rõ", "Tải danh sách đầy đủ (CSV)", "địa chỉ thư điện tử, 150 giá trị", "Đọc được 149 trên 150 giá trị", "Dấu ngăn cột"} {
		if !strings.Contains(main, told) {
			t.Errorf("the page does not say %q", told)
		}
	}
	if len(d.All("section[aria-labelledby=mau] tbody tr")) != 20 || len(d.All("details fieldset.file")) != 4 {
		t.Errorf("%d rows of the sample, %d columns", len(d.All("section[aria-labelledby=mau] tbody tr")), len(d.All("details fieldset.file")))
	}
	if res := v.get(at + "/dong-loai.csv"); res.StatusCode != http.StatusOK || !strings.Contains(bodyOf(t, res), "11,Số dân,không rõ,") {
		t.Errorf("the list of rejected rows: %d", res.StatusCode)
	}

	// One type and one name are changed; the rest is found again as before.
	read := "section[aria-labelledby=cach-doc] form"
	form := v.form(d, read)
	form.Set("col.1.name", "Tên Xã")
	form.Set("viec", "doc-lai")
	res := v.post(at, form)
	if bad := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !bad.Has("#col-1-name[aria-invalid=true]") || bad.Attr("#col-1-name", "value") != "Tên Xã" {
		t.Errorf("a bad name: %d, %s", res.StatusCode, bad.Text("[data-errors]"))
	}
	form.Set("col.1.name", "xa")
	form.Set("col.0.type", "text")
	form.Set("col.0.key", "1")
	d = v.then(v.post(at, form))
	if got := v.form(d, read); got.Get("col.0.type") != "text" || got.Get("col.0.key") != "1" || got.Get("col.1.name") != "xa" || got.Get("col.2.type") != "integer" || got.Get("col.2.format") != "1.234" {
		t.Errorf("read again: %v", got)
	}

	// Rows are never left out in silence; sent twice, the data is attached once.
	form = v.form(d, "form[aria-labelledby=dua-vao]")
	form.Set("viec", "dua-vao")
	before := o.head()
	res = v.post(at, form)
	if bad := rendertest.Read(t, res); res.StatusCode != http.StatusConflict || !bad.Has("[data-errors] a[href^='#accept-rejected']") || o.head() != before {
		t.Errorf("rejected rows: %d, %s", res.StatusCode, bad.Text("[data-errors]"))
	}
	form.Set("accept_rejected", "nhan")
	v.then(v.post(at, form))
	before = o.head()
	if res = v.post(at, form); res.StatusCode != http.StatusSeeOther || o.head() != before {
		t.Errorf("attached twice: %d, log %d → %d", res.StatusCode, before, o.head())
	}
	if d = v.page(dataDesk + "/" + id + "/dong?trang=3"); len(d.All("tbody tr")) != 49 || d.Text("tbody tr td") != "202" {
		t.Errorf("the last page of rows: %d, %s", len(d.All("tbody tr")), d.Text("tbody tr td"))
	}
	if d = v.page(dataDesk + "/" + id + "/dong-loai"); !strings.Contains(d.Text("tbody"), "không rõ") {
		t.Errorf("the rejected rows: %s", d.Text("main"))
	}

	// The dictionary.
	form = v.form(v.page(dataDesk+"/"+id+"/cot"), "form[data-guard]")
	form.Set("columns.so_dan.unit", "người")
	form.Set("columns.so_dan.title_en", "Population")
	form.Set("viec", "luu")
	if d = v.then(v.post(dataDesk+"/"+id+"/cot", form)); !strings.Contains(d.Text("section[aria-labelledby=du-lieu]"), "số nguyên, người") {
		t.Errorf("the dictionary says %s", d.Text("section[aria-labelledby=du-lieu]"))
	}

	// Submitted, returned, mended and submitted again.
	v.deed(id, "gui-duyet", "")
	head := o.as("truongban")
	list := head.page(dataDesk + "?loc=cho-duyet")
	to := list.Attr("tbody tr td a.button", "href")
	if to != dataDesk+"/"+id+"/duyet" || !strings.Contains(list.Text("tbody"), "1 dòng bị loại") || !strings.Contains(list.Text("tbody"), "150 giá trị giống dữ liệu cá nhân") {
		t.Errorf("the list leads to %q: %s", to, list.Text("tbody"))
	}
	if link := head.page("/quan-tri").Attr("main nav a[href*='du-lieu']", "href"); link != dataDesk+"?loc=cho-duyet" {
		t.Errorf("the work list leads to %q", link)
	}
	d = head.page(to)
	if d.Has("form[aria-labelledby=duyet]") || !d.Has("form[aria-labelledby=xac-nhan]") || len(d.All(".data tbody tr")) != 20 {
		t.Errorf("findings can be passed over: %s", d.Text(".answers"))
	}
	form = head.form(d, "form[aria-labelledby=tra-lai]")
	form.Set("viec", "tra-lai")
	form.Set("reason", "Thiếu nguồn dữ liệu.")
	head.then(head.post(to, form))
	if d = v.page(dataDesk + "/" + id); !strings.Contains(d.Text(".notice"), "Thiếu nguồn dữ liệu.") {
		t.Errorf("the author sees %s", d.Text(".notice"))
	}
	form = v.form(v.page(dataDesk+"/"+id+"/sua"), "form[data-guard]")
	form.Set("description.source", "Chi cục Thống kê")
	form.Set("viec", "luu")
	v.then(v.post(dataDesk+"/"+id+"/sua", form))
	v.deed(id, "gui-duyet", "Đã bổ sung.")

	// The author may neither clear nor approve; a second person does, with a reason.
	if d = v.page(to); d.Has("form[aria-labelledby=duyet]") || d.Has("form[aria-labelledby=xac-nhan]") {
		t.Error("the author is offered the board's answers")
	}
	form = head.form(head.page(to), "form[aria-labelledby=xac-nhan]")
	form.Set("viec", "xac-nhan")
	form.Set("clear_reason", "Được.")
	res = head.post(to, form)
	if bad := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !bad.Has("#clear-reason[aria-invalid=true]") {
		t.Errorf("a short reason: %d, %s", res.StatusCode, bad.Text("[data-errors]"))
	}
	form.Set("clear_reason", "Đây là hộp thư công vụ của các xã.")
	if d = head.then(head.post(to, form)); !strings.Contains(d.Text(".answers"), "hộp thư công vụ") {
		t.Errorf("after clearing: %s", d.Text(".answers"))
	}
	head.approve(id)
	public := o.visitor().page("/cq/kesach/du-lieu/dan-so-theo-xa-huyen-ke-sach")
	if public.Text("h1") != "Dân số theo xã huyện Kế Sách" || !strings.Contains(public.Text("main"), "Population") && !strings.Contains(public.Text("main"), "người") {
		t.Errorf("the public page says %q", public.Text("h1"))
	}
}

func bodyOf(t *testing.T, res *http.Response) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const small = "mã,số dân\nA,100\nB,200\nC,300\n"

// onPublic makes a public dataset of 943.
func (o *office) onPublic(title string) string {
	o.t.Helper()
	v := o.as("bientap")
	id := v.described(title)
	v.attached(id, small)
	v.deed(id, "gui-duyet", "")
	o.as("truongban").approve(id)
	return id
}

// withData makes a draft of 943 with data in hand and a file on its way in.
func (o *office) withData() {
	o.t.Helper()
	v := o.as("bientap")
	o.dataset = v.described("Dữ liệu đang soạn")
	v.attached(o.dataset, small)
	at, _ := v.read(o.dataset, "b.csv", small+"D,400\n")
	o.uploaded = at[strings.LastIndex(at, "/")+1:]
}

func TestARevisionOfADatasetTellsReadersWhy(t *testing.T) {
	o := newOffice(t)
	id := o.onPublic("Số dân")
	v := o.as("bientap")
	if d := v.deed(id, "ra-soat", "Vẫn đúng."); !strings.Contains(d.Text("h1"), "Số dân") || !strings.Contains(d.Text(".timeline"), "Vẫn đúng") {
		t.Errorf("after a review: %s", d.Text(".timeline"))
	}
	at := dataDesk + "/" + id + "/sua-doi"
	if res := v.post(at, v.form(v.page(at), "form.act")); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a revision without a reason: %d", res.StatusCode)
	}
	v.deed(id, "sua-doi", "Số liệu xã B nhập nhầm.")
	upload, d := v.read(id, "dan-so.csv", strings.Replace(small, "200", "250", 1))
	form := v.form(d, "form[aria-labelledby=dua-vao]")
	if form.Get("reason") != "Số liệu xã B nhập nhầm." || len(d.All("[name=change]")) != 3 {
		t.Errorf("asked again why: %q", form.Get("reason"))
	}
	form.Set("change", "correction")
	form.Set("viec", "dua-vao")
	v.then(v.post(upload, form))
	v.deed(id, "gui-duyet", "")
	head := o.as("truongban")
	if d = head.page(dataDesk + "/" + id + "/duyet"); !strings.Contains(d.Text("section[aria-labelledby=can-doc]"), "Đính chính số liệu") {
		t.Errorf("the board reads %s", d.Text("section[aria-labelledby=can-doc]"))
	}
	head.approve(id)
	if d = o.visitor().page("/cq/kesach/du-lieu/so-dan"); !strings.Contains(d.Text("main"), "250") {
		t.Error("the public page has the old figure")
	}
	chief := o.as("thutruong")
	chief.deed(id, "go", "Cơ quan cấp trên công bố thay.")
	if res := o.visitor().get("/cq/kesach/du-lieu/so-dan"); res.StatusCode != http.StatusGone {
		t.Errorf("withdrawn: %d", res.StatusCode)
	}
}

func TestAnEmbargoedDatasetAndItsApprovalTakenBack(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	id := v.described("Số liệu hẹn giờ")
	v.attached(id, small)
	v.deed(id, "gui-duyet", "")
	head := o.as("truongban")
	at := dataDesk + "/" + id + "/duyet"
	form := head.form(head.page(at), "form[aria-labelledby=duyet]")
	form.Set("viec", "duyet")
	if res := head.post(at, form); res.StatusCode != http.StatusUnprocessableEntity || len(rendertest.Read(t, res).All("[data-errors] a")) != 5 {
		t.Errorf("without the checklist: %d", res.StatusCode)
	}
	form.Set("all", "1")
	form.Set("when", "hen")
	form.Set("embargo_day", "01/03/2026")
	form.Set("embargo_time", "07:30")
	if res := head.post(at, form); res.StatusCode != http.StatusUnprocessableEntity || !rendertest.Read(t, res).Has("#embargo-day[aria-invalid=true]") {
		t.Errorf("an embargo in the past: %d", res.StatusCode)
	}
	form.Set("embargo_day", "06/03/2026")
	if d := head.then(head.post(at, form)); !strings.Contains(d.Text("aside"), "06/03/2026 07:30") {
		t.Errorf("the desk says %s", d.Text("aside"))
	}
	head.deed(id, "huy-duyet", "Chờ số liệu mới.")
	v.deed(id, "bo-du-lieu", "")
	v.deed(id, "bo", "Không làm nữa.")
}

func TestADatasetIsSubmittedWhenItIsComplete(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	form := v.form(v.page(dataDesk+"/soan"), "form[data-guard]")
	form.Set("description.title", "Mới có tên")
	form.Set("description.period_from", "32/13/2025")
	form.Set("description.source_url", "không phải địa chỉ")
	form.Set("viec", "luu")
	res := v.post(dataDesk+"/soan", form)
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || d.Attr("[data-errors] a", "href") != "#description-period-from" || d.Attr("#description-title", "value") != "Mới có tên" {
		t.Errorf("a bad date: %d, %s", res.StatusCode, d.Text("[data-errors]"))
	}
	form.Set("description.period_from", "")
	res = v.post(dataDesk+"/soan", form)
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || d.Attr("[data-errors] a", "href") != "#description-source-url" {
		t.Errorf("a bad address: %d, %s", res.StatusCode, d.Text("[data-errors]"))
	}
	form.Set("description.source_url", "")
	res = v.post(dataDesk+"/soan", form)
	v.then(res)
	at, _, _ := strings.Cut(res.Header.Get("Location"), "?")
	before := o.head()
	res = v.post(at+"/gui-duyet", v.form(v.page(at+"/gui-duyet"), "form.act"))
	d := rendertest.Read(t, res)
	if res.StatusCode != http.StatusUnprocessableEntity || o.head() != before || !strings.Contains(d.Text("main"), "dataset.release_missing") || !d.Has(".notice a[href='"+at+"/tai-len']") {
		t.Errorf("submitted without data: %d, %s", res.StatusCode, d.Text("main"))
	}
}

func TestTheAuthorOfADatasetMayNotApproveByAForgedForm(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	id := v.described("Tự duyệt")
	v.attached(id, small)
	d := v.deed(id, "gui-duyet", "")
	before := o.head()
	if res := v.post(dataDesk+"/"+id+"/duyet", o.plausible(v.form(d, "header .staff form").Get("csrf"))); res.StatusCode != http.StatusForbidden || o.head() != before {
		t.Errorf("a forged approval: %d, log %d → %d", res.StatusCode, before, o.head())
	}
}

func TestDatasetsOfOthersAreOutOfReach(t *testing.T) {
	o := newOffice(t)
	o.withData()
	id := o.dataset
	upload := dataDesk + "/" + id + "/tai-len/" + o.uploaded
	stranger := o.as("la-bientap")
	token := stranger.form(stranger.page("/quan-tri"), "header .staff form").Get("csrf")
	mine := stranger.described("Của Mỹ Tú")
	before := o.head()
	for _, path := range []string{"", "/sua", "/cot", "/dong", "/dong-loai", "/dong-loai.csv", "/tai-len", "/duyet", "/gui-duyet", "/go", "/ra-soat"} {
		if res := stranger.get(dataDesk + "/" + id + path); res.StatusCode != http.StatusNotFound && res.StatusCode != http.StatusForbidden {
			t.Errorf("GET %s: %d", path, res.StatusCode)
		}
	}
	for _, path := range []string{"/sua", "/cot", "/tai-len", "/duyet", "/gui-duyet", "/go", "/ra-soat", "/bo-du-lieu"} {
		if res := stranger.post(dataDesk+"/"+id+path, o.plausible(token)); res.StatusCode != http.StatusNotFound && res.StatusCode != http.StatusForbidden {
			t.Errorf("POST %s: %d", path, res.StatusCode)
		}
	}
	for _, path := range []string{upload, upload + "/dong-loai.csv", strings.Replace(upload, id, mine, 1)} {
		if res := stranger.get(path); res.StatusCode != http.StatusNotFound && res.StatusCode != http.StatusForbidden {
			t.Errorf("GET %s: %d", path, res.StatusCode)
		}
	}
	if res := stranger.patch(strings.Replace(upload, id, mine, 1), token, 0, "x"); res.StatusCode != http.StatusNotFound {
		t.Errorf("a piece of another's file: %d", res.StatusCode)
	}
	if d := stranger.page(dataDesk + "?loc=tat-ca"); len(d.All("tbody tr")) != 1 {
		t.Errorf("the list says %s", d.Text("main"))
	}
	if o.head() != before {
		t.Errorf("the log grew from %d to %d", before, o.head())
	}
}

// patch sends a piece of a file as the page's script does.
func (v *visitor) patch(path, token string, offset int, text string) *http.Response {
	r := httptest.NewRequest(http.MethodPatch, path, strings.NewReader(text))
	r.Header.Set("X-CSRF-Token", token)
	r.Header.Set("Content-Type", "application/offset+octet-stream")
	r.Header.Set("Upload-Offset", fmt.Sprint(offset))
	return v.send(r)
}

func TestAFileInPiecesGoesOnWhereItStopped(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	id := v.described("Tệp lớn")
	at := dataDesk + "/" + id + "/tai-len"
	form := v.form(v.page(at), "form[data-upload]")
	form.Set("viec", "bat-dau")
	form.Set("name", "lon.csv")
	form.Set("size", fmt.Sprint(len(small)))
	var begun struct {
		URL    string `json:"url"`
		Offset int    `json:"offset"`
	}
	for range 2 { // the same announcement is one upload
		res := v.post(at, form)
		was := begun.URL
		if err := json.NewDecoder(res.Body).Decode(&begun); err != nil || res.StatusCode != http.StatusCreated || was != "" && was != begun.URL {
			t.Fatalf("%d, %+v, %v", res.StatusCode, begun, err)
		}
	}
	token := form.Get("csrf")
	for _, c := range []struct {
		token  string
		offset int
		text   string
		status int
		then   string
	}{
		{"", 0, small[:10], http.StatusForbidden, ""}, {token, 0, small[:10], http.StatusNoContent, "10"}, {token, 0, small[:10], http.StatusConflict, ""},
		{token, -1, "", http.StatusUnprocessableEntity, ""}, {token, 10, small[10:] + "x", http.StatusUnprocessableEntity, ""},
	} {
		if res := v.patch(begun.URL, c.token, c.offset, c.text); res.StatusCode != c.status || c.then != "" && res.Header.Get("Upload-Offset") != c.then {
			t.Errorf("%+v: %d, offset %q", c, res.StatusCode, res.Header.Get("Upload-Offset"))
		}
		if c.then == "10" {
			if d := v.page(begun.URL); !strings.Contains(d.Text("main"), "Mới nhận 10 B trên") {
				t.Errorf("half a file: %s", d.Text("main"))
			}
		}
	}
	res := v.send(httptest.NewRequest(http.MethodHead, begun.URL, nil))
	if got := res.Header.Get("Upload-Offset"); got != fmt.Sprint(len(small)) {
		t.Errorf("the whole file: %q", got)
	}
	form.Set("size", fmt.Sprint(int64(600)<<20))
	form.Set("key", "")
	if res := v.post(at, form); res.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(bodyOf(t, res), "512 MB") {
		t.Errorf("600 MB: %d", res.StatusCode)
	}
}

func TestFilesThatHoldNoData(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	id := v.described("Tệp hỏng")
	at := dataDesk + "/" + id + "/tai-len"
	form := v.form(v.page(at), "form[data-upload]")
	res := v.post(at, form)
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || d.Attr("[data-errors] a", "href") != "#tep" {
		t.Errorf("no file: %d, %s", res.StatusCode, d.Text("[data-errors]"))
	}
	res = v.upload(at, form, "tep", "trong.csv", "")
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusRequestEntityTooLarge || !d.Has("[data-errors] a[href='#tep']") {
		t.Errorf("an empty file: %d, %s", res.StatusCode, d.Text("main"))
	}
	to, d := v.read(id, "van-ban.pdf", "%PDF-1.7\n%âãÏÓ\n")
	if !d.Has(".notice-error") || d.Has("form[aria-labelledby=dua-vao]") || !strings.Contains(d.Text(".notice-error"), "PDF") {
		t.Errorf("a PDF: %s", d.Text("main"))
	}
	before := o.head()
	forged := url.Values{"csrf": {form.Get("csrf")}, "viec": {"dua-vao"}, "choices": {"{}"}, "change": {"new_data"}}
	if res := v.post(to, forged); res.StatusCode < 400 || o.head() != before {
		t.Errorf("a PDF was attached: %d", res.StatusCode)
	}
	discard := v.form(d, "form.act")
	discard.Set("viec", "bo")
	v.then(v.post(to, discard))
	if res := v.get(to); res.StatusCode != http.StatusNotFound {
		t.Errorf("given up: %d", res.StatusCode)
	}
}

func TestTwoWhoDescribeADatasetAtOnce(t *testing.T) {
	o := newOffice(t)
	first, second := o.as("bientap"), o.as("soanhai")
	id := first.described("Tên gốc")
	at := dataDesk + "/" + id + "/sua"
	mine, theirs := second.form(second.page(at), "form[data-guard]"), first.form(first.page(at), "form[data-guard]")
	theirs.Set("description.source", "Điều tra dân số")
	theirs.Set("viec", "luu")
	first.then(first.post(at, theirs))
	mine.Set("description.title", "Tên của người thứ hai")
	mine.Set("viec", "luu")
	before := o.head()
	res := second.post(at, mine)
	d := rendertest.Read(t, res)
	if res.StatusCode != http.StatusConflict || o.head() != before || !strings.Contains(d.Text("section[aria-labelledby=cua-ho]"), "Điều tra dân số") ||
		!strings.Contains(d.Text("section[aria-labelledby=cua-toi]"), "người thứ hai") {
		t.Fatalf("a stale save: %d, %s", res.StatusCode, d.Text("main"))
	}
	keep := second.form(d, "form.act")
	keep.Set("viec", "tiep-tuc")
	form := second.form(rendertest.Read(t, second.post(at, keep)), "form[data-guard]")
	if form.Get("description.title") != "Tên của người thứ hai" || form.Get("description.source") != "Điều tra dân số" || o.head() != before {
		t.Errorf("put together: %q, %q", form.Get("description.title"), form.Get("description.source"))
	}
	form.Set("viec", "luu")
	if d = second.then(second.post(at, form)); d.Text("h1") != "Tên của người thứ hai" {
		t.Errorf("saved %q", d.Text("h1"))
	}
}

func TestStaffPagesOfDatasetsInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("browser checks are skipped with -short")
	}
	o := newOffice(t)
	v := o.as("bientap")
	id := v.described("Dân số theo xã huyện Kế Sách")
	v.attached(id, small)
	waiting := v.described("Danh bạ các xã")
	at, d := v.read(waiting, "danh-ba.csv", awkward())
	form := v.form(d, "form[aria-labelledby=dua-vao]")
	form.Set("viec", "dua-vao")
	form.Set("accept_rejected", "nhan")
	v.then(v.post(at, form))
	v.deed(waiting, "gui-duyet", "")
	upload, _ := v.read(id, "dan-so.csv", awkward())
	head := o.as("truongban")
	srv := httptest.NewServer(o.h)
	defer srv.Close()
	cookie := func(v *visitor) string {
		var all []string
		for name, value := range v.jar {
			all = append(all, name+"="+value)
		}
		return strings.Join(all, "; ")
	}
	home := dataDesk + "/" + id
	browser.Check(t, srv.URL, []string{dataDesk, dataDesk + "/soan", home, home + "/sua", home + "/cot", home + "/dong", home + "/tai-len", upload, home + "/gui-duyet"},
		browser.Options{English: english, Cookie: cookie(v), Themes: []string{"light"}})
	browser.Check(t, srv.URL, []string{dataDesk + "/" + waiting + "/duyet", dataDesk + "/" + waiting + "/dong-loai"},
		browser.Options{English: english, Cookie: cookie(head), Themes: []string{"dark"}})
}
