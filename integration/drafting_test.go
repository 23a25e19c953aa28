package integration

import (
	"encoding/json"
	"net/http"
	"os"
	"strconv"
	"strings"

	"minhbach/domain/publication"
)

// fields of a block: "name: value" lines, then the text behind "body:". "body:
// FILE" takes the text of a file.
func (s *scenario) fields() (map[string]string, string) {
	s.t.Helper()
	out := map[string]string{}
	for i, line := range s.block {
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			s.t.Fatalf("%q: want “field: value”", line)
		}
		value = strings.TrimSpace(value)
		if key != "body" {
			out[key] = value
			continue
		}
		if value == "" {
			return out, strings.Join(s.block[i+1:], "\n")
		}
		raw, err := os.ReadFile(value)
		s.must(err)
		return out, string(raw)
	}
	return out, ""
}

// drafts fills in the form of the page, or sends the same as JSON.
func (s *scenario) drafts(m []string) {
	s.t.Helper()
	who, kind, code, name, way := s.person(m[0]), m[1], m[2], m[3], m[4]
	values, body := s.fields()
	it := &item{agency: s.n.Agency(code), kind: kind}
	s.items[name] = it
	if way == "API" {
		content := map[string]any{"body": body, "metadata": map[string]any{}, "details": map[string]any{}}
		for field, value := range values {
			put(content, strings.Split(field, "."), value)
		}
		receipt := who.API().Do(http.MethodPost, "/api/v1/publications", map[string]any{"agency": code, "kind": kind, "content": content}).Want(http.StatusCreated).Object()
		it.id = receipt["id"].(string)
		return
	}
	page := who.Get("/quan-tri/soan?co-quan=" + it.agency + "&loai=" + kind)
	f := page.Form("/quan-tri/soan")
	for field, value := range values {
		f.Set(field, value)
	}
	done := f.Set("body", body).Send("luu")
	if it.id = lastPart(done.URL.Path); done.Status != http.StatusOK || !strings.HasPrefix(done.URL.Path, "/quan-tri/muc/") {
		s.t.Fatalf("the draft was not saved (%d at %s): %s", done.Status, done.URL.Path, done.Text(".errors, .notice"))
	}
}

func put(into map[string]any, path []string, value string) {
	for ; len(path) > 1; path = path[1:] {
		next, ok := into[path[0]].(map[string]any)
		if !ok {
			next = map[string]any{}
			into[path[0]] = next
		}
		into = next
	}
	into[path[0]] = value
}

func lastPart(path string) string { return path[strings.LastIndex(path, "/")+1:] }

// work is the item as staff have it.
type work struct {
	Revision    int64           `json:"revision"`
	State       string          `json:"state"`
	ContentHash string          `json:"content_hash"`
	Content     json.RawMessage `json:"content"`
}

func (s *scenario) work(login, name string) work {
	s.t.Helper()
	s.n.Settle()
	var w work
	s.person(login).API().Get("/api/v1/work/" + s.item(name).id).Want(http.StatusOK).Into(&w)
	return w
}

func ifMatch(w work) []string {
	return []string{"If-Match", strconv.Quote(strconv.FormatInt(w.Revision, 10))}
}

// changes replaces words wherever the content has them.
func (s *scenario) changes(m []string) {
	s.t.Helper()
	login, name, way, old, new := m[0], m[1], m[2], m[3], m[4]
	id := s.item(name).id
	if way == "API" {
		w := s.work(login, name)
		quotedOld, _ := json.Marshal(old)
		quotedNew, _ := json.Marshal(new)
		text := string(w.Content)
		content := strings.ReplaceAll(text, inner(quotedOld), inner(quotedNew))
		if content == text {
			s.t.Fatalf("the content does not hold %q", old)
		}
		s.person(login).API().Do(http.MethodPut, "/api/v1/publications/"+id+"/content", content, ifMatch(w)...).Want(http.StatusOK)
		return
	}
	s.n.Settle()
	f := s.person(login).Get("/quan-tri/muc/" + id + "/sua").Form("/sua")
	found := false
	for _, field := range append([]string{"title", "summary", "body"}, documentFields...) {
		if value := f.Value(field); strings.Contains(value, old) {
			f.Set(field, strings.ReplaceAll(value, old, new))
			found = true
		}
	}
	if !found {
		s.t.Fatalf("no field of the form holds %q", old)
	}
	done := f.Send("luu")
	if done.Status != http.StatusOK || strings.HasSuffix(done.URL.Path, "/sua") {
		s.t.Fatalf("not saved (%d at %s): %s", done.Status, done.URL.Path, done.Text(".errors, .notice"))
	}
}

var documentFields = []string{"details.document.number", "details.document.issued_on", "details.document.effective_on", "details.document.signer", "details.document.abstract"}

func inner(quoted []byte) string { return strings.Trim(string(quoted), `"`) }

// checklist affirms everything.
func checklist() map[string]string {
	items := map[string]string{}
	for _, c := range publication.Checks() {
		items[c.ID] = ""
	}
	return items
}
