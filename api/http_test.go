package api

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/internal/app"
	"minhbach/projections/view"

	"context"
)

func sha256Hex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// What a reader has already is not sent again, and HEAD says what GET would.
func TestConditionalReadsAndHead(t *testing.T) {
	s := server(t, newFake())
	for _, target := range []string{prefix + "/agencies", prefix + "/kinds", prefix + "/publications/" + itemID, "/api/openapi.json", "/api/docs"} {
		full := call(s, "GET", target, "")
		tag := full.Header().Get("ETag")
		if full.Code != 200 || tag == "" {
			t.Fatalf("%s: %d %v", target, full.Code, full.Header())
		}
		for _, have := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
			w := call(s, "GET", target, "", "If-None-Match", have)
			if w.Code != http.StatusNotModified || w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
				t.Errorf("%s with %s: %d", target, have, w.Code)
			}
		}
		if w := call(s, "GET", target, "", "If-None-Match", `"other"`); w.Code != 200 {
			t.Errorf("%s: %d", target, w.Code)
		}
		head := call(s, "HEAD", target, "")
		if head.Code != 200 || head.Header().Get("ETag") != tag {
			t.Errorf("HEAD %s: %d %v", target, head.Code, head.Header())
		}
	}
}

// Staff answers are never stored, and their tag is the revision.
func TestStaffAnswersAreNotStored(t *testing.T) {
	s := server(t, newFake())
	w := call(s, "GET", prefix+"/work/"+itemID, "", "Authorization", bearerGood, "If-None-Match", `"12"`)
	if w.Code != 200 || w.Header().Get("ETag") != `"12"` || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w := call(s, "GET", prefix+"/projections", "", "Authorization", bearerGood); strings.Contains(w.Body.String(), "sda1") {
		t.Error("an internal error is told")
	}
}

// Other sites may read what is public and nothing more.
func TestCrossOrigin(t *testing.T) {
	s := server(t, newFake())
	for _, c := range []struct {
		method, target string
		allowed        bool
	}{{"GET", prefix + "/agencies", true}, {"GET", prefix + "/publications/" + itemID + "/history", true}, {"POST", prefix + "/publications", true},
		{"GET", prefix + "/work", false}, {"GET", prefix + "/accounts", false}, {"POST", prefix + "/attachments", false}, {"GET", "/api/openapi.json", true}} {
		w := call(s, "OPTIONS", c.target, "", "Origin", "https://elsewhere.example", "Access-Control-Request-Method", c.method)
		h := w.Header()
		if w.Code != http.StatusNoContent || (h.Get("Access-Control-Allow-Origin") == "*") != c.allowed || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %d %v", c.target, w.Code, h)
		}
		if c.allowed && (h.Get("Access-Control-Allow-Methods") != "GET, HEAD" || strings.Contains(h.Get("Access-Control-Allow-Headers"), "Authorization")) {
			t.Errorf("%s: %v", c.target, h)
		}
	}
	if w := call(s, "OPTIONS", prefix+"/nothing", ""); w.Code != 404 {
		t.Errorf("%d", w.Code)
	}
	w := call(s, "POST", prefix+"/publications", `{}`, "Authorization", bearerGood, "Origin", "https://elsewhere.example")
	if w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Error("a change is readable by other sites")
	}
}

// Files are saved, never shown; ranges are served; drafts' files need a token.
func TestAttachments(t *testing.T) {
	f := newFake()
	s := server(t, f)
	target := prefix + "/publications/" + itemID + "/attachments/" + sha
	w := call(s, "GET", target, "", "Range", "bytes=0-3")
	h := w.Header()
	if w.Code != http.StatusPartialContent || w.Body.Len() != 4 || h.Get("ETag") != `"`+sha+`"` || h.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("Content-Type") != "application/pdf" {
		t.Errorf("%d %v", w.Code, h)
	}
	if got := h.Get("Content-Disposition"); got != "attachment; filename*=utf-8''quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh.pdf" {
		t.Errorf("%s", got)
	}
	if w := call(s, "GET", target, "", "If-None-Match", `"`+sha+`"`); w.Code != http.StatusNotModified {
		t.Errorf("%d", w.Code)
	}
	if w := call(s, "GET", target, "", "Accept", "text/html"); w.Code != http.StatusOK {
		t.Errorf("a browser's Accept: %d", w.Code)
	}
	delete(f.files, sha)
	if w := call(s, "GET", target, ""); w.Code != http.StatusServiceUnavailable {
		t.Errorf("missing bytes: %d %s", w.Code, w.Body)
	}
	w = call(s, "GET", prefix+"/work/"+itemID+"/attachments/"+sha, "", "Authorization", bearerGood)
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("missing bytes of a draft: %d %s", w.Code, w.Body)
	}
}

