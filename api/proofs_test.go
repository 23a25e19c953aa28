package api

import (
	"net/http"
	"strings"
	"testing"

	"minhbach/internal/app"
)

// A bundle is answered as it is, and only where it was found right.
func TestBundlesAreWhatWasFoundRight(t *testing.T) {
	f := newFake()
	s := server(t, f)
	for _, path := range []string{"/proofs/events/" + keyUUID, "/proofs/publications/" + itemID + "/versions/1", "/proofs/datasets/" + dataID + "/versions/1"} {
		f.proof = nil
		w := call(s, "GET", prefix+path, "")
		h := w.Header()
		if w.Code != http.StatusOK || w.Body.String() != testBundle || h.Get("Content-Type") != bundleMedia || !strings.Contains(h.Get("Content-Disposition"), "chung-thuc-"+keyUUID+".json") || h.Get("ETag") == "" {
			t.Errorf("%s: %d %v %s", path, w.Code, h, w.Body)
		}
		f.proof = &app.Proof{Verdict: app.Fails, Why: app.ErrLogDiffers.New()}
		w = call(s, "GET", prefix+path, "")
		if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); w.Code != http.StatusConflict || p.Code != "proof.log_differs" {
			t.Errorf("%s: %d %+v", path, w.Code, p)
		}
		f.proof = &app.Proof{Verdict: app.Pending}
		w = call(s, "GET", prefix+path, "")
		if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); w.Code != http.StatusServiceUnavailable || p.Code != "ledger.behind" || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d %+v", path, w.Code, p)
		}
	}
	if w := call(s, "GET", prefix+"/proofs/events/"+goneID, ""); w.Code != http.StatusNotFound {
		t.Errorf("hidden: %d", w.Code)
	}
	f.proof = nil
	// Staff see more; that is nobody else's to keep. What versions prove is for all.
	w := call(s, "GET", prefix+"/proofs/events/"+keyUUID, "", "Authorization", bearerGood)
	if f.by.Account != staffID || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%+v %v", f.by, w.Header())
	}
	call(s, "GET", prefix+"/proofs/publications/"+itemID+"/versions/1", "", "Authorization", bearerGood)
	if f.by.Account != "" {
		t.Errorf("%+v", f.by)
	}
}

// What a hash stands for, and how that stands now.
func TestFilesAndSizes(t *testing.T) {
	s := server(t, newFake())
	got, _ := get[FileProofs](t, s, "/proofs/files/"+sha)
	if len(got.Uses) != 2 || got.Uses[0].Kind != "publication" || got.Uses[0].State != "withdrawn" || got.Uses[0].Newest != 2 || got.Uses[0].Reason == "" || got.Uses[0].ReplacedAt == nil ||
		got.Uses[1].Kind != "dataset" || got.Uses[1].File != "" || got.Uses[1].ReplacedAt != nil || got.Uses[0].Proof != prefix+"/proofs/events/"+keyUUID {
		t.Errorf("%+v", got)
	}
	c, _ := get[LedgerCheckpoint](t, s, "/ledger/checkpoint")
	if c.Size != 99 || len(c.Witnesses) != 2 || c.Witnesses[0].At == nil || c.Witnesses[1].At != nil || c.Tiles != "/log/" {
		t.Errorf("%+v", c)
	}
	k, _ := get[LedgerConsistency](t, s, "/ledger/consistency?from=7")
	if k.From != 7 || k.To != 99 || len(k.Hashes) != 1 {
		t.Errorf("%+v", k)
	}
	for path, code := range map[string]string{"/ledger/consistency?from=100": "ledger.sizes", "/ledger/consistency": "", "/ledger/consistency?from=0": "", "/proofs/files/ABC": ""} {
		w := call(s, "GET", prefix+path, "")
		if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); w.Code != http.StatusUnprocessableEntity || code != "" && p.Code != code {
			t.Errorf("%s: %d %+v", path, w.Code, p)
		}
	}
}
