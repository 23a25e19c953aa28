package verify

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// Report is what was found. Its JSON is what programs read.
type Report struct {
	Kind       string    `json:"kind"` // "log", "event", "extends", "database"
	Source     string    `json:"source,omitempty"`
	Sound      bool      `json:"verified"`
	Problem    *Problem  `json:"problem,omitempty"` // the first wrong thing
	Further    int       `json:"further,omitempty"` // files that are wrong beside it
	Checkpoint *Head     `json:"checkpoint,omitempty"`
	Older      *Head     `json:"older,omitempty"` // of Extends
	Log        *Tree     `json:"log,omitempty"`
	History    *History  `json:"history,omitempty"`
	Event      *Event    `json:"event,omitempty"`
	Database   *Database `json:"database,omitempty"`
	Files      int       `json:"files,omitempty"`   // beside a database, that have the hash of their name
	Remarks    []string  `json:"remarks,omitempty"` // codes, see below
}

// Remarks: true things that are no faults.
const (
	NoWitness   = "no-witness"   // nobody but the log itself vouches for the checkpoint
	NoHistory   = "no-history"   // earlier checkpoints are not kept there
	Uncovered   = "uncovered"    // files or rows newer than the checkpoint
	OtherOrigin = "other-origin" // the older checkpoint is of an earlier epoch
	StampUnread = "stamp-unread" // a time stamp is there and was not judged
	ClockBack   = "clock-back"   // an event says that it was recorded before the one before it
	HeaderOnly  = "header-only"  // the proof shows the leaf, not what it commits to
)

// Head is a checkpoint whose signature was verified.
type Head struct {
	Origin  string    `json:"origin"`
	Size    uint64    `json:"size"`
	Root    string    `json:"root"` // hex
	Signers []Signer  `json:"signers"`
	Unknown []string  `json:"unknown_signers,omitempty"` // names whose keys were not given
	Signed  time.Time `json:"signed,omitzero"`           // as the log says
	TSA     string    `json:"tsa,omitempty"`             // whose time stamp lies beside it

	tree ledger.Checkpoint
}

// Signer whose signature was verified.
type Signer struct {
	Name string    `json:"name"`
	Key  string    `json:"key"`         // key id, eight hex digits
	At   time.Time `json:"at,omitzero"` // of a witness's cosignature
}

// Tree of a log as it was recomputed.
type Tree struct {
	Leaves uint64    `json:"leaves"`
	Tiles  uint64    `json:"tiles"`
	First  time.Time `json:"first,omitzero"`
	Last   time.Time `json:"last,omitzero"`
	Back   *uint64   `json:"clock_back,omitempty"` // first leaf older than the one before it
	Beyond int       `json:"beyond,omitempty"`     // files of leaves that the checkpoint does not cover
}

// History of signed checkpoints.
type History struct {
	Lines     int       `json:"lines"`
	Newer     int       `json:"newer,omitempty"`   // than the checkpoint; signature verified, root not
	Foreign   int       `json:"foreign,omitempty"` // signed by keys that were not given; root verified
	Witnessed int       `json:"witnessed"`
	Stamped   int       `json:"stamped"`
	First     time.Time `json:"first,omitzero"`
	Last      time.Time `json:"last,omitzero"`
}

// Database that was compared with a ledger.
type Database struct {
	Rows      uint64              `json:"rows"`      // that match their leaves
	Uncovered uint64              `json:"uncovered"` // newer than the checkpoint
	Head      eventstore.Position `json:"head"`
}

