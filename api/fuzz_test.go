package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever the query says, the answer is JSON that the document knows: a list or a
// problem of the client's, never a fault of ours.
func FuzzListQuery(f *testing.F) {
	for _, q := range []string{
		"", "agency=kesach&subordinates=true", "kind=news,legal_document&limit=3", "as_of=2026-11-01T08:00:00+07:00", "as_of=31/12/2025&order=title",
		"title=quy%20ch%E1%BA%BF&year=2019", "cursor=%00", "limit=1e9", "from=2026-13-01", "a=1;b=2", "%zz", "state=&state=", "min_position=18446744073709551616", "title=%ff",
	} {
		f.Add(q)
	}
	s := server(f, newFake())
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequest("GET", prefix+"/publications", nil)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		checkAnswer(t, w)
	})
}

// Whatever the body is, it becomes one command or one problem.
func FuzzDraftBody(f *testing.F) {
	for _, b := range []string{`{}`, `{"agency":"kesach","kind":"news","content":{}}`, `[]`, `null`, `{"content":{"details":null}}`, "\xff", `"\ud800"`, `{"agency":{}}`, `1e999`} {
		f.Add(b)
	}
	s := server(f, newFake())
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest("POST", prefix+"/publications", strings.NewReader(body))
		r.Header.Set("Authorization", bearerGood)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		checkAnswer(t, w)
	})
}

// Whatever the headers say.
func FuzzHeaders(f *testing.F) {
	f.Add("Bearer mb_good", `"12"`, "en;q=0.3", "application/json", keyUUID)
	f.Add("bearer", `W/"1"`, ";;", "*/*;q=x", "x")
	s := server(f, newFake())
	f.Fuzz(func(t *testing.T, authorization, match, language, accept, key string) {
		r := httptest.NewRequest("POST", prefix+"/publications/"+itemID+"/submission", strings.NewReader("{}"))
		for name, value := range map[string]string{"Authorization": authorization, "If-Match": match, "Accept-Language": language, "Accept": accept, "Idempotency-Key": key} {
			r.Header[name] = []string{value}
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		checkAnswer(t, w)
	})
}

func checkAnswer(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code >= 500 || !json.Valid(w.Body.Bytes()) || !utf8.Valid(w.Body.Bytes()) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w.Code >= 400 && w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d as %s", w.Code, w.Header().Get("Content-Type"))
	}
	if w.Code == http.StatusMovedPermanently {
		t.Error("a redirect")
	}
}

// The next link repeats the query, so that pages are of one list.
func FuzzNextLink(f *testing.F) {
	f.Add("kesach", "quy chế & <b>", "2026-11-01")
	f.Fuzz(func(t *testing.T, agency, title, asOf string) {
		in := listPublicationsIn{Agency: agency, Title: title, Order: "title", Limit: 7}
		in.AsOf = asOf
		link := nextLink(t.Context(), "/publications", in.query(), "c")
		address, ok := strings.CutSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
		u, err := url.Parse(address)
		if !ok || err != nil || strings.ContainsAny(address, "<>\" ") {
			t.Fatalf("%s: %v", link, err)
		}
		if q := u.Query(); q.Get("agency") != agency || q.Get("title") != title || q.Get("as_of") != asOf || q.Get("cursor") != "c" || q.Get("limit") != "7" {
			t.Errorf("%s", link)
		}
	})
}
