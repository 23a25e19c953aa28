package archive

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

// history reads the checkpoints before this one. Each root is compared when the tree
// has as many leaves.
func (v *verification) history() error {
	path := LogPath + "/" + ledger.HistoryPath
	raw, err := v.read(path)
	if err != nil {
		return err
	}
	for line := range bytes.Lines(raw) {
		v.lines++
		where := fmt.Sprintf("%s line %d", path, v.lines)
		var p ledger.Published
		if err := json.Unmarshal(line, &p); err != nil {
			return &Wrong{where, err.Error()}
		}
		text, _, _ := strings.Cut(p.Note, "\n\n")
		c, err := ledger.ParseCheckpoint(text + "\n")
		if err != nil {
			return &Wrong{where, err.Error()}
		}
		if c.Size != p.Size || hex.EncodeToString(c.Root[:]) != p.Root || c.Origin != v.head.Origin || c.Size > v.head.Size {
			return &Wrong{where, "it does not say what its note says, or is of another tree"}
		}
		v.roots[c.Size] = append(v.roots[c.Size], claim{c.Root, where})
	}
	return nil
}

// leaves computes the tree anew from its leaves, compares every tile with it and every
// event with its leaf.
func (v *verification) leaves() error {
	f, err := v.bag.Open(EventsPath)
	if err != nil {
		return missing(EventsPath, err)
	}
	defer f.Close()
	next, stop := iter.Pull2(ReadRows(f))
	defer stop()
	row, rowErr, more := next()
	source := ledger.FS{FS: sub{v.bag, LogPath}}
	t := &Tree{full: (&tiles{v: v, source: source}).check}
	for i := uint64(0); i*ledger.TileWidth < v.head.Size; i++ {
		if err := v.ctx.Err(); err != nil {
			return err
		}
		width := int(min(v.head.Size-i*ledger.TileWidth, ledger.TileWidth))
		path := LogPath + "/" + ledger.EntriesPath(i, width)
		v.seen[path] = true
		if _, ok := v.sums[path]; !ok {
			return &Wrong{path, "it is not there"}
		}
		leaves, err := ledger.ReadEntries(v.ctx, source, i, width)
		if err != nil {
			return &Wrong{path, err.Error()}
		}
		for j, leaf := range leaves {
			index := i*ledger.TileWidth + uint64(j)
			h, err := ledger.ParseLeaf(leaf)
			if err != nil || h.Index != index {
				return &Wrong{path, fmt.Sprintf("leaf %d is not in its form", index)}
			}
			if err := t.Add(tlog.RecordHash(leaf)); err != nil {
				return err
			}
			if err := v.claimed(t); err != nil {
				return err
			}
			if rowErr != nil {
				return &Wrong{EventsPath, rowErr.Error()}
			}
			switch {
			case more && row.Index == index:
				if err := v.event(row, h); err != nil {
					return err
				}
				row, rowErr, more = next()
			case v.info.Scope == Full && len(v.info.Agencies) == 0 && index >= v.info.Since:
				return &Wrong{EventsPath, fmt.Sprintf("the event of leaf %d (%s, revision %d, %s) is missing", index, h.Stream, h.Revision, h.Type)}
			}
		}
		if i%64 == 0 {
			v.tell("leaves", i*ledger.TileWidth, v.head.Size)
		}
	}
	if rowErr != nil {
		return &Wrong{EventsPath, rowErr.Error()}
	}
	if more {
		return &Wrong{EventsPath, fmt.Sprintf("it has an event of leaf %d, and the tree has %d leaves", row.Index, v.head.Size)}
	}
	if t.Root() != v.head.Root {
		root := t.Root()
		return &Wrong{LogPath + "/" + ledger.CheckpointPath, "the leaves have the root " + hex.EncodeToString(root[:]) + ", signed is " + v.info.Root}
	}
	for path := range v.sums {
		if strings.HasPrefix(path, LogPath+"/tile/") && !v.seen[path] {
			return &Wrong{path, "it is no part of a tree of this size"}
		}
	}
	return nil
}

func (v *verification) claimed(t *Tree) error {
	for _, c := range v.roots[t.Size()] {
		if c.root != t.Root() {
			return &Wrong{c.where, fmt.Sprintf("the first %d leaves have another root: this is not the same history", t.Size())}
		}
	}
	return nil
}

