package api

import (
	"net/http"
	"strings"
	"testing"

	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/internal/app"
)

// Bad input of every sort: a status, a stable code and the place.
func TestBadInputIsNamed(t *testing.T) {
	f := newFake()
	s := server(t, f)
	draft := prefix + "/publications"
	item := prefix + "/publications/" + itemID
	const lone = `{"agency":"kesach","kind":"news","content":{"title":"\ud800"}}`
	for _, c := range []struct {
		method, target, body string
		headers              []string
		status               int
		code, location       string
	}{
		{"GET", prefix + "/nothing", "", nil, 404, "request.no_such_address", ""},
		{"GET", "/api/nothing", "", nil, 404, "request.no_such_address", ""},
		{"DELETE", prefix + "/agencies", "", nil, 405, "request.method", ""},
		{"POST", prefix + "/kinds", "{}", nil, 405, "request.method", ""},
		{"GET", prefix + "/agencies?foo=1", "", nil, 422, "request.unknown_parameter", "query.foo"},
		{"GET", prefix + "/agencies?form=round", "", nil, 422, "request.choice", "query.form"},
		{"GET", prefix + "/agencies?form=tree&level=commune", "", nil, 422, "request.combination", "query.level"},
		{"GET", prefix + "/agencies?valid_on=2026-02-30", "", nil, 422, "request.format", "query.valid_on"},
		{"GET", prefix + "/agencies?as_of=yesterday", "", nil, 422, "as_of.form", "query.as_of"},
		{"GET", prefix + "/agencies?as_of=100000", "", nil, 422, "as_of.future", "query.as_of"},
		{"GET", prefix + "/agencies?as_of=1&as_of=2", "", nil, 422, "request.repeated_parameter", "query.as_of"},
		{"GET", prefix + "/agencies?parent=nowhere", "", nil, 404, "not_found", "query.parent"},
		{"GET", prefix + "/agencies/nowhere", "", nil, 404, "not_found", "path.agency"},
		{"GET", prefix + "/agencies?min_position=-1", "", nil, 422, "request.type", "query.min_position"},
		{"GET", prefix + "/publications?limit=0", "", nil, 422, "request.out_of_range", "query.limit"},
		{"GET", prefix + "/publications?limit=101", "", nil, 422, "request.out_of_range", "query.limit"},
		{"GET", prefix + "/publications?limit=x", "", nil, 422, "request.type", "query.limit"},
		{"GET", prefix + "/publications?kind=news,song", "", nil, 422, "request.choice", "query.kind[1]"},
		{"GET", prefix + "/publications?subordinates=true", "", nil, 422, "request.combination", "query.subordinates"},
		{"GET", prefix + "/publications?title=%ff", "", nil, 400, "request.encoding", "query.title"},
		{"GET", prefix + "/publications?title=%zz", "", nil, 400, "request.query_form", "query"},
		{"GET", prefix + "/publications?a=1;b=2", "", nil, 400, "request.query_form", "query"},
		{"GET", prefix + "/publications?title=" + strings.Repeat("a", 301), "", nil, 422, "request.too_long", "query.title"},
		{"GET", prefix + "/publications/not-a-uuid", "", nil, 422, "request.format", "path.id"},
		{"GET", item + "/versions/0", "", nil, 422, "request.out_of_range", "path.number"},
		{"GET", item + "/versions/9", "", nil, 404, "not_found", ""},
		{"GET", item + "/diff?from=1", "", nil, 422, "request.required", "query.to"},
		{"GET", item + "/attachments/xyz", "", nil, 422, "request.format", "path.sha256"},
		{"GET", item + "/attachments/" + strings.Repeat("a", 64), "", nil, 404, "attachment.not_here", "path.sha256"},
		{"GET", prefix + "/publications/" + goneID + "/attachments/" + sha, "", nil, 410, "publication.gone", ""},
		{"GET", prefix + "/publications/" + goneID + "/versions/1", "", nil, 410, "publication.gone", ""},
		{"GET", prefix + "/publications/" + goneID + "/diff?from=1&to=2", "", nil, 410, "publication.gone", ""},
		{"GET", prefix + "/duties?cursor=!!", "", nil, 422, "list.cursor_form", "query.cursor"},
		{"GET", prefix + "/calendar", "", nil, 422, "request.required", "query.year"},
		{"GET", prefix + "/kinds", "", []string{"Accept", "text/html"}, 406, "request.not_acceptable", ""},
		{"GET", prefix + "/kinds", "", []string{"Accept", "application/json;q=0"}, 406, "request.not_acceptable", ""},
		{"POST", draft, `{"agency":"kesach","kind":"news","content":{"titel":"x"}}`, nil, 422, "request.unknown_field", "body.content.titel"},
		{"POST", draft, `{"agency":"kesach","kind":"news","content":{"Title":"x"}}`, nil, 422, "request.unknown_field", "body.content.Title"},
		{"POST", draft, `{"agency":"kesach","kind":"song","content":{}}`, nil, 422, "request.choice", "body.kind"},
		{"POST", draft, `{"agency":"kesach","kind":"news"}`, nil, 422, "request.required", "body.content"},
		{"POST", draft, `{"agency":"kesach","kind":"news","content":{"title":5}}`, nil, 422, "request.type", "body.content.title"},
		{"POST", draft, `{"agency":"kesach","kind":"news","content":{"details":{"plan":{"period_from":1e300}}}}`, nil, 422, "request.type", "body.content.details.plan.period_from"},
		{"POST", draft, `{"agency":"kesach","kind":"news","content":{"title":"` + strings.Repeat("ậ", 301) + `"}}`, nil, 422, "request.too_long", "body.content.title"},
		{"POST", draft, "{\n \"agency\": \"kesach\",\n kind", nil, 400, "request.syntax", "body"},
		{"POST", draft, "{\"agency\":\"\xff\"}", nil, 400, "request.encoding", "body"},
		{"POST", draft, lone, nil, 400, "request.encoding", "body"},
		{"POST", draft, "", nil, 400, "request.body_missing", ""},
		{"POST", draft, "agency=kesach", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "request.media_type", ""},
		{"POST", draft, "{}", []string{"Content-Type", "application/json; charset=windows-1258"}, 415, "request.media_type", ""},
		{"POST", draft, "<a/>", []string{"Content-Type", "application/vnd.x+json"}, 415, "request.media_type", ""},
		{"POST", item + "/submission", `{"note":"` + strings.Repeat("a", 1<<20) + `"}`, nil, 413, "request.too_large", ""},
		{"POST", item + "/checklist", `{"content_hash":"` + sha + `","items":{"mood":""}}`, nil, 422, "request.unknown_field", "body.items.mood"},
		{"POST", item + "/approval", `{}`, nil, 422, "request.required", "body.content_hash"},
		{"POST", prefix + "/attachments?name=a.pdf", strings.Repeat("a", 1001), []string{"Content-Type", "application/pdf"}, 413, "request.too_large", ""},
		{"POST", prefix + "/attachments", "x", []string{"Content-Type", "application/pdf"}, 422, "request.required", "query.name"},
		{"POST", prefix + "/imports/agencies?valid_from=2019-01-01", strings.Repeat("a", 1001), []string{"Content-Type", "text/csv"}, 413, "request.too_large", ""},
		{"POST", prefix + "/imports/agencies?valid_from=2019-01-01", "{}", nil, 415, "request.media_type", ""},
	} {
		f.command = nil
		w := call(s, c.method, c.target, c.body, append([]string{"Authorization", bearerGood}, c.headers...)...)
		name := c.method + " " + c.target[:min(len(c.target), 90)] + " " + c.body[:min(len(c.body), 60)]
		p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t)
		if w.Code != c.status || p.Code != c.code {
			t.Errorf("%s: %d %s, want %d %s\n%s", name, w.Code, p.Code, c.status, c.code, w.Body)
		}
		if got := location(p); c.location != "" && got != c.location {
			t.Errorf("%s: at %q, want %q", name, got, c.location)
		}
		if f.command != nil {
			t.Errorf("%s: reached the command", name)
		}
	}
}

