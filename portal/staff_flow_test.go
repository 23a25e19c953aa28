package portal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"minhbach/domain/board"
	"minhbach/internal/app"
	"minhbach/portal/render/rendertest"
)

func TestFromDraftToPublicByForms(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	path := "/quan-tri/soan?loai=legal_document&co-quan=" + o.unit["943"]
	form := v.form(v.page(path), "form[data-guard]")
	for name, answer := range map[string]string{
		"title": "Quyết định về chợ", "summary": "Chợ.", "body": "## Điều 1\n\n<script>alert(1)</script>",
		"details.document.number": "05/2026/QĐ-UBND", "details.document.form": "Quyết định", "details.document.issuer": "UBND huyện",
		"details.document.issued_on": "32/13/2026", "details.document.signer": "Nguyễn Văn A", "details.document.abstract": "Về chợ",
		"translations.en.title": "Decision on markets",
	} {
		form.Set(name, answer)
	}

	// The preview saves nothing and keeps everything.
	before := o.head()
	form.Set("viec", "xem-truoc")
	d := rendertest.Read(t, v.post("/quan-tri/soan", form))
	if o.head() != before || !d.Has("#ban-xem-truoc h3") || strings.Contains(d.HTML, "<script>alert") {
		t.Errorf("preview: log %d → %d, %s", before, o.head(), d.Text("#ban-xem-truoc"))
	}

	// A date that cannot be read is told beside its field, and nothing is lost.
	form.Set("viec", "luu")
	res := v.post("/quan-tri/soan", form)
	d = rendertest.Read(t, res)
	if res.StatusCode != http.StatusUnprocessableEntity || d.Attr("[data-errors] a", "href") != "#details-document-issued-on" {
		t.Errorf("a bad date: %d, %q", res.StatusCode, d.Text("[data-errors]"))
	}
	again := v.form(d, "form[data-guard]")
	for name := range form {
		if name != "key" && name != "viec" && again.Get(name) != form.Get(name) {
			t.Errorf("%s was %q and is %q", name, form.Get(name), again.Get(name))
		}
	}

	// Both ways to write a date are read; a file comes along.
	again.Set("details.document.issued_on", "2026-03-04")
	again.Set("viec", "luu")
	res = v.upload("/quan-tri/soan", again, "files", "phụ lục.txt", "Danh sách chợ.\n")
	d = v.then(res)
	id, _, _ := strings.Cut(strings.TrimPrefix(res.Header.Get("Location"), "/quan-tri/muc/"), "?")
	if d.Text("h1") != "Quyết định về chợ" || !strings.Contains(d.Text("main"), "05/2026/QĐ-UBND") || !strings.Contains(d.Text("main"), "Điều 17") {
		t.Errorf("the desk shows %q", d.Text("main"))
	}
	file := v.get(d.Attr("main a[href*='/tep/']", "href"))
	if file.StatusCode != http.StatusOK || !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") || file.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the attachment: %d %v", file.StatusCode, file.Header)
	}

	v.then(v.post("/quan-tri/muc/"+id+"/gui-duyet", v.form(v.page("/quan-tri/muc/"+id+"/gui-duyet"), "form.act")))

	// The board: without the checklist nothing happens; with it, in three steps.
	head := o.as("truongban")
	list := head.page("/quan-tri")
	at := list.Attr("tbody tr td a.button", "href")
	if at != "/quan-tri/muc/"+id+"/duyet" || !strings.Contains(list.Text("tbody"), "còn 1 ngày làm việc") {
		t.Errorf("the work list leads to %q: %s", at, list.Text("tbody"))
	}
	answer := head.form(head.page(at), "form[aria-labelledby=duyet]")
	answer.Set("viec", "duyet")
	res = head.post(at, answer)
	if d = rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || len(d.All("[data-errors] a")) != 5 {
		t.Errorf("without checklist: %d, %s", res.StatusCode, d.Text("[data-errors]"))
	}
	answer.Set("all", "1")
	head.then(head.post(at, answer))
	before = o.head()
	if res = head.post(at, answer); res.StatusCode != http.StatusSeeOther || o.head() != before {
		t.Errorf("the same answer twice: %d, log %d → %d", res.StatusCode, before, o.head())
	}
	if d = o.visitor().page("/cq/kesach/van-ban/05-2026-qd-ubnd"); d.Text("h1") != "Quyết định về chợ" {
		t.Errorf("the public page says %q", d.Text("h1"))
	}
}

