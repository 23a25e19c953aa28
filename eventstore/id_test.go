package eventstore

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestNewID(t *testing.T) {
	now := time.UnixMilli(1_700_000_000_123)
	a, b := NewID(now), NewID(now)
	if a == b {
		t.Fatal("two ids of one instant are equal")
	}
	for _, id := range []ID{a, b} {
		if id[6]>>4 != 7 || id[8]>>6 != 2 {
			t.Errorf("%s is not a version 7 UUID of the RFC 9562 variant", id)
		}
		ms := int64(id[0])<<40 | int64(id[1])<<32 | int64(id[2])<<24 | int64(id[3])<<16 | int64(id[4])<<8 | int64(id[5])
		if ms != now.UnixMilli() {
			t.Errorf("%s carries %d ms, want %d", id, ms, now.UnixMilli())
		}
	}
	if later := NewID(now.Add(time.Millisecond)); later.String() <= a.String() {
		t.Errorf("%s of a later instant does not sort behind %s", later, a)
	}
}

func TestDeriveID(t *testing.T) {
	a := DeriveID("deadline", "petition-1")
	if a != DeriveID("deadline", "petition-1") {
		t.Fatal("the same parts give different ids")
	}
	if a[6]>>4 != 8 || a[8]>>6 != 2 {
		t.Errorf("%s is not a version 8 UUID of the RFC 9562 variant", a)
	}
	for _, other := range [][]string{{"deadlinepetition-1"}, {"deadline", "petition-", "1"}, {"petition-1", "deadline"}, {"deadline"}, {}, {""}, {"", ""}} {
		if DeriveID(other...) == a {
			t.Errorf("%q give the same id", other)
		}
	}
	if DeriveID() == DeriveID("") {
		t.Error("no part and an empty part give the same id")
	}
	// Stored ids depend on this value: it must never change.
	if got := DeriveID("a", "b").String(); got != derivedFromAB {
		t.Errorf("derived %s, want %s", got, derivedFromAB)
	}
}

const derivedFromAB = "3c9d5910-45bc-8876-b9d0-399bbfb05c6a"

func TestParseID(t *testing.T) {
	// The version 7 example of RFC 9562, appendix A.6.
	const text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
	id, err := ParseID(text)
	if err != nil || id.String() != text || id.IsZero() {
		t.Fatalf("%s: %v", id, err)
	}
	if upper, err := ParseID(strings.ToUpper(text)); err != nil || upper != id {
		t.Fatalf("upper case: %s, %v", upper, err)
	}
	for _, bad := range []string{"", text[1:], text + "0", strings.ReplaceAll(text, "-", ""), "{" + text[1:35] + "}",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2079b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4_dc0c0c07398f"} {
		if id, err := ParseID(bad); !errors.Is(err, ErrInvalid) || !id.IsZero() {
			t.Errorf("%q: %s, %v", bad, id, err)
		}
	}
}

func TestIDAsJSON(t *testing.T) {
	type message struct{ ID ID }
	in := message{DeriveID("x")}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"ID":"`+in.ID.String()+`"}` {
		t.Fatalf("%s, %v", text, err)
	}
	var out message
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Fatalf("%v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"ID":"nonsense"}`), &out); !errors.Is(err, ErrInvalid) {
		t.Fatalf("nonsense: %v", err)
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
	f.Add("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
	f.Add("not an id")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseID(s)
		if err == nil && id.String() != strings.ToLower(s) {
			t.Fatalf("%q came back as %s", s, id)
		}
	})
}
