package vault

import (
	"context"
	"fmt"
)

// Destroy ends a subject's key for ever and tells whether there was one to end. A
// subject without a key gets a tombstone, so that it never has one. It works while
// the vault is locked, and may be repeated until it succeeds.
//
// When it returns without an error the key is overwritten in the file, the journal
// is empty, and Open answers eventstore.ErrErased; in other processes after
// Options.CacheAge. ErrRemains means destroyed, but not yet swept.
func (v *Vault) Destroy(ctx context.Context, subject string) (bool, error) {
	if subject == "" || len(subject) > maxSubject {
		return false, ErrSubject
	}
	v.work.Lock()
	defer v.work.Unlock()
	if v.db == nil {
		return false, v.absent()
	}
	was, err := v.bury(ctx, subject)
	v.forget(subject)
	if err != nil {
		return false, fmt.Errorf("destroying the key of %s: %w", subject, err)
	}
	return was, v.truncate(ctx)
}

// bury overwrites the key, takes it away and leaves the tombstone, all or nothing.
func (v *Vault) bury(ctx context.Context, subject string) (was bool, err error) {
	tx, err := v.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `UPDATE subject SET wrapped = zeroblob(length(wrapped)), key_id = zeroblob(length(key_id))
		WHERE id = ? AND destroyed IS NULL`, subject); err != nil {
		return false, err
	}
	now := v.opts.Now().UnixMicro()
	ended, err := tx.ExecContext(ctx, `UPDATE subject SET wrapped = NULL, key_id = NULL, destroyed = ? WHERE id = ? AND destroyed IS NULL`, now, subject)
	if err != nil {
		return false, err
	}
	n, err := ended.RowsAffected()
	if err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO subject (id, destroyed) VALUES (?, ?) ON CONFLICT (id) DO NOTHING`, subject, now); err != nil {
		return false, err
	}
	return n == 1, tx.Commit()
}

// truncate writes everything into the file and empties the journal; the caller
// holds work, or nobody else has the vault yet.
func (v *Vault) truncate(ctx context.Context) error {
	var busy, frames, moved int
	if err := v.db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return ErrRemains
	}
	return nil
}
