package ledger_test

import (
	"encoding/json"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore/ledger"
)

func FuzzParseLeaf(f *testing.F) {
	f.Add(ledger.HeaderOf(12, fixed()).Leaf())
	f.Add([]byte(`{"v":1}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, err := ledger.ParseLeaf(raw)
		if err == nil && string(h.Leaf()) != string(raw) {
			t.Errorf("%q was read and is written as %q", raw, h.Leaf())
		}
	})
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add("a/log\n12\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
	f.Add("a/log\n012\nAAAA\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ledger.ParseCheckpoint(text)
		if err != nil {
			return
		}
		if back := c.Text(); len(back) > len(text) || text[:len(back)] != back {
			t.Errorf("%q was read and is written as %q", text, back)
		}
	})
}

func FuzzParseProof(f *testing.F) {
	f.Add(ledger.FormatProof(3, nil, "a/log\n12\nroot\n\n— a sig\n"))
	f.Add("c2sp.org/tlog-proof@v1\nextra AA==\nindex 4\nAAAA\n\nx")
	f.Fuzz(func(t *testing.T, text string) {
		index, path, signed, err := ledger.ParseProof(text)
		if err != nil {
			return
		}
		again, _, _, err := ledger.ParseProof(ledger.FormatProof(index, path, signed))
		if err != nil || again != index {
			t.Errorf("%q does not survive: %v", text, err)
		}
	})
}

func FuzzParseBundle(f *testing.F) {
	_, key, err := ledger.NewKey(origin)
	if err != nil {
		f.Fatal(err)
	}
	verifier, err := note.NewVerifier(key.Public)
	if err != nil {
		f.Fatal(err)
	}
	raw, _ := json.Marshal(ledger.Bundle{Format: ledger.BundleFormat, Leaf: string(ledger.HeaderOf(0, fixed()).Leaf()), Proof: ledger.FormatProof(0, nil, "x\n\n")})
	f.Add(raw)
	f.Add([]byte(`{"format":"minhbach-proof/1","leaf":"{}","metadata":"AA=="}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := ledger.ParseBundle(raw)
		if err != nil {
			return
		}
		if _, err := b.Verify(verifier); err == nil {
			t.Error("a bundle that nobody signed was believed")
		}
	})
}

func FuzzParsePath(f *testing.F) {
	for _, p := range []string{ledger.TilePath(0, 1234067, 256), ledger.TilePath(2, 0, 7), ledger.EntriesPath(1000, 255), "tile/0/1", "tile/8/000", "tile/entries/x000/001"} {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, path string) {
		level, index, width, ok := ledger.ParsePath(path)
		if !ok {
			return
		}
		want := ledger.EntriesPath(index, width)
		if level >= 0 {
			want = ledger.TilePath(level, index, width)
		}
		if want != path {
			t.Errorf("%q was read and is written as %q", path, want)
		}
	})
}
