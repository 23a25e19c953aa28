package ledger

import (
	"errors"
	"strings"
	"testing"
)

func TestNextOrigin(t *testing.T) {
	for origin, next := range map[string]string{
		"soctrang.gov.vn/log":      "soctrang.gov.vn/log/r2",
		"soctrang.gov.vn/log/r2":   "soctrang.gov.vn/log/r3",
		"soctrang.gov.vn/log/r9":   "soctrang.gov.vn/log/r10",
		"soctrang.gov.vn/log/r02":  "soctrang.gov.vn/log/r02/r2",
		"soctrang.gov.vn/log/r1":   "soctrang.gov.vn/log/r1/r2",
		"soctrang.gov.vn/rung":     "soctrang.gov.vn/rung/r2",
		"soctrang.gov.vn/log/r2/x": "soctrang.gov.vn/log/r2/x/r2",
		"/r2":                      "/r2/r2",
	} {
		if got := NextOrigin(origin); got != next {
			t.Errorf("after %s comes %s, want %s", origin, got, next)
		}
	}
}

func epochKey(t *testing.T, origin string) Key {
	t.Helper()
	_, k, err := NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSuccessionPassesTrust(t *testing.T) {
	old, next := epochKey(t, "a.vn/log"), epochKey(t, "a.vn/log/r2")
	at := Checkpoint{Origin: "a.vn/log", Size: 7, Root: [32]byte{1, 2, 3}}
	signed, err := SignSuccession(old, next, at)
	if err != nil {
		t.Fatal(err)
	}
	s, err := OpenSuccession(old.Public, signed)
	if err != nil || s.Old != old.Public || s.New != next.Public || s.At != at {
		t.Errorf("read back as %+v: %v", s, err)
	}
}

func TestSuccessionIsRefused(t *testing.T) {
	old, next, stranger := epochKey(t, "a.vn/log"), epochKey(t, "a.vn/log/r2"), epochKey(t, "a.vn/log")
	at := Checkpoint{Origin: "a.vn/log", Size: 7}
	if _, err := SignSuccession(old, stranger, at); !errors.Is(err, ErrSuccession) {
		t.Error("to a key of the same origin:", err)
	}
	if _, err := SignSuccession(old, next, Checkpoint{Origin: "b.vn/log"}); !errors.Is(err, ErrSuccession) {
		t.Error("at another ledger:", err)
	}
	signed, err := SignSuccession(old, next, at)
	if err != nil {
		t.Fatal(err)
	}
	forged, err := SignSuccession(stranger, next, at)
	if err != nil {
		t.Fatal(err)
	}
	text, signatures, _ := strings.Cut(signed, "\n\n")
	first, second, _ := strings.Cut(signatures, "\n")
	for name, other := range map[string]string{
		"nothing":            "",
		"of another key":     forged,
		"another size":       strings.Replace(signed, "\n7\n", "\n8\n", 1),
		"without the new":    text + "\n\n" + first + "\n",
		"without the old":    text + "\n\n" + second,
		"another new key":    strings.Replace(signed, next.Public, stranger.Public, 1),
		"a rotation instead": strings.Replace(signed, successionHead, rotationHead, 1),
	} {
		if _, err := OpenSuccession(old.Public, other); !errors.Is(err, ErrSuccession) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzOpenSuccession(f *testing.F) {
	_, old, err := NewKey("a.vn/log")
	if err != nil {
		f.Fatal(err)
	}
	_, next, err := NewKey("a.vn/log/r2")
	if err != nil {
		f.Fatal(err)
	}
	signed, err := SignSuccession(old, next, Checkpoint{Origin: "a.vn/log", Size: 7})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed)
	f.Add(successionHead + "\n" + old.Public + "\n\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := OpenSuccession(old.Public, text); err == nil && (s.Old != old.Public || !strings.HasPrefix(text, s.Text())) {
			t.Errorf("accepted %q as %+v", text, s)
		}
	})
}