func location(p Problem) string {
	if len(p.Errors) == 0 {
		return ""
	}
	return p.Errors[0].Location
}

// All faults come at once, sorted by place, each with its code.
func TestAllFaultsAtOnce(t *testing.T) {
	w := call(server(t, newFake()), "POST", prefix+"/publications", `{"agency":5,"kind":"song","content":{"b":1,"a":1}}`, "Authorization", bearerGood)
	p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t)
	var got []string
	for _, e := range p.Errors {
		got = append(got, e.Location+" "+e.Code)
	}
	want := "body.agency request.type, body.content.a request.unknown_field, body.content.b request.unknown_field, body.kind request.choice"
	if p.Code != "input.invalid" || strings.Join(got, ", ") != want {
		t.Errorf("%s: %v", p.Code, got)
	}
}

// A line and column of JSON are told.
func TestSyntaxErrorNamesLineAndColumn(t *testing.T) {
	w := call(server(t, newFake()), "POST", prefix+"/publications", "{\n  \"agency\": kesach\n}", "Authorization", bearerGood, "Accept-Language", "en")
	p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t)
	if !strings.Contains(p.Detail, "line 2, column 13") || w.Header().Get("Content-Language") != "en" {
		t.Errorf("%+v", p)
	}
}

// Faults of the domain keep their codes and are located in what was sent.
func TestDomainFaultsAreLocated(t *testing.T) {
	f := newFake()
	s := server(t, f)
	var list fault.List
	list.Add(publication.ErrTitleMissing.New().At("content.title"))
	list.Add(publication.ErrEmail.New("email", "x").At("content.details.contact.email"))
	f.err = list.Err()
	for target, want := range map[string][2]string{
		"POST " + prefix + "/publications":                           {"body.content.title", "body.content.details.contact.email"},
		"PUT " + prefix + "/publications/" + itemID + "/content":     {"body.title", "body.details.contact.email"},
		"POST " + prefix + "/publications/" + itemID + "/discard":    {"content.title", "content.details.contact.email"},
		"POST " + prefix + "/imports/agencies?valid_from=2019-01-01": {"content.title", "content.details.contact.email"},
	} {
		method, path, _ := strings.Cut(target, " ")
		body, headers := `{"reason":"r"}`, []string{"Authorization", bearerGood, "If-Match", `"1"`}
		switch {
		case strings.HasSuffix(path, "/publications"):
			body = `{"agency":"kesach","kind":"news","content":{}}`
		case method == "PUT":
			body = `{}`
		case strings.Contains(path, "imports"):
			body, headers = "level\n", append(headers, "Content-Type", "text/csv")
		}
		w := call(s, method, path, body, headers...)
		p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t)
		if w.Code != 422 || p.Code != "input.invalid" || len(p.Errors) != 2 || p.Errors[0].Location != want[0] || p.Errors[1].Location != want[1] ||
			p.Errors[0].Code != "publication.title_missing" {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
	f.err = publication.ErrContentChanged.New().At("content")
	w := call(s, "POST", prefix+"/publications/"+itemID+"/approval", `{"content_hash":"`+sha+`"}`, "Authorization", bearerGood)
	if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); w.Code != 409 || location(p) != "body.content_hash" {
		t.Errorf("%d %+v", w.Code, p)
	}
	f.err = app.ErrForbidden.New().At("line 12, parent_code")
	w = call(s, "POST", prefix+"/imports/agencies?valid_from=2019-01-01", "level\n", "Authorization", bearerGood, "Content-Type", "text/csv")
	if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); location(p) != "line 12, parent_code" {
		t.Errorf("%+v", p)
	}
}

