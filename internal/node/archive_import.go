package node

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/archive"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
)

// ImportOptions of an archive.
type ImportOptions struct {
	Archive *archive.Bag
	Checks  archive.Checks
	Data    string // new or empty directory
	Keys    string // folder with the installation's keys; empty: new ones, and new passwords for all
	Vault   string // copy of the vault; empty: what is sealed stays sealed
	Now     func() time.Time
	Log     *slog.Logger
	Version string
	Tell    func(vi, en string)
}

// Imported tells what an archive became.
type Imported struct {
	*Restored
	Archive archive.Report    `json:"archive"`
	Equal   map[string]string `json:"equal_states"` // state hash by read model, made without keys: those of the archive
	Newer   []string          `json:"newer_models"` // whose shape is of another version in this program
}

// ImportArchive makes a data directory of a full archive, after it was verified. The
// rows are read back from the new log: their Merkle root must be the signed one, and
// the read models made of them those of the archive. Then it goes the way of every
// restoring: a new epoch of the ledger under a new origin, with the old checkpoints
// kept beside it.
func ImportArchive(ctx context.Context, o ImportOptions) (*Imported, error) {
	report, err := archive.Verify(ctx, o.Archive, o.Checks)
	if err != nil {
		return nil, err
	}
	info, err := o.Archive.ReadInfo()
	if err != nil {
		return nil, err
	}
	if err := info.Whole(); err != nil {
		return nil, ErrArchiveNotWhole.New("why", err.Error()).Because(err)
	}
	if entries, err := os.ReadDir(o.Data); err == nil && len(entries) > 0 && !leftByImport(entries) {
		return nil, ErrArchiveTarget.New("path", o.Data)
	}
	data, err := filepath.Abs(o.Data)
	if err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp(filepath.Dir(data), filepath.Base(data)+".import-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	im := &importing{ImportOptions: o, dir: temp, report: report, files: sums{}}
	out := &Imported{Archive: report}
	if out.Equal, out.Newer, err = im.log(ctx); err != nil {
		return nil, err
	}
	if err := im.rest(ctx); err != nil {
		return nil, err
	}
	out.Restored, err = Restore(ctx, RestoreOptions{
		Backup: temp, Data: data, Keys: o.Keys, NewKeys: o.Keys == "", Vault: o.Vault, Reason: ledger.RestoredToMove,
		Now: o.Now, Log: o.Log, Version: o.Version, Tell: o.Tell,
	})
	return out, err
}

// leftByImport tells a directory in which an earlier attempt was cut short.
func leftByImport(entries []os.DirEntry) bool {
	for _, e := range entries {
		if e.Name() == restoring {
			return true
		}
	}
	return false
}

// importing turns an archive into the form of a backup.
type importing struct {
	ImportOptions
	dir    string
	report archive.Report
	files  sums
	bytes  int64
	head   eventstore.Position
}

// log makes the log, and compares what can be read from it with what was signed.
func (im *importing) log(ctx context.Context) (equal map[string]string, newer []string, err error) {
	im.tell("dựng lại nhật ký từ gói", "making the log of the archive")
	dir := filepath.Join(im.dir, "log")
	opts := sqlite.Options{MaxEventBytes: largestEvent, Now: im.Now, Command: "minhbach import archive"}
	if _, err := sqlite.Import(ctx, dir, opts, im.Archive.Events()); err != nil {
		return nil, nil, err
	}
	log, err := sqlite.Open(ctx, dir, opts)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, log.Close(), tidy(dir)) }()
	im.tell("đọc lại từng dòng và tính gốc cây băm", "reading every row back and computing the Merkle root")
	h, err := readHistory(log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0), nil)
	if err != nil {
		return nil, nil, err
	}
	root := h.tree.Root()
	if found := hex.EncodeToString(root[:]); found != im.report.Root || h.tree.Size() != im.report.Size {
		return nil, nil, ErrArchiveRoot.New("found", found, "signed", im.report.Root)
	}
	im.head = h.position
	im.tell("dựng lại các bảng chiếu và so với lúc kết xuất", "making the read models anew and comparing them with the export")
	equal, newer, err = im.states(ctx, log)
	return equal, newer, err
}

