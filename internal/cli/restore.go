package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"minhbach/domain/calendar"
	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/internal/node"
)

func (c *cli) restoreCommand() *cobra.Command {
	o := node.RestoreOptions{}
	var to, known string
	cmd := &cobra.Command{
		Use:   "restore BACKUP --data DIR --keys DIR",
		Short: c.say("dựng lại một thư mục dữ liệu từ bản sao lưu", "make a data directory of a backup"),
		Long: c.say(
			"Kiểm tra bản sao lưu, dựng lại thư mục dữ liệu mới hoặc trống, đối chiếu từng bảng chiếu, rồi báo những gì không còn.\nSổ cái mở kỳ mới với tên và khóa mới: có thể đã công bố điểm kiểm tra sau lần sao lưu. Chỉ dùng --same-epoch khi chuyển máy, máy cũ đã dừng trước khi sao lưu.",
			"Verifies the backup, fills a new or empty data directory, compares every read model, and reports what is gone.\nThe ledger begins a new epoch with a name and key of its own: checkpoints may have been published after the backup. Say --same-epoch only to move an installation that was stopped before the backup."),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if c.data == "" {
				return usage("%s", c.say("thiếu --data DIR", "--data DIR is missing"))
			}
			if err := c.restorePoint(&o, to); err != nil {
				return err
			}
			if known != "" {
				raw, err := os.ReadFile(known)
				if err != nil {
					return err
				}
				o.Known = raw
			}
			o.Backup, o.Data = args[0], c.data
			return c.restore(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&to, "to", "", c.say("chỉ khôi phục đến số thứ tự sự kiện, hoặc thời điểm RFC 3339, này", "restore no further than this event number, or instant in RFC 3339"))
	f.StringVar(&o.Keys, "keys", "", c.say("thư mục keys đã cất riêng", "the folder keys that was kept elsewhere"))
	f.BoolVar(&o.NewKeys, "new-keys", false, c.say("tạo khóa mới vì khóa cũ đã mất: mọi tài khoản cần mật khẩu mới", "make new keys, as the old ones are lost: every account needs a new password"))
	f.StringVar(&o.Vault, "vault", "", c.say("bản sao két khóa cá nhân", "a copy of the vault of personal keys"))
	f.StringVar(&known, "known", "", c.say("điểm kiểm tra mới nhất đã công bố của sổ cái này, để biết mất những gì", "the newest published checkpoint of this ledger, to tell what is lost"))
	f.BoolVar(&o.SameEpoch, "same-epoch", false, c.say("giữ tên và khóa của sổ cái; cần --known là điểm kiểm tra cuối cùng", "keep the ledger's name and key; needs --known with the very last checkpoint"))
	f.StringVar(&o.Origin, "origin", "", c.say("tên của kỳ mới (mặc định: tên cũ thêm /r2, /r3…)", "name of the new epoch (default: the old one and /r2, /r3…)"))
	f.StringVar(&o.Reason, "reason", ledger.RestoredAfterLoss, c.say("lý do: loss, error, move, test", "why: loss, error, move, test"))
	f.StringArrayVar(&o.Trusted, "key", nil, c.say("khóa kiểm tra của sổ cái đã biết từ nơi khác", "verifier key of the ledger, known from elsewhere"))
	return cmd
}

func (c *cli) restorePoint(o *node.RestoreOptions, to string) error {
	if to == "" {
		return nil
	}
	if n, err := strconv.ParseUint(to, 10, 63); err == nil && n > 0 {
		o.To = eventstore.Position(n)
		return nil
	}
	at, err := time.Parse(time.RFC3339, to)
	if err != nil {
		return usage(c.say("--to %q: cần số thứ tự sự kiện, hoặc thời điểm như 2026-11-23T19:00:00+07:00", "--to %q: want the number of an event, or an instant such as 2026-11-23T19:00:00+07:00"), to)
	}
	o.Until = at
	return nil
}

func (c *cli) restore(ctx context.Context, o node.RestoreOptions) (err error) {
	start := time.Now()
	base := c.config()
	o.Tell, o.Now, o.Version = c.telling, now, base.Version
	data, err := filepath.Abs(o.Data)
	if err != nil {
		return err
	}
	dir, done, err := c.unpacked(ctx, o.Backup, filepath.Dir(data))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	o.Backup = dir
	r, err := node.Restore(ctx, o)
	if err != nil {
		return unproved(err)
	}
	took := time.Since(start)
	return c.print(struct {
		Seconds float64 `json:"seconds"`
		*node.Restored
	}{took.Seconds(), r}, func(w io.Writer) { c.printRestored(w, r, took) })
}

func (c *cli) printRestored(w io.Writer, r *node.Restored, took time.Duration) {
	when := r.Recorded.In(calendar.Zone).Format("02/01/2006 15:04:05")
	fmt.Fprintf(w, c.say("Đã khôi phục đến sự kiện %d (%s), %d tệp, trong %.1f giây\n", "Restored up to event %d (%s), %d files, in %.1f seconds\n"), r.Position, when, r.Files, took.Seconds())
	fmt.Fprintf(w, c.say("Gốc cây băm của %d lá: %s, đúng như đã ký\n", "Merkle root of %d leaves: %s, as signed\n"), r.Size, r.Root)
	words := map[string]string{
		node.StateEqual: c.say("giống hệt lúc sao lưu", "as it was when backed up"), node.StateBeyond: c.say("không so được: bản sao lưu ghi trạng thái muộn hơn", "not comparable: the backup has a later state"),
		node.StateSealed: c.say("có dữ liệu cá nhân niêm phong, két khóa không còn như lúc sao lưu", "shows sealed personal data, and the vault is not as it was"),
		node.StateOther:  c.say("phiên bản khác", "another version"),
	}
	for _, s := range r.States {
		fmt.Fprintf(w, "  %-14s %s\n", s.Name, words[s.Verdict])
	}
	if r.LeftOut > 0 {
		fmt.Fprintf(w, c.say("Bỏ lại %d sự kiện sau điểm khôi phục\n", "%d events behind that point were left out\n"), r.LeftOut)
	}
	if r.Lost > 0 {
		fmt.Fprintf(w, c.say("MẤT: đã ký %d sự kiện, chỉ còn %d; %d sự kiện không khôi phục được\n", "LOST: %d events were signed, %d are left; %d cannot be brought back\n"), r.Known, r.Size, r.Lost)
	}
	for _, hash := range r.Missing {
		fmt.Fprintf(w, c.say("Thiếu tệp %s\n", "Missing file %s\n"), hash)
	}
	if r.Previous != "" {
		fmt.Fprintf(w, c.say("Sổ cái mở kỳ mới: %s (trước đây: %s)\n  khóa %s\n", "The ledger begins a new epoch: %s (before: %s)\n  key %s\n"), r.Origin, r.Previous, r.Key)
		if !r.Handed {
			fmt.Fprintln(w, c.say("  khóa cũ không có ở đây nên không ký chuyển giao: hãy công bố khóa mới", "  the old key is not here and could not hand over: publish the new key"))
		}
	}
	if r.Erased > 0 {
		fmt.Fprintf(w, c.say("Bản sao két còn khóa của %d người đã được xóa dữ liệu; các khóa đó đã bị hủy lại\n", "The copy of the vault still had the keys of %d persons whose data was erased; these keys are destroyed again\n"), r.Erased)
	}
	if r.Sealed {
		fmt.Fprintln(w, c.say("Chưa có két khóa: dữ liệu cá nhân vẫn niêm phong và chưa cán bộ nào đăng nhập được", "There is no vault: personal data stays sealed, and no member of staff can sign in"))
	}
	fmt.Fprintf(w, c.say("Phục vụ: minhbach serve --data %s\n", "Serve: minhbach serve --data %s\n"), r.Data)
}
