package node

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/vault"
)

// vaultFile is the vault in a copy of its own.
const vaultFile = "vault.db"

// backupVault copies the keys of persons into a folder of their own.
func (n *Node) backupVault(ctx context.Context, dir string) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	file := filepath.Join(dir, vaultFile)
	if err := n.Vault.Backup(ctx, file); err != nil {
		return err
	}
	sum, _, err := sumFile(file)
	if err != nil {
		return err
	}
	list := sums{vaultFile: sum}
	return errors.Join(writeSynced(filepath.Join(dir, backupSums), list.text()),
		writeSynced(filepath.Join(dir, "README.txt"), []byte(vaultNotice(n.cfg.Now()))), syncDir(dir))
}

// vaultPolicy goes beside a copy of the vault.
const vaultPolicy = `Bản sao két khóa cá nhân — chỉ giữ %[1]d ngày, xóa trước %[2]s.
Khóa của người đã yêu cầu xóa dữ liệu vẫn còn trong bản sao cũ: giữ bản sao lâu hơn là làm
việc xóa mất hiệu lực. Cất riêng với bản sao nhật ký và với khóa chủ (keys/vault.key).

A copy of the vault of personal keys: keep it for %[1]d days, destroy it before %[2]s.
The key of a person whose data is erased later is still in older copies; keeping one
longer undoes the erasure. Keep it apart from backups of the log and from the master key.
`

// vaultDays is how long a copy of the vault may be kept: shorter than the period in
// which an erasure must be carried out (15 days), so that no copy outlives it by more
// than a little.
const vaultDays = 14

func vaultNotice(now time.Time) string {
	return fmt.Sprintf(vaultPolicy, vaultDays, now.AddDate(0, 0, vaultDays).UTC().Format(time.DateOnly))
}

// vault brings the keys of persons back, but not of those who were erased since: a copy
// from before an erasure must not undo it, not even where the log is restored only up
// to a moment before it.
func (r *restore) vault(ctx context.Context) (err error) {
	to, _ := VaultPaths(r.Data)
	if r.Vault == "" {
		return nil
	}
	from := r.Vault
	if info, err := os.Stat(from); err != nil {
		return err
	} else if info.IsDir() {
		from = filepath.Join(from, vaultFile)
		raw, err := os.ReadFile(filepath.Join(r.Vault, backupSums))
		if err != nil {
			return ErrBackupMissing.New("file", backupSums).Because(err)
		}
		list, err := parseSums(raw)
		if sum, _, failed := sumFile(from); errors.Join(err, failed) != nil || sum != list[vaultFile] {
			return ErrBackupChanged.New("file", vaultFile).Because(errors.Join(err, failed))
		}
	}
	if _, _, err := copyOne(from, to); err != nil || len(r.from.read.erased) == 0 {
		return err
	}
	v, err := OpenVault(ctx, r.Data, vault.Options{Now: r.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	for _, id := range r.from.read.erased {
		was, err := v.Destroy(ctx, id)
		if err != nil {
			return err
		}
		if was {
			r.out.Erased++
		}
	}
	return nil
}

// codec opens what is sealed as far as there are keys.
func (r *restore) codec(ctx context.Context) (*eventstore.Codec, func() error, error) {
	v := vault.Closed(ErrVaultMissing)
	if r.Vault != "" {
		var err error
		if v, err = OpenVault(ctx, r.Data, vault.Options{Now: r.Now}); err != nil {
			return nil, nil, err
		}
	}
	r.out.Sealed = v.Locked() != nil
	codec, err := Codec(eventstore.WithSealer(v))
	if err != nil {
		return nil, nil, errors.Join(err, v.Close())
	}
	return codec, v.Close, nil
}
