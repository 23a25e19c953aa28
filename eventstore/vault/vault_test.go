package vault_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/vault"
)

const (
	lan  = "0190a000-0000-7000-8000-000000000001"
	minh = "0190a000-0000-7000-8000-000000000002"
)

var master = bytes.Repeat([]byte{7}, 32)

func open(t testing.TB, path string, key []byte) *vault.Vault {
	t.Helper()
	v, err := vault.Open(t.Context(), path, vault.Options{Master: bytes.Clone(key)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

func fresh(t testing.TB) (*vault.Vault, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "vault", "vault.db")
	return open(t, path, master), path
}

func seal(t testing.TB, v *vault.Vault, subject, plain string) []byte {
	t.Helper()
	sealed, err := v.Seal(subject, "account.registered", "name", []byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func opens(v *vault.Vault, subject string, sealed []byte) (string, error) {
	plain, err := v.Open(subject, "account.registered", "name", sealed)
	return string(plain), err
}

func TestSealedValueOpensOnlyWhereItBelongs(t *testing.T) {
	v, path := fresh(t)
	sealed := seal(t, v, lan, "Nguyễn Thị Lan")
	seal(t, v, minh, "Trần Minh")
	if plain, err := opens(v, lan, sealed); err != nil || plain != "Nguyễn Thị Lan" {
		t.Fatalf("%q, %v", plain, err)
	}
	if bytes.Equal(sealed, seal(t, v, lan, "Nguyễn Thị Lan")) {
		t.Error("sealing twice gave the same value: the nonce repeats")
	}
	for name, tc := range map[string]struct {
		subject, event, field string
		want                  error
	}{
		"another subject": {minh, "account.registered", "name", eventstore.ErrNoKey},
		"no subject":      {"0190a000-0000-7000-8000-00000000dead", "account.registered", "name", eventstore.ErrNoKey},
		"another type":    {lan, "account.renamed", "name", eventstore.ErrBroken},
		"another field":   {lan, "account.registered", "login", eventstore.ErrBroken},
		"shifted border":  {lan, "account.registeredn", "ame", eventstore.ErrBroken},
	} {
		if plain, err := v.Open(tc.subject, tc.event, tc.field, sealed); !errors.Is(err, tc.want) || plain != nil {
			t.Errorf("%s: %q, %v; want %v", name, plain, err, tc.want)
		}
	}
	for bit := range 8 * len(sealed) {
		changed := bytes.Clone(sealed)
		changed[bit/8] ^= 1 << (bit % 8)
		if plain, err := opens(v, lan, changed); err == nil {
			t.Fatalf("with bit %d flipped it opens to %q", bit, plain)
		}
	}
	for n := range len(sealed) {
		if plain, err := opens(v, lan, sealed[:n]); err == nil {
			t.Fatalf("cut to %d bytes it opens to %q", n, plain)
		}
	}
	v.Close()
	if plain, err := opens(open(t, path, master), lan, sealed); err != nil || plain != "Nguyễn Thị Lan" {
		t.Errorf("after a restart: %q, %v", plain, err)
	}
}

// A value moved from one subject to another who has the same key id cannot be:
// ids are random. What shows here is that the subject itself is bound as well.
func TestKeysBelongToTheirSubject(t *testing.T) {
	v, path := fresh(t)
	sealed := seal(t, v, lan, "Lan")
	seal(t, v, minh, "Minh")
	v.Close()
	db := raw(t, path)
	exec(t, db, `UPDATE subject SET key_id = (SELECT key_id FROM subject WHERE id = ?), wrapped = (SELECT wrapped FROM subject WHERE id = ?) WHERE id = ?`, lan, lan, minh)
	db.Close()
	if plain, err := opens(open(t, path, master), minh, sealed); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("a key was given to another subject, whose value opens to %q, %v", plain, err)
	}
}

func TestFilesArePrivateAndHoldNoPlainKey(t *testing.T) {
	v, path := fresh(t)
	seal(t, v, lan, "Nguyễn Thị Lan")
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) == 0 {
		t.Fatal(entries, err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", e.Name(), info.Mode())
		}
	}
	for _, secret := range [][]byte{master, []byte("Nguyễn"), []byte("Lan")} {
		if hits := grep(t, filepath.Dir(path), secret); len(hits) > 0 {
			t.Errorf("%q stands in %v", secret, hits)
		}
	}
	// A data key stands there wrapped only: unwrapped with the master key it is
	// found nowhere.
	for _, key := range dataKeys(t, path, master) {
		if hits := grep(t, filepath.Dir(path), key); len(hits) > 0 {
			t.Errorf("an unwrapped key stands in %v", hits)
		}
	}
}

func TestVaultWithoutItsMasterKeyIsLocked(t *testing.T) {
	v, path := fresh(t)
	sealed := seal(t, v, lan, "Lan")
	seal(t, v, minh, "Minh")
	v.Close()
	for name, tc := range map[string]struct {
		key  []byte
		want error
	}{
		"missing": {nil, vault.ErrNoMaster}, "another": {bytes.Repeat([]byte{8}, 32), vault.ErrOtherMaster},
	} {
		v := open(t, path, tc.key)
		if !errors.Is(v.Locked(), tc.want) {
			t.Errorf("%s: locked because %v", name, v.Locked())
		}
		if _, err := opens(v, lan, sealed); !errors.Is(err, eventstore.ErrNoKey) {
			t.Errorf("%s: opening: %v", name, err)
		}
		if _, err := v.Seal(lan, "a.b", "c", nil); !errors.Is(err, tc.want) {
			t.Errorf("%s: sealing: %v", name, err)
		}
		if p := v.Pseudonym("login", "lan"); p != "" {
			t.Errorf("%s: pseudonym %q", name, p)
		}
		v.Close()
	}
	v = open(t, path, nil)
	if was, err := v.Destroy(t.Context(), minh); err != nil || !was {
		t.Errorf("destroying while locked: %v, %v", was, err)
	}
	v.Close()
	if v = open(t, path, master); v.Locked() != nil {
		t.Errorf("with its key again: %v", v.Locked())
	}
	if _, err := vault.Open(t.Context(), filepath.Join(t.TempDir(), "new.db"), vault.Options{}); !errors.Is(err, vault.ErrNoMaster) {
		t.Errorf("a new vault without a master key: %v", err)
	}
	closed := vault.Closed(vault.ErrDamaged)
	if _, err := closed.Open(lan, "a.b", "c", sealed); !errors.Is(err, eventstore.ErrNoKey) {
		t.Errorf("no vault at all: %v", err)
	}
	if _, err := closed.Destroy(t.Context(), lan); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("destroying in no vault: %v", err)
	}
}

func TestForeignAndDamagedFilesAreRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.Open(t.Context(), path, vault.Options{Master: master}); !errors.Is(err, vault.ErrForeign) {
		t.Errorf("a text file: %v", err)
	}
	other := filepath.Join(t.TempDir(), "other.db")
	db := raw(t, other)
	exec(t, db, `CREATE TABLE subject (id TEXT)`)
	db.Close()
	if _, err := vault.Open(t.Context(), other, vault.Options{Master: master}); !errors.Is(err, vault.ErrForeign) {
		t.Errorf("another database: %v", err)
	}
}

