package witness

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

const origin = "soctrang.example/log"

var noon = time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)

// log is a tree in memory with its signing key.
type log struct {
	key    ledger.Key
	hashes []tlog.Hash
	size   int64
}

func newLog(t *testing.T) *log {
	t.Helper()
	_, key, err := ledger.NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	return &log{key: key}
}

func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		out = append(out, l.hashes[i])
	}
	return out, nil
}

func (l *log) grow(t *testing.T, n int, salt string) {
	t.Helper()
	for range n {
		more, err := tlog.StoredHashes(l.size, fmt.Appendf(nil, "%s %d", salt, l.size), l)
		if err != nil {
			t.Fatal(err)
		}
		l.hashes = append(l.hashes, more...)
		l.size++
	}
}

func (l *log) checkpoint(t *testing.T) []byte {
	t.Helper()
	root, err := tlog.TreeHash(l.size, l)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: origin, Size: uint64(l.size), Root: root}, l.key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func (l *log) prove(_ context.Context, size uint64) (tlog.TreeProof, error) {
	return tlog.ProveTree(l.size, int64(size), l)
}

// peer is a witness that listens.
type peer struct {
	public, state, url string
	policy             *Policy
}

func newPeer(t *testing.T, name string, logs ...string) peer {
	t.Helper()
	private, public, err := NewKey(name)
	if err != nil {
		t.Fatal(err)
	}
	p := peer{public: public, state: filepath.Join(t.TempDir(), "state.json")}
	p.url = serve(t, private, p.state, logs...)
	p.policy, err = ParsePolicy("witness one " + public + " " + p.url + "\nquorum one\n")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func serve(t *testing.T, private, state string, logs ...string) string {
	t.Helper()
	signer, err := NewSigner(private, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewServer(signer, logs, state)
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(s.Handler())
	t.Cleanup(listening.Close)
	return listening.URL
}

func ask(t *testing.T, p peer, l *log) ([]byte, error) {
	t.Helper()
	return (&Asker{Policy: p.policy, Client: http.DefaultClient}).Cosign(t.Context(), l.checkpoint(t), l.prove)
}

func TestAWitnessFollowsAGrowingLog(t *testing.T) {
	l := newLog(t)
	p := newPeer(t, "bac-lieu.example/witness", l.key.Public)
	asker := &Asker{Policy: p.policy, Client: http.DefaultClient}
	for _, n := range []int{1, 1000, 0, 37} {
		l.grow(t, n, "a")
		signed, err := asker.Cosign(t.Context(), l.checkpoint(t), l.prove)
		if err != nil {
			t.Fatalf("at %d leaves: %v", l.size, err)
		}
		mine, err := note.NewVerifier(l.key.Public)
		if err != nil {
			t.Fatal(err)
		}
		_, n, err := ledger.OpenCheckpoint(signed, append(p.policy.Verifiers(), mine)...)
		if err != nil {
			t.Fatal(err)
		}
		met, by := p.policy.Met(n.Sigs)
		if !met || len(by) != 1 || by[0] != "one" {
			t.Errorf("quorum %v by %v", met, by)
		}
		for _, s := range n.Sigs {
			if at, ok := SignedAt(s); s.Name != origin && (!ok || !at.Equal(noon)) {
				t.Errorf("cosigned at %v", at)
			}
		}
	}
}

func TestALogThatForgotWhereItsWitnessIsAsksAgain(t *testing.T) {
	l := newLog(t)
	p := newPeer(t, "w", l.key.Public)
	l.grow(t, 5, "a")
	if _, err := ask(t, p, l); err != nil {
		t.Fatal(err)
	}
	l.grow(t, 5, "a")
	if _, err := ask(t, p, l); err != nil { // a new Asker: it begins from nothing
		t.Fatal(err)
	}
}

func TestARewrittenHistoryIsRefused(t *testing.T) {
	l := newLog(t)
	p := newPeer(t, "w", l.key.Public)
	l.grow(t, 10, "true")
	if _, err := ask(t, p, l); err != nil {
		t.Fatal(err)
	}
	forked := &log{key: l.key}
	for name, n := range map[string]int{"of the same size": 10, "longer": 12} {
		forked.hashes, forked.size = nil, 0
		forked.grow(t, n, "false")
		signed, err := ask(t, p, forked)
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Count(string(signed), "— ") != 1 {
			t.Errorf("%s: something was added to the checkpoint", name)
		}
	}
	forked.hashes, forked.size = nil, 0
	forked.grow(t, 4, "true")
	if _, err := ask(t, p, forked); err == nil {
		t.Error("a shorter history was cosigned")
	}
}

func TestAWitnessRemembersAcrossRestarts(t *testing.T) {
	private, public, err := NewKey("w")
	if err != nil {
		t.Fatal(err)
	}
	l := newLog(t)
	state := filepath.Join(t.TempDir(), "state.json")
	l.grow(t, 10, "true")
	for range 2 {
		url := serve(t, private, state, l.key.Public)
		policy, err := ParsePolicy("witness w " + public + " " + url + "\nquorum w")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := (&Asker{Policy: policy, Client: http.DefaultClient}).Cosign(t.Context(), l.checkpoint(t), l.prove); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(state, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	signer, _ := NewSigner(private, time.Now)
	if _, err := NewServer(signer, nil, state); err == nil {
		t.Error("a damaged state was taken for an empty one")
	}
}

func TestRefusals(t *testing.T) {
	l, stranger := newLog(t), newLog(t)
	l.grow(t, 3, "a")
	stranger.grow(t, 3, "a")
	p := newPeer(t, "w", l.key.Public)
	_, other, err := ledger.NewKey("other.example/log")
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: "other.example/log", Size: 1}, other)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		body string
		want int
	}{
		"nothing":                     {"", http.StatusBadRequest},
		"no checkpoint":               {"old 0\n\n", http.StatusBadRequest},
		"a proof that is no hash":     {"old 0\nxx\n\n" + string(l.checkpoint(t)), http.StatusBadRequest},
		"an old size beyond":          {"old 9\n\n" + string(l.checkpoint(t)), http.StatusBadRequest},
		"an unknown log":              {"old 0\n\n" + string(foreign), http.StatusNotFound},
		"another key of this name":    {"old 0\n\n" + string(stranger.checkpoint(t)), http.StatusForbidden},
		"an old size never signed":    {"old 2\n\n" + string(l.checkpoint(t)), http.StatusConflict},
		"a proof where none is due":   {"old 0\n" + strings.Repeat("A", 43) + "=\n\n" + string(l.checkpoint(t)), http.StatusUnprocessableEntity},
		"more than a request can be":  {"old 0\n\n" + strings.Repeat("x", maxRequest), http.StatusRequestEntityTooLarge},
		"a size written another way":  {"old 0\n\n" + strings.Replace(string(l.checkpoint(t)), "\n3\n", "\n03\n", 1), http.StatusBadRequest},
		"a changed size, old signing": {"old 0\n\n" + strings.Replace(string(l.checkpoint(t)), "\n3\n", "\n4\n", 1), http.StatusForbidden},
	} {
		resp, err := http.Post(p.url+"/add-checkpoint", "text/plain", strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", name, resp.StatusCode, c.want)
		}
	}
}

func TestAFalseOrSilentWitnessAddsNothing(t *testing.T) {
	l := newLog(t)
	l.grow(t, 3, "a")
	_, public, err := NewKey("w")
	if err != nil {
		t.Fatal(err)
	}
	private2, _, err := NewKey("w")
	if err != nil {
		t.Fatal(err)
	}
	imposter := serve(t, private2, filepath.Join(t.TempDir(), "s"), l.key.Public)
	hold := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(func() { close(hold); silent.Close() })
	for name, url := range map[string]string{"another key": imposter, "no answer": silent.URL} {
		policy, err := ParsePolicy("witness w " + public + " " + url + "\nquorum w")
		if err != nil {
			t.Fatal(err)
		}
		asker := &Asker{Policy: policy, Client: http.DefaultClient, Limit: 200 * time.Millisecond}
		signed, err := asker.Cosign(t.Context(), l.checkpoint(t), l.prove)
		if err == nil || string(signed) != string(l.checkpoint(t)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPolicies(t *testing.T) {
	_, a, _ := NewKey("a")
	_, b, _ := NewKey("b")
	_, c, _ := NewKey("c")
	three := "witness A " + a + "\nwitness B " + b + " https://b.example/w # two\nwitness C " + c + "\n"
	sigs := func(names ...string) (out []note.Signature) {
		for _, vkey := range names {
			v, err := NewVerifier(vkey)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, note.Signature{Name: v.Name(), Hash: v.KeyHash()})
		}
		return out
	}
	for _, tc := range []struct {
		rest string
		have []note.Signature
		want bool
	}{
		{"quorum none", nil, true},
		{"quorum A", sigs(b, c), false},
		{"quorum A", sigs(a), true},
		{"group g 2 A B C\nquorum g", sigs(a), false},
		{"group g 2 A B C\nquorum g", sigs(a, c), true},
		{"group g 2 A B C\nquorum g", sigs(a, a), false},
		{"group g all A B\ngroup h any g C\nquorum h", sigs(c), true},
		{"group g all A B\ngroup h any g C\nquorum h", sigs(a), false},
	} {
		p, err := ParsePolicy(three + tc.rest)
		if err != nil {
			t.Fatal(err)
		}
		if met, _ := p.Met(tc.have); met != tc.want {
			t.Errorf("%q with %d signatures: %v", tc.rest, len(tc.have), met)
		}
	}
	for _, bad := range []string{
		"", three, three + "quorum D", three + "quorum A\nquorum B", three + "group g 4 A B C\nquorum g", three + "group g any A A\nquorum g",
		three + "witness A " + a + "\nquorum A", "witness A nokey\nquorum A", "witness A " + a + " ftp://x\nquorum A", "log x\nquorum none", "nonsense\nquorum none",
		three + "group none any A\nquorum none", "witness A " + strings.Replace(a, "a+", "b+", 1) + "\nquorum A",
	} {
		if _, err := ParsePolicy(bad); !errors.Is(err, ErrPolicy) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	_, err := ParsePolicy("x\n\ny\nquorum none")
	if err == nil || !strings.Contains(err.Error(), "line 1") || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("not every line is told: %v", err)
	}
}

func TestKeys(t *testing.T) {
	private, public, err := NewKey("w.example/one")
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSigner(private, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	v, err := NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := s.Sign([]byte("text\n"))
	if err != nil || s.Public() != public || !v.Verify([]byte("text\n"), sig) {
		t.Fatalf("a key does not verify its own signature: %v", err)
	}
	for i := range sig {
		sig[i] ^= 1
		if v.Verify([]byte("text\n"), sig) {
			t.Errorf("a flipped bit in byte %d passed", i)
		}
		sig[i] ^= 1
	}
	if v.Verify([]byte("texT\n"), sig) || v.Verify([]byte("text\n"), sig[:71]) {
		t.Error("another text or half a signature passed")
	}
	for _, bad := range []string{"", "x", private + "A", strings.Replace(private, "w.example", "v.example", 1)} {
		if _, err := NewSigner(bad, time.Now); !errors.Is(err, ErrKey) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, _, err := NewKey("a b"); !errors.Is(err, ErrKey) {
		t.Errorf("a name with a space: %v", err)
	}
}

func FuzzParsePolicy(f *testing.F) {
	_, a, _ := NewKey("a")
	f.Add("witness A " + a + "\ngroup g any A\nquorum g")
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := ParsePolicy(text); err == nil {
			p.Met(nil)
		}
	})
}

func FuzzParseRequest(f *testing.F) {
	f.Add("old 3\n" + strings.Repeat("A", 43) + "=\n\nx\n1\n")
	f.Fuzz(func(t *testing.T, body string) {
		r, err := parseRequest([]byte(body))
		if err == nil && r.format() != body {
			t.Errorf("%q was read as %q", body, r.format())
		}
	})
}
