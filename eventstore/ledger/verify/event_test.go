package verify_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
	"minhbach/eventstore/ledger/verify/testlog"
)

const attachment = `c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00`

// proven is a bundle of an event that publishes a content with an attachment.
func proven(t testing.TB, show func(*ledger.Bundle, eventstore.Event)) (raw []byte, content []byte, key ledger.Key) {
	t.Helper()
	content = fmt.Appendf(nil, `{"attachments":[{"name":"a.pdf","sha256":"%s"}],"title":"Thông báo"}`, attachment)
	sum := sha256.Sum256(content)
	events := testlog.Events(700, 3)
	events[321].Data = fmt.Appendf(nil, `{"version":1,"content":"%x","on":"2026-03-02"}`, sum)
	dir := t.TempDir()
	key = testlog.Key(t, origin)
	testlog.Write(t, dir, key, events)
	src, err := verify.Open(ctx, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	signed, err := src.ReadFile(ctx, ledger.CheckpointPath)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := ledger.OpenCheckpoint(signed, trust(t, key).Keys...)
	if err != nil {
		t.Fatal(err)
	}
	path, err := ledger.ProveInclusion(ctx, src, c, 321)
	if err != nil {
		t.Fatal(err)
	}
	b := ledger.Bundle{Format: ledger.BundleFormat, Leaf: string(ledger.HeaderOf(321, events[321]).Leaf()), Proof: ledger.FormatProof(321, path, string(signed)), Key: key.Public}
	show(&b, events[321])
	if raw, err = json.Marshal(b); err != nil {
		t.Fatal(err)
	}
	return raw, content, key
}

func whole(b *ledger.Bundle, ev eventstore.Event) { b.Data, b.Metadata = ev.Data, ev.Metadata }

func dataOnly(b *ledger.Bundle, ev eventstore.Event) {
	salt, _ := ledger.Salts(ev.Metadata)
	b.Data, b.SaltData = ev.Data, hex.EncodeToString(salt)
}

func TestEventIsProved(t *testing.T) {
	raw, content, key := proven(t, whole)
	r, err := verify.Proof(raw, trust(t, key), verify.EventOptions{})
	if err != nil || !r.Sound || r.Event.Index != 321 || !r.Event.Data || !r.Event.Envelope || r.Event.Actor != "system" || r.Event.ContentSeen {
		t.Fatal(err, r.Problem, r.Event)
	}
	t.Run("with its content and a file that it names", func(t *testing.T) {
		r, err := verify.Proof(raw, trust(t, key), verify.EventOptions{Content: content, File: attachment})
		if err != nil || !r.Sound || !r.Event.ContentSeen || r.Event.File.Named != "content: $.attachments[0].sha256" {
			t.Fatal(err, r.Problem, r.Event)
		}
	})
	t.Run("a file without the content", func(t *testing.T) {
		if _, err := verify.Proof(raw, trust(t, key), verify.EventOptions{File: attachment}); !errors.Is(err, verify.ErrNeedContent) {
			t.Fatal(err)
		}
	})
	t.Run("the content as a file", func(t *testing.T) {
		sum := sha256.Sum256(content)
		r, err := verify.Proof(raw, trust(t, key), verify.EventOptions{File: hex.EncodeToString(sum[:])})
		if err != nil || !r.Sound || r.Event.File.Named != "content" {
			t.Fatal(err, r.Problem)
		}
	})
	t.Run("another file", func(t *testing.T) {
		r, err := verify.Proof(raw, trust(t, key), verify.EventOptions{Content: content, File: "ff" + attachment[2:]})
		if err != nil || r.Sound || r.Problem.Code != verify.BadFile {
			t.Fatal(err, r.Problem)
		}
	})
	t.Run("another content", func(t *testing.T) {
		r, err := verify.Proof(raw, trust(t, key), verify.EventOptions{Content: append(content, ' ')})
		if err != nil || r.Sound || r.Problem.Code != verify.BadContent {
			t.Fatal(err, r.Problem)
		}
	})
	t.Run("under another key", func(t *testing.T) {
		r, err := verify.Proof(raw, trust(t, testlog.Key(t, origin)), verify.EventOptions{})
		if err != nil || r.Sound || r.Problem.Code != verify.BadSignature {
			t.Fatal(err, r.Problem)
		}
	})
	t.Run("data without envelope", func(t *testing.T) {
		raw, _, key := proven(t, dataOnly)
		r, err := verify.Proof(raw, trust(t, key), verify.EventOptions{})
		if err != nil || !r.Sound || !r.Event.Data || r.Event.Envelope {
			t.Fatal(err, r.Problem)
		}
	})
	t.Run("the leaf alone", func(t *testing.T) {
		raw, _, key := proven(t, func(*ledger.Bundle, eventstore.Event) {})
		r, err := verify.Proof(raw, trust(t, key), verify.EventOptions{})
		if err != nil || !r.Sound || r.Event.Data || len(r.Remarks) == 0 || r.Remarks[0] != verify.HeaderOnly {
			t.Fatal(err, r.Problem, r.Remarks)
		}
		if _, err := verify.Proof(raw, trust(t, key), verify.EventOptions{File: attachment}); !errors.Is(err, verify.ErrHidden) {
			t.Fatal(err)
		}
	})
}

func TestWrongPartOfABundleIsNamed(t *testing.T) {
	raw, content, key := proven(t, whole)
	for code, change := range map[string]func(*ledger.Bundle){
		verify.BadData:     func(b *ledger.Bundle) { b.Data[12] ^= 1 },
		verify.BadEnvelope: func(b *ledger.Bundle) { b.Metadata[12] ^= 1 },
		verify.BadContent:  func(b *ledger.Bundle) { b.Content = string(content) + " " },
		verify.BadPath: func(b *ledger.Bundle) {
			h, err := ledger.ParseLeaf([]byte(b.Leaf))
			if err != nil {
				t.Fatal(err)
			}
			h.Data = tlog.Hash{1}
			b.Leaf = string(h.Leaf())
		},
	} {
		b, err := ledger.ParseBundle(raw)
		if err != nil {
			t.Fatal(err)
		}
		change(&b)
		changed, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		r, err := verify.Proof(changed, trust(t, key), verify.EventOptions{})
		if err != nil || r.Sound || r.Problem.Code != code || *r.Problem.Leaf != 321 {
			t.Errorf("%s: %v %v", code, err, r.Problem)
		}
	}
}

// TestOneCharacterOfABundle: whichever character is another, the bundle is refused, or
// it says exactly what it said before.
func TestOneCharacterOfABundle(t *testing.T) {
	raw, content, key := proven(t, whole)
	before, err := ledger.ParseBundle(raw)
	if err != nil {
		t.Fatal(err)
	}
	before.Content = string(content)
	if raw, err = json.Marshal(before); err != nil {
		t.Fatal(err)
	}
	tr := trust(t, key)
	refused, same := 0, 0
	for i := range raw {
		for _, to := range []byte{raw[i] ^ 1, raw[i] ^ 32, 'x'} {
			if to == raw[i] {
				continue
			}
			changed := append(append(append([]byte(nil), raw[:i]...), to), raw[i+1:]...)
			r, err := verify.Proof(changed, tr, verify.EventOptions{})
			if err != nil || !r.Sound {
				refused++
				continue
			}
			after, err := ledger.ParseBundle(changed)
			if err != nil {
				t.Fatal(err)
			}
			after.Key = before.Key // a hint, never believed
			if !reflect.DeepEqual(after, before) {
				t.Fatalf("byte %d became %q, and the bundle passed as %+v", i, to, after)
			}
			same++
		}
	}
	t.Logf("%d changes refused, %d changed nothing that is said", refused, same)
	if refused < 2*len(raw) {
		t.Errorf("only %d of %d changes were refused", refused, 3*len(raw))
	}
}

func FuzzProof(f *testing.F) {
	raw, _, key := proven(f, whole)
	tr := trust(f, key)
	f.Add(raw)
	f.Add([]byte(`{"format":"minhbach-proof/1","leaf":"{}","proof":"c2sp.org/tlog-proof@v1\nindex 0\n\n"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := verify.Proof(b, tr, verify.EventOptions{})
		if err == nil && r.Sound == (r.Problem != nil) {
			t.Fatal("neither sound nor a problem")
		}
		if err == nil && r.Sound && r.Event.Index != 321 {
			t.Fatal("a proof of another event")
		}
	})
}
