package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minhbach/eventstore/archive"
	"minhbach/eventstore/ledger"
	"minhbach/internal/node"
)

func (c *cli) importArchiveCommand() *cobra.Command {
	var keys keyFlags
	var o node.ImportOptions
	var admin, name, passwordFile string
	cmd := &cobra.Command{
		Use: "archive DIR|FILE.zip", Args: cobra.ExactArgs(1),
		Short: c.say("dựng lại một cổng hoạt động từ gói lưu trữ đầy đủ", "make a working portal of a full archive"),
		Long: c.say(
			"Gói được kiểm chứng trước; gốc cây băm và trạng thái các bảng chiếu phải đúng như lúc kết xuất. Sổ cái mở kỳ mới\nvới khóa mới. Không có --keys thì mọi mật khẩu mất hiệu lực: thêm --admin để có người đăng nhập được.\nKhông có --vault thì dữ liệu cá nhân vẫn niêm phong.",
			"The archive is verified first; the Merkle root and the read models must be those of the export. The ledger begins a\nnew epoch with a new key. Without --keys no password works any more: add --admin so that somebody can sign in.\nWithout --vault personal data stays sealed."),
		RunE: func(cmd *cobra.Command, args []string) error {
			if c.data == "" {
				return usage("%s", c.say("thiếu --data DIR", "--data DIR is missing"))
			}
			var password string
			if admin != "" {
				var err error
				if password, err = c.password(passwordFile); err != nil {
					return err
				}
			}
			o.Data, o.Now, o.Version = c.data, now, version()
			o.Tell = func(vi, en string) { c.progress("… %s", c.say(vi, en)) }
			done, err := c.importArchive(cmd.Context(), args[0], keys, o)
			if err != nil {
				return err
			}
			if admin != "" {
				if err := c.addAdministrator(cmd.Context(), admin, name, password); err != nil {
					return err
				}
			}
			return c.print(done, func(w io.Writer) { c.printImported(w, done) })
		},
	}
	keys.add(c, cmd)
	cmd.Flags().StringVar(&o.Keys, "keys", "", c.say("thư mục khóa của cổng cũ, đã cất riêng", "folder with the keys of the old portal, kept elsewhere"))
	cmd.Flags().StringVar(&o.Vault, "vault", "", c.say("bản sao két khóa cá nhân (khóa chủ ở trong --keys)", "copy of the vault of personal keys (its master key is in --keys)"))
	cmd.Flags().StringVar(&admin, "admin", "", c.say("tên đăng nhập của một quản trị viên mới", "login of a new administrator"))
	cmd.Flags().StringVar(&name, "admin-name", "", c.say("họ tên hiển thị", "display name"))
	cmd.Flags().StringVar(&passwordFile, "admin-password-file", "", c.say("tệp chứa mật khẩu (dòng đầu; - là đầu vào chuẩn)", "file with the password (first line; - for standard input)"))
	return cmd
}

func (c *cli) importArchive(ctx context.Context, name string, keys keyFlags, o node.ImportOptions) (*node.Imported, error) {
	bag, err := archive.Open(name)
	if err != nil {
		return nil, err
	}
	defer bag.Close()
	src := ledger.FS{FS: bag}
	signed, err := src.ReadFile(ctx, archive.LogPath+"/"+ledger.CheckpointPath)
	if err != nil {
		return nil, err
	}
	own, _ := src.ReadFile(ctx, archive.KeyPath) // Verify says what is wrong with it
	trust, known, err := c.trust(keys, signed, strings.Fields(string(own)))
	if err != nil {
		return nil, c.unchecked(err)
	}
	o.Archive, o.Checks = bag, archive.Checks{Keys: trust.Keys, Progress: c.stages()}
	done, err := node.ImportArchive(ctx, o)
	var wrong *archive.Wrong
	if errors.As(err, &wrong) {
		return nil, exit{Unproved, fmt.Errorf("%s: %w", c.say("gói không còn nguyên", "the archive is not as it was made"), err)}
	}
	if err == nil && known.key != "" {
		c.introduce(known)
	}
	return done, err
}

// addAdministrator gives the operator an account in a portal whose passwords are gone.
func (c *cli) addAdministrator(ctx context.Context, login, name, password string) error {
	if name == "" {
		name = login
	}
	n, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer n.Close()
	if err := n.Ready(ctx); err != nil {
		return err
	}
	_, err = firstAdministrator(ctx, n, login, name, password)
	return err
}

func (c *cli) printImported(w io.Writer, d *node.Imported) {
	fmt.Fprintf(w, c.say("Đã dựng lại %s từ gói của %s: %d sự kiện, %d tệp\n", "Made %s of the archive of %s: %d events, %d files\n"), d.Data, d.Archive.Organization, d.Size, d.Files)
	fmt.Fprintf(w, c.say("Gốc cây băm đúng như đã ký: %s\n", "The Merkle root is the signed one: %s\n"), d.Root)
	for _, name := range slices.Sorted(maps.Keys(d.Equal)) {
		fmt.Fprintf(w, c.say("  bảng chiếu %-14s đúng như lúc kết xuất\n", "  read model %-14s as it was at export\n"), name)
	}
	for _, name := range d.Newer {
		fmt.Fprintf(w, c.say("  bảng chiếu %-14s thuộc phiên bản khác, không so được\n", "  read model %-14s is of another version, not compared\n"), name)
	}
	fmt.Fprintf(w, c.say("Sổ cái mở kỳ mới: %s\n  khóa công khai: %s\n", "The ledger begins a new epoch: %s\n  public key: %s\n"), d.Origin, d.Restored.Key)
	if d.Sealed {
		fmt.Fprintln(w, c.say("Dữ liệu cá nhân vẫn niêm phong: không có két khóa.", "Personal data stays sealed: there is no vault."))
	}
	fmt.Fprintln(w, c.say("Bước tiếp theo: minhbach serve --data ", "Next: minhbach serve --data ")+d.Data)
}