func TestReturnWithReason(t *testing.T) {
	o := newOffice(t)
	id := o.submitted("Tin cần sửa")
	head := o.as("truongban")
	at := "/quan-tri/muc/" + id + "/duyet"
	form := head.form(head.page(at), "form[aria-labelledby=tra-lai]")
	form.Set("viec", "tra-lai")
	if res := head.post(at, form); res.StatusCode != http.StatusUnprocessableEntity || !rendertest.Read(t, res).Has("#reason[aria-invalid=true]") {
		t.Errorf("without a reason: %d", res.StatusCode)
	}
	form.Set("reason", "Thiếu nguồn.")
	head.then(head.post(at, form))
	if d := o.as("bientap").page("/quan-tri/muc/" + id); !strings.Contains(d.Text(".notice"), "Thiếu nguồn.") {
		t.Errorf("the writer sees %q", d.Text("main"))
	}
}

func TestEmbargoIsVietNamTimeAndLiesAhead(t *testing.T) {
	o := newOffice(t)
	id := o.submitted("Tin hẹn giờ")
	head := o.as("truongban")
	at := "/quan-tri/muc/" + id + "/duyet"
	form := head.form(head.page(at), "form[aria-labelledby=duyet]")
	form.Set("all", "1")
	form.Set("when", "hen")
	for _, c := range []struct{ day, clock, field string }{{"", "07:30", "embargo_day"}, {"01/03/2026", "07:30", "embargo_day"}, {"06/03/2026", "7h", "embargo_time"}} {
		form.Set("embargo_day", c.day)
		form.Set("embargo_time", c.clock)
		res := head.post(at, form)
		if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !d.Has("[name="+c.field+"][aria-invalid=true]") || !d.Has("[name=all][checked]") {
			t.Errorf("%v: %d, %s", c, res.StatusCode, d.Text("[data-errors]"))
		}
	}
	form.Set("embargo_day", "06/03/2026")
	form.Set("embargo_time", "07:30")
	head.then(head.post(at, form))
	if d := head.page("/quan-tri/muc/" + id); !strings.Contains(d.Text("aside"), "06/03/2026 07:30") {
		t.Errorf("the desk says %q", d.Text("aside"))
	}
}

func TestTwoWhoSaveAtOnce(t *testing.T) {
	o := newOffice(t)
	first := o.as("bientap")
	id := first.drafted("Tiêu đề gốc")
	at := "/quan-tri/muc/" + id + "/sua"
	second := o.as("soanhai")
	mine := second.form(second.page(at), "form[data-guard]")
	theirs := first.form(first.page(at), "form[data-guard]")
	theirs.Set("body", "Nội dung của người thứ nhất.\r\n\r\nHết.")
	theirs.Set("viec", "luu")
	first.then(first.post(at, theirs))

	mine.Set("title", "Tiêu đề của người thứ hai")
	mine.Set("body", strings.ReplaceAll(mine.Get("body"), "\n", "\r\n")) // as browsers send lines
	mine.Set("viec", "luu")
	before := o.head()
	res := second.post(at, mine)
	d := rendertest.Read(t, res)
	if res.StatusCode != http.StatusConflict || o.head() != before {
		t.Fatalf("a stale save: %d, log %d → %d", res.StatusCode, before, o.head())
	}
	if !strings.Contains(d.Text("section[aria-labelledby=cua-ho]"), "người thứ nhất") || !strings.Contains(d.Text("section[aria-labelledby=cua-toi]"), "người thứ hai") ||
		!strings.Contains(d.Text(".lead"), "Người bientap") || len(d.All("section[aria-labelledby=cua-toi] .diff")) != 1 {
		t.Errorf("the conflict page says %q", d.Text("main"))
	}

	// Going on puts the writer's part on top of the newest, and saves nothing yet.
	keep := second.form(d, "form.act")
	keep.Set("viec", "tiep-tuc")
	d = rendertest.Read(t, second.post(at, keep))
	form := second.form(d, "form[data-guard]")
	if form.Get("title") != "Tiêu đề của người thứ hai" || form.Get("body") != "Nội dung của người thứ nhất.\n\nHết." || o.head() != before {
		t.Errorf("put together: %q, %q", form.Get("title"), form.Get("body"))
	}
	form.Set("viec", "luu")
	if d = second.then(second.post(at, form)); d.Text("h1") != "Tiêu đề của người thứ hai" || !strings.Contains(d.Text(".prose"), "người thứ nhất") {
		t.Errorf("saved: %q", d.Text("main"))
	}
}

