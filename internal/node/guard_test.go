package node

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

func guarded(cfg Config, h http.Handler) http.Handler {
	cfg.setDefaults()
	return (&Node{cfg: cfg}).guard(h)
}

var hello = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("xin chào")) })

func get(h http.Handler, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://soctrang.gov.vn/van-ban?trang=2", nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestKnownByHTTPSMeansNothingElse(t *testing.T) {
	h := guarded(Config{Public: "https://soctrang.gov.vn", BehindProxy: true}, hello)
	w := get(h, "X-Forwarded-Proto", "http")
	if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != "https://soctrang.gov.vn/van-ban?trang=2" || w.Body.String() == "xin chào" {
		t.Errorf("plain request: %d to %q", w.Code, w.Header().Get("Location"))
	}
	w = get(h, "X-Forwarded-Proto", "https")
	if w.Code != http.StatusOK || w.Header().Get("Strict-Transport-Security") == "" {
		t.Errorf("HTTPS request: %d, HSTS %q", w.Code, w.Header().Get("Strict-Transport-Security"))
	}
	if w := get(guarded(Config{}, hello)); w.Code != http.StatusOK || w.Header().Get("Strict-Transport-Security") != "" {
		t.Errorf("on loopback: %d, HSTS %q", w.Code, w.Header().Get("Strict-Transport-Security"))
	}
}

func TestTooManyAtOnceAreToldToComeBack(t *testing.T) {
	inside, leave := make(chan struct{}), make(chan struct{})
	h := guarded(Config{InFlight: 1}, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		inside <- struct{}{}
		<-leave
	}))
	done := make(chan int)
	go func() { done <- get(h).Code }()
	<-inside
	w := get(h)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("the second: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	close(leave)
	if code := <-done; code != http.StatusOK {
		t.Errorf("the first: %d", code)
	}
	go func() { <-inside }()
	if w := get(h); w.Code != http.StatusOK {
		t.Errorf("afterwards: %d", w.Code)
	}
}

func TestPanicHarmsNobodyElse(t *testing.T) {
	h := guarded(Config{}, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") }))
	if w := get(h); w.Code != http.StatusInternalServerError {
		t.Errorf("got %d", w.Code)
	}
}

func TestConfigReportsEveryFault(t *testing.T) {
	err := (&Config{Listen: "nowhere", TLSCert: "c.pem", Public: "ftp://x"}).Validate()
	if err == nil {
		t.Fatal("accepted")
	}
	if joined, ok := err.(interface{ Unwrap() []error }); !ok || len(joined.Unwrap()) != 4 {
		t.Errorf("got %v", err)
	}
}

// Half an answer must not look like a whole one, and none must not be empty.
func TestPanics(t *testing.T) {
	srv := httptest.NewServer(guarded(Config{}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/half" {
			w.Write([]byte("nửa trang"))
			http.NewResponseController(w).Flush()
		}
		panic("thử")
	})))
	defer srv.Close()
	whole, err := srv.Client().Get(srv.URL + "/none")
	if err != nil {
		t.Fatal(err)
	}
	if body, _ := io.ReadAll(whole.Body); whole.StatusCode != http.StatusInternalServerError || len(body) == 0 {
		t.Errorf("nothing written: %d %q", whole.StatusCode, body)
	}
	half, err := srv.Client().Get(srv.URL + "/half")
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(half.Body); err == nil {
		t.Errorf("half a page came as a whole one: %q", body)
	}
}

// Slow readers of files leave places for pages.
func TestFilesDoNotTakeEveryPlace(t *testing.T) {
	inside, leave := make(chan struct{}), make(chan struct{})
	h := guarded(Config{InFlight: 4}, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if isFile(r) {
			inside <- struct{}{}
			<-leave
		}
	}))
	ask := func(path string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	done := make(chan int)
	go func() { done <- ask("/van-ban/a/tep/ab/a.pdf") }()
	<-inside
	if code := ask("/api/v1/publications/1/attachments/ab"); code != http.StatusTooManyRequests {
		t.Errorf("a second file: %d", code)
	}
	if code := ask("/van-ban"); code != http.StatusOK {
		t.Errorf("a page: %d", code)
	}
	close(leave)
	if code := <-done; code != http.StatusOK {
		t.Errorf("the file: %d", code)
	}
}
