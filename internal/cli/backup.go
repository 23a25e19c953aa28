package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"minhbach/domain/calendar"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/node"
)

func (c *cli) backupCommand() *cobra.Command {
	var o node.BackupOptions
	cmd := &cobra.Command{
		Use:   "backup DIR|FILE.tar|FILE.tar.zst",
		Short: c.say("sao lưu khi máy chủ đang chạy hoặc đã dừng", "back up, beside a running server or without one"),
		Long: c.say(
			"Chép nhật ký, các tệp mà nhật ký nêu, và các điểm kiểm tra đã ký; không chép khóa và dữ liệu dựng lại được.\nThư mục keys phải cất riêng: không có nó thì bản sao lưu không đăng nhập được. Bản sao két khóa cá nhân (--with-vault) chỉ giữ ngắn hạn.",
			"Copies the log, the files that it names and the signed checkpoints; neither keys nor what can be made again.\nThe folder keys must be kept elsewhere: without it nobody can sign in to what is restored. A copy of the vault (--with-vault) may be kept for a short time only."),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.backup(cmd.Context(), args[0], o) },
	}
	cmd.Flags().StringVar(&o.Vault, "with-vault", "", c.say("chép két khóa cá nhân vào thư mục mới này, cất riêng và xóa sau 14 ngày", "copy the vault of personal keys into this new folder; keep it apart and destroy it after 14 days"))
	cmd.Flags().BoolVar(&o.Link, "link", false, c.say("dùng liên kết cứng thay vì chép tệp, khi cùng một ổ đĩa", "hard links instead of copies of files, on the same disk"))
	cmd.AddCommand(c.backupVerifyCommand())
	return cmd
}

// backup makes the folder, here or in the server, and packs it where that is asked.
func (c *cli) backup(ctx context.Context, target string, o node.BackupOptions) (err error) {
	start := time.Now()
	if target, err = filepath.Abs(target); err != nil {
		return err
	}
	if o.Vault != "" {
		if o.Vault, err = filepath.Abs(o.Vault); err != nil {
			return err
		}
	}
	o.Dir = target
	packed := node.IsPacked(target)
	if packed {
		if _, err := os.Lstat(target); err == nil {
			return node.ErrBackupTarget.New("path", target)
		}
		beside, err := os.MkdirTemp(filepath.Dir(target), ".minhbach-backup-*")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(beside)) }()
		o.Dir, o.Link = filepath.Join(beside, "backup"), true // the folder goes away again
	}
	m, err := c.makeBackup(ctx, o)
	if err != nil {
		return err
	}
	if packed {
		c.progress("… %s", c.say("đóng gói", "packing"))
		if err := node.PackBackup(ctx, o.Dir, target); err != nil {
			return err
		}
	}
	out := struct {
		Backup  string  `json:"backup"`
		Seconds float64 `json:"seconds"`
		node.BackupManifest
	}{target, time.Since(start).Seconds(), m}
	return c.print(out, func(w io.Writer) {
		c.printBackup(w, m)
		fmt.Fprintf(w, c.say("Xong trong %.1f giây: %s\nCất riêng: thư mục keys. Kiểm tra: minhbach backup verify %s\n", "Done in %.1f seconds: %s\nKeep elsewhere: the folder keys. Check: minhbach backup verify %s\n"), out.Seconds, target, target)
	})
}

func (c *cli) makeBackup(ctx context.Context, o node.BackupOptions) (m node.BackupManifest, err error) {
	o.Tell = c.telling
	n, err := c.open(ctx)
	if errors.Is(err, sqlite.ErrLocked) {
		form := url.Values{"dir": {o.Dir}, "vault": {o.Vault}, "link": {strconv.FormatBool(o.Link)}}
		err = remote{socket: c.config().ControlSocket(), locked: err}.ask(ctx, http.MethodPost, "/backup", form, &m)
		return m, err
	}
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	return n.Backup(ctx, o)
}

// telling is progress in the language of the person.
func (c *cli) telling(vi, en string) { c.progress("… %s", c.say(vi, en)) }

func (c *cli) printBackup(w io.Writer, m node.BackupManifest) {
	when := m.Recorded.In(calendar.Zone).Format("02/01/2006 15:04:05")
	fmt.Fprintf(w, c.say("Nhật ký đến sự kiện %d (%s), %d tệp, %.1f MB\n", "Log up to event %d (%s), %d files, %.1f MB\n"), m.Position, when, m.Files, float64(m.Bytes)/1e6)
	fmt.Fprintf(w, c.say("Sổ cái %s: %d lá, gốc %s\n", "Ledger %s: %d leaves, root %s\n"), m.Origin, m.Size, m.Root)
	for _, hash := range m.Missing {
		fmt.Fprintf(w, c.say("Nhật ký nêu tệp %s nhưng kho tệp không có\n", "The log names the file %s, but the store does not have it\n"), hash)
	}
}

func (c *cli) backupVerifyCommand() *cobra.Command {
	var keys []string
	cmd := &cobra.Command{
		Use: "verify DIR|FILE.tar|FILE.tar.zst", Args: cobra.ExactArgs(1),
		Short: c.say("đọc lại toàn bộ bản sao lưu và đối chiếu với điểm kiểm tra đã ký", "read a whole backup again and compare it with its signed checkpoints"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			dir, done, err := c.unpacked(cmd.Context(), args[0], filepath.Dir(args[0]))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, done()) }()
			v, err := node.VerifyBackup(cmd.Context(), dir, node.VerifyOptions{Keys: keys, Tell: c.telling})
			if err != nil {
				return unproved(err)
			}
			return c.print(v, func(w io.Writer) {
				c.printBackup(w, v.BackupManifest)
				fmt.Fprintf(w, c.say("Nguyên vẹn: %d tệp đúng mã băm, nhật ký khớp %d điểm kiểm tra\n", "Intact: %d files have their hashes, the log matches %d checkpoints\n"), v.Checked, v.Checkpoints)
				if !v.Pinned {
					fmt.Fprintln(w, c.say("Chữ ký được kiểm bằng khóa ghi trong chính bản sao lưu; thêm --key để dùng khóa bạn đã biết.", "The signature was checked by the key that the backup itself names; give --key with the one you know."))
				}
			})
		},
	}
	cmd.Flags().StringArrayVar(&keys, "key", nil, c.say("khóa kiểm tra của sổ cái đã biết từ nơi khác", "verifier key of the ledger, known from elsewhere"))
	return cmd
}

// unproved gives damage its exit code.
func unproved(err error) error {
	if node.BackupDamaged(err) {
		return exit{Unproved, err}
	}
	return err
}

// unpacked is the folder of a backup, made for the time being where it is one file.
func (c *cli) unpacked(ctx context.Context, path, beside string) (dir string, done func() error, err error) {
	if !node.IsPacked(path) {
		return path, func() error { return nil }, nil
	}
	c.progress("… %s", c.say("mở gói", "unpacking"))
	return node.UnpackBackup(ctx, path, beside)
}