// event compares a row with its leaf.
func (v *verification) event(r Row, h ledger.Header) error {
	wrong := func(what string) error {
		return &Wrong{EventsPath, fmt.Sprintf("the event of leaf %d (%s, revision %d, id %s, %s) %s", h.Index, h.Stream, h.Revision, h.ID, h.Type, what)}
	}
	ev, salt := r.Event, r.SaltData
	if ev.Stream != h.Stream || ledger.RevisionInLeaf(&ev) != h.Revision || ev.ID != h.ID || ev.Type != h.Type || ev.ContentType != h.ContentType || !ev.Recorded.Equal(h.Recorded) {
		return wrong("has another header than its leaf")
	}
	if ev.Metadata != nil {
		data, meta := ledger.Salts(ev.Metadata)
		if salt != nil || ledger.Commit(meta, ev.Metadata) != h.Meta {
			return wrong("has another envelope than the one recorded")
		}
		salt = data
	} else if v.info.Scope == Full {
		return wrong("has no envelope")
	}
	if ledger.Commit(salt, ev.Data) != h.Data {
		return wrong("has other data than what was recorded")
	}
	if r.Index < v.info.Since {
		return wrong("is before the increment begins")
	}
	v.events++
	for _, hash := range Named(ev.Data) {
		v.named[hash] = true
	}
	return nil
}

// tiles compares the hash tiles of a source with the tree as it grows.
type tiles struct {
	v      *verification
	source ledger.Source
	levels [][]byte // what is left of the tile in hand, by level of tiles
}

func (t *tiles) check(level int, index uint64, hash tlog.Hash) error {
	if level%ledger.TileHeight != 0 {
		return nil
	}
	level /= ledger.TileHeight
	tile := index / ledger.TileWidth
	width := int(min(t.v.head.Size>>(level*ledger.TileHeight)-tile*ledger.TileWidth, ledger.TileWidth))
	path := LogPath + "/" + ledger.TilePath(level, tile, width)
	for len(t.levels) <= level {
		t.levels = append(t.levels, nil)
	}
	if index%ledger.TileWidth == 0 {
		t.v.seen[path] = true
		raw, err := t.v.read(path)
		if err != nil {
			return err
		}
		if len(raw) != width*tlog.HashSize {
			return &Wrong{path, fmt.Sprintf("it has %d bytes and not %d", len(raw), width*tlog.HashSize)}
		}
		t.levels[level] = raw
	}
	if !bytes.Equal(t.levels[level][:tlog.HashSize], hash[:]) {
		return &Wrong{path, fmt.Sprintf("hash %d does not follow from the leaves", index%ledger.TileWidth)}
	}
	t.levels[level] = t.levels[level][tlog.HashSize:]
	return nil
}

// table compares events.sqlite with events.jsonl, row by row.
func (v *verification) table() error {
	in, err := v.bag.Open(TablePath)
	if err != nil {
		return missing(TablePath, err)
	}
	defer in.Close()
	temp, err := os.CreateTemp("", "minhbach-*.sqlite")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = v.copyOut(temp, in)
	if err = errors.Join(err, temp.Close()); err != nil {
		return err
	}
	f, err := v.bag.Open(EventsPath)
	if err != nil {
		return err
	}
	defer f.Close()
	next, stop := iter.Pull2(ReadRows(f))
	defer stop()
	for other, err := range tableRows(v.ctx, temp.Name()) {
		if err != nil {
			if v.ctx.Err() != nil {
				return v.ctx.Err()
			}
			return &Wrong{TablePath, err.Error()}
		}
		row, err, more := next()
		if err != nil {
			return err
		}
		if !more || !bytes.Equal(row.appendLine(nil), other.appendLine(nil)) {
			return &Wrong{TablePath, fmt.Sprintf("its row of leaf %d is not the one in %s", other.Index, EventsPath)}
		}
	}
	if row, _, more := next(); more {
		return &Wrong{TablePath, fmt.Sprintf("it has no row of leaf %d", row.Index)}
	}
	return nil
}

// sub is a folder of a file system that also knows links.
type sub struct {
	fs.FS
	dir string
}

func (s sub) Open(name string) (fs.File, error) { return s.FS.Open(s.dir + "/" + name) }

var _ io.Closer = (*Bag)(nil)
