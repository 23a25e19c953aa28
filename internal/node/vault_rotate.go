package node

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"minhbach/eventstore/sqlite"
	"minhbach/eventstore/vault"
	"minhbach/internal/secret"
)

// The next master key waits in a file beside the present one until the vault is
// wrapped in it. Whatever moment a crash chooses, one of the two files opens it.
const (
	nextKey   = ".new"
	formerKey = ".old"
)

// RotateVaultKey puts the vault of a directory under a new master key. The former
// one stays beside it (.old): backups of the vault from before need it. Nobody else
// may use the directory.
func RotateVaultKey(ctx context.Context, data string, opts vault.Options) error {
	cfg := Config{Data: data, Command: "minhbach vault rotate"}
	log, err := lockData(ctx, cfg, sqlite.Options{Now: opts.Now, Command: cfg.Command})
	if err != nil {
		return err // its lock is what keeps others away
	}
	defer log.Close()
	v, err := OpenVault(ctx, data, opts)
	if err != nil {
		return err
	}
	defer v.Close()
	if reason := v.Locked(); reason != nil {
		return reason
	}
	_, key := VaultPaths(data)
	if err := os.Remove(key + nextKey); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err // left by a rotation that did not get to wrapping
	}
	if err := secret.CreateKey(key + nextKey); err != nil {
		return err
	}
	master, err := secret.ReadKey(key + nextKey)
	if err != nil {
		return err
	}
	if err := v.Rewrap(ctx, master); err != nil {
		return err
	}
	return adoptKey(key)
}

// finishRotation opens a vault that was wrapped in the next key by a rotation which
// did not come to its end; nil when that is not so.
func finishRotation(ctx context.Context, db, key string, opts vault.Options) (*vault.Vault, error) {
	master, err := secret.ReadKey(key + nextKey)
	if errors.Is(err, secret.ErrNoKeys) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	opts.Master = master
	v, err := vault.Open(ctx, db, opts)
	if err != nil || v.Locked() != nil {
		if v != nil {
			v.Close()
		}
		return nil, err
	}
	if err := adoptKey(key); err != nil {
		v.Close()
		return nil, err
	}
	return v, nil
}

// adoptKey puts the next key in the present one's place, which is never empty.
func adoptKey(key string) error {
	if err := os.Remove(key + formerKey); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Link(key, key+formerKey); err != nil {
		return err
	}
	if err := os.Rename(key+nextKey, key); err != nil {
		return err
	}
	return secret.SyncDir(filepath.Dir(key))
}
