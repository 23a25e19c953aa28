package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"minhbach/eventstore/sqlite"
	"minhbach/eventstore/vault"
	"minhbach/internal/app"
	"minhbach/internal/node"
)

func (c *cli) vaultCommand() *cobra.Command {
	return group("vault", c.say("két khóa dữ liệu cá nhân", "the vault of keys to personal data"),
		c.vaultStatus(), c.vaultBackup(), c.vaultRotate(), c.vaultNew())
}

// vaultReport is what can be told of a vault without telling a key.
type vaultReport struct {
	File      string `json:"file"`
	Key       string `json:"key_file"`
	Locked    string `json:"locked,omitempty"`
	Live      int    `json:"live"`
	Destroyed int    `json:"destroyed"`
}

func (c *cli) vaultStatus() *cobra.Command {
	return &cobra.Command{
		Use: "status --data DIR", Args: cobra.NoArgs,
		Short: c.say("bao nhiêu khóa đang dùng, bao nhiêu đã hủy", "how many keys are in use and how many were destroyed"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			v, err := c.openVault(cmd)
			if err != nil {
				return err
			}
			defer v.Close()
			var r vaultReport
			r.File, r.Key = node.VaultPaths(c.data)
			if reason := v.Locked(); reason != nil {
				r.Locked = reason.Error()
			}
			all, err := v.Subjects(cmd.Context())
			if err != nil {
				return err
			}
			for _, s := range all {
				if s.State == vault.Live {
					r.Live++
				} else {
					r.Destroyed++
				}
			}
			if err := c.print(r, func(w io.Writer) {
				fmt.Fprintf(w, c.say("%s: %d khóa đang dùng, %d đã hủy\n", "%s: %d keys in use, %d destroyed\n"), r.File, r.Live, r.Destroyed)
			}); err != nil {
				return err
			}
			if r.Locked != "" {
				return exit{Degraded, errors.New(r.Locked)}
			}
			return nil
		},
	}
}

func (c *cli) vaultBackup() *cobra.Command {
	return &cobra.Command{
		Use: "backup --data DIR FILE", Args: cobra.ExactArgs(1),
		Short: c.say("chép két khóa ra tệp mới, cả khi máy chủ đang chạy", "copy the vault to a new file, also beside a running server"),
		Long: c.say(
			"Bản sao giữ mọi khóa đang dùng lúc này, nên chỉ giữ trong vài ngày: khóa bị hủy về sau vẫn sống trong bản cũ.\nKhông có khóa chủ thì bản sao vô dụng; đừng cất hai thứ một nơi, và đừng cất cạnh bản sao lưu nhật ký.",
			"The copy holds every key that is in use now; keep it for days only, because a key that is destroyed later lives on in it.\nIt is useless without the master key: keep the two apart, and both apart from backups of the log."),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, err := c.openVault(cmd)
			if err != nil {
				return err
			}
			defer v.Close()
			return v.Backup(cmd.Context(), args[0])
		},
	}
}

func (c *cli) vaultRotate() *cobra.Command {
	return &cobra.Command{
		Use: "rotate --data DIR", Args: cobra.NoArgs,
		Short: c.say("thay khóa chủ; dừng máy chủ trước", "change the master key; stop the server first"),
		Long: c.say(
			"Dữ liệu đã niêm phong không đổi. Khóa chủ cũ còn lại trong tệp .old; hủy nó khi không còn bản sao két nào cần đến.",
			"What is sealed stays as it is. The former master key stays in a file that ends in .old; destroy it when no copy of the vault needs it any more."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if c.data == "" {
				return usage("%s", c.say("thiếu --data DIR", "--data DIR is missing"))
			}
			err := node.RotateVaultKey(cmd.Context(), c.data, vault.Options{Now: now})
			if errors.Is(err, sqlite.ErrLocked) {
				return fmt.Errorf("%s: %w", c.say("dừng máy chủ trước", "stop the server first"), err)
			}
			if err == nil {
				_, key := node.VaultPaths(c.data)
				c.progress(c.say("khóa chủ mới: %s", "new master key: %s"), key)
			}
			return err
		},
	}
}

func (c *cli) vaultNew() *cobra.Command {
	var admin, name, passwordFile string
	cmd := &cobra.Command{
		Use: "new --data DIR --admin LOGIN --admin-password-file FILE", Args: cobra.NoArgs,
		Short: c.say("lập két mới khi két cũ mất hẳn", "make a new vault when the old one is lost for good"),
		Long: c.say(
			"Dữ liệu niêm phong bằng két cũ không bao giờ đọc lại được, và tên đăng nhập cũ không dùng được nữa:\nmột quản trị viên mới được lập, và người này lập các tài khoản khác.",
			"What was sealed with the old vault can never be read again, and the old logins no longer work:\na new administrator is made, who makes the other accounts."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if c.data == "" {
				return usage("%s", c.say("thiếu --data DIR", "--data DIR is missing"))
			}
			if admin == "" {
				return usage("%s", c.say("thiếu --admin TÊN_ĐĂNG_NHẬP", "--admin LOGIN is missing"))
			}
			if name == "" {
				name = admin
			}
			password, err := c.password(passwordFile)
			if err != nil {
				return err
			}
			if err := app.CheckNewPassword(password, admin, name); err != nil {
				return err
			}
			return c.newVault(cmd.Context(), admin, name, password)
		},
	}
	cmd.Flags().StringVar(&admin, "admin", "", c.say("tên đăng nhập của quản trị viên mới, khác mọi tên cũ", "login of the new administrator, unlike any before"))
	cmd.Flags().StringVar(&name, "admin-name", "", c.say("họ tên hiển thị", "display name"))
	cmd.Flags().StringVar(&passwordFile, "admin-password-file", "", c.say("tệp chứa mật khẩu (dòng đầu; - là đầu vào chuẩn)", "file with the password (first line; - for standard input)"))
	return cmd
}

func (c *cli) newVault(ctx context.Context, admin, name, password string) error {
	v, err := node.NewVault(ctx, c.data, vault.Options{Now: now})
	if err != nil {
		return err
	}
	if err := v.Close(); err != nil {
		return err
	}
	n, err := node.Open(ctx, c.config())
	if err != nil {
		return err
	}
	defer n.Close()
	if err := n.Ready(ctx); err != nil {
		return err
	}
	id, err := firstAdministrator(ctx, n, admin, name, password)
	if err != nil {
		return err
	}
	return c.print(map[string]string{"data": c.data, "administrator": admin, "account": id}, func(w io.Writer) {
		fmt.Fprintf(w, c.say("Đã lập két khóa mới; quản trị viên mới: %s\n", "A new vault was made; new administrator: %s\n"), admin)
	})
}

func (c *cli) openVault(cmd *cobra.Command) (*vault.Vault, error) {
	if c.data == "" {
		return nil, usage("%s", c.say("thiếu --data DIR", "--data DIR is missing"))
	}
	return node.OpenVault(cmd.Context(), c.data, vault.Options{Now: now})
}
