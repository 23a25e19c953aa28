package integration

import (
	"net/http"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/internal/testkit"
)

// deed is what a person does with an item: by the page's own form, or as a program.
type deed struct {
	path   string // last part of the page's address
	api    string // sub-resource
	button string
	answer map[string]string // fields of the page's form
	body   func(s *scenario, login, name string) any
}

func (s *scenario) do(login, name, way string, d deed) {
	s.t.Helper()
	id := s.item(name).id
	if way == "API" {
		s.person(login).API().Do(http.MethodPost, "/api/v1/publications/"+id+"/"+d.api, d.body(s, login, name)).Want(http.StatusOK)
		return
	}
	page := s.send(login, name, d)
	if page.Status != http.StatusOK || strings.HasSuffix(page.URL.Path, "/"+d.path) {
		s.t.Fatalf("refused (%d at %s): %s", page.Status, page.URL.Path, page.Text(".errors, .notice"))
	}
}

// send fills in the form of the page and presses its button.
func (s *scenario) send(login, name string, d deed) *testkit.Page {
	s.t.Helper()
	s.n.Settle()
	page := s.person(login).Get("/quan-tri/muc/" + s.item(name).id + "/" + d.path)
	f := page.FormWith("/"+d.path, d.button)
	for field, value := range d.answer {
		f.Set(field, value)
	}
	return f.Send(d.button)
}

func reason(path, api, text string) deed {
	return deed{path: path, api: api, answer: map[string]string{"reason": text},
		body: func(*scenario, string, string) any { return map[string]string{"reason": text} }}
}

func (s *scenario) submits(m []string) {
	s.t.Helper()
	note := ""
	if len(m) > 3 {
		note = m[3]
	}
	d := reason("gui-duyet", "submission", note)
	d.body = func(*scenario, string, string) any { return map[string]string{"note": note} }
	s.do(m[0], m[1], m[2], d)
}

func (s *scenario) returns(m []string) {
	s.t.Helper()
	d := reason("duyet", "return", m[3])
	d.button = "tra-lai"
	s.do(m[0], m[1], m[2], d)
}

func (s *scenario) approves(m []string) {
	s.t.Helper()
	d := deed{path: "duyet", api: "approval", button: "duyet", answer: map[string]string{"all": "1"}}
	var at time.Time
	if len(m) > 3 {
		var err error
		at, err = time.ParseInLocation("2006-01-02 15:04", m[3]+" "+m[4], calendar.Zone)
		s.must(err)
		d.answer["when"], d.answer["embargo_day"], d.answer["embargo_time"] = "hen", calendar.DateOf(at).DMY(), m[4]
	}
	d.body = func(s *scenario, login, name string) any { return approval(s.work(login, name), at) }
	s.do(m[0], m[1], m[2], d)
}

func approval(w work, at time.Time) any {
	body := map[string]any{"content_hash": w.ContentHash, "checklist": checklist()}
	if !at.IsZero() {
		body["publish_at"] = at.Format(time.RFC3339)
	}
	return body
}

func (s *scenario) corrects(m []string) {
	s.t.Helper()
	d := reason("dinh-chinh", "correction", m[3])
	s.do(m[0], m[1], m[2], d)
}

func (s *scenario) withdraws(m []string) {
	s.t.Helper()
	s.do(m[0], m[1], m[2], reason("go", "withdrawal", m[3]))
}

// cannot: the deed is refused with a code, in words that the page shows too.
func (s *scenario) cannot(m []string) {
	s.t.Helper()
	login, verb, name, way, code := m[0], m[1], m[2], m[3], m[4]
	d, ok := map[string]deed{
		"submit":   {path: "gui-duyet", api: "submission", body: func(*scenario, string, string) any { return map[string]string{} }},
		"approve":  {path: "duyet", api: "approval", button: "duyet", answer: map[string]string{"all": "1"}, body: func(s *scenario, l, n string) any { return approval(s.work(l, n), time.Time{}) }},
		"return":   reason("duyet", "return", "Lý do"),
		"correct":  reason("dinh-chinh", "correction", "Lý do"),
		"withdraw": reason("go", "withdrawal", "Lý do"),
		"archive":  reason("luu-tru", "archiving", "Lý do"),
	}[verb]
	if !ok {
		s.t.Fatalf("nobody can %s anything here", verb)
	}
	if way == "API" {
		r := s.person(login).API().Do(http.MethodPost, "/api/v1/publications/"+s.item(name).id+"/"+d.api, d.body(s, login, name))
		if r.Code() != code || r.Status < 400 {
			s.t.Fatalf("%d %s, want a refusal with %s: %s", r.Status, r.Code(), code, r.Body)
		}
		return
	}
	s.n.Settle()
	page := s.person(login).Get("/quan-tri/muc/" + s.item(name).id + "/" + d.path)
	if !strings.Contains(page.Body, code) {
		page = s.send(login, name, d)
	}
	if !strings.Contains(page.Body, code) {
		s.t.Fatalf("%s answers %d without %s: %s", page.URL.Path, page.Status, code, page.Text("main"))
	}
}
