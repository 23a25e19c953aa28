package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// log is a folder with a checkpoint and tiles (C2SP tlog-tiles).
type log struct {
	dir     string
	head    checkpoint
	history map[uint64]checkpoint // that were signed, by size
	rows    [][]byte              // by level, the tile in the making
	counts  []uint64              // by level, the tiles before it
	first   error                 // tile that contradicts what is below it
}

// verifyLog makes the tree anew from its leaves and compares every tile and every
// checkpoint.
func verifyLog(dir string, keys []key) (*log, error) {
	l := &log{dir: dir}
	raw, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return nil, err
	}
	if l.head, err = openCheckpoint(raw, keys); err != nil {
		return nil, err
	}
	if err := l.readHistory(keys); err != nil {
		return nil, err
	}
	l.history[l.head.size] = l.head
	t := tree{node: l.node}
	for t.size < l.head.size {
		leaves, err := l.leaves(t.size / 256)
		if err != nil {
			return nil, err
		}
		for _, leaf := range leaves {
			if err := t.add(leafHash(leaf)); err != nil {
				return nil, err
			}
			if c, signed := l.history[t.size]; signed && t.root() != c.root && (l.first == nil || t.size == l.head.size) {
				return nil, bad("the root of the first %d leaves is not the %x that was signed: history was rewritten, or a leaf was changed; first contradiction: %v", t.size, c.root, l.first)
			}
		}
	}
	for level := range l.rows {
		if len(l.rows[level]) > 0 {
			if err := l.tile(level); err != nil {
				return nil, err
			}
		}
	}
	return l, l.first // the leaves lead to the root, so the tile is wrong
}

func (l *log) String() string {
	return fmt.Sprintf("%d leaves of %s lead to the signed root %x; %d checkpoints fit", l.head.size, l.head.origin, l.head.root, len(l.history))
}

// node is in a tile: the root of 256^level leaves.
func (l *log) node(level int, hash [32]byte) error {
	if level == len(l.rows) {
		l.rows, l.counts = append(l.rows, nil), append(l.counts, 0)
	}
	if l.rows[level] = append(l.rows[level], hash[:]...); len(l.rows[level]) == 256*32 {
		return l.tile(level)
	}
	return nil
}

// tile that is complete, or the last of its level: is it what lies there?
func (l *log) tile(level int) error {
	row, index := l.rows[level], l.counts[level]
	l.rows[level], l.counts[level] = nil, index+1
	raw, name, err := l.file(level, index, uint64(len(row)/32))
	if err != nil {
		return err
	}
	if len(raw) != len(row) && len(raw) != 256*32 {
		return bad("%s has %d bytes, not %d", name, len(raw), len(row))
	}
	for i := 0; i < len(row) && l.first == nil; i += 32 {
		if string(raw[i:i+32]) != string(row[i:i+32]) {
			l.first = bad("%s contradicts leaf %d", name, (index*256+uint64(i/32))<<(8*level))
		}
	}
	return nil
}

// leaves of a bundle, each after its length in two bytes.
func (l *log) leaves(index uint64) (all [][]byte, err error) {
	width := min(l.head.size-index*256, 256)
	raw, name, err := l.file(-1, index, width)
	if err != nil {
		return nil, err
	}
	for len(raw) > 0 {
		if len(raw) < 2 || len(raw) < 2+int(raw[0])<<8+int(raw[1]) {
			return nil, bad("%s ends within leaf %d", name, index*256+uint64(len(all)))
		}
		n := 2 + int(raw[0])<<8 + int(raw[1])
		all, raw = append(all, raw[2:n]), raw[n:]
	}
	if n := uint64(len(all)); n != width && (n != 256 || name != path(-1, index, 256)) {
		return nil, bad("%s has %d leaves, not %d", name, n, width)
	}
	return all[:width], nil
}

// file of a tile, or the full one that it grew into.
func (l *log) file(level int, index, width uint64) (raw []byte, name string, err error) {
	for _, w := range []uint64{256, width} {
		name = path(level, index, w)
		if raw, err = os.ReadFile(filepath.Join(l.dir, filepath.FromSlash(name))); !errors.Is(err, fs.ErrNotExist) {
			return raw, name, err
		}
	}
	return nil, name, bad("%s is missing", name)
}

// path of a tile as C2SP tlog-tiles names it: level −1 are the leaves.
func path(level int, index, width uint64) string {
	name := fmt.Sprintf("%03d", index%1000)
	for index /= 1000; index > 0; index /= 1000 {
		name = fmt.Sprintf("x%03d/%s", index%1000, name)
	}
	if width < 256 {
		name += fmt.Sprintf(".p/%d", width)
	}
	if level < 0 {
		return "tile/entries/" + name
	}
	return fmt.Sprintf("tile/%d/%s", level, name)
}

func (l *log) readHistory(keys []key) error {
	l.history = map[uint64]checkpoint{}
	raw, err := os.ReadFile(filepath.Join(l.dir, "checkpoints.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	known, number := false, 0
	for text := range strings.Lines(string(raw)) {
		number++
		var line struct {
			Size       uint64
			Root, Note string
			Again      bool
		}
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			return bad("checkpoints.jsonl:%d is no checkpoint: %v", number, err)
		}
		c, err := openCheckpoint([]byte(line.Note), keys)
		if err != nil && (known || !errors.Is(err, errStranger)) { // first may come keys that were in use before
			return bad("checkpoints.jsonl:%d: %v", number, err)
		}
		known = err == nil
		before, again := l.history[c.size]
		if c.origin != l.head.origin || c.size != line.Size || hex.EncodeToString(c.root[:]) != line.Root || again && before != c || line.Again && !again {
			return bad("checkpoints.jsonl:%d is not what was signed", number)
		}
		l.history[c.size] = c
	}
	return err
}
