package node

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Names inside a backup. sums and the checksum of sums have the form that
// “sha256sum -c” reads, so a backup can be checked without this program.
const (
	backupFormat   = 1
	backupManifest = "backup.json"
	backupSums     = "manifest-sha256.txt"
	backupSeal     = "checksum.txt" // of the two above; written last
	backupLog      = "log/log.db"
	backupFiles    = "files/sha256"
	backupHistory  = "ledger/checkpoints.jsonl"
)

// BackupManifest says what a backup holds.
type BackupManifest struct {
	Format     int          `json:"format"`
	Program    string       `json:"program"`
	Created    time.Time    `json:"created"`
	Position   uint64       `json:"position"` // of the newest event
	Recorded   time.Time    `json:"recorded"` // when that was recorded
	Origin     string       `json:"origin"`   // of the ledger
	Size       uint64       `json:"size"`     // leaves
	Root       string       `json:"root"`     // of these leaves, hex
	Checkpoint string       `json:"checkpoint"`
	Keys       []string     `json:"keys"` // that verify the ledger's checkpoints; a hint, pin them elsewhere
	States     []ModelState `json:"states"`
	Files      int          `json:"files"` // of publications and datasets
	Bytes      int64        `json:"bytes"` // of everything
	Missing    []string     `json:"missing,omitempty"`
}

// ModelState is a read model at a moment: rebuilding it up to Position gives Hash.
type ModelState struct {
	Name     string `json:"name"`
	Version  int    `json:"version"`
	Position uint64 `json:"position"`
	Hash     string `json:"hash"`
	Sealed   bool   `json:"sealed,omitempty"` // it shows sealed data: the hash needs the vault as it was
}

// sums are the SHA-256 of files by their path inside the backup, with slashes.
type sums map[string]string

func (s sums) text() []byte {
	var b bytes.Buffer
	for _, path := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(&b, "%s  %s\n", s[path], path)
	}
	return b.Bytes()
}

func parseSums(raw []byte) (sums, error) {
	out := sums{}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for n := 1; lines.Scan(); n++ {
		hash, path, ok := strings.Cut(lines.Text(), "  ")
		if !ok || len(hash) != 64 || !filepath.IsLocal(filepath.FromSlash(path)) || out[path] != "" {
			return nil, fmt.Errorf("line %d is no checksum of a file below", n)
		}
		out[path] = hash
	}
	return out, lines.Err()
}

// readManifest reads the manifest and the list of files of a backup, and checks both
// against the seal.
func readManifest(dir string) (m BackupManifest, files sums, err error) {
	seal, err := os.ReadFile(filepath.Join(dir, backupSeal))
	if err != nil {
		return m, nil, ErrBackupForeign.New("path", dir).Because(err)
	}
	sealed, err := parseSums(seal)
	if err != nil || len(sealed) != 2 {
		return m, nil, ErrBackupChanged.New("file", backupSeal).Because(err)
	}
	var texts [2][]byte
	for i, name := range []string{backupManifest, backupSums} {
		if texts[i], err = os.ReadFile(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			return m, nil, ErrBackupMissing.New("file", name)
		} else if err != nil {
			return m, nil, err
		}
		if sumOf(texts[i]) != sealed[name] {
			return m, nil, ErrBackupChanged.New("file", name)
		}
	}
	if err := json.Unmarshal(texts[0], &m); err != nil || m.Format != backupFormat {
		return m, nil, ErrBackupForeign.New("path", dir).Because(errors.Join(err, fmt.Errorf("format %d, this program knows %d", m.Format, backupFormat)))
	}
	if files, err = parseSums(texts[1]); err != nil {
		return m, nil, ErrBackupForeign.New("path", dir).Because(err)
	}
	return m, files, nil
}

// writeManifest completes a backup.
func writeManifest(dir string, m BackupManifest, files sums) error {
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	raw = append(raw, '\n')
	list := files.text()
	seal := sums{backupManifest: sumOf(raw), backupSums: sumOf(list)}
	for _, f := range []struct {
		name string
		text []byte
	}{{backupManifest, raw}, {backupSums, list}, {backupSeal, seal.text()}} {
		if err := writeSynced(filepath.Join(dir, f.name), f.text); err != nil {
			return err
		}
	}
	return syncDir(dir)
}
