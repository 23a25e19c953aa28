package ledger

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"sort"
	"strings"
	"sync"
)

// history is the file of all checkpoints signed. It only grows; a second line of a
// checkpoint, with Again set, brings the cosignatures or the stamp that came later.
type history struct {
	mu   sync.Mutex // of appends
	f    *os.File
	size int64
}

// openHistory cuts off a line that was not written to its end: the checkpoint in it
// never left.
func openHistory(path string) (*history, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	h := &history{f: f}
	if h.size, err = wholeLines(f); err == nil {
		err = f.Truncate(h.size)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return h, nil
}

// readHistory is openHistory without changing anything.
func readHistory(path string) (*history, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	h := &history{f: f}
	if h.size, err = wholeLines(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return h, nil
}

// wholeLines tells where the last complete line ends.
func wholeLines(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	block := make([]byte, 4096)
	for end := info.Size(); end > 0; {
		start := max(0, end-int64(len(block)))
		n, err := f.ReadAt(block[:end-start], start)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if i := bytes.LastIndexByte(block[:n], '\n'); i >= 0 {
			return start + int64(i) + 1, nil
		}
		end = start
	}
	return 0, nil
}

func (h *history) append(p Published) error {
	line, err := json.Marshal(p)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	line = append(line, '\n')
	// At the place where the last good line ends: what a failed write left is written over.
	if _, err := h.f.WriteAt(line, h.size); err != nil {
		return err
	}
	if err := h.f.Sync(); err != nil {
		return err
	}
	h.size += int64(len(line))
	return nil
}

func (h *history) length() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.size
}

// lines from the first that begins at or after an offset, with where each begins.
func (h *history) lines(from, length int64, yield func(at int64, p Published) bool) error {
	r := bufio.NewReader(io.NewSectionReader(h.f, from, length-from))
	at := from
	if from > 0 {
		r.Reset(io.NewSectionReader(h.f, from-1, length-from+1))
		skipped, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		at += int64(len(skipped)) - 1
	}
	for {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		var p Published
		if json.Unmarshal(line, &p) == nil && !yield(at, p) {
			return nil
		}
		at += int64(len(line))
	}
}

// additions to a checkpoint are looked for within this many bytes behind it.
const additions = 256 << 10

// covering is the first checkpoint of at least so many leaves, with everything that
// was added to it. It looks at a few lines, however long the history is.
func (h *history) covering(size uint64) (found Published, ok bool, err error) {
	length := h.length()
	var failed error
	first := func(from int64) (at int64, p Published, ok bool) {
		err := h.lines(from, length, func(a int64, line Published) bool {
			if line.Again {
				return true
			}
			at, p, ok = a, line, true
			return false
		})
		if err != nil && failed == nil {
			failed = err
		}
		return at, p, ok
	}
	from := sort.Search(int(length), func(off int) bool {
		_, p, ok := first(int64(off))
		return !ok || p.Size >= size
	})
	at, found, ok := first(int64(from))
	if failed != nil || !ok || found.Size < size {
		return Published{}, false, failed
	}
	err = h.lines(at, length, func(a int64, line Published) bool {
		if line.Again && line.Size == found.Size {
			found = line
			found.Again = false
		}
		return a < at+additions
	})
	return found, true, err
}

// newest are the last lines of the history that good accepts: the newest checkpoint
// with what was added to it, and the one before it.
func (h *history) newest(good func(Published) bool) (last, before Published, err error) {
	length := h.length()
	var all []Published
	for room := int64(additions); ; room *= 4 {
		all = all[:0]
		if err := h.lines(max(0, length-room), length, func(_ int64, p Published) bool {
			if good(p) {
				all = append(all, p)
			}
			return true
		}); err != nil {
			return last, before, err
		}
		if len(all) > 0 || room >= length {
			break
		}
	}
	slices.SortStableFunc(all, func(a, b Published) int {
		switch {
		case a.Size < b.Size:
			return -1
		case a.Size > b.Size:
			return 1
		}
		return 0
	})
	for _, p := range all {
		if p.Size != last.Size {
			before = last
		}
		last = p
		last.Again = false
	}
	return last, before, nil
}

func (h *history) Close() error { return h.f.Close() }

// text of a signed note, which its signatures cover.
func noteText(signed string) string {
	text, _, _ := strings.Cut(signed, "\n\n")
	return text + "\n"
}
