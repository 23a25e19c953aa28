package verify

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

// lines reads the history of checkpoints in step with the leaves: each must be
// signed, and its root must be the one that the tree had at its size.
type lines struct {
	trust  Trust // without a policy: witnesses came later
	head   *Head
	in     *bufio.Reader
	file   io.Closer
	found  History
	number int
	next   *ledger.Published
	tree   ledger.Checkpoint // of next
	last   uint64            // size of the line before
	good   uint64            // size of the last line whose root was right
	known  bool              // a line of a known key was met
	fault  *Problem          // the first
	roots  map[uint64]tlog.Hash
	order  []uint64 // sizes in roots, oldest first
}

// remembered roots: a later line of a checkpoint, which brings cosignatures or a stamp,
// stands soon behind the first.
const remembered = 1 << 16

// longestLine of the history: a note with a hundred cosignatures and a stamp.
const longestLine = 1 << 20

func openLines(ctx context.Context, src Source, trust Trust, head *Head) (*lines, error) {
	trust.Policy = nil
	l := &lines{trust: trust, head: head}
	f, err := src.Open(ctx, ledger.HistoryPath)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	l.file, l.in = f, bufio.NewReaderSize(f, 1<<16)
	return l, l.advance()
}

func (l *lines) close() {
	if l.file != nil {
		l.file.Close()
	}
}

// advance to the next line.
func (l *lines) advance() error {
	l.next = nil
	if l.in == nil || l.fault != nil {
		return nil
	}
	raw, err := l.line()
	if errors.Is(err, io.EOF) && len(raw) == 0 {
		return nil
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	l.number++
	var p ledger.Published
	if err := json.Unmarshal(raw, &p); err != nil {
		return l.wrong("it is no checkpoint: " + err.Error())
	}
	h, fault := l.trust.open([]byte(p.Note), ledger.HistoryPath)
	switch {
	case fault == nil:
		l.known = true
		l.tree = h.tree
	case fault.Code == BadSignature && !l.known && l.foreign(p.Note):
		l.found.Foreign++ // of a key that was in use before the ones given
	default:
		return l.wrong(fault.Detail)
	}
	c := l.tree
	root, met := l.roots[c.Size]
	switch {
	case c.Origin != l.head.Origin:
		return l.wrong(fmt.Sprintf("its origin is %q", c.Origin))
	case p.Size != c.Size || p.Root != hex.EncodeToString(c.Root[:]):
		return l.wrong("what it says is not what was signed")
	case p.Again && !met, met && root != c.Root:
		return l.wrong("it is no checkpoint of a line before it")
	case !p.Again && c.Size < l.last:
		return l.wrong("it is of a smaller tree than the line before it")
	}
	l.remember(c)
	if h != nil && l.trust.witnessed(h) || h != nil && len(h.Unknown) > 0 {
		l.found.Witnessed++
	}
	if len(p.Stamp) > 0 {
		l.found.Stamped++
	}
	if c.Size == l.head.Size {
		l.head.Signed, l.head.TSA = p.Signed, p.TSA
	}
	if p.Again {
		return l.advance()
	}
	if l.found.First.IsZero() {
		l.found.First = p.Signed
	}
	l.found.Lines++
	l.found.Last, l.last = p.Signed, c.Size
	l.next = &p
	return nil
}

func (l *lines) remember(c ledger.Checkpoint) {
	if _, met := l.roots[c.Size]; met {
		return
	}
	if l.roots == nil {
		l.roots = map[uint64]tlog.Hash{}
	}
	l.roots[c.Size] = c.Root
	if l.order = append(l.order, c.Size); len(l.order) > remembered {
		delete(l.roots, l.order[0])
		l.order = l.order[1:]
	}
}

func (l *lines) line() (raw []byte, err error) {
	for {
		part, err := l.in.ReadSlice('\n')
		raw = append(raw, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return raw, err
		}
		if len(raw) > longestLine {
			return nil, fmt.Errorf("%w: line %d of %s", ErrTooLong, l.number+1, ledger.HistoryPath)
		}
	}
}

// foreign reads a note that was signed by unknown keys only.
func (l *lines) foreign(signed string) bool {
	_, err := note.Open([]byte(signed), note.VerifierList(l.trust.Keys...))
	unknown, ok := errors.AsType[*note.UnverifiedNoteError](err)
	if !ok {
		return false
	}
	l.tree, err = ledger.ParseCheckpoint(unknown.Note.Text)
	return err == nil
}

func (l *lines) wrong(why string) error {
	l.next = nil
	if l.fault == nil {
		l.fault = &Problem{Code: BadHistory, Path: ledger.HistoryPath, Line: l.number, Detail: why}
	}
	return nil
}

// through compares the lines of the sizes that a block completes; the walk stands
// before it.
func (l *lines) through(w *walk, hashes []byte) error {
	before := w.leaves
	for l.next != nil && l.tree.Size <= before+uint64(len(hashes)/size) && l.tree.Size <= l.head.Size {
		rows := append([][]byte{hashes[:(max(before, l.tree.Size)-before)*size]}, w.rows[1:]...)
		if rootOf(rows) != l.tree.Root {
			l.wrong(fmt.Sprintf("the tree of %d leaves does not have this root", l.tree.Size))
			l.fault.Leaf, l.fault.Leaves = at(l.good), l.tree.Size-l.good
			return nil
		}
		l.good = l.tree.Size
		if err := l.advance(); err != nil {
			return err
		}
	}
	return nil
}

// rest reads the lines that are newer than the checkpoint.
func (l *lines) rest() error {
	for l.next != nil {
		if l.tree.Size > l.head.Size {
			l.found.Newer++
		}
		if err := l.advance(); err != nil {
			return err
		}
	}
	return nil
}
