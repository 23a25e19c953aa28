package ledger_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

var update = flag.Bool("update", false, "write golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed, which would change every tree there is:\n got %s\nwant %s", name, got, want)
	}
}

func fixed() eventstore.Event {
	id, _ := eventstore.ParseID("0198b6a0-0000-7000-8000-0000000000a1")
	return eventstore.Event{
		ID: id, Stream: `publication-"x"`, Revision: 4, Position: 77, Type: "publication.approved", ContentType: "application/json",
		Recorded: time.Date(2026, 7, 1, 9, 30, 0, 123_456_700, time.FixedZone("+07", 7*3600)),
		Data:     []byte(`{"version":1}`),
		Metadata: []byte(`{"v":1,"actor":"a1","salt_d":"000102030405060708090a0b0c0d0e0f","salt_m":"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"}`),
	}
}

func TestLeafIsTheSameForEver(t *testing.T) {
	leaf := ledger.HeaderOf(12, fixed()).Leaf()
	golden(t, "leaf.json", string(leaf))
	h, err := ledger.ParseLeaf(leaf)
	if err != nil || string(h.Leaf()) != string(leaf) || h.Index != 12 || !h.Recorded.Equal(fixed().Recorded) {
		t.Errorf("read back as %+v: %v", h, err)
	}
}

// TestTreeIsTheSameForEver: root and checkpoint text of a fixed history.
func TestTreeIsTheSameForEver(t *testing.T) {
	b, _ := newMemBench(t, 700)
	golden(t, "checkpoint.txt", b.signed(b.open()).Text())
}

func TestLeafGivesNothingAway(t *testing.T) {
	ev := fixed()
	leaf := string(ledger.HeaderOf(0, ev).Leaf())
	for _, secret := range []string{"version", "a1\"", "000102030405", "f0f1f2f3"} {
		if strings.Contains(strings.Replace(leaf, ev.ID.String(), "", 1), secret) {
			t.Errorf("the leaf contains %q", secret)
		}
	}
	other := ev
	other.Metadata = []byte(strings.Replace(string(ev.Metadata), "000102", "010102", 1))
	a, b := ledger.HeaderOf(0, ev), ledger.HeaderOf(0, other)
	if a.Data == b.Data || a.Meta == b.Meta {
		t.Error("the same commitment under another salt")
	}
}

// TestEnvelopeEndsWithTheSalts: the ledger finds them there, and nowhere else.
func TestEnvelopeEndsWithTheSalts(t *testing.T) {
	data, meta := strings.Repeat("0a", 16), strings.Repeat("0b", 16)
	for name, m := range map[string]eventstore.Metadata{
		"short": {Version: 1},
		"full": {Version: 9, Actor: `a","salt_d":"`, Role: "editor", Agency: "x", OnBehalfOf: "y", Causation: eventstore.ID{1}, Correlation: eventstore.ID{2},
			Rules: "2026-03"},
	} {
		m.SaltData, m.SaltMeta = eventstore.Salt(data), eventstore.Salt(meta)
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(string(raw), `,"salt_d":"`+data+`","salt_m":"`+meta+`"}`) {
			t.Errorf("%s: the envelope is %s", name, raw)
		}
		d, s := ledger.Salts(raw)
		if hex.EncodeToString(d) != data || hex.EncodeToString(s) != meta {
			t.Errorf("%s: salts %x and %x", name, d, s)
		}
	}
	for _, foreign := range []string{"", "{}", `{"salt_d":"` + data + `","salt_m":"` + meta + `"}`, `{"v":1,"salt_d":"` + data + `","salt_m":"` + meta + `"} `,
		`{"v":1,"salt_d":"` + strings.Repeat("xy", 16) + `","salt_m":"` + meta + `"}`} {
		if d, s := ledger.Salts([]byte(foreign)); d != nil || s != nil {
			t.Errorf("%s has salts %x %x", foreign, d, s)
		}
	}
}

func TestParseLeafRefusesOtherForms(t *testing.T) {
	leaf := string(ledger.HeaderOf(12, fixed()).Leaf())
	for name, change := range map[string][2]string{
		"space":        {`,"id"`, `, "id"`},
		"version":      {`"v":1`, `"v":2`},
		"short hash":   {`"data":"`, `"data":"0`},
		"upper case":   {`"index":12`, `"index":12,"INDEX":12`},
		"local time":   {`Z","rev`, `+00:00","rev`},
		"unknown":      {`"v":1`, `"v":1,"w":2`},
		"leading zero": {`"index":12`, `"index":012`},
		"escapes":      {`publication-`, `\u0070ublication-`},
	} {
		other := strings.Replace(leaf, change[0], change[1], 1)
		if other == leaf {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := ledger.ParseLeaf([]byte(other)); !errors.Is(err, ledger.ErrLeaf) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
