package portal_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/portal/render/rendertest"
)

func day(s string) calendar.Date { return calendar.MustParse(s) }

func TestSigningIn(t *testing.T) {
	o := newOffice(t)
	v := o.visitor()
	res := v.post("/dang-nhap", url.Values{"login": {"bientap"}, "password": {"sai mật khẩu rồi"}, "next": {"/quan-tri"}})
	d := rendertest.Read(t, res)
	if res.StatusCode != http.StatusUnauthorized || !d.Has("#login[aria-invalid=true]") || d.Attr("#login", "value") != "bientap" || strings.Contains(d.HTML, "sai mật khẩu") {
		t.Errorf("wrong password: %d, %s", res.StatusCode, d.Text("main"))
	}
	for _, c := range []struct{ next, want string }{{"https://evil.example/", "/quan-tri"}, {"//evil.example", "/quan-tri"}, {"/quan-tri/muc/1?x=2", "/quan-tri/muc/1?x=2"}} {
		res = v.post("/dang-nhap", url.Values{"login": {"bientap"}, "password": {word}, "next": {c.next}})
		if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != c.want {
			t.Errorf("next=%s leads to %q", c.next, res.Header.Get("Location"))
		}
	}
}

func TestTheCodeStepHoldsNoPassword(t *testing.T) {
	o := newOffice(t)
	o.advance(time.Minute)
	v := o.visitor()
	d := rendertest.Read(t, v.post("/dang-nhap", url.Values{"login": {"truongban"}, "password": {word}}))
	if strings.Contains(d.HTML, word) || !d.Has("#code[autocomplete=one-time-code]") || len(v.jar) != 0 {
		t.Fatalf("the second step: %s, cookies %v", d.Text("main"), v.jar)
	}
	form := v.form(d, "form.act")
	form.Set("code", "000000")
	res := v.post("/dang-nhap", form)
	if d = rendertest.Read(t, res); res.StatusCode != http.StatusUnauthorized || !d.Has("#code[aria-invalid=true]") {
		t.Errorf("a wrong code: %d, %s", res.StatusCode, d.Text("main"))
	}
	o.advance(6 * time.Minute)
	form.Set("code", o.code())
	if d = rendertest.Read(t, v.post("/dang-nhap", form)); !d.Has("#password") || !strings.Contains(d.Text("main"), "signin.step") {
		t.Errorf("a step that is too old: %s", d.Text("main"))
	}
}

func TestLockOutIsToldInWords(t *testing.T) {
	o := newOffice(t)
	v := o.visitor()
	for range 5 {
		v.post("/dang-nhap", url.Values{"login": {"bientap"}, "password": {"sai mật khẩu rồi"}})
	}
	res := v.post("/dang-nhap", url.Values{"login": {"bientap"}, "password": {word}})
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusTooManyRequests || !d.Has(".notice-error") {
		t.Errorf("locked: %d, %s", res.StatusCode, d.Text("main"))
	}
}

func TestSigningOutEndsTheSession(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	jar := map[string]string{}
	for name, value := range v.jar {
		jar[name] = value
	}
	form := v.form(v.page("/quan-tri"), "header .staff form")
	if res := v.post("/dang-xuat", url.Values{"csrf": {"forged"}}); res.StatusCode != http.StatusForbidden {
		t.Errorf("without a token: %d", res.StatusCode)
	}
	if res := v.post("/dang-xuat", form); res.Header.Get("Location") != "/dang-nhap" {
		t.Errorf("signing out leads to %q", res.Header.Get("Location"))
	}
	o.must(o.n.Ready(t.Context()))
	v.jar = jar // the old cookie, kept by somebody
	if res := v.get("/quan-tri"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the old session still opens the desk: %d", res.StatusCode)
	}
}

