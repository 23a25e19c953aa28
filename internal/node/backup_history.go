package node

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// named finds the SHA-256 of files in the data of events: attachments and originals are
// the member sha256, reports on data files report, regulations of boards attachment.
var named = regexp.MustCompile(`"(?:sha256|report|attachment)":"([0-9a-f]{64})"`)

// history is what one reading of a log tells.
type history struct {
	tree     ledger.Growth
	position eventstore.Position
	last     eventstore.Event // without data
	files    map[[32]byte]bool
	erased   []string // persons whose data was erased, or is about to be
	signed   *signed  // checkpoints to compare with; nil: none
}

// take looks at an event.
func (h *history) take(ev eventstore.Event) error {
	if _, err := h.tree.Add(&ev); err != nil {
		return err
	}
	h.position = ev.Position
	for _, m := range named.FindAllSubmatch(ev.Data, -1) {
		var sum [32]byte
		hex.Decode(sum[:], m[1])
		h.files[sum] = true
	}
	if ev.Type == subject.TypeErased || ev.Type == subject.TypeErasureOrdered {
		h.erased = append(h.erased, strings.TrimPrefix(ev.Stream, "subject-"))
	}
	ev.Data, ev.Metadata = nil, nil
	h.last = ev
	if h.signed == nil {
		return nil
	}
	return h.signed.compare(&h.tree)
}

// read a log from its first event.
func readHistory(events eventstore.Events, signed *signed) (*history, error) {
	h := &history{files: map[[32]byte]bool{}, signed: signed}
	if signed != nil {
		if err := signed.advance(); err != nil {
			return nil, err
		}
	}
	for ev, err := range events {
		if err != nil {
			return nil, err
		}
		if err := h.take(ev); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// signed goes through the checkpoints of a ledger beside its tree.
type signed struct {
	in    *bufio.Reader
	next  ledger.Published
	ended bool
	seen  int
}

func openSigned(path string) (*signed, io.Closer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	return &signed{in: bufio.NewReader(f)}, f, nil
}

// advance to the next checkpoint; lines that add to an earlier one say nothing new
// about the tree.
func (s *signed) advance() error {
	at := s.next.Size
	for {
		line, err := s.in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			s.ended = true
			return nil
		}
		if err != nil {
			return err
		}
		var p ledger.Published
		if err := json.Unmarshal(line, &p); err != nil {
			return ErrBackupChanged.New("file", backupHistory).Because(err)
		}
		if p.Size <= at {
			continue
		}
		s.next = p
		return nil
	}
}

func (s *signed) compare(tree *ledger.Growth) error {
	if s.ended || s.next.Size != tree.Size() {
		return nil
	}
	if root := tree.Root(); hex.EncodeToString(root[:]) != s.next.Root {
		return ErrBackupRoot.New("size", tree.Size(), "found", hex.EncodeToString(root[:]), "signed", s.next.Root)
	}
	s.seen++
	return s.advance()
}

// upToSize keeps the whole lines of checkpoints up to a size. Lines that repeat an
// older checkpoint with what came later stay with it.
func upToSize(raw []byte, size uint64) ([]byte, error) {
	var out []byte
	for line := range bytes.Lines(raw) {
		if line[len(line)-1] != '\n' {
			break // being written
		}
		var p ledger.Published
		if err := json.Unmarshal(line, &p); err != nil {
			return nil, fmt.Errorf("%s: %w", ledger.HistoryPath, err)
		}
		if p.Size <= size {
			out = append(out, line...)
		}
	}
	return out, nil
}
