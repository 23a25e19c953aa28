package archive

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"minhbach/eventstore/ledger"
)

// Contents is what goes into a bag. Whoever fills it decides what may be disclosed.
type Contents struct {
	Organization string // whose archive it is
	Software     string // program and version
	Now          time.Time
	Scope        Scope
	Agencies     []string // narrowed to these, by id; none: all

	Checkpoint ledger.Published // signed, at which everything below stands
	Key        string           // verifier key
	Ledger     ledger.Source
	Since      uint64 // leaves that the base has; the rows begin behind them
	Base       string // signed note of the base; empty: no increment

	Rows     iter.Seq2[Row, error]  // ascending
	Contents iter.Seq2[File, error] // canonical contents of public versions, once each; read when the rows are written
	Files    iter.Seq2[File, error] // named by rows and contents, once each; read last
	Erasures []Erasure

	Rotations []byte            // JSON Lines of the ledger's own events
	Schemas   map[string][]byte // path below schemas → content
	States    []byte            // state.json; nil: none
	Verifier  fs.FS             // source of a verifier; nil: none

	// Progress is told how many leaves or files are done, from one goroutine.
	Progress func(stage string, done, total uint64)
}

// File is something named by its SHA-256. Open is nil where it is not there any more.
type File struct {
	SHA256 string
	Open   func() (io.ReadCloser, error)
}

// Summary of a bag.
type Summary struct {
	Scope    Scope     `json:"scope"`
	Origin   string    `json:"origin"`
	Size     uint64    `json:"size"` // leaves
	Root     string    `json:"root"` // hex
	Since    uint64    `json:"since,omitempty"`
	Agencies []string  `json:"agencies,omitempty"`
	Events   uint64    `json:"events"` // disclosed
	Files    int       `json:"files"`
	Contents int       `json:"contents"`
	Absent   []string  `json:"absent,omitempty"` // named, and not there
	Bytes    int64     `json:"bytes"`            // of the payload
	First    time.Time `json:"-"`                // recorded, of the rows
	Last     time.Time `json:"-"`
}

// Write makes a bag in dir, which must not exist. It is made beside dir under a name
// that ends in .part-… and gets its own name when everything is on the disk.
func Write(ctx context.Context, dir string, c Contents) (_ Summary, err error) {
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return Summary{}, fmt.Errorf("%s is there already; give a name that is free", dir)
	}
	part, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".part-*")
	if err != nil {
		return Summary{}, err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(part)
		}
	}()
	w := &writing{bag: &bag{root: part}, Contents: c}
	if err := w.all(ctx); err != nil {
		return Summary{}, err
	}
	if err := os.Chmod(part, 0o755); err != nil {
		return Summary{}, err
	}
	if err := os.Rename(part, dir); err != nil {
		return Summary{}, err
	}
	return w.sum, syncPath(filepath.Dir(dir))
}

// writing is the work on one bag.
type writing struct {
	*bag
	Contents
	checkpoint ledger.Checkpoint
	sum        Summary
}

func (w *writing) all(ctx context.Context) error {
	verifier, err := verifierOf(w.Key)
	if err != nil {
		return err
	}
	w.checkpoint, _, err = ledger.OpenCheckpoint([]byte(w.Checkpoint.Note), verifier)
	if err != nil {
		return err
	}
	w.sum = Summary{
		Scope: w.Scope, Origin: w.checkpoint.Origin, Size: w.checkpoint.Size, Root: hex.EncodeToString(w.checkpoint.Root[:]),
		Since: w.Since, Agencies: w.Agencies,
	}
	for _, step := range []func(context.Context) error{w.log, w.rows, w.contents, w.files, w.rest} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	w.sum.Bytes = w.bag.bytes
	return w.finish(w.info())
}

func (w *writing) tell(stage string, done, total uint64) {
	if w.Progress != nil {
		w.Progress(stage, done, total)
	}
}

// log copies the tree, its checkpoint and the history of checkpoints up to it.
func (w *writing) log(ctx context.Context) error {
	size, done := w.checkpoint.Size, uint64(0)
	err := copyTree(ctx, w.Ledger, size, func(path string, data []byte) error {
		if done++; done%512 == 0 {
			w.tell("log", min(done/2*ledger.TileWidth, size), size)
		}
		return w.put(LogPath+"/"+path, data)
	})
	if err != nil {
		return err
	}
	history, err := historyUpTo(ctx, w.Ledger, size)
	if err != nil {
		return err
	}
	return errors.Join(w.put(LogPath+"/"+ledger.CheckpointPath, []byte(w.Checkpoint.Note)), w.put(LogPath+"/"+ledger.HistoryPath, history))
}