// An upload is told by its hash; whoever may not write stores nothing.
func TestUploads(t *testing.T) {
	f := newFake()
	s := server(t, f)
	w := call(s, "POST", prefix+"/attachments?name=qu%C4%91.pdf", "%PDF-1.7", "Authorization", bearerGood, "Content-Type", "application/pdf")
	if w.Code != http.StatusCreated || !strings.Contains(w.Body.String(), `"name":"quđ.pdf"`) || !strings.Contains(w.Body.String(), `"size":8`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	f.App.Auth.Token = func(context.Context, string) (app.Caller, error) {
		return app.Caller{Account: staffID, Grants: []view.Grant{{Role: domain.Inspector}}}, nil
	}
	w = call(s, "POST", prefix+"/attachments?name=a.pdf", "%PDF-1.7", "Authorization", bearerGood, "Content-Type", "application/pdf")
	if w.Code != http.StatusForbidden {
		t.Errorf("an inspector: %d", w.Code)
	}
	// A body of unknown length is cut off at the limit too.
	r := httptest.NewRequest("POST", prefix+"/imports/agencies?valid_from=2019-01-01", io.LimitReader(endless{}, 5000))
	r.Header.Set("Content-Type", "text/csv")
	r.Header.Set("Authorization", bearerGood)
	f.Commands.ImportUnits = func(_ context.Context, _ app.Caller, cmd app.ImportUnits) (app.ImportReport, error) {
		_, err := io.ReadAll(cmd.CSV)
		return app.ImportReport{}, err
	}
	s = server(t, f)
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, r)
	if recorder.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	return len(b), nil
}

// One address has its allowance, another its own; time gives it back.
func TestRateLimit(t *testing.T) {
	now := testNow
	s, err := New(newFake().App, Options{
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Rate: Rate{PerSecond: 2, Burst: 3}, BehindProxy: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(address string) *httptest.ResponseRecorder {
		return call(s, "GET", prefix+"/kinds", "", "X-Forwarded-For", "8.8.8.8, "+address)
	}
	for i := range 3 {
		w := ask("203.0.113.7")
		if w.Code != 200 || w.Header().Get("RateLimit") != `"address";r=`+text(2-i)+`;t=`+text((i+2)/2) || w.Header().Get("RateLimit-Policy") != `"address";q=3;w=2` {
			t.Fatalf("%d: %d %v", i, w.Code, w.Header())
		}
	}
	w := ask("203.0.113.7")
	if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); w.Code != 429 || p.Code != "request.rate" || w.Header().Get("Retry-After") != "1" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w := ask("203.0.113.8"); w.Code != 200 {
		t.Errorf("another address: %d", w.Code)
	}
	now = now.Add(500 * time.Millisecond)
	if w := ask("203.0.113.7"); w.Code != 200 {
		t.Errorf("half a second later: %d", w.Code)
	}
	for _, a := range []string{"2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::"} {
		if w := ask(a); w.Code != 200 {
			t.Errorf("%s: %d", a, w.Code)
		}
	}
	if w := ask("2001:db8::3"); w.Code != 429 {
		t.Errorf("the same /64: %d", w.Code)
	}
}

// Strangers cannot make the limiter grow without end.
func TestRateLimitMemoryIsBounded(t *testing.T) {
	now := testNow
	l := newLimiter(Rate{}, func() time.Time { return now })
	for i := range maxBuckets + 10 {
		l.take(strings.Join([]string{"10", text(i >> 16), text(i >> 8 & 255), text(i & 255)}, "."))
	}
	if len(l.buckets) > maxBuckets {
		t.Errorf("%d buckets", len(l.buckets))
	}
	if v := newLimiter(Rate{PerSecond: -1}, nil).take("x"); !v.allowed {
		t.Error("a negative rate is no limit")
	}
}

// Behind a proxy that speaks HTTPS, links do too; without one nobody can pretend.
func TestAddressesInAnswers(t *testing.T) {
	for _, behind := range []bool{true, false} {
		s, err := New(newFake().App, Options{BehindProxy: behind, Log: slog.New(slog.DiscardHandler), Rate: Rate{PerSecond: -1}})
		if err != nil {
			t.Fatal(err)
		}
		w := call(s, "GET", prefix+"/publications", "", "X-Forwarded-Proto", "https")
		if got := strings.HasPrefix(w.Header().Get("Link"), "<https://"); got != behind {
			t.Errorf("behind %v: %s", behind, w.Header().Get("Link"))
		}
	}
}

// Searching is limited more than reading, and by the same address.
func TestSearchHasItsOwnLimit(t *testing.T) {
	s, err := New(newFake().App, Options{Now: func() time.Time { return testNow }, Log: slog.New(slog.DiscardHandler), Rate: Rate{PerSecond: 4, Burst: 8}})
	if err != nil {
		t.Fatal(err)
	}
	codes := map[int]int{}
	for range 3 {
		codes[call(s, "GET", prefix+"/search?q=a", "").Code]++
		codes[call(s, "GET", prefix+"/datasets?q=a", "").Code]++
	}
	if codes[200] != 4 || codes[429] != 2 {
		t.Errorf("%v", codes)
	}
	if w := call(s, "GET", prefix+"/datasets", ""); w.Code != 200 {
		t.Errorf("reading: %d", w.Code)
	}
}
