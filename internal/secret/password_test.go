package secret

import (
	"context"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

const phrase = "ghe đá bốn mùa 27"

func TestPasswordIsCheckedAgainstItsHash(t *testing.T) {
	h, ctx := NewHasher(2), t.Context()
	hash, err := h.HashPassword(ctx, phrase)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash %q has another cost", hash)
	}
	for plain, want := range map[string]bool{
		phrase: true, norm.NFD.String(phrase): true, phrase + " ": false, "": false, strings.Repeat("x", maxPlain+1): false,
	} {
		if got, err := h.CheckPassword(ctx, hash, plain); err != nil || got != want {
			t.Errorf("%.30q: %v, %v; want %v", plain, got, err, want)
		}
	}
	again, _ := h.HashPassword(ctx, phrase)
	if again == hash {
		t.Error("two hashes of one password are the same: no salt")
	}
}

func TestMissingHashIsNeverRight(t *testing.T) {
	h := NewHasher(1)
	for _, plain := range []string{"", phrase} {
		if ok, err := h.CheckPassword(t.Context(), "", plain); ok || err != nil {
			t.Errorf("%q: %v, %v", plain, ok, err)
		}
	}
}

func TestForeignHashesAreRefused(t *testing.T) {
	h := NewHasher(1)
	for _, hash := range []string{
		"x", "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA", "$argon2id$v=16$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
		"$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$",
		"$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA$more",
	} {
		if ok, err := h.CheckPassword(t.Context(), hash, phrase); ok || !errors.Is(err, ErrHash) {
			t.Errorf("%s: %v, %v", hash, ok, err)
		}
	}
}

func TestHashingIsBounded(t *testing.T) {
	h := NewHasher(1)
	h.running <- struct{}{} // somebody hashes
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.HashPassword(ctx, phrase); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting ended with %v", err)
	}
	for len(h.waiting) < cap(h.waiting) {
		h.waiting <- struct{}{}
	}
	if _, err := h.HashPassword(t.Context(), phrase); !errors.Is(err, ErrBusy) {
		t.Errorf("beyond the queue: %v", err)
	}
}

func BenchmarkCheckPassword(b *testing.B) {
	h := NewHasher(1)
	hash, _ := h.HashPassword(b.Context(), phrase)
	for b.Loop() {
		h.CheckPassword(b.Context(), hash, phrase)
	}
}

func FuzzParseHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA")
	f.Fuzz(func(t *testing.T, hash string) {
		if p, err := parse(hash); err == nil && (p.memory > maxMemoryKiB || p.passes > maxPasses || len(p.sum) == 0) {
			t.Errorf("%q asks for %+v", hash, p)
		}
	})
}
