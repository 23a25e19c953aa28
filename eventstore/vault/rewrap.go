package vault

import (
	"context"
	"errors"
	"fmt"
)

const rewrapPage = 1000

// Rewrap puts every key under another master key, all or none. Sealed values and
// pseudonyms stay as they are. Keep the old master key until the new one is safely
// stored, and as long as backups of the vault need it.
func (v *Vault) Rewrap(ctx context.Context, master []byte) error {
	if len(master) != keySize {
		return fmt.Errorf("vault: the master key has %d bytes, not %d", len(master), keySize)
	}
	v.work.Lock()
	defer v.work.Unlock()
	if v.locked != nil || v.db == nil {
		return v.absent()
	}
	fingerprint, next, err := openMaster(master)
	if err != nil {
		return err
	}
	tx, err := v.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for after := ""; ; {
		rows, err := tx.QueryContext(ctx, `SELECT id, wrapped FROM subject WHERE id > ? AND wrapped IS NOT NULL ORDER BY id LIMIT ?`, after, rewrapPage)
		if err != nil {
			return err
		}
		page := map[string][]byte{}
		for rows.Next() {
			var wrapped []byte
			if err := rows.Scan(&after, &wrapped); err != nil {
				rows.Close()
				return err
			}
			page[after] = wrapped
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		for subject, wrapped := range page {
			key, err := unwrap(v.master, subject, wrapped)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE subject SET wrapped = ? WHERE id = ?`, next.Seal(nil, nil, key, forKey(subject)), subject); err != nil {
				return err
			}
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE vault SET master = ?, pseudonyms = ?`, fingerprint, next.Seal(nil, nil, v.pseudo, forPseudonyms)); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	v.master = next
	return v.truncate(ctx)
}
