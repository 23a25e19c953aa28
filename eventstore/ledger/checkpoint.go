package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is the head of a tree (C2SP tlog-checkpoint).
type Checkpoint struct {
	Origin string // of the log, for ever its own: "soctrang.gov.vn/log"
	Size   uint64 // leaves
	Root   tlog.Hash
}

// Published is a checkpoint as it went out.
type Published struct {
	Size   uint64    `json:"size"`
	Root   string    `json:"root"`            // hex
	Signed time.Time `json:"signed"`          // UTC, by this node's clock; witnesses and stamps vouch for it
	Note   string    `json:"note"`            // the signed note, with the cosignatures received so far
	Stamp  []byte    `json:"stamp,omitempty"` // RFC 3161 time-stamp token over the note's text, DER
	TSA    string    `json:"tsa,omitempty"`   // who stamped
	Again  bool      `json:"again,omitempty"` // in the history: a later line of the same checkpoint, with what was added since
}

// ErrCheckpoint: a text that is no checkpoint.
var ErrCheckpoint = errors.New("ledger: not a checkpoint")

// Text is the note's text, which signatures cover.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
}

// Tree is the head in the terms of tlog.
func (c Checkpoint) Tree() tlog.Tree { return tlog.Tree{N: int64(c.Size), Hash: c.Root} }

// ParseCheckpoint reads the text of a note. It believes nothing: see OpenCheckpoint.
func ParseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) < 4 || lines[0] == "" {
		return Checkpoint{}, fmt.Errorf("%w: want origin, size and root, a line each", ErrCheckpoint)
	}
	c := Checkpoint{Origin: lines[0]}
	size, err := strconv.ParseUint(lines[1], 10, 63)
	if err != nil || strconv.FormatUint(size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("%w: size %q", ErrCheckpoint, lines[1])
	}
	c.Size = size
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != len(c.Root) {
		return Checkpoint{}, fmt.Errorf("%w: root %q", ErrCheckpoint, lines[2])
	}
	copy(c.Root[:], root)
	return c, nil
}

// SignCheckpoint makes the signed note. The signer's name should be the origin.
func SignCheckpoint(c Checkpoint, signers ...note.Signer) ([]byte, error) {
	return note.Sign(&note.Note{Text: c.Text()}, signers...)
}

// OpenCheckpoint reads a signed note and believes it when one of the keys signed it
// and its origin is the name of that key. Signatures of strangers do not matter.
func OpenCheckpoint(signed []byte, keys ...note.Verifier) (Checkpoint, *note.Note, error) {
	n, err := note.Open(signed, note.VerifierList(keys...))
	if err != nil {
		return Checkpoint{}, nil, fmt.Errorf("ledger: the checkpoint's signature: %w", err)
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, nil, err
	}
	for _, sig := range n.Sigs {
		if sig.Name == c.Origin {
			return c, n, nil
		}
	}
	return Checkpoint{}, nil, fmt.Errorf("ledger: the checkpoint is of %q, and no key of that name signed it", c.Origin)
}
