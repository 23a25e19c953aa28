package portal_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"minhbach/portal"
	"minhbach/portal/render/rendertest"
)

// A route of the desk is about nothing in particular, about the reader's own things,
// about one thing of one agency, or for administrators alone.
const (
	open   = "open"
	own    = "own"
	object = "object" // of another agency: 403 or 404
	admin  = "admin"  // without the role: 403
)

// sort says what each route is about. A route that is not here fails the test.
func sort(pattern string) string {
	_, path, _ := strings.Cut(pattern, " ")
	switch {
	case path == "/dang-nhap":
		return open
	case path == "/dang-xuat", path == "/quan-tri", path == "/quan-tri/phien", path == "/quan-tri/ban-bien-tap",
		path == "/quan-tri/du-lieu", pattern == "GET /quan-tri/du-lieu/soan", pattern == "GET /quan-tri/soan", pattern == "GET /quan-tri/tai-khoan", pattern == "GET /quan-tri/luu-tru", strings.HasPrefix(path, "/quan-tri/tai-khoan-cua-toi"):
		return own
	case path == "/quan-tri/co-quan", path == "/quan-tri/co-quan/them", path == "/quan-tri/co-quan/nhap", path == "/quan-tri/he-thong", strings.HasPrefix(path, "/quan-tri/thong-bao"), path == "/quan-tri/du-lieu-ca-nhan",
		pattern == "POST /quan-tri/tai-khoan":
		return admin
	case pattern == "POST /quan-tri/soan", pattern == "POST /quan-tri/luu-tru", pattern == "POST /quan-tri/du-lieu/soan", strings.Contains(path, "{id}"), strings.Contains(path, "{agency}"):
		return object
	}
	return ""
}

// published takes an item of 943 through the whole flow and returns its id.
func (o *office) published(title string) string {
	o.t.Helper()
	id := o.submitted(title)
	v := o.as("truongban")
	form := v.form(v.page("/quan-tri/muc/"+id+"/duyet"), "form[aria-labelledby=duyet]")
	form.Set("all", "1")
	form.Set("viec", "duyet")
	v.then(v.post("/quan-tri/muc/"+id+"/duyet", form))
	return id
}

func (o *office) submitted(title string) string {
	o.t.Helper()
	v := o.as("bientap")
	id := v.drafted(title)
	form := v.form(v.page("/quan-tri/muc/"+id+"/gui-duyet"), "form.act")
	v.then(v.post("/quan-tri/muc/"+id+"/gui-duyet", form))
	return id
}

func (v *visitor) drafted(title string) string {
	v.t.Helper()
	form := v.form(v.page("/quan-tri/soan?loai=news&co-quan="+v.unit["943"]), "form[data-guard]")
	form.Set("title", title)
	form.Set("summary", "Tóm tắt.")
	form.Set("body", "Nội dung.")
	res := v.post("/quan-tri/soan", form)
	v.then(res)
	id, _, _ := strings.Cut(strings.TrimPrefix(res.Header.Get("Location"), "/quan-tri/muc/"), "?")
	return id
}

// fill puts ids of 943 into a pattern.
func (o *office) fill(pattern, item string) (method, path string) {
	method, path, _ = strings.Cut(pattern, " ")
	id := item
	switch {
	case strings.HasPrefix(path, "/quan-tri/tai-khoan/"), strings.HasPrefix(path, "/quan-tri/du-lieu-ca-nhan/"):
		id = o.account["bientap"]
	case strings.HasPrefix(path, "/quan-tri/co-quan/"):
		id = o.unit["943"]
	case strings.HasPrefix(path, "/quan-tri/du-lieu/"):
		id = o.dataset
	}
	return method, strings.NewReplacer("{id}", id, "{agency}", o.unit["943"], "{sha256}", strings.Repeat("0", 64), "{name}", "x.pdf", "{upload}", o.uploaded).Replace(path)
}

