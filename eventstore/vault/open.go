package vault

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed schema.sql
var schema string

const (
	applicationID = 0x4d425641 // "MBVA"
	schemaVersion = 1
)

// Open opens the vault at path and makes a new one where there is none, for which
// it needs the master key. A vault whose master key is missing or another opens
// all the same, locked: see Locked.
func Open(ctx context.Context, path string, opts Options) (_ *Vault, err error) {
	opts.setDefaults()
	if opts.Master != nil && len(opts.Master) != keySize {
		return nil, fmt.Errorf("vault: the master key has %d bytes, not %d", len(opts.Master), keySize)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	// SQLite makes files with the mode that the mask leaves; this one is private.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(path, opts))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	v := &Vault{opts: opts, db: db, cache: map[string]opened{}}
	defer func() {
		if err != nil {
			db.Close()
			err = fmt.Errorf("opening %s: %w", path, explain(err))
		}
	}()
	if err := v.prepare(ctx); err != nil {
		return nil, err
	}
	// A crash may have come between the end of a key and the emptying of the
	// journal.
	if err := v.truncate(ctx); err != nil && !errors.Is(err, ErrRemains) {
		return nil, err
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	return v, v.unlock(ctx)
}

func dsn(path string, opts Options) string {
	path = filepath.ToSlash(path)
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", opts.Wait.Milliseconds()), "journal_mode(wal)", "synchronous(full)", "fullfsync(1)", "checkpoint_fullfsync(1)",
		"secure_delete(1)", "temp_store(memory)", "recursive_triggers(1)",
	}}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// prepare refuses what is no vault and fills an empty file.
func (v *Vault) prepare(ctx context.Context) error {
	var app, version, tables int
	for query, into := range map[string]*int{
		"PRAGMA application_id": &app, "PRAGMA user_version": &version, "SELECT count(*) FROM sqlite_schema": &tables,
	} {
		if err := v.db.QueryRowContext(ctx, query).Scan(into); err != nil {
			return err
		}
	}
	switch {
	case app == applicationID && version == schemaVersion:
		return nil
	case app != 0 || version != 0 || tables != 0:
		return fmt.Errorf("%w: application %#x, version %d", ErrForeign, uint32(app), version)
	case v.opts.Master == nil:
		return ErrNoMaster
	}
	fingerprint, master, err := openMaster(v.opts.Master)
	if err != nil {
		return err
	}
	var pseudonyms [keySize]byte
	rand.Read(pseudonyms[:]) // never returns an error
	tx, err := v.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("%s;PRAGMA application_id = %d;PRAGMA user_version = %d;", schema, applicationID, schemaVersion)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO vault VALUES (1, ?, ?, ?)`,
		v.opts.Now().UnixMicro(), fingerprint, master.Seal(nil, nil, pseudonyms[:], forPseudonyms)); err != nil {
		return err
	}
	return tx.Commit()
}

// unlock compares the master key with the one that wraps.
func (v *Vault) unlock(ctx context.Context) error {
	var known, pseudonyms []byte
	if err := v.db.QueryRowContext(ctx, `SELECT master, pseudonyms FROM vault`).Scan(&known, &pseudonyms); err != nil {
		return err
	}
	if v.opts.Master == nil {
		v.locked = ErrNoMaster
		return nil
	}
	fingerprint, master, err := openMaster(v.opts.Master)
	if err != nil {
		return err
	}
	v.opts.Master = nil
	if string(fingerprint) != string(known) {
		v.locked = ErrOtherMaster
		return nil
	}
	if v.pseudo, err = master.Open(nil, nil, pseudonyms, forPseudonyms); err != nil {
		return fmt.Errorf("%w: key of the pseudonyms", ErrDamaged)
	}
	v.master = master
	return nil
}

// explain names damage and foreign files by our errors.
func explain(err error) error {
	var fault *sqlite.Error
	if errors.As(err, &fault) {
		switch fault.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT:
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		case sqlite3.SQLITE_NOTADB:
			return fmt.Errorf("%w: %w", ErrForeign, err)
		}
	}
	return err
}
