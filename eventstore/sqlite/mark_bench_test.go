package sqlite

import (
	"path/filepath"
	"testing"

	"minhbach/eventstore"
)

// BenchmarkMark is what keeping the mark costs a commit.
func BenchmarkMark(b *testing.B) {
	f, err := openMark(filepath.Join(b.TempDir(), markName))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	k, m := marker{f: f}, mark{id: eventstore.DeriveID("bench", "1")}
	for b.Loop() {
		m.position++
		if err := k.put(m); err != nil {
			b.Fatal(err)
		}
	}
}