func TestPseudonyms(t *testing.T) {
	v, path := fresh(t)
	p := v.Pseudonym("login", "lan.nguyen")
	if len(p) != 64 || p == v.Pseudonym("login", "lan.nguyenx") || p == v.Pseudonym("loginl", "an.nguyen") {
		t.Errorf("pseudonym %q", p)
	}
	v.Close()
	v = open(t, path, master)
	if again := v.Pseudonym("login", "lan.nguyen"); again != p {
		t.Errorf("after a restart it is %q, was %q", again, p)
	}
	other, _ := fresh(t)
	if other.Pseudonym("login", "lan.nguyen") == p {
		t.Error("two installations give the same pseudonym")
	}
}

func TestRewrapChangesTheMasterKeyOnly(t *testing.T) {
	v, path := fresh(t)
	sealed := map[string][]byte{}
	for i := range 2500 { // more than two pages
		id := lan + string(rune('a'+i%26)) + time.Duration(i).String()
		sealed[id] = nil
		if err := v.Prepare(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		sealed[id] = seal(t, v, id, id)
		if i%10 != 0 {
			delete(sealed, id)
		}
	}
	if _, err := v.Destroy(t.Context(), minh); err != nil {
		t.Fatal(err)
	}
	p := v.Pseudonym("login", "lan")
	next := bytes.Repeat([]byte{9}, 32)
	if err := v.Rewrap(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	check := func(v *vault.Vault) {
		t.Helper()
		for id, s := range sealed {
			if plain, err := opens(v, id, s); err != nil || plain != id {
				t.Fatalf("%s: %q, %v", id, plain, err)
			}
		}
		if v.Pseudonym("login", "lan") != p {
			t.Error("the pseudonym changed")
		}
		if s, err := v.State(t.Context(), minh); err != nil || s != vault.Destroyed {
			t.Errorf("state %v, %v", s, err)
		}
	}
	check(v)
	v.Close()
	if v = open(t, path, master); !errors.Is(v.Locked(), vault.ErrOtherMaster) {
		t.Errorf("the old key: %v", v.Locked())
	}
	v.Close()
	check(open(t, path, next))
}

func TestBackupIsAVault(t *testing.T) {
	v, path := fresh(t)
	sealed := seal(t, v, lan, "Lan")
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := v.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if err := v.Backup(t.Context(), file); !errors.Is(err, os.ErrExist) {
		t.Errorf("over another: %v", err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if _, err := v.Destroy(t.Context(), lan); err != nil {
		t.Fatal(err)
	}
	after := filepath.Join(t.TempDir(), "after.db")
	if err := v.Backup(t.Context(), after); err != nil {
		t.Fatal(err)
	}
	if plain, err := opens(open(t, file, master), lan, sealed); err != nil || plain != "Lan" {
		t.Errorf("the copy taken before: %q, %v", plain, err)
	}
	if _, err := opens(open(t, after, master), lan, sealed); !errors.Is(err, eventstore.ErrErased) {
		t.Errorf("the copy taken after: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".vault-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
