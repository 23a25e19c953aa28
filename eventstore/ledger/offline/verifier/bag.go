package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// verifyBag checks an archive: manifests (RFC 8493), log, and every event against its
// leaf.
func verifyBag(dir string, keys []key) (string, error) {
	if _, err := os.Stat(filepath.Join(dir, "bagit.txt")); err != nil {
		return "", err
	}
	if len(keys) == 0 {
		own, err := os.ReadFile(filepath.Join(dir, "data", "keys", "ledger.vkey"))
		if err == nil {
			keys, err = readKeys([]string{string(own)})
		}
		if err != nil {
			return "", err
		}
		fmt.Fprintf(os.Stderr, "CHÚ Ý: khóa lấy từ chính gói này, hãy đối chiếu với nơi công bố khác. / NOTE: this key came with the archive; compare it with where it was published:\n  %s\n", strings.TrimSpace(string(own)))
	}
	files, err := manifests(dir)
	if err != nil {
		return "", err
	}
	l, err := verifyLog(filepath.Join(dir, "data", "log"), keys)
	if err != nil {
		return "", err
	}
	rows, err := events(dir, l)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d files are as listed, %d events fit their leaves; %s", files, rows, l), nil
}

// manifests: every file listed has its sum, and every file is listed.
func manifests(dir string) (files int, err error) {
	listed := map[string]bool{}
	for _, name := range []string{"tagmanifest-sha256.txt", "manifest-sha256.txt"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return 0, bad("%v", err)
		}
		for line := range strings.Lines(string(raw)) {
			sum, file, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
			if !ok || !filepath.IsLocal(filepath.FromSlash(file)) || listed[file] {
				return 0, bad("%s has the line %q", name, line)
			}
			listed[file] = true
			got, err := sumOf(filepath.Join(dir, filepath.FromSlash(file)))
			if err != nil || got != sum {
				return 0, bad("%s was changed or is missing: its SHA-256 should be %s (%s, %v)", file, sum, got, err)
			}
			base := strings.TrimSuffix(filepath.Base(file), ".json")
			if (strings.HasPrefix(file, "data/files/") || strings.HasPrefix(file, "data/contents/")) && base != sum {
				return 0, bad("%s has not the hash that its name says", file)
			}
		}
	}
	listed["tagmanifest-sha256.txt"] = true
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, p)
		if err == nil && !listed[filepath.ToSlash(name)] {
			return bad("%s is in no manifest", filepath.ToSlash(name))
		}
		return err
	})
	return len(listed), err
}

func sumOf(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// events compares each line of events.jsonl with its leaf.
func events(dir string, l *log) (rows int, err error) {
	f, err := os.Open(filepath.Join(dir, "data", "events", "events.jsonl"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<26)
	var leaves [][]byte
	held, next := ^uint64(0), uint64(0)
	for in.Scan() {
		rows++
		var r struct {
			Index, Position           uint64
			Revision                  int64
			Stream, ID, Type, Created string
			ContentType               string `json:"content_type"`
			Data                      []byte `json:"data_base64"`
			Metadata                  []byte `json:"metadata_base64"`
			SaltData                  string `json:"salt_data"`
		}
		if err := json.Unmarshal(in.Bytes(), &r); err != nil || r.Data == nil {
			return rows, bad("events.jsonl:%d is no event: %v", rows, err)
		}
		if r.Index < next || r.Index >= l.head.size {
			return rows, bad("events.jsonl:%d is event %d, which is not behind the one before it and below %d", rows, r.Index, l.head.size)
		}
		next = r.Index + 1
		if r.Index/256 != held {
			held = r.Index / 256
			if leaves, err = l.leaves(held); err != nil {
				return rows, err
			}
		}
		h, err := readLeaf(leaves[r.Index%256])
		if err != nil {
			return rows, err
		}
		if r.Type == "$streamDeleted" { // leaves give the end of a stream the highest number
			r.Revision = 1<<63 - 1
		}
		if h.Index != r.Index || h.Stream != r.Stream || h.Revision != r.Revision || h.ID != r.ID || h.Type != r.Type || h.Recorded != r.Created || h.ContentType != r.ContentType {
			return rows, bad("events.jsonl:%d: the header of event %s is not the one recorded in leaf %d", rows, h.ID, h.Index)
		}
		if err := committed(h, r.Data, r.Metadata, r.SaltData); err != nil {
			return rows, bad("events.jsonl:%d: %v", rows, err)
		}
	}
	if err := in.Err(); err != nil {
		return rows, err
	}
	info, err := os.ReadFile(filepath.Join(dir, "bag-info.txt"))
	whole := strings.Contains(string(info), "\nMinhbach-Scope: full\n") && !strings.Contains(string(info), "\nMinhbach-Since:") && !strings.Contains(string(info), "\nMinhbach-Agency:")
	if err == nil && whole && uint64(rows) != l.head.size {
		return rows, bad("a full archive has %d events, not the %d of its checkpoint", rows, l.head.size)
	}
	return rows, err
}