// plausible answers every question that a form of the desk asks.
func (o *office) plausible(token string) url.Values {
	return url.Values{
		"csrf": {token}, "reason": {"Một lý do."}, "title": {"Chiếm quyền"}, "summary": {"s"}, "body": {"b"}, "language": {"vi"}, "loai": {"news"},
		"co-quan": {o.unit["943"]}, "metadata.creator": {"x"}, "all": {"1"}, "password": {"một mật khẩu khác hẳn"}, "role": {"editor"}, "agency": {o.unit["943"]},
		"from": {"05/03/2026"}, "to": {o.account["la-bientap"]}, "since": {"05/03/2026"}, "until": {"06/03/2026"}, "on": {"05/03/2026"}, "account": {o.account["la-bientap"]},
		"position": {"member"}, "decision.number": {"1"}, "decision.date": {"05/01/2026"}, "decision.signer": {"x"}, "valid_from": {"05/03/2026"}, "name_vi": {"X"},
		"unit_type": {"Huyện"}, "parent": {o.unit["94"]}, "agencies": {o.unit["943"], o.unit["944"]}, "into": {o.unit["944"]}, "successor": {o.unit["944"]}, "confirm": {"1"},
		"fqdn": {"x.soctrang.gov.vn"}, "agreement": {"1"}, "agreed_on": {"05/03/2026"}, "login": {"moi"}, "name": {"Mới"}, "code": {"999"}, "level": {"district"},
		"obligation": {"mandatory"}, "token": {"01890000-0000-7000-8000-000000000001"},
		"capacity": {"subject"}, "basis": {"subject_request"}, "ground": {"retention"}, "cause": {"objection"}, "channel": {"letter"}, "hold": {"x"}, "confirmed": {"1"},
	}
}

func TestEveryStaffRouteIsListed(t *testing.T) {
	seen := map[string]bool{}
	for _, pattern := range portal.StaffPatterns() {
		if sort(pattern) == "" {
			t.Errorf("%s is not in the matrix of this test", pattern)
		}
		if seen[pattern] {
			t.Errorf("%s is listed twice", pattern)
		}
		seen[pattern] = true
	}
	if len(seen) < 50 {
		t.Errorf("%d routes; is the table still complete?", len(seen))
	}
}

func TestNobodyGetsInWithoutSigningIn(t *testing.T) {
	o := newOffice(t)
	item := o.published("Tin của Kế Sách")
	o.withData()
	before := o.head()
	for _, pattern := range portal.StaffPatterns() {
		if sort(pattern) == open {
			continue
		}
		method, path := o.fill(pattern, item)
		v := o.visitor()
		if method == http.MethodGet {
			res := v.get(path)
			if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/dang-nhap?next="+url.QueryEscape(path) {
				t.Errorf("%s: %d to %q", pattern, res.StatusCode, res.Header.Get("Location"))
			}
			continue
		}
		res := v.post(path, o.plausible("x"))
		if d := rendertest.Read(t, res); res.StatusCode != http.StatusUnauthorized || !d.Has("main a[href^='/dang-nhap']") {
			t.Errorf("%s: %d, %s", pattern, res.StatusCode, d.Text("main"))
		}
	}
	if o.head() != before {
		t.Errorf("the log grew from %d to %d", before, o.head())
	}
}