// Codes of problems.
const (
	BadNote      = "note"      // the checkpoint is not in its one form
	BadSignature = "signature" // no known key signed it, or the signature is wrong
	Unwitnessed  = "quorum"    // the cosignatures do not meet the policy
	Missing      = "missing"   // a file of the tree is not there
	Length       = "length"    // a file is shorter or longer than it must be
	BadLeaf      = "leaf"      // a leaf is not the one that the tree has
	BadTile      = "tile"      // a hash is not the one that the tree has
	BadRoot      = "root"      // the files agree among themselves, and not with the checkpoint
	BadForm      = "form"      // the tree has the leaf, but it is no leaf of this format
	BadHistory   = "history"   // a line of the history is wrong
	Shrunk       = "shrunk"    // the log is shorter than it was
	Rewritten    = "rewritten" // the log does not begin as it did
	BadPath      = "path"      // the leaf is not in the tree
	BadEnvelope  = "envelope"  // not what the leaf commits to
	BadData      = "data"      // likewise
	BadHeader    = "header"    // a row's stream, revision, id, type or time is another
	BadContent   = "content"   // not the content that the event names
	BadFile      = "file"      // not a file that the event names
	RowMissing   = "row-missing"
	RowInserted  = "row-inserted"
	RowDamaged   = "row-damaged"  // the row cannot be read as what was written
	BadIndex     = "index"        // the events are right, the database around them is damaged
	FileChanged  = "file-changed" // a stored file has not the hash of its name
)

// Problems lists the codes, so that a surface has words for each.
func Problems() []string {
	return []string{BadNote, BadSignature, Unwitnessed, Missing, Length, BadLeaf, BadTile, BadRoot, BadForm, BadHistory, Shrunk, Rewritten,
		BadPath, BadEnvelope, BadData, BadHeader, BadContent, BadFile, RowMissing, RowInserted, RowDamaged, BadIndex, FileChanged}
}

// Problem is the first wrong thing.
type Problem struct {
	Code     string               `json:"code"`
	Path     string               `json:"path,omitempty"` // file
	Line     int                  `json:"line,omitempty"` // of it, from 1
	Leaf     *uint64              `json:"leaf,omitempty"`
	Leaves   uint64               `json:"leaves,omitempty"`   // so many from Leaf on; 0: exactly this one
	Position eventstore.Position  `json:"position,omitempty"` // in the database
	Stream   string               `json:"stream,omitempty"`
	Revision *eventstore.Revision `json:"revision,omitempty"`
	ID       string               `json:"id,omitempty"`
	Type     string               `json:"type,omitempty"`
	Parts    []string             `json:"parts,omitempty"` // "data", "envelope", "header: type", …
	Detail   string               `json:"detail,omitempty"`
}

func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Code)
	if p.Path != "" {
		fmt.Fprintf(&b, " in %s", p.Path)
	}
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	if p.Leaf != nil {
		fmt.Fprintf(&b, ", leaf %d", *p.Leaf)
		if p.Leaves > 1 {
			fmt.Fprintf(&b, "–%d", *p.Leaf+p.Leaves-1)
		}
	}
	if p.ID != "" {
		fmt.Fprintf(&b, ", event %s (%s of %s)", p.ID, p.Type, p.Stream)
	}
	if len(p.Parts) > 0 {
		fmt.Fprintf(&b, ": %s", strings.Join(p.Parts, ", "))
	}
	if p.Detail != "" {
		fmt.Fprintf(&b, ": %s", p.Detail)
	}
	return b.String()
}

func at(leaf uint64) *uint64 { return &leaf }

// about names the event of a header.
func (p *Problem) about(h ledger.Header) *Problem {
	rev := h.Revision
	p.Stream, p.Revision, p.ID, p.Type = h.Stream, &rev, h.ID.String(), h.Type
	return p
}

// fail closes a report with its problem.
func (r *Report) fail(p *Problem) (Report, error) {
	r.Sound, r.Problem = false, p
	return *r, nil
}

func (r *Report) remark(code string) { r.Remarks = append(r.Remarks, code) }

func headOf(c ledger.Checkpoint) *Head {
	return &Head{Origin: c.Origin, Size: c.Size, Root: hex.EncodeToString(c.Root[:]), tree: c}
}