func TestTypingOutlivesTheSession(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	form := v.form(v.page("/quan-tri/soan?loai=news&co-quan="+o.unit["943"]), "form[data-guard]")
	form.Set("title", "Bài viết dài")
	o.advance(20 * time.Minute) // idle for too long
	res := v.post("/quan-tri/soan", form)
	d := rendertest.Read(t, res)
	if res.StatusCode != http.StatusUnauthorized || d.Attr("main form input[name=title]", "value") != "Bài viết dài" || d.Attr("main form", "action") != "/quan-tri/soan" {
		t.Fatalf("after the session: %d, %s", res.StatusCode, d.Text("main"))
	}
	// Signed in again, the old token is refused once more and the answers still there.
	v.jar = o.as("bientap").jar
	d = rendertest.Read(t, v.post("/quan-tri/soan", v.form(d, "main form")))
	if d = v.then(v.post("/quan-tri/soan", v.form(d, "main form"))); d.Text("h1") != "Bài viết dài" {
		t.Errorf("saved %q", d.Text("h1"))
	}
	// Secrets are not written back.
	res = o.visitor().post("/quan-tri/tai-khoan-cua-toi/mat-khau", url.Values{"old": {word}, "new": {"bí mật mới tinh"}, "again": {"bí mật mới tinh"}})
	if d = rendertest.Read(t, res); strings.Contains(d.HTML, word) || strings.Contains(d.HTML, "bí mật mới tinh") {
		t.Error("a password is on the page")
	}
}

func TestCorrectionAndWithdrawalAskForAPublicReason(t *testing.T) {
	o := newOffice(t)
	id := o.published("Tin có lỗi")
	v := o.as("bientap")
	at := "/quan-tri/muc/" + id + "/dinh-chinh"
	form := v.form(v.page(at), "form.act")
	if res := v.post(at, form); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", res.StatusCode)
	}
	form.Set("reason", "Sai ngày họp.")
	v.then(v.post(at, form))
	edit := v.form(v.page("/quan-tri/muc/"+id+"/sua"), "form[data-guard]")
	edit.Set("body", "Nội dung đúng.")
	edit.Set("viec", "luu")
	v.then(v.post("/quan-tri/muc/"+id+"/sua", edit))
	v.then(v.post("/quan-tri/muc/"+id+"/gui-duyet", v.form(v.page("/quan-tri/muc/"+id+"/gui-duyet"), "form.act")))
	head := o.as("truongban")
	d := head.page("/quan-tri/muc/" + id + "/duyet")
	if len(d.All(".diff ins")) != 1 {
		t.Errorf("the review shows no difference: %q", d.Text("main"))
	}
	at = "/quan-tri/muc/" + id + "/go"
	form = head.form(head.page(at), "form.act")
	form.Set("reason", "Trùng tin khác.")
	head.then(head.post(at, form))
	if res := o.visitor().get("/cq/kesach/tin-tuc/tin-co-loi"); res.StatusCode != http.StatusGone || !strings.Contains(rendertest.Read(t, res).Text("main"), "Trùng tin khác.") {
		t.Errorf("the tombstone: %d", res.StatusCode)
	}
}

func TestTheWriterMayNotApprove(t *testing.T) {
	o := newOffice(t)
	o.do(o.n.App.Commands.GrantRole(t.Context(), operator, app.GrantRole{Account: o.account["truongban"], Role: "editor", Agency: o.unit["943"], From: day("2026-01-06")}))
	v := o.as("truongban")
	id := v.drafted("Tự viết tự duyệt")
	v.then(v.post("/quan-tri/muc/"+id+"/gui-duyet", v.form(v.page("/quan-tri/muc/"+id+"/gui-duyet"), "form.act")))
	d := v.page("/quan-tri/muc/" + id + "/duyet")
	if d.Has("form[aria-labelledby=duyet]") || !strings.Contains(d.Text("main"), "publication.same_person") {
		t.Errorf("the review page says %q", d.Text("main"))
	}
	form := o.plausible(v.form(d, "header .staff form").Get("csrf"))
	if res := v.post("/quan-tri/muc/"+id+"/duyet", form); res.StatusCode != http.StatusForbidden {
		t.Errorf("a forged approval: %d", res.StatusCode)
	}
}

func TestFilesThatAreRefusedLoseNoText(t *testing.T) {
	o := newOffice(t)
	o.n.App.Limits.AttachmentBytes = 1000
	v := o.as("bientap")
	const at = "/quan-tri/soan"
	form := v.form(v.page(at+"?loai=news&co-quan="+o.unit["943"]), "form[data-guard]")
	form.Set("title", "Tin có tệp")
	form.Set("viec", "luu")
	before := o.head()
	for name, content := range map[string]string{
		"to.txt": strings.Repeat("x", 1500), "khong-lo.txt": strings.Repeat("x", 9<<20), "la.exe": "MZ...", "gia.pdf": "không phải PDF",
	} {
		res := v.upload(at, form, "files", name, content)
		if d := rendertest.Read(t, res); res.StatusCode < 400 || d.Attr("#title", "value") != "Tin có tệp" || !d.Has("#files[aria-invalid=true]") || !d.Has("[data-errors] a[href='#files']") {
			t.Errorf("%s: %d, %s", name, res.StatusCode, d.Text("main"))
		}
	}
	if o.head() != before {
		t.Errorf("the log grew from %d to %d", before, o.head())
	}
}

