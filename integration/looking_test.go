package integration

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"minhbach/internal/testkit"
)

// address is where readers find an item.
func (s *scenario) address(it *item) string {
	s.t.Helper()
	if it.path != "" {
		return it.path
	}
	s.n.Settle()
	var p struct{ Page string }
	s.n.API().Get("/api/v1/publications/" + it.id).Want(http.StatusOK).Into(&p)
	it.path = p.Page
	return it.path
}

func (s *scenario) open(path, as string) *testkit.Page {
	s.t.Helper()
	s.n.Settle()
	return testkit.NewBrowser(s.n).Get(s.fill(path, as))
}

// pathAnd reads PATH [as of NAME] LAST.
func pathAnd(m []string) (path, as, last string) {
	if len(m) == 3 {
		return m[0], m[1], m[2]
	}
	return m[0], "", m[1]
}

func (s *scenario) pageShows(m []string) {
	s.t.Helper()
	path, as, want := pathAnd(m)
	page := s.open(path, as)
	if got := page.Text("body"); page.Status >= 500 || !strings.Contains(got, want) {
		s.t.Errorf("%s (%d) does not show %q:\n%s", page.URL, page.Status, want, got)
	}
}

func (s *scenario) pageHides(m []string) {
	s.t.Helper()
	path, as, want := pathAnd(m)
	page := s.open(path, as)
	if page.Status >= 400 || strings.Contains(page.Text("body"), want) {
		s.t.Errorf("%s (%d) shows %q, or nothing at all", page.URL, page.Status, want)
	}
}

func (s *scenario) pageAnswers(m []string) {
	s.t.Helper()
	path, as, want := pathAnd(m)
	if page := s.open(path, as); strconv.Itoa(page.Status) != want {
		s.t.Errorf("%s answers %d, want %s", page.URL, page.Status, want)
	}
}

func (s *scenario) staffSees(m []string) {
	s.t.Helper()
	s.n.Settle()
	page := s.person(m[0]).Get(s.fill(m[1], ""))
	if got := page.Text("body"); page.Status != http.StatusOK || !strings.Contains(got, m[2]) {
		s.t.Errorf("%s (%d) does not show %q:\n%s", page.URL, page.Status, m[2], got)
	}
}

func (s *scenario) feed(path string) string {
	s.t.Helper()
	page := s.open(path, "")
	if page.Status != http.StatusOK || !strings.Contains(page.Header.Get("Content-Type"), "xml") {
		s.t.Fatalf("%s answers %d as %s", path, page.Status, page.Header.Get("Content-Type"))
	}
	return page.Body
}

func (s *scenario) feedShows(m []string) {
	s.t.Helper()
	if !strings.Contains(s.feed(m[0]), m[1]) {
		s.t.Errorf("the feed does not show %q", m[1])
	}
}

func (s *scenario) feedHides(m []string) {
	s.t.Helper()
	if strings.Contains(s.feed(m[0]), m[1]) {
		s.t.Errorf("the feed shows %q", m[1])
	}
}

// apiSays looks a value up by the names on the way to it: "content.title", "files.0.name".
func (s *scenario) apiSays(m []string) {
	s.t.Helper()
	as := ""
	if len(m) == 4 {
		as, m = m[1], []string{m[0], m[2], m[3]}
	}
	s.n.Settle()
	var v any
	s.n.API().Get(s.fill(m[0], as)).Want(http.StatusOK).Into(&v)
	for _, name := range strings.Split(m[1], ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[name]
		case []any:
			n, err := strconv.Atoi(name)
			if err != nil || n >= len(x) {
				s.t.Fatalf("there is no %s in a list of %d", name, len(x))
			}
			v = x[n]
		default:
			v = nil
		}
	}
	if got := fmt.Sprint(v); got != m[2] {
		s.t.Errorf("%s is %q, want %q", m[1], got, m[2])
	}
}

func (s *scenario) apiAnswers(m []string) {
	s.t.Helper()
	path, as, want := pathAnd(m)
	s.n.Settle()
	if r := s.n.API().Get(s.fill(path, as)); strconv.Itoa(r.Status) != want {
		s.t.Errorf("%s answers %d, want %s: %s", path, r.Status, want, r.Body)
	}
}

// history: the block lists the types of the public events in order, without
// "publication.".
func (s *scenario) history(m []string) {
	s.t.Helper()
	s.n.Settle()
	var h struct {
		Events []struct{ Type string }
	}
	s.n.API().Get("/api/v1/publications/" + s.item(m[0]).id + "/history").Want(http.StatusOK).Into(&h)
	var got []string
	for _, e := range h.Events {
		got = append(got, strings.TrimPrefix(e.Type, "publication."))
	}
	want := strings.Fields(strings.Join(s.block, " "))
	if strings.Join(got, " ") != strings.Join(want, " ") {
		s.t.Errorf("the history is\n  %s\nwant\n  %s", strings.Join(got, " "), strings.Join(want, " "))
	}
}

type duties []struct {
	State    string `json:"state"`
	DaysLate int    `json:"days_late"`
	DueDate  string `json:"due_date"`
}

func (s *scenario) duties(name string) duties {
	s.t.Helper()
	s.n.Settle()
	var p struct{ Duties duties }
	s.n.API().Get("/api/v1/publications/" + s.item(name).id).Want(http.StatusOK).Into(&p)
	return p.Duties
}

func (s *scenario) met(m []string) {
	s.t.Helper()
	if d := s.duties(m[0]); len(d) != 1 || d[0].State != "met" || d[0].DaysLate != 0 {
		s.t.Errorf("deadlines %+v, want one that is met", d)
	}
}

func (s *scenario) late(m []string) {
	s.t.Helper()
	if d := s.duties(m[0]); len(d) != 1 || d[0].State != "late" || strconv.Itoa(d[0].DaysLate) != m[1] {
		s.t.Errorf("deadlines %+v, want one that is %s working days late", d, m[1])
	}
}

func (s *scenario) noDeadline(m []string) {
	s.t.Helper()
	if d := s.duties(m[0]); len(d) != 0 {
		s.t.Errorf("deadlines %+v, want none", d)
	}
}