func TestAccountsByForms(t *testing.T) {
	o := newOffice(t)
	v := o.as("quantri")
	form := v.form(v.page("/quan-tri/tai-khoan"), "form.act")
	form.Set("login", "bientap")
	form.Set("name", "Trùng tên")
	res := v.post("/quan-tri/tai-khoan", form)
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusConflict || d.Attr("[name=name]", "value") != "Trùng tên" || !d.Has("#login[aria-invalid=true]") {
		t.Errorf("a login that is taken: %d, %s", res.StatusCode, d.Text("main"))
	}
	form.Set("login", "nguoimoi")
	form.Set("password", "bốn từ khác hẳn nhau")
	res = v.post("/quan-tri/tai-khoan", form)
	d := v.then(res)
	at, _, _ := strings.Cut(res.Header.Get("Location"), "?")
	grant := v.form(d, "form[aria-labelledby=viec-vai-tro]")
	grant.Set("role", "editor")
	grant.Set("agency", o.unit["943"])
	grant.Set("from", "hôm nay")
	res = v.post(at+"/vai-tro", grant)
	if d = rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !d.Has("[name=from][value='hôm nay'][aria-invalid=true]") {
		t.Errorf("a bad day: %d, %s", res.StatusCode, d.Text("[data-errors]"))
	}
	grant.Set("from", "05/03/2026")
	if d = v.then(v.post(at+"/vai-tro", grant)); !strings.Contains(d.Text("main"), "Biên tập viên – Huyện Kế Sách") {
		t.Errorf("the account shows %q", d.Text("main"))
	}
	// The new person must change the password before anything else.
	n := o.visitor()
	n.post("/dang-nhap", url.Values{"login": {"nguoimoi"}, "password": {"bốn từ khác hẳn nhau"}})
	if res = n.get("/quan-tri"); res.Header.Get("Location") != "/quan-tri/tai-khoan-cua-toi" {
		t.Errorf("with a temporary password: %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	change := n.form(n.page("/quan-tri/tai-khoan-cua-toi"), "form[aria-labelledby=viec-mat-khau]")
	change.Set("old", "bốn từ khác hẳn nhau")
	change.Set("new", "một câu hoàn toàn mới")
	change.Set("again", "một câu hoàn toàn cũ")
	res = n.post("/quan-tri/tai-khoan-cua-toi/mat-khau", change)
	if d = rendertest.Read(t, res); res.StatusCode != http.StatusUnprocessableEntity || !d.Has("[name=again][aria-invalid=true]") || strings.Contains(d.HTML, "một câu") {
		t.Errorf("two entries that differ: %d, %s", res.StatusCode, d.Text("[data-errors]"))
	}
	change.Set("again", "một câu hoàn toàn mới")
	if res = n.post("/quan-tri/tai-khoan-cua-toi/mat-khau", change); res.StatusCode != http.StatusSeeOther {
		t.Errorf("changing: %d, %s", res.StatusCode, rendertest.Read(t, res).Text("main"))
	}
	// Disabled, the account is out at once.
	disable := v.form(v.page(at), "form[aria-labelledby=viec-khoa]")
	disable.Set("reason", "Nghỉ việc.")
	v.then(v.post(at+"/khoa", disable))
	if res = n.get("/quan-tri"); res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(res.Header.Get("Location"), "/dang-nhap") {
		t.Errorf("after disabling: %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
}

var secretForm = regexp.MustCompile(`mb_[A-Za-z0-9_-]{20,}`)

func TestATokenIsShownOnce(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	const at = "/quan-tri/tai-khoan-cua-toi"
	form := v.form(v.page(at), "form[aria-labelledby=viec-khoa]")
	form.Set("label", "Máy lấy tin")
	d := rendertest.Read(t, v.post(at+"/khoa", form))
	if !secretForm.MatchString(d.Text("#khoa-moi")) {
		t.Fatalf("no token: %s", d.Text("main"))
	}
	d = rendertest.Read(t, v.post(at+"/khoa", form))
	if d.Has("#khoa-moi") || !strings.Contains(d.Text("main"), "token.shown_before") {
		t.Errorf("sent twice: %s", d.Text("main"))
	}
	d = v.page(at)
	if secretForm.MatchString(d.HTML) || !strings.Contains(d.Text("main"), "Máy lấy tin, dùng được đến hết") {
		t.Errorf("later: %s", d.Text("main"))
	}
	revoke := v.form(d, "form[action$='/thu-hoi-khoa']")
	if d = v.then(v.post(at+"/thu-hoi-khoa", revoke)); !strings.Contains(d.Text("main"), "Máy lấy tin (đã thu hồi)") {
		t.Errorf("revoked: %s", d.Text("main"))
	}
}

func TestEnrollingASecondFactor(t *testing.T) {
	o := newOffice(t)
	v := o.as("bientap")
	const at = "/quan-tri/tai-khoan-cua-toi"
	d := v.page(at)
	if !d.Has("svg.qr path") || !d.Has("form[action$='/xac-thuc'] input[name=secret]") {
		t.Fatal("no key to scan")
	}
	form := v.form(d, "form[action$='/xac-thuc']")
	form.Set("code", "000000")
	res := v.post(at+"/xac-thuc", form)
	again := rendertest.Read(t, res)
	if res.StatusCode == http.StatusSeeOther || v.form(again, "form[action$='/xac-thuc']").Get("secret") != form.Get("secret") {
		t.Errorf("a wrong code: %d, another key", res.StatusCode)
	}
	form.Set("secret", totpKey)
	form.Set("code", o.code())
	if res = v.post(at+"/xac-thuc", form); res.StatusCode != http.StatusSeeOther {
		t.Errorf("enrolling: %d, %s", res.StatusCode, rendertest.Read(t, res).Text("main"))
	}
}

func TestTheBoardByForms(t *testing.T) {
	o := newOffice(t)
	v := o.as("thutruong")
	at := "/quan-tri/ban-bien-tap/" + o.unit["943"]
	form := v.form(v.page("/quan-tri/ban-bien-tap/943"), "form[aria-labelledby=viec-bo-nhiem]")
	for name, answer := range map[string]string{"account": o.account["soanhai"], "position": "head", "from": "05/03/2026",
		"decision.number": "15/QĐ", "decision.date": "01/03/2026", "decision.signer": "Chủ tịch"} {
		form.Set(name, answer)
	}
	res := v.post(at+"/bo-nhiem", form)
	if d := rendertest.Read(t, res); res.StatusCode != http.StatusConflict || !strings.Contains(d.Text("main"), "Trưởng ban") || d.Attr("#bo-nhiem-decision-number", "value") != "15/QĐ" || d.Has("#quy-che-decision-number[value]") {
		t.Errorf("a second head: %d, %s", res.StatusCode, d.Text("main"))
	}
	form.Set("position", "deputy")
	d := v.then(v.post(at+"/bo-nhiem", form))
	if !strings.Contains(d.Text("section[aria-labelledby=thanh-vien]"), "Người soanhai – Phó Trưởng ban") {
		t.Errorf("the board shows %q", d.Text("main"))
	}
	head := o.as("truongban")
	lend := head.form(head.page(at), "form[aria-labelledby=viec-uy-quyen]")
	lend.Set("to", o.account["soanhai"])
	lend.Set("since", "05/03/2026")
	lend.Set("until", "10/03/2026")
	if d = head.then(head.post(at+"/uy-quyen", lend)); !strings.Contains(d.Text("section[aria-labelledby=uy-quyen]"), "Người truongban ủy quyền cho Người soanhai") {
		t.Errorf("the board shows %q", d.Text("main"))
	}
}
