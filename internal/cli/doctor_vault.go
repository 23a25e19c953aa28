package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"minhbach/domain/staff"
	"minhbach/eventstore"
	"minhbach/eventstore/vault"
	"minhbach/internal/node"
	"minhbach/internal/secret"
)

// vault looks whether personal data can be opened. It makes nothing, so it goes
// round what node.OpenVault would mend.
func (x *examination) vault(ctx context.Context) {
	const check = "vault"
	db, key := node.VaultPaths(x.dir)
	_, gone := os.Stat(db)
	master, err := secret.ReadKey(key)
	switch {
	case errors.Is(err, secret.ErrNoKeys) && gone != nil:
		x.add(check, note, x.say("chưa có két khóa; sẽ được lập khi khởi động", "there is no vault yet; it is made at the next start"), "")
		return
	case errors.Is(err, secret.ErrKeysExposed):
		x.add(check, failed, err.Error(), "chmod 600 "+key)
		return
	case err != nil:
		x.add(check, failed, err.Error(), x.say("khôi phục khóa chủ từ nơi cất giữ; cho đến lúc đó tên cán bộ hiện là niêm phong và không ai đăng nhập mới được",
			"bring the master key back from where it is kept; until then names show as sealed and new sign-ins are refused"))
		return
	case gone != nil:
		x.add(check, failed, node.ErrVaultMissing.Error(), "minhbach vault new --data "+x.dir+x.say(" (chỉ khi không còn bản sao nào)", " (only when there is no copy left)"))
		return
	}
	v, err := vault.Open(ctx, db, vault.Options{Master: master, Now: now})
	if err == nil {
		defer v.Close()
		err = v.Locked()
	}
	if err != nil {
		x.add(check, failed, err.Error(), x.say("khôi phục két khóa và khóa chủ cùng một đợt; sau khi đổi khóa dở dang, khởi động lại máy chủ là đủ", "bring back the vault and the master key that belong together; after a rotation that was cut short a start of the server is enough"))
		return
	}
	all, err := v.Subjects(ctx)
	if err != nil {
		x.add(check, failed, err.Error(), x.say("khôi phục két khóa từ bản sao mới nhất", "bring the vault back from its newest copy"))
		return
	}
	live := 0
	for _, s := range all {
		if s.State == vault.Live {
			live++
		}
	}
	x.add(check, well, fmt.Sprintf(x.say("mở được: %d khóa đang dùng, %d đã hủy", "opens: %d keys in use, %d destroyed"), live, len(all)-live), "")
}

// lookedAt bounds how many accounts the doctor tries to open.
const lookedAt = 1000

// sealed tells of accounts whose keys are not in the vault.
func (x *examination) sealed(ctx context.Context, log eventstore.Log) {
	const check = "personal data"
	db, key := node.VaultPaths(x.dir)
	master, err := secret.ReadKey(key)
	if _, gone := os.Stat(db); err != nil || gone != nil {
		return // told already
	}
	v, err := vault.Open(ctx, db, vault.Options{Master: master, Now: now})
	if err != nil {
		return
	}
	defer v.Close()
	codec, err := node.Codec(eventstore.WithSealer(v))
	if err != nil {
		x.add(check, failed, err.Error(), "")
		return
	}
	seen, away, erased := 0, 0, 0
	for ev, err := range log.ReadAll(ctx, eventstore.EndOfLog, eventstore.Backwards, eventstore.Filter{Types: []string{staff.TypeRegistered}}, lookedAt) {
		if err != nil {
			x.add(check, skipped, err.Error(), "")
			return
		}
		fact, err := codec.Decode(ev)
		if err != nil {
			continue // told as a parked event
		}
		seen++
		if fact.Sealed {
			away++
		}
		if fact.Erased {
			erased++
		}
	}
	switch {
	case seen == 0:
	case away > 0 && v.Locked() == nil:
		x.add(check, failed, fmt.Sprintf(x.say("%d trên %d tài khoản được niêm phong bằng khóa không có trong két", "%d of %d accounts are sealed with keys that are not in the vault"), away, seen),
			x.say("khôi phục bản sao két mới nhất rồi khởi động lại", "bring back the newest copy of the vault and start again"))
	case away == 0:
		x.add(check, well, fmt.Sprintf(x.say("mở được dữ liệu của %d tài khoản, %d đã xóa", "the data of %d accounts opens, %d erased"), seen-erased, erased), "")
	}
}
