package app

import (
	"context"
	"time"

	"minhbach/domain/fault"
	"minhbach/projections/view"
)

// ProofQueries lists what can be asked of the ledger. A proof is made for each
// question, and checked here with the same code as the offline command before it is
// called good.
type ProofQueries struct {
	// Event proves that an event is in the signed tree as the log has it, and what it
	// made public is what is shown. Events that the caller may not see are not found.
	Event       func(ctx context.Context, by Caller, id string) (Proof, error)
	Publication func(ctx context.Context, by Caller, id string, version int) (Proof, error)
	Dataset     func(ctx context.Context, by Caller, id string, version int) (Proof, error) // id or slug
	// Hash tells which public versions a SHA-256 stands for: of a file that they name,
	// or of their content. None is no error.
	Hash func(ctx context.Context, sha256 string) ([]view.Use, error)
	// Check judges a bundle that somebody brings along.
	Check func(ctx context.Context, by Caller, bundle []byte) (CheckedBundle, error)

	Checkpoint  func(ctx context.Context) (Checkpoint, error)
	Consistency func(ctx context.Context, from, to uint64) (Consistency, error) // to 0: the newest checkpoint's
	// Covered tells whether a signed checkpoint covers what was recorded at a position.
	// It reads no tile: pages ask it in passing.
	Covered func(ctx context.Context, position uint64) (Covered, error)
	// Size is that of the newest signed tree, 0 without one.
	Size func() uint64
}

// Verdict of a proof.
type Verdict string

const (
	Holds   Verdict = "holds"
	Fails   Verdict = "fails"
	Pending Verdict = "pending" // recorded, and not under a signed checkpoint yet
)

// Proof of one event.
type Proof struct {
	Verdict Verdict
	Why     *fault.Fault // what does not fit; only where the verdict is Fails
	Event   view.Event   // as told to who asks
	Reveal  Reveal
	Subject Subject

	// Of the tree; empty while pending.
	Leaf       string
	Index      uint64
	Path       []string // hashes from the leaf's sibling to the root, base64
	Checkpoint Checkpoint
	First      time.Time // when a checkpoint over the leaf was signed first
	Bundle     []byte    // for the offline command
	Media      string    // type of Bundle

	ContentHash string // of the version that the event made public; empty: it made none
	Content     []byte // its canonical bytes; nil where it is not public any more
}

// Subject is what an event is about, as it stands now.
type Subject struct {
	ID      string
	Version int // that the event made public; 0: none
	Item    *view.Item
	Dataset *view.DatasetItem
	Reason  string // of its withdrawal, archiving or newest version
}

// Checkpoint is a signed head of the tree.
type Checkpoint struct {
	Origin    string
	Size      uint64
	Root      string // hex
	Signed    time.Time
	Note      string // the signed note
	Key       string // verifier key; whoever checks should know it from elsewhere
	Witnesses []Cosignature
	Stamp     []byte // RFC 3161 token over the note's text, DER
	StampedBy string
}

// Cosignature is one that somebody else put under a checkpoint. It is told, not
// checked here: their keys are for readers to know.
type Cosignature struct {
	Name string
	At   time.Time // zero: it does not say
}

// Covered is how far the ledger is with something recorded.
type Covered struct {
	Signed bool
	Size   uint64 // of the newest signed tree
	At     time.Time
}

// Consistency shows that the tree of To leaves begins with that of From leaves.
type Consistency struct {
	From, To         uint64
	RootFrom, RootTo string   // hex
	Hashes           []string // base64
}

// CheckedBundle is what a bundle proves.
type CheckedBundle struct {
	Verdict    Verdict
	Why        *fault.Fault // where the verdict is Fails
	ID         string       // of the event, as the leaf says
	Type       string
	Stream     string
	Recorded   time.Time
	Index      uint64
	Checkpoint Checkpoint
	Data       bool // the bundle holds the event's data, and they are what was recorded
	Content    string
	Proof      *Proof // ours of the same event; nil where the caller may not see it
}