// Every kind of fault has a status and a title, every code a page.
func TestEveryCodeHasStatusTitleAndPage(t *testing.T) {
	s := server(t, newFake())
	for _, c := range fault.All() {
		status := statusOf(c)
		if status < 400 || title(status, "vi") == "" || title(status, "en") == "" {
			t.Errorf("%s: status %d, title %q", c.Name, status, title(status, "vi"))
		}
		if kindStatus[c.Kind] == 0 || advice[c.Kind][0] == "" || advice[c.Kind][1] == "" {
			t.Errorf("%s: the kind %q has no status or advice", c.Name, c.Kind)
		}
		w := call(s, "GET", "/api/problems/"+c.Name, "")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), c.Name) {
			t.Errorf("the page of %s: %d", c.Name, w.Code)
		}
	}
	if w := call(s, "GET", "/api/problems/no.such", ""); w.Code != http.StatusNotFound {
		t.Errorf("an unknown code: %d", w.Code)
	}
}

// Sentences follow Accept-Language; Vietnamese is the rule.
func TestLanguageOfProblems(t *testing.T) {
	s := server(t, newFake())
	for accept, want := range map[string]string{"": "vi", "en": "en", "en-GB,en;q=0.8": "en", "vi,en;q=0.5": "vi", "fr": "vi", "fr,en;q=0.3": "en", ";;;": "vi", "vi;q=0.2, en;q=0.9": "en"} {
		w := call(s, "GET", prefix+"/nothing", "", "Accept-Language", accept)
		if got := w.Header().Get("Content-Language"); got != want {
			t.Errorf("%q: %s, want %s", accept, got, want)
		}
	}
}

// A crash in a query is our fault: logged, numbered, and nothing of it told.
func TestPanicsBecomeProblems(t *testing.T) {
	f := newFake()
	s := server(t, f)
	f.Queries.Tree = nil
	w := call(s, "GET", prefix+"/agencies", "")
	if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); w.Code != 500 || strings.Contains(w.Body.String(), "nil") || !strings.HasPrefix(p.Instance, "urn:uuid:") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
