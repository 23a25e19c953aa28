package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
)

var noon = time.Date(2026, 3, 2, 5, 0, 0, 123456000, time.UTC)

const origin = "soctrang.example/log"

// world is a log with its ledger and the files that its events name.
type world struct {
	t      testing.TB
	log    *sqlite.Log
	ledger *ledger.Ledger
	key    ledger.Key
	files  map[string][]byte
	count  int
}

type told struct {
	Item string `json:"item"`
	Text string `json:"text"`
	File struct {
		SHA256 string `json:"sha256,omitempty"`
	} `json:"file"`
}

func (told) EventType() string { return "item.told" }
func (told) EventVersion() int { return 1 }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, files: map[string][]byte{}}
	clock := noon
	now := func() time.Time { clock = clock.Add(time.Millisecond); return clock }
	var err error
	w.log, err = sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Now: now})
	w.must(err)
	t.Cleanup(func() { w.log.Close() })
	_, w.key, err = ledger.NewKey(origin)
	w.must(err)
	w.ledger, err = ledger.Open(t.Context(), t.TempDir(), w.log, ledger.Options{Key: &w.key, Now: now})
	w.must(err)
	t.Cleanup(func() { w.ledger.Close() })
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// tell records events; every 25th names a file.
func (w *world) tell(n int) {
	w.t.Helper()
	codec, err := eventstore.NewCodec([]eventstore.Payload{told{}}, nil)
	w.must(err)
	streams := map[string][]eventstore.Draft{}
	for range n {
		e := told{Item: fmt.Sprint(w.count), Text: "Thông báo số " + fmt.Sprint(w.count)}
		if w.count%25 == 0 {
			content := []byte("tệp " + e.Item)
			sum := sha256.Sum256(content)
			e.File.SHA256 = hex.EncodeToString(sum[:])
			w.files[e.File.SHA256] = content
		}
		d, err := codec.Encode(eventstore.NewID(noon), e, eventstore.Metadata{Actor: "0190a000-0000-7000-8000-000000000001"})
		w.must(err)
		stream := fmt.Sprintf("item-%d", w.count%7)
		streams[stream] = append(streams[stream], d)
		w.count++
	}
	for _, stream := range slices.Sorted(maps.Keys(streams)) {
		for some := range slices.Chunk(streams[stream], 500) {
			_, err := w.log.Append(w.t.Context(), stream, eventstore.Any(), some...)
			w.must(err)
		}
	}
	w.must(w.ledger.ToEnd(w.t.Context()))
}

// contents of a full bag at the newest checkpoint.
func (w *world) contents() Contents {
	w.t.Helper()
	head, ok := w.ledger.Latest()
	if !ok {
		w.t.Fatal("nothing is signed")
	}
	return Contents{
		Organization: "Tỉnh Sóc Trăng", Software: "minhbach test", Now: noon.Add(time.Hour), Scope: Full,
		Checkpoint: head, Key: w.key.Public, Ledger: w.ledger.Source(), Rows: w.rows(head.Size, Whole), Files: w.allFiles(),
		Contents: func(yield func(File, error) bool) {}, Schemas: map[string][]byte{"item.told/v1.json": []byte("{}\n")},
		States: []byte("{}\n"), Rotations: []byte("{}\n"), Verifier: fstest.MapFS{"main.go": {Data: []byte("package main\n")}},
	}
}

func (w *world) rows(size uint64, form func(uint64, eventstore.Event) Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		var index uint64
		for ev, err := range w.log.ReadAll(w.t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0) {
			if index == size || !yield(form(index, ev), err) {
				return
			}
			index++
		}
	}
}

func (w *world) allFiles() iter.Seq2[File, error] {
	names := slices.Sorted(maps.Keys(w.files)) // as they are now
	return func(yield func(File, error) bool) {
		for _, hash := range names {
			content := w.files[hash]
			if !yield(File{hash, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}, nil) {
				return
			}
		}
	}
}

// bag writes contents into a new folder.
func (w *world) bag(c Contents) string {
	w.t.Helper()
	dir := filepath.Join(w.t.TempDir(), "bag")
	_, err := Write(w.t.Context(), dir, c)
	w.must(err)
	return dir
}

func verify(t testing.TB, name string, c Checks) (Report, error) {
	t.Helper()
	b, err := Open(name)
	if err != nil {
		return Report{}, err
	}
	defer b.Close()
	return Verify(t.Context(), b, c)
}

// reseal writes manifests that fit what is in the folder, as whoever tampers would.
func reseal(t testing.TB, dir string) {
	t.Helper()
	script := `set -e
find data -type f | LC_ALL=C sort | xargs -d '\n' sha256sum > manifest-sha256.txt
bytes=$(find data -type f -printf '%s\n' | awk '{n+=$1} END {printf "%d", n}')
sed -i "s/^Payload-Oxum: .*/Payload-Oxum: $bytes.$(wc -l < manifest-sha256.txt)/" bag-info.txt
sha256sum bag-info.txt bagit.txt manifest-sha256.txt > tagmanifest-sha256.txt`
	cmd := exec.Command("bash", "-c", script)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// edit changes a file of a bag.
func edit(t testing.TB, dir, path string, change func([]byte) []byte) {
	t.Helper()
	name := filepath.Join(dir, filepath.FromSlash(path))
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, change(raw), 0o644); err != nil {
		t.Fatal(err)
	}
}

func asJSON(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}
