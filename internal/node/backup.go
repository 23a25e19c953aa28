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

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
)

// BackupOptions of a backup.
type BackupOptions struct {
	Dir   string              // new folder
	Vault string              // new folder for the keys of persons; empty: they are left out
	Link  bool                // give files a second name instead of a second body, on the same disk
	Tell  func(vi, en string) // hears what is being done
}

// underway is added to the name of a backup, and something random, until it is complete.
const underway = ".part"

// Backup copies what an installation cannot do without into a new folder while it
// goes on serving: the log up to a signed checkpoint, the files that it names, and
// the checkpoints. What can be made again is left out: read models, which also hold
// opened personal data, the search index, tables, and the tiles of the ledger. So are
// the keys and, unless asked for, the vault: whoever has a backup alone can read no
// sealed data, and an erasure reaches every backup ever made.
//
// The copy has been read from its first event to its last, and its Merkle root is the
// signed one, before the folder gets its name.
func (n *Node) Backup(ctx context.Context, o BackupOptions) (m BackupManifest, err error) {
	if o.Tell == nil {
		o.Tell = func(string, string) {}
	}
	if o.Dir, err = n.backupTarget(o.Dir); err != nil {
		return m, err
	}
	if o.Vault != "" {
		if o.Vault, err = n.backupTarget(o.Vault); err != nil {
			return m, err
		}
		if within(o.Dir, o.Vault) || within(o.Vault, o.Dir) {
			return m, ErrBackupTarget.New("path", o.Vault)
		}
	}
	if err := os.MkdirAll(filepath.Dir(o.Dir), 0o700); err != nil {
		return m, err
	}
	part, err := os.MkdirTemp(filepath.Dir(o.Dir), filepath.Base(o.Dir)+underway+"-*") // what a kill leaves has this name
	if err != nil {
		return m, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(part))
		}
	}()
	if err := os.Mkdir(filepath.Join(part, "log"), 0o700); err != nil {
		return m, err
	}
	m = BackupManifest{Format: backupFormat, Program: n.cfg.Version, Created: n.cfg.Now().UTC()}
	// First the states, then the checkpoint: so none is of a moment beyond the copy.
	if m.States, err = n.states(ctx); err != nil {
		return m, err
	}
	at, err := n.signedEnd(ctx)
	if err != nil {
		return m, err
	}
	m.Origin, m.Keys, m.Checkpoint, m.Size, m.Root = at.origin, at.keys, at.published.Note, at.published.Size, at.published.Root
	b := &backup{BackupOptions: o, node: n, part: part, manifest: &m, files: sums{}}
	for _, step := range []func(context.Context, signedEnd) error{b.log, b.checkpoints, b.content, b.config} {
		if err := step(ctx, at); err != nil {
			return m, err
		}
	}
	if err := writeManifest(part, m, b.files); err != nil {
		return m, err
	}
	if err := errors.Join(syncTree(part), n.backupVault(ctx, o.Vault)); err != nil {
		return m, err
	}
	if err := os.Rename(part, o.Dir); err != nil {
		return m, err
	}
	return m, syncDir(filepath.Dir(o.Dir))
}

// backupTarget refuses what is there, and places inside the data directory.
func (n *Node) backupTarget(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	data, err := filepath.Abs(n.cfg.Data)
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) || within(data, dir) {
		return "", ErrBackupTarget.New("path", dir)
	}
	return dir, nil
}

// within tells that a path is dir or below it.
func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// signedEnd is where a backup ends.
type signedEnd struct {
	origin    string
	keys      []string
	published ledger.Published
	position  eventstore.Position
}

// backup under way.
type backup struct {
	BackupOptions
	node     *Node
	part     string
	manifest *BackupManifest
	files    sums
	named    map[[32]byte]bool
}

func (b *backup) path(name string) string { return filepath.Join(b.part, filepath.FromSlash(name)) }

func (b *backup) log(ctx context.Context, at signedEnd) error {
	b.Tell(fmt.Sprintf("chép %d sự kiện", at.position), fmt.Sprintf("copying %d events", at.position))
	log, ok := b.node.Log.(roomyLog)
	copier, can := log.Log.(interface {
		Backup(context.Context, string, eventstore.Position) (eventstore.Position, error)
	})
	if !ok || !can {
		return errors.New("this log cannot be copied: back it up with the tools of its own engine")
	}
	position, err := copier.Backup(ctx, b.path(backupLog), at.position)
	if err != nil {
		return err
	}
	b.manifest.Position = uint64(position)
	b.Tell("đọc lại và tính gốc cây băm", "reading it back and computing its Merkle root")
	c, err := sqlite.OpenCopy(ctx, b.path(backupLog))
	if err != nil {
		return err
	}
	defer c.Close()
	h, err := readHistory(c.ReadAll(ctx, 0), nil)
	if err != nil {
		return err
	}
	if root := h.tree.Root(); h.tree.Size() != at.published.Size || at.published.Size > 0 && hex.EncodeToString(root[:]) != at.published.Root {
		return ErrBackupRoot.New("size", h.tree.Size(), "found", hex.EncodeToString(root[:]), "signed", at.published.Root)
	}
	b.named, b.manifest.Recorded = h.files, h.last.Recorded
	return b.note(backupLog)
}