// states compares the read models with those of the archive, none of them opened.
func (im *importing) states(ctx context.Context, log eventstore.Log) (equal map[string]string, newer []string, err error) {
	equal = map[string]string{}
	raw, err := readAll(im.Archive, archive.StatePath)
	if errors.Is(err, fs.ErrNotExist) {
		return equal, nil, nil // made of a log without an installation, which has no read models
	}
	if err != nil {
		return nil, nil, err
	}
	var was archiveStates
	if err := json.Unmarshal(raw, &was); err != nil {
		return nil, nil, &archive.Wrong{Path: archive.StatePath, What: err.Error()}
	}
	models, err := sealedStates(ctx, im.dir, log)
	if err != nil {
		return nil, nil, err
	}
	for _, is := range models {
		for _, before := range was.Models {
			switch {
			case before.Name != is.Name:
			case before.Version != is.Version:
				newer = append(newer, is.Name)
			case before.Hash != is.Hash:
				return nil, nil, ErrArchiveState.New("name", is.Name)
			default:
				equal[is.Name] = is.Hash
			}
		}
	}
	return equal, newer, nil
}

// tidy removes what opening a log leaves beside it.
func tidy(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() != "log.db" {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

// rest brings what a backup has beside its log.
func (im *importing) rest(ctx context.Context) error {
	if err := im.note("log/log.db"); err != nil {
		return err
	}
	files := 0
	for hash, open := range im.Archive.Files() {
		if err := ctx.Err(); err != nil {
			return err
		}
		in, err := open()
		if err != nil {
			return err
		}
		name := backupFiles + "/" + hash[:2] + "/" + hash
		if err := im.put(name, in); err != nil {
			return err
		}
		if im.files[name] != hash {
			return &archive.Wrong{Path: archive.FilePath(hash), What: "its SHA-256 is another now"}
		}
		files++
	}
	for from, to := range map[string]string{
		archive.LogPath + "/" + ledger.CheckpointPath: "ledger/" + ledger.CheckpointPath,
		archive.LogPath + "/" + ledger.HistoryPath:    backupHistory,
	} {
		in, err := im.Archive.Open(from)
		if err != nil {
			return err
		}
		if err := im.put(to, in); err != nil {
			return err
		}
	}
	now := im.now()
	shape, err := json.MarshalIndent(layout{Format: 1, Created: now.UTC()}, "", "  ")
	if err != nil {
		return err
	}
	if err := im.put("config/"+marker, io.NopCloser(strings.NewReader(string(shape)+"\n"))); err != nil {
		return err
	}
	note, err := readAll(im.Archive, archive.LogPath+"/"+ledger.CheckpointPath)
	if err != nil {
		return err
	}
	return writeManifest(im.dir, im.manifest(now, string(note), files), im.files)
}

func (im *importing) manifest(now time.Time, note string, files int) BackupManifest {
	m := BackupManifest{
		Format: backupFormat, Program: im.Version, Created: now.UTC(), Origin: im.report.Origin, Size: im.report.Size, Root: im.report.Root,
		Position: uint64(im.head), Checkpoint: note, Keys: []string{im.report.Key}, Files: files, Bytes: im.bytes,
	}
	if raw, err := readAll(im.Archive, archive.AbsentPath); err == nil {
		m.Missing = strings.Fields(string(raw))
	}
	return m
}

func (im *importing) put(name string, in io.ReadCloser) (err error) {
	defer in.Close()
	path := filepath.Join(im.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return errors.Join(err, out.Close())
	}
	if err := out.Close(); err != nil {
		return err
	}
	return im.note(name)
}

func (im *importing) note(name string) error {
	sum, size, err := sumFile(filepath.Join(im.dir, filepath.FromSlash(name)))
	im.files[name] = sum
	im.bytes += size
	return err
}

func (im *importing) tell(vi, en string) {
	if im.Tell != nil {
		im.Tell(vi, en)
	}
}

func (im *importing) now() time.Time {
	if im.Now == nil {
		return time.Now()
	}
	return im.Now()
}

func readAll(b *archive.Bag, path string) ([]byte, error) {
	f, err := b.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer f.Close()
	return io.ReadAll(f)
}