func TestOtherAgenciesThingsAreOutOfReach(t *testing.T) {
	o := newOffice(t)
	item := o.published("Tin của Kế Sách")
	o.withData()
	people := []string{"la-bientap", "la-truongban", "la-thutruong"}
	visitors := map[string]*visitor{}
	tokens := map[string]string{}
	for _, login := range people {
		visitors[login] = o.as(login)
		tokens[login] = visitors[login].form(visitors[login].page("/quan-tri"), "header .staff form").Get("csrf")
	}
	before := o.head()
	for _, pattern := range portal.StaffPatterns() {
		about := sort(pattern)
		if about != object && about != admin {
			continue
		}
		method, path := o.fill(pattern, item)
		for _, login := range people {
			v := visitors[login]
			var res *http.Response
			if method == http.MethodGet {
				res = v.get(path)
			} else {
				res = v.post(path, o.plausible(tokens[login]))
			}
			if refused := []int{http.StatusForbidden, http.StatusNotFound}; !slices.Contains(refused, res.StatusCode) {
				t.Errorf("%s as %s: %d to %q", pattern, login, res.StatusCode, res.Header.Get("Location"))
			}
		}
	}
	if o.head() != before {
		t.Errorf("the log grew from %d to %d", before, o.head())
	}
}

func TestInspectorsReadEverythingAndChangeNothing(t *testing.T) {
	o := newOffice(t)
	item := o.published("Tin của Kế Sách")
	o.withData()
	v := o.as("thanhtra")
	token := v.form(v.page("/quan-tri"), "header .staff form").Get("csrf")
	for _, path := range []string{"/quan-tri/muc/" + item, "/quan-tri/tai-khoan", "/quan-tri/tai-khoan/" + o.account["bientap"], "/quan-tri/co-quan",
		"/quan-tri/co-quan/" + o.unit["944"], "/quan-tri/ban-bien-tap/" + o.unit["944"], "/quan-tri/he-thong", "/quan-tri?loc=tat-ca"} {
		if d := v.page(path); d.Has("main form[method=post]") {
			t.Errorf("%s offers the inspector a form", path)
		}
	}
	before := o.head()
	for _, pattern := range portal.StaffPatterns() {
		method, path := o.fill(pattern, item)
		if method == http.MethodGet || sort(pattern) == open || sort(pattern) == own {
			continue
		}
		if res := v.post(path, o.plausible(token)); res.StatusCode < 400 {
			t.Errorf("%s: %d to %q", pattern, res.StatusCode, res.Header.Get("Location"))
		}
	}
	if o.head() != before {
		t.Errorf("the log grew from %d to %d", before, o.head())
	}
}

// Every page of the desk, as the people who use it see it: every form that changes
// something carries its token and key, and looking changes nothing.
func TestFormsCarryTokenKeyAndRevision(t *testing.T) {
	o := newOffice(t)
	public, waiting := o.published("Tin đã đăng"), o.submitted("Tin chờ duyệt")
	draft := o.as("bientap").drafted("Tin đang viết")
	o.withData()
	shown := 0
	for _, login := range []string{"quantri", "thutruong", "truongban", "bientap", "congtac"} {
		v := o.as(login)
		before := o.head()
		for _, pattern := range portal.StaffPatterns() {
			for _, item := range []string{public, waiting, draft} {
				method, path := o.fill(pattern, item)
				if method != http.MethodGet || strings.HasPrefix(path, "/dang-nhap") || strings.HasSuffix(path, "/phien") || strings.Contains(path, "/dong-loai.") {
					continue
				}
				res := v.get(path)
				if res.StatusCode != http.StatusOK {
					continue
				}
				d := rendertest.Read(t, res)
				forms := d.All("main form[method=post]")
				shown += len(forms)
				if token, key := d.All("main form[method=post] input[name=csrf]"), d.All("main form[method=post] input[name=key]"); len(token) != len(forms) || len(key) != len(forms) {
					t.Errorf("%s as %s: %d forms, %d tokens, %d keys", path, login, len(forms), len(token), len(key))
				}
				if strings.Contains(path, "/muc/") && len(d.All("main form[method=post] input[name=revision]")) != len(forms) {
					t.Errorf("%s as %s: a form without revision", path, login)
				}
			}
		}
		if o.head() != before {
			t.Errorf("looking as %s made the log grow from %d to %d", login, before, o.head())
		}
	}
	if shown < 100 {
		t.Errorf("only %d forms were looked at", shown)
	}
}
