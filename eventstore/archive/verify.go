package archive

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

// Wrong is the first thing in a bag that is not as it was written.
type Wrong struct {
	Path string // in the bag
	What string
}

func (w *Wrong) Error() string { return w.Path + ": " + w.What }

func missing(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &Wrong{path, "it is not there"}
	}
	return err
}

// Checks says how a bag is to be verified.
type Checks struct {
	Keys  []note.Verifier // known from elsewhere; none: the bag's own key is believed
	Later []byte          // another signed checkpoint of the same log, older or newer
	// Newer reads the log that Later is of, Proof is the consistency proof from the
	// bag's tree to that one (RFC 6962 section 2.1.2). One of them is needed where
	// Later is newer than the bag.
	Newer    ledger.Source
	Proof    tlog.TreeProof
	Progress func(stage string, done, total uint64)
}

// Report of a bag in which nothing is wrong.
type Report struct {
	Organization string   `json:"organization"`
	Date         string   `json:"date"`
	Origin       string   `json:"origin"`
	Size         uint64   `json:"size"`
	Root         string   `json:"root"`
	Scope        Scope    `json:"scope"`
	Since        uint64   `json:"since,omitempty"`
	Agencies     []string `json:"agencies,omitempty"`
	Events       uint64   `json:"events"` // each compared with its leaf
	Files        int      `json:"files"`  // files and contents
	Absent       int      `json:"absent"` // named, and said not to be there any more
	Checkpoints  int      `json:"checkpoints"`
	Bytes        int64    `json:"bytes"`
	Key          string   `json:"key"`
	OwnKey       bool     `json:"own_key"`         // no key was given: the signature is the bag's own word
	Later        uint64   `json:"later,omitempty"` // size of the other checkpoint, with which this tree is consistent
}

// ErrNoProof: a newer checkpoint was given, and nothing that leads to it.
var ErrNoProof = errors.New("the checkpoint is newer than the bag: give the address or folder of its log, or a consistency proof")

// Verify checks everything that is in a bag. An error that is *Wrong says what was
// tampered with or broken; any other says that it could not be checked.
func Verify(ctx context.Context, b *Bag, c Checks) (Report, error) {
	v := &verification{ctx: ctx, bag: b, Checks: c, seen: map[string]bool{}, roots: map[uint64][]claim{}, named: map[string]bool{}}
	for _, step := range []func() error{v.tags, v.payload, v.checkpoint, v.history, v.other, v.leaves, v.table, v.names} {
		if err := step(); err != nil {
			return Report{}, err
		}
	}
	return v.report(), nil
}

type verification struct {
	Checks
	ctx  context.Context
	bag  *Bag
	info Info

	sums   map[string][32]byte // of the payload
	bytes  int64
	seen   map[string]bool // tiles that were read
	key    string
	own    bool
	head   ledger.Checkpoint
	roots  map[uint64][]claim // what else claims a root at a size
	lines  int                // of the history
	later  ledger.Checkpoint
	events uint64
	named  map[string]bool // files that events name
	absent map[string]bool
	files  int
}

// claim is a root that something says the tree had.
type claim struct {
	root  tlog.Hash
	where string
}

func (v *verification) tell(stage string, done, total uint64) {
	if v.Progress != nil {
		v.Progress(stage, done, total)
	}
}

func (v *verification) read(path string) ([]byte, error) {
	raw, err := fs.ReadFile(v.bag, path)
	return raw, missing(path, err)
}

// checkpoint checks the signature, and that bag-info.txt speaks of this tree.
func (v *verification) checkpoint() error {
	raw, err := v.read(KeyPath)
	if err != nil {
		return err
	}
	v.key = strings.TrimSpace(string(raw))
	own, err := verifierOf(v.key)
	if err != nil {
		return &Wrong{KeyPath, "it is no verifier key"}
	}
	if pem, err := keyPEM(v.key); err != nil {
		return &Wrong{KeyPath, err.Error()}
	} else if other, err := v.read(PEMPath); err != nil {
		return err
	} else if string(pem) != string(other) {
		return &Wrong{PEMPath, "it is another key than " + KeyPath}
	}
	if len(v.Keys) == 0 {
		v.Keys, v.own = []note.Verifier{own}, true
	}
	path := LogPath + "/" + ledger.CheckpointPath
	if raw, err = v.read(path); err != nil {
		return err
	}
	if v.head, _, err = ledger.OpenCheckpoint(raw, v.Keys...); err != nil {
		return &Wrong{path, err.Error()}
	}
	root := hex.EncodeToString(v.head.Root[:])
	if v.info.Origin != v.head.Origin || v.info.Size != v.head.Size || v.info.Root != root {
		return &Wrong{infoPath, fmt.Sprintf("it speaks of %s with %d leaves and root %s, the signed checkpoint of %s with %d and %s",
			v.info.Origin, v.info.Size, v.info.Root, v.head.Origin, v.head.Size, root)}
	}
	if v.info.Since > v.info.Size {
		return &Wrong{infoPath, fmt.Sprintf("it continues a tree of %d leaves and has %d", v.info.Since, v.info.Size)}
	}
	return nil
}

// other checks a checkpoint that was kept elsewhere. An older one is compared when the
// tree has that many leaves.
func (v *verification) other() error {
	if v.Later == nil {
		return nil
	}
	var err error
	if v.later, _, err = ledger.OpenCheckpoint(v.Later, v.Keys...); err != nil {
		return &Wrong{"(checkpoint)", err.Error()}
	}
	if v.later.Origin != v.head.Origin {
		return &Wrong{"(checkpoint)", fmt.Sprintf("it is of the log %s, the bag of %s", v.later.Origin, v.head.Origin)}
	}
	if v.later.Size <= v.head.Size {
		v.roots[v.later.Size] = append(v.roots[v.later.Size], claim{v.later.Root, "(checkpoint)"})
		return nil
	}
	proof := v.Proof
	if proof == nil {
		if v.Newer == nil {
			return ErrNoProof
		}
		if _, proof, err = ledger.ProveConsistency(v.ctx, v.Newer, v.later, v.head.Size); err != nil {
			return fmt.Errorf("reading the newer log: %w", err)
		}
	}
	if err := tlog.CheckTree(proof, int64(v.later.Size), v.later.Root, int64(v.head.Size), v.head.Root); err != nil {
		return &Wrong{LogPath + "/" + ledger.CheckpointPath, fmt.Sprintf(
			"the newer tree of %d leaves does not begin with this one of %d: the history was rewritten, or the proof is of another", v.later.Size, v.head.Size)}
	}
	return nil
}

func (v *verification) report() Report {
	return Report{
		Organization: v.info.Organization, Date: v.info.Date, Origin: v.head.Origin, Size: v.head.Size, Root: v.info.Root, Scope: v.info.Scope,
		Since: v.info.Since, Agencies: v.info.Agencies, Events: v.events, Files: v.files, Absent: len(v.absent), Checkpoints: v.lines,
		Bytes: v.bytes, Key: v.key, OwnKey: v.own, Later: v.later.Size,
	}
}

// copyOut is io.Copy that ends with the context.
func (v *verification) copyOut(w io.Writer, f io.Reader) (int64, error) {
	var total int64
	for {
		if err := v.ctx.Err(); err != nil {
			return total, err
		}
		n, err := io.CopyN(w, f, 16<<20)
		total += n
		if errors.Is(err, io.EOF) {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}