func TestAttachmentsAreOrderedRenamedAndRemoved(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	id := v.drafted("Tin nhiều tệp")
	at := "/quan-tri/muc/" + id + "/sua"
	form := v.form(v.page(at), "form[data-guard]")
	form.Set("viec", "tai-tep") // uploads without saving
	for _, name := range []string{"một.txt", "hai.txt", "ba.txt"} {
		form = v.form(rendertest.Read(t, v.upload(at, form, "files", name, "Tệp "+name)), "form[data-guard]")
		form.Set("viec", "tai-tep")
	}
	form.Set("attachments.2.order", "0")
	form.Set("attachments.2.title", "Tệp thứ ba")
	form.Set("attachments.0.remove", "1")
	form.Set("viec", "luu")
	d := v.then(v.post(at, form))
	if got := strings.Join(d.Texts("main a[href*='/tep/']"), "|"); !strings.HasPrefix(got, "ba.txt") || !strings.Contains(got, "|hai.txt") || strings.Contains(got, "một.txt") || !strings.Contains(d.Text("main"), "Tệp thứ ba") {
		t.Errorf("the files are %q", got)
	}
	// A file that nobody uploaded cannot be put on the list.
	form = v.form(v.page(at), "form[data-guard]")
	form.Set("attachments.0.sha256", strings.Repeat("a", 64))
	form.Set("viec", "luu")
	if res := v.post(at, form); res.StatusCode < 400 || !rendertest.Read(t, res).Has("#files[aria-invalid=true]") {
		t.Errorf("a forged file: %d", res.StatusCode)
	}
}

func TestTranslationsGoStaleAndAreConfirmed(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	id := v.drafted("Bản gốc")
	at := "/quan-tri/muc/" + id + "/sua"
	save := func(change map[string]string) *rendertest.Doc {
		form := v.form(v.page(at), "form[data-guard]")
		for name, answer := range change {
			form.Set(name, answer)
		}
		form.Set("viec", "luu")
		v.then(v.post(at, form))
		return v.page(at)
	}
	save(map[string]string{"translations.en.title": "Original"})
	if d := save(map[string]string{"title": "Bản gốc mới"}); !d.Has("[name='translations.en.confirm']") {
		t.Fatal("the translation is not stale")
	}
	if d := save(map[string]string{"translations.en.confirm": "1"}); d.Has("[name='translations.en.confirm']") || d.Attr("[name='translations.en.title']", "value") != "Original" {
		t.Error("the translation is still stale after it was confirmed")
	}
	if d := save(map[string]string{"translations.en.drop": "1"}); d.Has("[name='translations.en.title'][value]") {
		t.Error("the translation was not dropped")
	}
}

func TestBorrowedPowerIsChosen(t *testing.T) {
	o := newOffice(t)
	do := o.n.App.Commands
	o.person("pho", "board_member", o.unit["943"])
	o.do(do.AppointMember(t.Context(), operator, app.AppointMember{Agency: o.unit["943"], Account: o.account["pho"], Position: "member", From: day("2026-03-01"),
		Decision: board.Decision{Number: "2", Date: day("2026-02-01"), Signer: "x"}}))
	o.must(o.n.Ready(t.Context()))
	head := o.as("truongban")
	seats := "/quan-tri/ban-bien-tap/" + o.unit["943"]
	lend := head.form(head.page(seats), "form[aria-labelledby=viec-uy-quyen]")
	lend.Set("to", o.account["pho"])
	lend.Set("since", "05/03/2026")
	lend.Set("until", "10/03/2026")
	head.then(head.post(seats+"/uy-quyen", lend))
	id := o.submitted("Duyệt thay")
	v := o.as("pho")
	at := "/quan-tri/muc/" + id + "/duyet"
	form := v.form(v.page(at), "form[aria-labelledby=duyet]")
	if power, asked := form["thay-mat"]; !asked || power[0] != "" || !v.page(at).Has("[name=thay-mat][value='"+o.account["truongban"]+"']") {
		t.Fatal("the power to use is not asked, or borrowed power is taken for granted")
	}
	form.Set("thay-mat", o.account["truongban"])
	form.Set("all", "1")
	if d := v.then(v.post(at, form)); !strings.Contains(d.Text(".timeline"), "được Trưởng ban Biên tập ủy quyền duyệt") {
		t.Errorf("the history says %q", d.Text(".timeline"))
	}
}
