package transfer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"minhbach/eventstore"
	"minhbach/eventstore/archive"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/offline"
	"minhbach/eventstore/sqlite"
)

// toBag makes a full archive of the log alone: rows, tree and a checkpoint signed by a
// key that is made for it and kept nowhere. The files that events name are listed as
// absent, and the store's own events, which have no leaf, are left out. Whoever has the
// installation itself exports from there; this is for a log without one. It begins anew
// after an interruption.
type toBag struct {
	path string
	o    *Options
	work string // folder beside path
	log  *sqlite.Log
	key  ledger.Key
}

func (t *toBag) name() string         { return t.path }
func (t *toBag) keepsPositions() bool { return false } // of the events without leaf nothing is kept
func (t *toBag) keepsSystem() bool    { return false }
func (t *toBag) forgets() bool        { return false }

func (t *toBag) held(context.Context) eventstore.Events { return nothing }

// take spools the events, because a bag is written from several readings.
func (t *toBag) take(ctx context.Context, events eventstore.Events) (err error) {
	if t.path, err = filepath.Abs(t.path); err != nil {
		return err
	}
	if t.work, err = os.MkdirTemp(filepath.Dir(t.path), filepath.Base(t.path)+part+"-*"); err != nil {
		return err
	}
	opts := sqlite.Options{MaxEventBytes: largestEvent, Now: t.o.Now, Command: t.o.Command}
	if _, err := sqlite.Import(ctx, t.spool("log"), opts, events); err != nil {
		return err
	}
	if t.log, err = sqlite.Open(ctx, t.spool("log"), opts); err != nil {
		return err
	}
	if _, t.key, err = ledger.NewKey("minhbach/copy-" + eventstore.NewID(t.o.Now()).String()); err != nil {
		return err
	}
	tree, err := ledger.Open(ctx, t.spool("ledger"), t.log, ledger.Options{Key: &t.key, Now: t.o.Now, Warn: t.o.Warn})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tree.Close()) }()
	if err := tree.ToEnd(ctx); err != nil {
		return err
	}
	return t.write(ctx, tree)
}

func (t *toBag) write(ctx context.Context, tree *ledger.Ledger) error {
	signed, ok := tree.Latest()
	if !ok {
		return errors.Join(ErrSource, errors.New("there is no event to archive"))
	}
	absent := map[string]bool{}
	c := archive.Contents{
		Organization: "minhbach eventstore copy", Software: t.o.Program, Now: t.o.Now(), Scope: archive.Full,
		Checkpoint: signed, Key: t.key.Public, Ledger: tree.Source(), Verifier: offline.Source(),
		Rows: t.rows(ctx, absent), Files: named(absent),
	}
	var err error
	if c.Rotations, c.Erasures, err = t.milestones(ctx); err != nil {
		return err
	}
	dir := filepath.Join(t.work, strings.TrimSuffix(filepath.Base(t.path), filepath.Ext(t.path)))
	if _, err := archive.Write(ctx, dir, c); err != nil || !strings.HasSuffix(t.path, ".zip") {
		return err
	}
	return archive.Pack(ctx, dir, t.made(), c.Now)
}

// spool is beside the archive in the making, whatever that is called.
func (t *toBag) spool(name string) string { return filepath.Join(t.work, ".spool", name) }

// made is the archive before it gets its name.
func (t *toBag) made() string {
	if strings.HasSuffix(t.path, ".zip") {
		return filepath.Join(t.work, filepath.Base(t.path))
	}
	return filepath.Join(t.work, strings.TrimSuffix(filepath.Base(t.path), filepath.Ext(t.path)))
}

func (t *toBag) all(ctx context.Context) eventstore.Events {
	return t.log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0)
}

func (t *toBag) rows(ctx context.Context, absent map[string]bool) iter.Seq2[archive.Row, error] {
	return func(yield func(archive.Row, error) bool) {
		var index uint64
		for ev, err := range t.all(ctx) {
			if err == nil && !ledger.HasLeaf(&ev) {
				continue
			}
			for _, hash := range archive.Named(ev.Data) {
				absent[hash] = true
			}
			if !yield(archive.Whole(index, ev), err) || err != nil {
				return
			}
			index++
		}
	}
}

// named lists the files that the rows named; the log has none of them.
func named(absent map[string]bool) iter.Seq2[archive.File, error] {
	return func(yield func(archive.File, error) bool) {
		var all []string
		for hash := range absent {
			all = append(all, hash)
		}
		slices.Sort(all)
		for _, hash := range all {
			if !yield(archive.File{SHA256: hash}, nil) {
				return
			}
		}
	}
}

// typeErased is the stored name of the event that ends a person's data.
const typeErased = "subject.erased"

// milestones are the ledger's own events, as JSON Lines, and the erasures.
func (t *toBag) milestones(ctx context.Context) (rotations []byte, erasures []archive.Erasure, err error) {
	var b bytes.Buffer
	var index uint64
	for ev, err := range t.all(ctx) {
		if err != nil {
			return nil, nil, err
		}
		if !ledger.HasLeaf(&ev) {
			continue
		}
		switch {
		case ev.Type == typeErased:
			erasures = append(erasures, archive.Erasure{Index: index, ID: ev.ID.String(), Recorded: ev.Recorded})
		case strings.HasPrefix(ev.Type, "ledger.") && json.Valid(ev.Data):
			line, err := json.Marshal(map[string]any{"index": index, "id": ev.ID, "type": ev.Type, "recorded": ev.Recorded, "data": json.RawMessage(ev.Data)})
			if err != nil {
				return nil, nil, err
			}
			b.Write(append(line, '\n'))
		}
		index++
	}
	return b.Bytes(), erasures, nil
}

// again reads the archive, after it was verified with the key of its checkpoint.
func (t *toBag) again(ctx context.Context) (eventstore.Events, bool) {
	return func(yield func(eventstore.Event, error) bool) {
		fail := func(err error) { yield(eventstore.Event{}, err) }
		b, err := archive.Open(t.made())
		if err != nil {
			fail(err)
			return
		}
		defer b.Close()
		report, err := archive.Verify(ctx, b, archive.Checks{})
		if err == nil && report.Key != t.key.Public {
			err = errors.New("it is signed with another key")
		}
		if err != nil {
			fail(errors.Join(ErrDiffers, err))
			return
		}
		b.Events()(yield)
	}, false
}

func (t *toBag) finish(context.Context) error {
	if err := free(t.path); err != nil {
		return err
	}
	if err := os.Rename(t.made(), t.path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(t.path))
}

func (t *toBag) close() error {
	var errs []error
	if t.log != nil {
		errs = append(errs, t.log.Close())
	}
	if t.work != "" {
		errs = append(errs, os.RemoveAll(t.work))
	}
	return errors.Join(errs...)
}
