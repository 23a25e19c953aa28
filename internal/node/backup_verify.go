package node

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
)

// VerifyOptions of VerifyBackup.
type VerifyOptions struct {
	Keys []string // verifier keys that are trusted; none: those that the backup names
	Tell func(vi, en string)
}

// VerifiedBackup is what VerifyBackup found to be so.
type VerifiedBackup struct {
	BackupManifest
	Checked     int  `json:"files_checked"`
	Checkpoints int  `json:"checkpoints_checked"` // whose roots are those of the log
	Pinned      bool `json:"pinned"`              // the newest is signed by a key that was given

	read *history
}

// VerifyBackup reads all of a backup: every file against its SHA-256, the structure of
// the log and every event against its checksum, the Merkle root of the events against
// every checkpoint, and the signature of the newest. It changes nothing and needs
// neither keys nor vault. Damage is an error for which BackupDamaged is true.
func VerifyBackup(ctx context.Context, dir string, o VerifyOptions) (*VerifiedBackup, error) {
	if o.Tell == nil {
		o.Tell = func(string, string) {}
	}
	m, files, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	v := &VerifiedBackup{BackupManifest: m, Checked: len(files), Pinned: len(o.Keys) > 0}
	o.Tell("kiểm tra mã băm của các tệp", "checking the hashes of the files")
	if err := verifyFiles(ctx, dir, files); err != nil {
		return nil, err
	}
	if !v.Pinned {
		o.Keys = m.Keys
	}
	if err := v.signature(o.Keys); err != nil {
		return nil, err
	}
	o.Tell("đọc lại từng sự kiện và tính gốc cây băm", "reading every event and computing the Merkle root")
	return v, v.history(ctx, dir, files)
}

// verifyFiles compares what is there with the list, both ways.
func verifyFiles(ctx context.Context, dir string, files sums) error {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if _, listed := files[name]; !listed && name != backupManifest && name != backupSums && name != backupSeal {
			return ErrBackupUnlisted.New("file", name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return each(ctx, slices.Sorted(maps.Keys(files)), func(_ int, name string) error {
		sum, _, err := sumFile(filepath.Join(dir, filepath.FromSlash(name)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return ErrBackupMissing.New("file", name)
		case err != nil || sum != files[name]:
			return ErrBackupChanged.New("file", name).Because(err)
		}
		return nil
	})
}

// signature of the newest checkpoint, which must be of the size and root that the
// manifest says.
func (v *VerifiedBackup) signature(keys []string) error {
	if v.Size == 0 {
		return nil
	}
	verifiers, err := verifiersOf(keys)
	if err != nil {
		return err
	}
	c, _, err := ledger.OpenCheckpoint([]byte(v.Checkpoint), verifiers...)
	if err != nil {
		return ErrBackupSigned.New().Because(err)
	}
	if c.Origin != v.Origin || c.Size != v.Size || hex.EncodeToString(c.Root[:]) != v.Root {
		return ErrBackupChanged.New("file", backupManifest)
	}
	return nil
}

func verifiersOf(keys []string) (out []note.Verifier, err error) {
	for _, key := range keys {
		v, err := note.NewVerifier(key)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// history reads the log beside the checkpoints.
func (v *VerifiedBackup) history(ctx context.Context, dir string, files sums) error {
	log, err := sqlite.OpenCopy(ctx, filepath.Join(dir, filepath.FromSlash(backupLog)))
	if err != nil {
		return brokenLog(ctx, err)
	}
	defer log.Close()
	if err := log.Check(ctx); err != nil {
		return brokenLog(ctx, err)
	}
	checkpoints, f, err := openSigned(filepath.Join(dir, filepath.FromSlash(backupHistory)))
	if err != nil {
		return err
	}
	defer f.Close()
	h, err := readHistory(log.ReadAll(ctx, 0), checkpoints)
	if err != nil {
		return brokenLog(ctx, err)
	}
	if root := h.tree.Root(); h.tree.Size() != v.Size || v.Size > 0 && hex.EncodeToString(root[:]) != v.Root {
		return ErrBackupRoot.New("size", h.tree.Size(), "found", hex.EncodeToString(root[:]), "signed", v.Root)
	}
	if uint64(h.position) != v.Position {
		return ErrBackupChanged.New("file", backupManifest)
	}
	for sum := range h.files {
		name := hex.EncodeToString(sum[:])
		if files[backupFiles+"/"+name[:2]+"/"+name] == "" && !slices.Contains(v.Missing, name) {
			return ErrBackupMissing.New("file", backupFiles+"/"+name[:2]+"/"+name)
		}
	}
	v.Checkpoints, v.read = checkpoints.seen, h
	return nil
}

func brokenLog(ctx context.Context, err error) error {
	if ctx.Err() != nil || BackupDamaged(err) {
		return err
	}
	return ErrBackupLog.New("why", err.Error()).Because(err)
}

// At tells when the newest event was recorded.
func (m BackupManifest) At() string { return m.Recorded.UTC().Format(time.RFC3339) }
