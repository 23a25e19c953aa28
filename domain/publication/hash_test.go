package publication

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

// full is a content that uses every field of some kind of item.
func full() Content {
	c := lawText("2019-04-19")
	c.Body = "Điều 1.\n\t\"Cổng\" <b>&\\ \u2028 😀"
	c.Details.Document.EffectiveOn = day("2019-05-02")
	c.Details.Document.Replaces = []string{"31/2010/QĐ-UBND"}
	c.Metadata.Subjects = []string{"công nghệ thông tin", "cổng thông tin"}
	c.Attachments = []Attachment{{SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		Name: "07-2019.pdf", Title: "Toàn văn", MediaType: "application/pdf", Size: 9007199254740991}}
	c.Translations = map[string]Translation{
		"km": {Title: "សេចក្តីសម្រេច", Of: TextHash(c)},
		"en": {Title: "Decision", Summary: "On portals.", Body: "Article 1.", Of: TextHash(c)},
	}
	return c
}

// The hash was made by another program: Python's json.dumps with sort_keys,
// ensure_ascii=False and separators (",", ":") over the exported JSON, and hashlib.
const fullHash = "00200153984940721a0f7f38616ec4c52a828e095c46f81b298792e876768e7a"

func TestHashIsThatOfTheCanonicalJSON(t *testing.T) {
	const golden = "testdata/canonical.json"
	got := Canonical(full())
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("canonical JSON is now\n%s\nwas\n%s (%v)", got, want, err)
	}
	if h := Hash(full()); h != fullHash {
		t.Errorf("hash %s, want %s", h, fullHash)
	}
}

func TestCanonicalKeepsTheContent(t *testing.T) {
	var back Content
	if err := json.Unmarshal(Canonical(full()), &back); err != nil || !reflect.DeepEqual(back, full()) {
		t.Fatalf("%v\n%+v", err, back)
	}
}

func TestHashDoesNotSeeAbsence(t *testing.T) {
	a, b := story(), story()
	a.Attachments, a.Translations, a.Metadata.Subjects = []Attachment{}, map[string]Translation{}, []string{}
	if Hash(a) != Hash(b) {
		t.Error("empty and absent lists hash differently")
	}
}

func TestHashSeesEveryField(t *testing.T) {
	seen := map[string]string{Hash(full()): "nothing"}
	for name, change := range map[string]func(*Content){
		"language":    func(c *Content) { c.Language = "en" },
		"title":       func(c *Content) { c.Title += "." },
		"summary":     func(c *Content) { c.Summary += "." },
		"body":        func(c *Content) { c.Body += "." },
		"signer":      func(c *Content) { c.Details.Document.Signer += "." },
		"date":        func(c *Content) { c.Details.Document.IssuedOn = day("2019-04-20") },
		"subjects":    func(c *Content) { c.Metadata.Subjects = c.Metadata.Subjects[:1] },
		"size":        func(c *Content) { c.Attachments[0].Size-- },
		"order":       func(c *Content) { c.Attachments = append([]Attachment{{Name: "a"}}, c.Attachments...) },
		"translation": func(c *Content) { delete(c.Translations, "km") },
	} {
		c := full()
		change(&c)
		h := Hash(c)
		if other, taken := seen[h]; taken {
			t.Errorf("a change of %s hashes like one of %s", name, other)
		}
		seen[h] = name
	}
}

func BenchmarkHash(b *testing.B) {
	c := full()
	c.Body = string(bytes.Repeat([]byte("Điều 1. Quy định chung. "), 2000))
	b.SetBytes(int64(len(c.Body)))
	for b.Loop() {
		Hash(c)
	}
}
