package ledger

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// sign makes a checkpoint of the tree as it is, if it grew: tiles to disk, proof that
// it extends the checkpoint before, signature, history, and only then the file that
// readers ask for.
func (l *Ledger) sign(ctx context.Context) error {
	l.signing.Lock()
	defer l.signing.Unlock()
	err := l.trySign(ctx)
	l.mu.Lock()
	l.lastErr = err
	l.mu.Unlock()
	return err
}

func (l *Ledger) trySign(ctx context.Context) error {
	if err := l.broken(); err != nil {
		return err
	}
	if l.opts.Key == nil {
		return ErrNoKey
	}
	l.mu.Lock()
	old, signers := l.signed, l.signers()
	l.mu.Unlock()
	if size, fed, _ := l.b.head(); size == old.Size {
		l.mu.Lock()
		l.covered = max(l.covered, fed.position)
		l.notify()
		l.mu.Unlock()
		return nil
	}
	size, root, fed, err := l.b.settle()
	if err != nil {
		return err
	}
	c := Checkpoint{Origin: l.opts.Origin, Size: size, Root: root}
	if err := l.extends(ctx, old, c); err != nil {
		return err
	}
	signed, err := SignCheckpoint(c, signers...)
	if err != nil {
		return err
	}
	p := Published{Size: size, Root: hex.EncodeToString(root[:]), Signed: l.opts.Now().UTC(), Note: string(signed)}
	if err := l.hist.append(p); err != nil {
		return err
	}
	if err := l.publish(p); err != nil {
		return err
	}
	l.mu.Lock()
	l.signed, l.latest = c, p
	l.covered = max(l.covered, fed)
	l.notify()
	l.mu.Unlock()
	select {
	case l.fresh <- struct{}{}:
	default:
	}
	if err := l.b.prune(old.Size, size); err != nil {
		l.opts.Warn("ledger: removing partial tiles: %v", err)
	}
	return nil
}

// extends proves from the files on disk that a checkpoint extends the one before.
func (l *Ledger) extends(ctx context.Context, old, c Checkpoint) error {
	if old.Size == 0 {
		return nil
	}
	_, proof, err := ProveConsistency(ctx, l.Source(), c, old.Size)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) || ctx.Err() == nil {
			l.damaged(err)
		}
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if err := tlog.CheckTree(proof, int64(c.Size), c.Root, int64(old.Size), old.Root); err != nil {
		fork := &Fork{Index: old.Size, Reason: "the tree does not extend the checkpoint signed before: " + err.Error()}
		l.setFork(fork)
		return fork
	}
	return nil
}

func (l *Ledger) setFork(err error) {
	l.opts.Warn("ledger: %v", err)
	l.mu.Lock()
	l.fork = err
	l.notify()
	l.mu.Unlock()
}

// notify whoever waits; l.mu is held.
func (l *Ledger) notify() {
	close(l.changed)
	l.changed = make(chan struct{})
}

func (l *Ledger) signers() []note.Signer {
	if l.key == nil {
		return nil
	}
	return append([]note.Signer{l.key.Signer}, l.also...)
}

// UseKeys from the next checkpoint on; also sign beside key. The origin stays.
func (l *Ledger) UseKeys(key *Key, also ...note.Signer) error {
	if key == nil || key.Name() != l.opts.Origin {
		return fmt.Errorf("ledger: a key of %s is wanted", l.opts.Origin)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.key, l.also = key, also
	return nil
}

// Latest is the newest checkpoint, false before the first.
func (l *Ledger) Latest() (Published, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.latest, l.latest.Size > 0
}

// Checkpoint is the newest, read.
func (l *Ledger) Checkpoint() Checkpoint {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.signed
}

// Covering is the first signed checkpoint that covers a leaf.
func (l *Ledger) Covering(_ context.Context, index uint64) (Published, error) {
	p, ok, err := l.hist.covering(index + 1)
	if err == nil && !ok {
		if p, ok = l.Latest(); !ok || p.Size <= index { // the history may have been lost
			return Published{}, fmt.Errorf("%w: leaf %d", ErrNotCovered, index)
		}
	}
	return p, err
}
