package node

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/publication"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/eventstore/archive"
	"minhbach/eventstore/ledger"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

// exporting is the work on one archive.
type exporting struct {
	ExportOptions
	node        *Node
	log         boundedLog
	head        ledger.Published
	key, origin string
	since       uint64
	baseNote    string
	only        map[string]bool // agencies; nil: all

	streams  map[string]disclosed             // of items met so far
	editions map[string][]eventstore.Revision // that made a version public
	order    []string                         // of the streams in editions
	files    map[[32]byte]bool                // named so far
}

func (x *exporting) today() calendar.Date { return calendar.DateOf(x.node.cfg.Now()) }

func (x *exporting) contents(ctx context.Context) (archive.Contents, error) {
	c := archive.Contents{
		Software: strings.TrimSpace("minhbach " + x.node.cfg.Version), Now: x.node.cfg.Now(), Scope: archive.Public, Agencies: x.Agencies,
		Checkpoint: x.head, Key: x.key, Ledger: x.node.Ledger.Source(), Since: x.since, Base: x.baseNote,
		Rows: x.rows(ctx), Files: x.allFiles(ctx), Contents: x.allContents(ctx), Verifier: verifierSource(), Progress: x.Tell,
	}
	tree, err := x.node.App.Queries.Tree(ctx, view.AsOf{}, x.today())
	if err != nil {
		return c, err
	}
	if province, ok := tree.Province(); ok {
		c.Organization = province.NameVi
	}
	if c.Schemas, err = archiveSchemas(); err != nil {
		return c, err
	}
	if c.Rotations, c.Erasures, err = x.milestones(ctx); err != nil {
		return c, err
	}
	if !x.Full {
		return c, nil
	}
	c.Scope = archive.Full
	x.Tell("states", 0, x.head.Size)
	c.States, err = x.states(ctx)
	return c, err
}

// milestones are the ledger's own events, as JSON Lines, and the erasures.
func (x *exporting) milestones(ctx context.Context) (rotations []byte, erasures []archive.Erasure, err error) {
	var b bytes.Buffer
	for ev, err := range x.log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{Types: []string{"ledger.", subject.TypeErased}}, 0) {
		if err != nil {
			return nil, nil, err
		}
		index, ok, err := x.node.Ledger.IndexOf(ctx, ev.Position)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case !ok:
		case ev.Type == subject.TypeErased:
			erasures = append(erasures, archive.Erasure{Index: index, ID: ev.ID.String(), Recorded: ev.Recorded})
		default:
			line, err := json.Marshal(map[string]any{"index": index, "id": ev.ID, "type": ev.Type, "recorded": ev.Recorded, "data": json.RawMessage(ev.Data)})
			if err != nil {
				return nil, nil, err
			}
			b.Write(append(line, '\n'))
		}
	}
	return b.Bytes(), erasures, nil
}

// rows yields what may be disclosed, and remembers what it names.
func (x *exporting) rows(ctx context.Context) iter.Seq2[archive.Row, error] {
	return func(yield func(archive.Row, error) bool) {
		var index uint64
		for ev, err := range x.log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
			if err != nil {
				yield(archive.Row{}, err)
				return
			}
			if !ledger.HasLeaf(&ev) {
				continue
			}
			row, ok, err := x.row(ctx, index, ev)
			if err != nil {
				yield(row, err)
				return
			}
			if ok && index >= x.since {
				x.remember(ev)
				if !yield(row, nil) {
					return
				}
			}
			index++
		}
	}
}

// row is what of an event goes in.
func (x *exporting) row(ctx context.Context, index uint64, ev eventstore.Event) (archive.Row, bool, error) {
	reveal, err := x.reveal(ctx, ev)
	switch {
	case err != nil:
	case reveal == app.Whole:
		return archive.Whole(index, ev), true, nil
	case reveal == app.DataOnly:
		return archive.DataOnly(index, ev), true, nil
	}
	return archive.Row{}, false, err
}

func (x *exporting) reveal(ctx context.Context, ev eventstore.Event) (app.Reveal, error) {
	if x.Full && x.only == nil {
		return app.Whole, nil
	}
	if isItem(ev.Stream) {
		d, err := x.stream(ctx, ev.Stream)
		if err != nil {
			return app.Hidden, err
		}
		return d.of(ev.Revision), nil
	}
	if x.Full {
		agency, ofBoard := strings.CutPrefix(ev.Stream, "board-")
		switch {
		case ofBoard && x.only[agency], strings.HasPrefix(ev.Stream, "agencies-"), ev.Stream == ledger.Stream:
			return app.Whole, nil
		}
		return app.Hidden, nil
	}
	one, err := app.Disclose(x.node.Codec, []eventstore.Event{ev})
	if err != nil {
		return app.Hidden, err
	}
	return one[0], nil
}

