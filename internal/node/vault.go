package node

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"minhbach/eventstore/vault"
	"minhbach/internal/secret"
)

// vaultKeyEnv names the file with the vault's master key, for installations that
// keep it on another disk or in a keeper of secrets.
const vaultKeyEnv = "MINHBACH_VAULT_KEY_FILE"

// ErrVaultMissing: the master key is there and the vault is not.
var ErrVaultMissing = errors.New("the vault of personal data is missing; put vault/vault.db back from its backup, or, when it is lost for good, make a new one with “minhbach vault new”: what was sealed then stays sealed")

// VaultPaths are the files of the vault of a data directory.
func VaultPaths(data string) (db, key string) {
	if key = os.Getenv(vaultKeyEnv); key == "" {
		key = filepath.Join(data, "keys", "vault.key")
	}
	return filepath.Join(data, "vault", "vault.db"), key
}

// OpenVault opens the vault of a directory. An installation from before there were
// vaults gets its own. Where the vault or its key is lost the answer is a locked
// vault: the portal serves on, and vault.Locked tells what to do.
func OpenVault(ctx context.Context, data string, opts vault.Options) (*vault.Vault, error) {
	db, key := VaultPaths(data)
	there, err := exists(db)
	if err != nil {
		return nil, err
	}
	opts.Master, err = secret.ReadKey(key)
	switch {
	case errors.Is(err, secret.ErrNoKeys) && !there:
		return NewVault(ctx, data, opts)
	case errors.Is(err, secret.ErrNoKeys), errors.Is(err, secret.ErrKeyForm):
		opts.Master = nil
	case err != nil:
		return nil, err
	case !there:
		return vault.Closed(ErrVaultMissing), nil
	}
	v, err := vault.Open(ctx, db, opts)
	if errors.Is(err, vault.ErrDamaged) || errors.Is(err, vault.ErrForeign) {
		return vault.Closed(err), nil
	}
	if err == nil && errors.Is(v.Locked(), vault.ErrOtherMaster) {
		next, err := finishRotation(ctx, db, key, opts)
		if next == nil {
			return v, err
		}
		return next, errors.Join(err, v.Close())
	}
	return v, err
}

// NewVault makes the vault, and its key unless there is one.
func NewVault(ctx context.Context, data string, opts vault.Options) (*vault.Vault, error) {
	db, key := VaultPaths(data)
	if there, err := exists(db); err != nil || there {
		return nil, errors.Join(err, fmt.Errorf("%s: %w", db, fs.ErrExist))
	}
	if err := secret.CreateKey(key); err != nil {
		return nil, err
	}
	var err error
	if opts.Master, err = secret.ReadKey(key); err != nil {
		return nil, err
	}
	return vault.Open(ctx, db, opts)
}

// initVault makes the vault of a directory that is being prepared.
func initVault(dir string, now time.Time) error {
	db, _ := VaultPaths(dir)
	if there, err := exists(db); err != nil || there {
		return err
	}
	v, err := NewVault(context.Background(), dir, vault.Options{Now: func() time.Time { return now }})
	if err != nil {
		return err
	}
	return v.Close()
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
