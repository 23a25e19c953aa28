package node_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/eventstore/vault"
	"minhbach/internal/app"
	"minhbach/internal/node"
)

const (
	vaultLogin = "kim.oanh.90"
	vaultName  = "Thạch Thị Kim Oanh"
	vaultWord  = "bốn từ khác hẳn nhau"
)

// vaulted is a directory with one administrator.
func vaulted(t *testing.T) (dir, account string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	if err := node.Init(dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	with(t, dir, func(n *node.Node, _ string) {
		operator := app.Caller{Operator: true}
		r, err := n.App.Commands.RegisterAccount(t.Context(), operator, app.RegisterAccount{Login: vaultLogin, Name: vaultName, Password: vaultWord})
		if err != nil {
			t.Fatal(err)
		}
		account = r.ID
	})
	return dir, account
}

// with opens the directory, waits until everything is read, and closes it again.
func with(t *testing.T, dir string, do func(n *node.Node, complaints string)) {
	t.Helper()
	var said bytes.Buffer
	n, err := node.Open(t.Context(), node.Config{Data: dir, Log: slog.New(slog.NewTextHandler(&said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	complaints := said.String() // of the opening
	defer func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := n.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	do(n, complaints)
	if err := n.Ready(ctx); err != nil { // what was recorded is in the read models
		t.Fatal(err)
	}
}

func nameOf(t *testing.T, n *node.Node, account string) string {
	t.Helper()
	names, err := n.App.Queries.Names(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return names[account]
}

func signIn(t *testing.T, n *node.Node) error {
	t.Helper()
	_, err := n.App.Auth.SignIn(t.Context(), app.SignIn{Login: vaultLogin, Password: vaultWord, Address: "203.0.113.9"})
	return err
}

// Names and logins are in no file but those that are rebuilt from the log.
func TestPersonalDataStandsInReadModelsOnly(t *testing.T) {
	dir, account := vaulted(t)
	seen := false
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rest, _ := filepath.Rel(dir, path)
		model := strings.HasPrefix(rest, "read"+string(filepath.Separator)+"people.")
		for _, plain := range []string{vaultLogin, vaultName, "Kim Oanh"} {
			if hit := bytes.Contains(content, []byte(plain)); hit && !model {
				t.Errorf("%s holds %q", rest, plain)
			} else if hit {
				seen = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !seen {
		t.Error("the read model of people does not hold the name: the test looks in the wrong place")
	}
	if account == "" {
		t.Error("no account")
	}
}

func TestLossOfTheMasterKeyLeavesThePortalServing(t *testing.T) {
	dir, account := vaulted(t)
	_, key := node.VaultPaths(dir)
	aside := key + ".aside"
	if err := os.Rename(key, aside); err != nil {
		t.Fatal(err)
	}
	with(t, dir, func(n *node.Node, complaints string) {
		if !errors.Is(n.Vault.Locked(), vault.ErrNoMaster) || !strings.Contains(complaints, "personal data stays sealed") {
			t.Errorf("locked: %v; said %q", n.Vault.Locked(), complaints)
		}
		if name := nameOf(t, n, account); name != vaultName {
			t.Errorf("the read model from before has the name %q", name)
		}
		if _, err := n.Rebuild(t.Context(), "people"); err != nil {
			t.Fatal(err)
		}
		if name := nameOf(t, n, account); name != domain.NameSealed {
			t.Errorf("built without the key it shows %q", name)
		}
		if err := signIn(t, n); !errors.Is(err, app.ErrRefused) {
			t.Errorf("signing in: %v", err)
		}
		if _, err := n.App.Commands.RegisterAccount(t.Context(), app.Caller{Operator: true}, app.RegisterAccount{Login: "moi", Name: "Mới"}); !errors.Is(err, app.ErrVaultLocked) {
			t.Errorf("registering: %v", err)
		}
	})
	if err := os.Rename(aside, key); err != nil {
		t.Fatal(err)
	}
	with(t, dir, func(n *node.Node, _ string) {
		// The model was built without the key; it is built anew by itself.
		wait, stop := context.WithTimeout(t.Context(), 20*time.Second)
		defer stop()
		look := time.NewTicker(20 * time.Millisecond)
		defer look.Stop()
		for nameOf(t, n, account) != vaultName {
			select {
			case <-look.C:
			case <-wait.Done():
				t.Fatalf("with the key again it shows %q", nameOf(t, n, account))
			}
		}
		if err := signIn(t, n); err != nil {
			t.Errorf("signing in: %v", err)
		}
	})
}

func TestLossOfTheVaultIsNotPaperedOver(t *testing.T) {
	dir, account := vaulted(t)
	db, key := node.VaultPaths(dir)
	if err := os.Remove(db); err != nil {
		t.Fatal(err)
	}
	with(t, dir, func(n *node.Node, complaints string) {
		if !errors.Is(n.Vault.Locked(), node.ErrVaultMissing) || !strings.Contains(complaints, "minhbach vault new") {
			t.Errorf("locked: %v; said %q", n.Vault.Locked(), complaints)
		}
		if name := nameOf(t, n, account); name != vaultName {
			t.Errorf("name %q", name)
		}
	})
	if _, err := os.Stat(db); !os.IsNotExist(err) {
		t.Errorf("a start made another vault: %v", err)
	}
	if err := os.WriteFile(db, bytes.Repeat([]byte("no vault "), 4000), 0o600); err != nil {
		t.Fatal(err)
	}
	with(t, dir, func(n *node.Node, _ string) {
		if !errors.Is(n.Vault.Locked(), vault.ErrForeign) {
			t.Errorf("locked: %v", n.Vault.Locked())
		}
	})
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	if n, err := node.Open(t.Context(), node.Config{Data: dir}); err == nil {
		n.Close()
		t.Error("a key that everybody can read was taken")
	}
}

// Installations from before there were vaults get theirs at the next start.
func TestVaultIsMadeForOlderInstallations(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := node.Init(dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	db, key := node.VaultPaths(dir)
	for _, f := range []string{db, key} {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
	with(t, dir, func(n *node.Node, _ string) {
		if n.Vault.Locked() != nil {
			t.Errorf("locked: %v", n.Vault.Locked())
		}
	})
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key: %v, %v", info, err)
	}
}

func TestMasterKeyKeptElsewhere(t *testing.T) {
	elsewhere := filepath.Join(t.TempDir(), "secrets", "vault.key")
	t.Setenv("MINHBACH_VAULT_KEY_FILE", elsewhere)
	dir, account := vaulted(t)
	if _, err := os.Stat(elsewhere); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "keys", "vault.key")); !os.IsNotExist(err) {
		t.Errorf("there is a key in the directory, too: %v", err)
	}
	with(t, dir, func(n *node.Node, _ string) {
		if name := nameOf(t, n, account); name != vaultName {
			t.Errorf("name %q", name)
		}
	})
}

func TestRotationOfTheMasterKey(t *testing.T) {
	dir, account := vaulted(t)
	db, key := node.VaultPaths(dir)
	before, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	works := func(what string) {
		t.Helper()
		with(t, dir, func(n *node.Node, _ string) {
			if reason := n.Vault.Locked(); reason != nil {
				t.Fatalf("%s: %v", what, reason)
			}
			if _, err := n.Rebuild(t.Context(), "people"); err != nil {
				t.Fatal(err)
			}
			if name := nameOf(t, n, account); name != vaultName {
				t.Errorf("%s: name %q", what, name)
			}
			if err := signIn(t, n); err != nil {
				t.Errorf("%s: signing in: %v", what, err)
			}
		})
	}
	if err := node.RotateVaultKey(t.Context(), dir, vault.Options{}); err != nil {
		t.Fatal(err)
	}
	works("after a rotation")
	after, err := os.ReadFile(key)
	if err != nil || bytes.Equal(before, after) {
		t.Errorf("the key is the same: %v", err)
	}
	if former, err := os.ReadFile(key + ".old"); err != nil || !bytes.Equal(former, before) {
		t.Errorf("the former key is not kept: %v", err)
	}
	// As a crash leaves it between the wrapping and the change of files.
	vaultOf := func() []byte {
		content, err := os.ReadFile(db)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	old := vaultOf()
	if err := node.RotateVaultKey(t.Context(), dir, vault.Options{}); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(old, vaultOf()) {
		t.Fatal("the vault did not change")
	}
	for _, move := range [][2]string{{key, key + ".new"}, {key + ".old", key}} {
		if err := os.Rename(move[0], move[1]); err != nil {
			t.Fatal(err)
		}
	}
	works("after a rotation that was cut short")
	if _, err := os.Stat(key + ".new"); !os.IsNotExist(err) {
		t.Errorf("the next key was not put in place: %v", err)
	}
}
