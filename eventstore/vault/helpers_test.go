package vault_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"
)

// raw opens the file as anybody with a database tool does.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func exec(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

// wrapped are the wrapped keys in the file, by subject.
func wrapped(t testing.TB, path string) map[string][]byte {
	t.Helper()
	rows, err := raw(t, path).Query(`SELECT id, wrapped FROM subject WHERE wrapped IS NOT NULL`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string][]byte{}
	for rows.Next() {
		var id string
		var key []byte
		if err := rows.Scan(&id, &key); err != nil {
			t.Fatal(err)
		}
		out[id] = key
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// dataKeys unwraps what the file holds, by the format that the package documents
// and with its own code: a change of the format shows here.
func dataKeys(t testing.TB, path string, master []byte) [][]byte {
	t.Helper()
	wrap, err := hkdf.Key(sha256.New, master, nil, "minhbach vault wrap", 32)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(wrap)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	var keys [][]byte
	for id, sealed := range wrapped(t, path) {
		var bound []byte
		for _, part := range []string{"minhbach vault key", id} {
			bound = binary.BigEndian.AppendUint32(bound, uint32(len(part)))
			bound = append(bound, part...)
		}
		key, err := gcm.Open(nil, sealed[:12], sealed[12:], bound)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		t.Fatal("the vault holds no key")
	}
	return keys
}

// grep names the files below dir that hold the bytes.
func grep(t testing.TB, dir string, what []byte) []string {
	t.Helper()
	var hits []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, what) {
			hits = append(hits, d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

func copyDir(t testing.TB, from string) string {
	t.Helper()
	to := t.TempDir()
	entries, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(from, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, e.Name()), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}
