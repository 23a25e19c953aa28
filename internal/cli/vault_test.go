package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestVaultCommands(t *testing.T) {
	dir := example(t)
	db, key := filepath.Join(dir, "vault", "vault.db"), filepath.Join(dir, "keys", "vault.key")
	status := func(want int) vaultReport {
		t.Helper()
		code, out, complaints := try(t, "vault", "status", "--data", dir, "--json")
		var r vaultReport
		if err := json.Unmarshal([]byte(out), &r); err != nil || code != want {
			t.Fatalf("exit %d, %v: %s %s", code, err, out, complaints)
		}
		return r
	}
	first := status(OK)
	if first.Live == 0 || first.Destroyed != 0 || first.File != db || first.Key != key {
		t.Errorf("%+v", first)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if code, _, complaints := try(t, "vault", "backup", "--data", dir, copied); code != OK {
		t.Fatal(complaints)
	}
	if code, _, _ := try(t, "vault", "backup", "--data", dir, copied); code != Failure {
		t.Errorf("a copy over a copy: exit %d", code)
	}
	before, _ := os.ReadFile(key)
	if code, _, complaints := try(t, "vault", "rotate", "--data", dir); code != OK || !strings.Contains(complaints, key) {
		t.Fatal(code, complaints)
	}
	if after, _ := os.ReadFile(key); string(after) == string(before) {
		t.Error("the master key is the same after rotating")
	}
	if again := status(OK); again.Live != first.Live {
		t.Errorf("after rotating %+v", again)
	}
	for _, sub := range []string{"status", "rotate", "new"} {
		if code, _, _ := try(t, "vault", sub, "--data", ""); code != Usage {
			t.Errorf("vault %s without a directory: exit %d", sub, code)
		}
	}
}

func TestDoctorLooksAtTheVault(t *testing.T) {
	dir := example(t)
	db, key := filepath.Join(dir, "vault", "vault.db"), filepath.Join(dir, "keys", "vault.key")
	ailing := func(want ...string) {
		t.Helper()
		code, all := examine(t, dir)
		if got := ill(all); !slices.Equal(got, want) || (code == OK) != (len(want) == 0) {
			t.Errorf("exit %d, ill %v, want %v: %+v", code, got, want, all)
		}
	}
	move := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	ailing()
	move(key, key+".aside")
	ailing("vault")
	move(key+".aside", key)
	move(db, db+".aside")
	ailing("vault")
	if _, err := os.Stat(db); !os.IsNotExist(err) {
		t.Errorf("the doctor made a vault: %v", err)
	}
	// Lost for good: a new one, with a new administrator; what was sealed stays so.
	word := filepath.Join(t.TempDir(), "word")
	if err := os.WriteFile(word, []byte("bốn từ khác hẳn nhau\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, complaints := try(t, "vault", "new", "--data", dir, "--admin", "nguoi.moi", "--admin-password-file", word); code != OK || !strings.Contains(out, "nguoi.moi") {
		t.Fatal(code, out, complaints)
	}
	ailing("personal data")
	if code, _, _ := try(t, "vault", "new", "--data", dir, "--admin", "nguoi.khac", "--admin-password-file", word); code != Failure {
		t.Errorf("a vault over a vault: exit %d", code)
	}
	if err := os.Remove(db); err != nil {
		t.Fatal(err)
	}
	move(db+".aside", db)
	if err := os.Chmod(key, 0o640); err != nil {
		t.Fatal(err)
	}
	ailing("vault")
}
