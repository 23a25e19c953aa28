package node

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// keyOverlap is how long the key before signs beside its successor, so that those
// who pinned it are not cut off at once.
const keyOverlap = 30 * 24 * time.Hour

// nextKeyFile holds the successor until its rotation is recorded; previousKeyFile the
// predecessor until the overlap ends.
func (c Config) nextKeyFile() string     { return c.LedgerKeyFile() + ".next" }
func (c Config) previousKeyFile() string { return c.LedgerKeyFile() + ".previous" }

// Rotated says what a rotation did.
type Rotated struct {
	Old     string    `json:"old"`
	New     string    `json:"new"`
	Size    uint64    `json:"size"`    // of the checkpoint at which it happened
	Overlap time.Time `json:"overlap"` // until when both keys sign
}

// RotateLedgerKey gives the ledger another key of the same name. The successor is on
// disk before the rotation is recorded, and takes the place of the old key after it;
// whatever stops in between, the next Open finishes or forgets it.
func (n *Node) RotateLedgerKey(ctx context.Context) (Rotated, error) {
	cfg := n.cfg
	old, err := LedgerKey(cfg)
	if err != nil {
		return Rotated{}, err
	}
	if err := n.Ledger.ToEnd(ctx); err != nil {
		return Rotated{}, err
	}
	if err := forget(cfg.nextKeyFile()); err != nil {
		return Rotated{}, err
	}
	next, err := ledger.CreateKey(cfg.nextKeyFile(), old.Name())
	if err != nil {
		return Rotated{}, err
	}
	at := n.Ledger.Checkpoint()
	signed, err := ledger.SignRotation(*old, next, at)
	if err != nil {
		return Rotated{}, err
	}
	// Both sign from the checkpoint that covers the record on.
	if err := n.Ledger.UseKeys(&next, old.Signer); err != nil {
		return Rotated{}, err
	}
	env := eventstore.Envelope{Command: eventstore.DeriveID("rotate", old.Public, next.Public), Actor: "system", Role: "administrator"}
	fact := ledger.KeyRotated{Origin: at.Origin, Old: old.Public, New: next.Public, Rotation: signed}
	out, err := eventstore.Execute(ctx, n.Repo, ledger.Stream, newEpochs, nil, env, func(*epochs, eventstore.Revision) ([]eventstore.Payload, error) {
		return []eventstore.Payload{fact}, nil
	})
	if err != nil {
		return Rotated{}, errors.Join(err, n.Ledger.UseKeys(old))
	}
	if err := swapKeys(cfg); err != nil {
		return Rotated{}, err
	}
	return Rotated{Old: old.Public, New: next.Public, Size: at.Size, Overlap: out.Recorded.Add(keyOverlap)}, nil
}

// epochs is what the stream of the ledger tells.
type epochs struct{ newest ledger.KeyRotated }

func newEpochs() *epochs { return new(epochs) }

func (e *epochs) Apply(p eventstore.Payload) {
	if rotated, ok := p.(ledger.KeyRotated); ok {
		e.newest = rotated
	}
}

func swapKeys(cfg Config) error {
	if err := os.Rename(cfg.LedgerKeyFile(), cfg.previousKeyFile()); err != nil {
		return err
	}
	return errors.Join(os.Rename(cfg.nextKeyFile(), cfg.LedgerKeyFile()), syncFolder(filepath.Dir(cfg.LedgerKeyFile())))
}

// finishSwap goes on where a stop left swapKeys.
func finishSwap(cfg Config) error {
	if _, err := os.Stat(cfg.LedgerKeyFile()); err == nil {
		return swapKeys(cfg)
	}
	return errors.Join(os.Rename(cfg.nextKeyFile(), cfg.LedgerKeyFile()), syncFolder(filepath.Dir(cfg.LedgerKeyFile())))
}

func forget(file string) error {
	if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// settleKeys finishes or forgets a rotation that was cut short, and tells the ledger
// of the keys before: the last one while it still signs, and all by which
// checkpoints were signed.
func settleKeys(ctx context.Context, cfg Config, log eventstore.Log, o *ledger.Options) (err error) {
	codec, err := eventstore.NewCodec(slices.Concat(ledger.KeyEvents(), ledger.RestoredEvents()), nil)
	if err != nil {
		return err
	}
	facts, err := eventstore.NewRepository(log, codec).History(ctx, ledger.Stream)
	if err != nil && !errors.Is(err, eventstore.ErrNoStream) {
		return err
	}
	var rotated ledger.KeyRotated
	var when time.Time
	for _, f := range facts {
		if r, ok := f.Payload.(ledger.KeyRotated); ok {
			rotated, when = r, f.Recorded
			if v, err := note.NewVerifier(r.Old); err == nil {
				o.Known = append(o.Known, v)
			}
		}
	}
	if next, err := ledger.ReadKey(cfg.nextKeyFile()); err == nil {
		if next.Public != rotated.New {
			return forget(cfg.nextKeyFile())
		}
		if err := finishSwap(cfg); err != nil {
			return fmt.Errorf("finishing the rotation of the ledger's key: %w", err)
		}
	}
	previous, err := ledger.ReadKey(cfg.previousKeyFile())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case previous.Public != rotated.Old || cfg.Now().After(when.Add(keyOverlap)):
		return forget(cfg.previousKeyFile())
	}
	o.Also = []note.Signer{previous.Signer}
	return nil
}