// note takes a finished file into the list.
func (b *backup) note(name string) error {
	sum, size, err := sumFile(b.path(name))
	b.files[name] = sum
	b.manifest.Bytes += size
	return err
}

// checkpoints copies those that were signed up to the end, whole lines only: the
// ledger goes on writing.
func (b *backup) checkpoints(_ context.Context, at signedEnd) error {
	if err := os.MkdirAll(b.path("ledger"), 0o700); err != nil {
		return err
	}
	for _, name := range []string{ledger.CheckpointPath, ledger.HistoryPath} {
		text := []byte(at.published.Note)
		if name == ledger.HistoryPath {
			raw, err := os.ReadFile(b.node.cfg.path("ledger", name))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			if text, err = upToSize(raw, at.published.Size); err != nil {
				return err
			}
		}
		if err := writeSynced(b.path("ledger/"+name), text); err != nil {
			return err
		}
		if err := b.note("ledger/" + name); err != nil {
			return err
		}
	}
	return b.previous()
}

// previous copies what is kept of earlier epochs.
func (b *backup) previous() error {
	from := b.node.cfg.path("ledger")
	return filepath.WalkDir(filepath.Join(from, previousEpochs), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		name := "ledger/" + filepath.ToSlash(rel)
		if _, _, err := copyOne(path, b.path(name)); err != nil {
			return err
		}
		return b.note(name)
	})
}

// content copies the files that the log names.
func (b *backup) content(ctx context.Context, _ signedEnd) error {
	hashes := make([]string, 0, len(b.named))
	for sum := range b.named {
		hashes = append(hashes, hex.EncodeToString(sum[:]))
	}
	slices.Sort(hashes)
	b.Tell(fmt.Sprintf("chép %d tệp", len(hashes)), fmt.Sprintf("copying %d files", len(hashes)))
	copyFile := copyOne
	if b.Link {
		copyFile = linkOne
	}
	if err := os.MkdirAll(b.path(backupFiles), 0o700); err != nil {
		return err
	}
	sizes := make([]int64, len(hashes))
	err := each(ctx, hashes, func(i int, hash string) error {
		place := filepath.Join(hash[:2], hash)
		sum, size, err := copyFile(b.node.cfg.path("files", "sha256", place), filepath.Join(b.path(backupFiles), place))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			sizes[i] = -1
			return nil
		case err == nil && sum != hash:
			err = ErrBackupChanged.New("file", "files/sha256/"+filepath.ToSlash(place))
		}
		sizes[i] = size
		return err
	})
	for i, size := range sizes {
		if size < 0 {
			b.manifest.Missing = append(b.manifest.Missing, hashes[i])
			continue
		}
		b.files[backupFiles+"/"+hashes[i][:2]+"/"+hashes[i]] = hashes[i]
		b.manifest.Files++
		b.manifest.Bytes += size
	}
	return err
}

// config copies the small files of the data directory itself.
func (b *backup) config(context.Context, signedEnd) error {
	entries, err := os.ReadDir(b.node.cfg.Data)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.HasSuffix(e.Name(), ".json") {
			continue
		}
		name := "config/" + e.Name()
		if _, _, err := copyOne(b.node.cfg.path(e.Name()), b.path(name)); err != nil {
			return err
		}
		if err := b.note(name); err != nil {
			return err
		}
	}
	return nil
}

// states of the read models, each with the event it is of.
func (n *Node) states(ctx context.Context) ([]ModelState, error) {
	if err := n.Ready(ctx); err != nil {
		return nil, err
	}
	sealed := n.Codec.Seals()
	var out []ModelState
	for _, def := range Definitions() {
		runner, err := n.Models.Runner(def.Name)
		if err != nil {
			return nil, err
		}
		position, hash, err := runner.StateAt(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, ModelState{Name: def.Name, Version: def.Version, Position: uint64(position), Hash: hash, Sealed: shows(def, sealed)})
	}
	return out, nil
}
