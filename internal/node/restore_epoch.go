package node

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"minhbach/domain"
	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/secret"
)

// ledgerKeyName begins the names of the ledger's keys in a folder of keys.
const ledgerKeyName = "ledger.key"

// keys brings the keys back, or makes new ones. The ledger's old key comes along only
// to an epoch that goes on: two ledgers must not sign with one key.
func (r *restore) keys(context.Context) error {
	dir := r.cfg.path("keys")
	if r.Keys == "" {
		return secret.CreateKeys(dir)
	}
	entries, err := os.ReadDir(r.Keys)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), ledgerKeyName) && !r.SameEpoch {
			continue
		}
		if _, _, err := copyOne(filepath.Join(r.Keys, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	_, err = secret.LoadKeys(dir)
	return err
}

// epoch goes on with the ledger, or ends its epoch and begins the next.
func (r *restore) epoch(ctx context.Context) error {
	if r.from.Size == 0 {
		return nil // nothing was ever signed: the key is made at the first start
	}
	if r.SameEpoch {
		return r.sameEpoch()
	}
	old := filepath.Join(r.cfg.LedgerDir(), previousEpochs)
	if err := r.copyFolder("ledger/"+previousEpochs, old); err != nil {
		return err
	}
	ended, err := os.ReadDir(old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	last := filepath.Join(old, fmt.Sprint(len(ended)+1))
	for _, name := range []string{ledger.CheckpointPath, ledger.HistoryPath} {
		if _, _, err := copyOne(r.source("ledger/"+name), filepath.Join(last, name)); err != nil {
			return err
		}
	}
	if err := writeSynced(filepath.Join(last, "vkeys"), []byte(strings.Join(r.from.Keys, "\n")+"\n")); err != nil {
		return err
	}
	if r.known != nil {
		if err := writeSynced(filepath.Join(last, "known"), r.Known); err != nil {
			return err
		}
	}
	if err := r.begin(ctx); err != nil {
		return err
	}
	return syncTree(r.cfg.LedgerDir())
}

// sameEpoch keeps origin, key and checkpoints; tiles are made from the log.
func (r *restore) sameEpoch() error {
	key, err := ledger.ReadKey(r.cfg.LedgerKeyFile())
	if err != nil {
		return ErrRestoreEpoch.New("why", err.Error()).Because(err)
	}
	if key.Name() != r.from.Origin {
		return ErrRestoreEpoch.New("why", fmt.Sprintf("the key is of %q, the ledger is %q", key.Name(), r.from.Origin))
	}
	r.out.Origin, r.out.Key = key.Name(), key.Public
	return r.copyFolder("ledger", r.cfg.LedgerDir())
}

// begin makes the new key and records that the ledger is another one from here on.
func (r *restore) begin(ctx context.Context) error {
	origin := r.Origin
	if origin == "" {
		origin = ledger.NextOrigin(r.from.Origin)
	}
	key, err := ledger.CreateKey(r.cfg.LedgerKeyFile(), origin)
	if err != nil {
		return fmt.Errorf("making the ledger's new key: %w", err)
	}
	fact := ledger.Restored{
		Origin: origin, Key: key.Public, Previous: r.from.Origin, PreviousKey: r.from.Keys[0],
		Size: r.out.Size, Root: r.out.Root, Known: r.from.Checkpoint, Reason: r.Reason,
	}
	newest := r.from.Size
	if r.known != nil && r.known.Size > newest {
		fact.Known, newest = string(r.Known), r.known.Size
	}
	fact.Lost = newest - min(newest, fact.Size)
	if old, err := ledger.ReadKey(filepath.Join(r.Keys, ledgerKeyName)); r.Keys != "" && err == nil && old.Name() == r.from.Origin {
		at := ledger.Checkpoint{Origin: old.Name(), Size: r.out.Size}
		hex.Decode(at.Root[:], []byte(r.out.Root))
		fact.PreviousKey = old.Public
		if fact.Succession, err = ledger.SignSuccession(old, key, at); err != nil {
			return err
		}
	}
	r.out.Origin, r.out.Key, r.out.Previous, r.out.PreviousKey, r.out.Handed = origin, key.Public, fact.Previous, fact.PreviousKey, fact.Succession != ""
	codec, err := Codec()
	if err != nil {
		return err
	}
	draft, err := codec.Encode(eventstore.NewID(r.Now()), fact, eventstore.Metadata{Actor: domain.System})
	if err != nil {
		return err
	}
	log, err := r.openLog(ctx)
	if err != nil {
		return err
	}
	_, err = log.Append(ctx, ledger.Stream, eventstore.Any(), draft)
	return errors.Join(err, log.Close())
}

func (r *restore) openLog(ctx context.Context) (*sqlite.Log, error) {
	return sqlite.Open(ctx, r.cfg.path("log"), sqlite.Options{Now: r.Now, Command: r.cfg.Command, MaxAppend: maxAppend, SkipQuickCheck: true})
}

// copyFolder copies what the backup has below a name, if it has anything.
func (r *restore) copyFolder(name, to string) error {
	from := r.source(name)
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == from {
			return nil
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err == nil {
			_, _, err = copyOne(path, filepath.Join(to, rel))
		}
		return err
	})
}

// checkEpoch refuses the key of an epoch that ended: it may come back with a folder of
// keys from before the restoring, and must not sign a second history.
func checkEpoch(ctx context.Context, log eventstore.Log, key *ledger.Key) error {
	codec, err := eventstore.NewCodec(slices.Concat(ledger.KeyEvents(), ledger.RestoredEvents()), nil)
	if err != nil {
		return err
	}
	facts, err := eventstore.NewRepository(log, codec).History(ctx, ledger.Stream)
	if err != nil && !errors.Is(err, eventstore.ErrNoStream) {
		return err
	}
	for i := len(facts) - 1; i >= 0; i-- {
		if r, ok := facts[i].Payload.(ledger.Restored); ok && r.Origin != key.Name() {
			return fmt.Errorf("the key is of %q, whose epoch ended when this installation was restored; bring back that of %q", key.Name(), r.Origin)
		} else if ok {
			return nil
		}
	}
	return nil
}