// isItem tells the streams of which app decides event by event.
func isItem(stream string) bool {
	return strings.HasPrefix(stream, "publication-") || strings.HasPrefix(stream, "dataset-")
}

// disclosed is an app.Reveal for each event of a stream, from its first revision on.
type disclosed struct {
	first   eventstore.Revision
	reveals []byte
}

func (d disclosed) of(r eventstore.Revision) app.Reveal {
	if r < d.first || r-d.first >= eventstore.Revision(len(d.reveals)) {
		return app.Hidden
	}
	return app.Reveal(d.reveals[r-d.first])
}

// stream decides for all events of an item once.
func (x *exporting) stream(ctx context.Context, stream string) (disclosed, error) {
	if d, known := x.streams[stream]; known {
		return d, nil
	}
	events, err := eventstore.Collect(x.log.ReadStream(ctx, stream, 0, eventstore.Forwards, 0))
	if err != nil {
		return disclosed{}, err
	}
	mine := x.only == nil
	if !mine {
		all, err := app.EditionsOf(x.node.Codec, events)
		if err != nil {
			return disclosed{}, err
		}
		mine = x.only[all.Agency]
	}
	var d disclosed
	if len(events) > 0 {
		d.first = events[0].Revision
	}
	switch {
	case mine && x.Full:
		d.reveals = bytes.Repeat([]byte{byte(app.Whole)}, len(events))
	case mine:
		all, err := app.Disclose(x.node.Codec, events)
		if err != nil {
			return disclosed{}, err
		}
		for _, r := range all {
			d.reveals = append(d.reveals, byte(r))
		}
	}
	x.streams[stream] = d
	return d, nil
}

// remember what a row names, and which versions it makes public.
func (x *exporting) remember(ev eventstore.Event) {
	if x.Full {
		for _, hash := range archive.Named(ev.Data) {
			x.name(hash)
		}
	}
	switch ev.Type {
	case publication.TypePublished, publication.TypeCorrected, dataset.TypePublished, dataset.TypeRevised:
		if x.editions[ev.Stream] == nil {
			x.order = append(x.order, ev.Stream)
		}
		x.editions[ev.Stream] = append(x.editions[ev.Stream], ev.Revision)
	}
}

func (x *exporting) name(hash string) {
	if sum, err := hex.DecodeString(hash); err == nil && len(sum) == 32 {
		x.files[[32]byte(sum)] = true
	}
}

// allContents yields the canonical contents of the versions that the rows made public.
// Those of an item that was withdrawn since are for nobody but a full archive.
func (x *exporting) allContents(ctx context.Context) iter.Seq2[archive.File, error] {
	return func(yield func(archive.File, error) bool) {
		done := map[string]bool{}
		for _, stream := range x.order {
			events, err := eventstore.Collect(x.log.ReadStream(ctx, stream, 0, eventstore.Forwards, 0))
			var all app.Editions
			if err == nil {
				all, err = app.EditionsOf(x.node.Codec, events)
			}
			if err != nil {
				yield(archive.File{}, err)
				return
			}
			if all.Gone && !x.Full {
				continue
			}
			for _, e := range all.All {
				if !slices.Contains(x.editions[stream], e.Revision) {
					continue
				}
				for _, hash := range e.Files {
					x.name(hash)
				}
				if done[e.SHA256] {
					continue
				}
				done[e.SHA256] = true
				content := e.Content
				if !yield(archive.File{SHA256: e.SHA256, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}, nil) {
					return
				}
			}
		}
	}
}

// allFiles yields the files that were named until now.
func (x *exporting) allFiles(ctx context.Context) iter.Seq2[archive.File, error] {
	return func(yield func(archive.File, error) bool) {
		sums := slices.SortedFunc(maps.Keys(x.files), func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
		for _, sum := range sums {
			hash := hex.EncodeToString(sum[:])
			f := archive.File{SHA256: hash}
			file, err := x.node.App.Files.Open(ctx, hash)
			switch {
			case err == nil:
				f.Open = func() (io.ReadCloser, error) { return file, nil }
			case !errors.Is(err, fs.ErrNotExist):
				yield(f, err)
				return
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}