// rows writes the events in both forms at once.
func (w *writing) rows(ctx context.Context) (err error) {
	lines, err := w.create(EventsPath)
	if err != nil {
		return err
	}
	defer lines.Close()
	temp := filepath.Join(w.root, "events.tmp")
	t, err := newTable(ctx, temp)
	if err != nil {
		return err
	}
	open := true
	defer func() {
		if open {
			t.close()
		}
	}()
	buffered := newBuffer(lines)
	var b []byte
	for r, err := range w.Rows {
		if err != nil {
			return err
		}
		b = r.appendLine(b[:0])
		if _, err := buffered.Write(b); err != nil {
			return err
		}
		if err := t.add(ctx, r); err != nil {
			return err
		}
		if w.sum.First.IsZero() {
			w.sum.First = r.Event.Recorded
		}
		w.sum.Last = r.Event.Recorded
		if w.sum.Events++; w.sum.Events%10_000 == 0 {
			w.tell("events", r.Index, w.checkpoint.Size)
		}
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	if _, err := lines.done(); err != nil {
		return err
	}
	open = false
	if err := t.finish(ctx); err != nil {
		return err
	}
	f, err := os.Open(temp)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := w.copy(TablePath, f); err != nil {
		return err
	}
	return os.Remove(temp)
}

func (w *writing) contents(ctx context.Context) error {
	n, err := w.named(ctx, "contents", w.Contents.Contents, ContentPath)
	w.sum.Contents = n
	return err
}

func (w *writing) files(ctx context.Context) error {
	n, err := w.named(ctx, "files", w.Contents.Files, FilePath)
	w.sum.Files = n
	if err != nil || len(w.sum.Absent) == 0 {
		return err
	}
	slices.Sort(w.sum.Absent)
	var list bytes.Buffer
	for _, hash := range w.sum.Absent {
		list.WriteString(hash + "\n")
	}
	return w.put(AbsentPath, list.Bytes())
}

// named copies what is named by its hash, and believes no name.
func (w *writing) named(ctx context.Context, stage string, files iter.Seq2[File, error], path func(string) string) (n int, err error) {
	if files == nil {
		return 0, nil
	}
	for f, err := range files {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return n, err
		}
		if !IsHash(f.SHA256) {
			return n, fmt.Errorf("%q is no SHA-256", f.SHA256)
		}
		if f.Open == nil {
			w.sum.Absent = append(w.sum.Absent, f.SHA256)
			continue
		}
		in, err := f.Open()
		if err != nil {
			return n, err
		}
		sum, err := w.copy(path(f.SHA256), in)
		if err = errors.Join(err, in.Close()); err != nil {
			return n, err
		}
		if sum != f.SHA256 {
			return n, fmt.Errorf("the file %s is damaged: its SHA-256 is %s; bring it back from a backup before you export", f.SHA256, sum)
		}
		if n++; n%100 == 0 {
			w.tell(stage, uint64(n), 0)
		}
	}
	return n, nil
}

// rest writes the small files.
func (w *writing) rest(context.Context) error {
	small := map[string][]byte{KeyPath: []byte(w.Key + "\n"), RotationPath: w.Rotations}
	pem, err := keyPEM(w.Key)
	if err != nil {
		return err
	}
	small[PEMPath] = pem
	if w.Base != "" {
		small[BasePath] = []byte(w.Base)
	}
	if w.States != nil {
		small[StatePath] = w.States
	}
	for path, content := range w.Schemas {
		small[schemasPath+path] = content
	}
	if w.Verifier != nil {
		err := fs.WalkDir(w.Verifier, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			small[verifierPath+path], err = fs.ReadFile(w.Verifier, path)
			return err
		})
		if err != nil {
			return err
		}
	}
	var about, events bytes.Buffer
	if err := readme(&about, &w.Contents, w.sum); err != nil {
		return err
	}
	if err := premis(&events, &w.Contents, w.sum); err != nil {
		return err
	}
	small[ReadmePath], small[PremisPath] = about.Bytes(), events.Bytes()
	for _, path := range slices.Sorted(maps.Keys(small)) {
		if err := w.put(path, small[path]); err != nil {
			return err
		}
	}
	return nil
}
