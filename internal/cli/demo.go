package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"minhbach/internal/demo"
	"minhbach/internal/node"
)

func (c *cli) demoCommand() *cobra.Command {
	var listen string
	var keep bool
	cmd := &cobra.Command{
		Use:   "demo [--data DIR] [--listen HOST:PORT]",
		Short: c.say("chạy thử một cổng có sẵn dữ liệu", "run a populated portal to look at"),
		Long: c.say(
			"Dựng một tỉnh giả định với đơn vị, tài khoản, Ban Biên tập, hơn hai mươi mục tin và mười bộ dữ liệu mở có lịch sử mười tuần, rồi phục vụ.\nKhông có --data thì dùng thư mục tạm và xóa khi dừng (Ctrl-C); thư mục --data đã có dữ liệu trình diễn thì dùng lại.",
			"Makes up a province with units, accounts, boards, more than twenty publications and ten open datasets with ten weeks of history, and serves it.\nWithout --data a temporary directory is used and removed at the end (Ctrl-C); a demo that is in --data already is used again."),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, _, err := net.SplitHostPort(listen); err != nil {
				return usage("--listen %q: %s", listen, c.say("cần HOST:PORT", "want HOST:PORT"))
			}
			err := c.demo(cmd.Context(), listen, keep)
			if cmd.Context().Err() != nil && errors.Is(err, context.Canceled) {
				return nil // stopped while preparing
			}
			return err
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", c.say("địa chỉ HOST:PORT (cổng 0: cổng trống bất kỳ)", "HOST:PORT (port 0: any free one)"))
	cmd.Flags().BoolVar(&keep, "keep", false, c.say("giữ lại thư mục tạm khi dừng", "keep the temporary directory"))
	cmd.AddCommand(c.demoCodeCommand())
	return cmd
}

func (c *cli) demoCodeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "code LOGIN", Args: cobra.ExactArgs(1),
		Short: c.say("in mã xác thực hiện tại của một tài khoản trình diễn", "print the present one-time code of a demo account"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, ok := demo.PersonBy(args[0])
			if !ok {
				return usage(c.say("không có tài khoản trình diễn %q", "there is no demo account %q"), args[0])
			}
			if !p.SecondFactor {
				return usage(c.say("%s đăng nhập không cần mã", "%s signs in without a code"), p.Login)
			}
			code, left, err := p.Code(now())
			if err != nil {
				return err
			}
			return c.print(map[string]any{"login": p.Login, "code": code, "seconds_left": int(left.Seconds())}, func(w io.Writer) {
				fmt.Fprintln(w, code)
				c.progress(c.say("còn hiệu lực %d giây; mỗi mã dùng được một lần", "shown for %d more seconds; each code works once"), int(left.Seconds()))
			})
		},
	}
}

// demo prepares the directory where that is needed, and serves it until ctx ends.
func (c *cli) demo(ctx context.Context, listen string, keep bool) (err error) {
	if err := c.portFree(listen); err != nil {
		return err
	}
	dir := c.data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "minhbach-demo-"); err != nil {
			return err
		}
		defer func() {
			if keep {
				c.progress(c.say("dữ liệu ở %s; xem lại: minhbach demo --data %s", "the data is in %s; see it again: minhbach demo --data %s"), dir, dir)
				return
			}
			err = errors.Join(err, os.RemoveAll(dir))
		}()
	}
	ready, err := demo.Seeded(dir)
	if err != nil {
		return err
	}
	if !ready {
		if err := demo.Seed(ctx, dir, demo.Options{Now: now, Progress: func(vi, en string) { c.progress("… %s", c.say(vi, en)) }}); err != nil {
			return err
		}
	}
	cfg := c.config()
	cfg.Data, cfg.Listen, cfg.Log = dir, listen, node.Logger(slog.LevelWarn)
	cfg.LogServer = "" // a demonstration has nothing to do with anybody's server
	n, err := node.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	return n.Serve(ctx, func(url string) {
		guide := c.demoGuide(url, dir)
		_ = c.print(guide, func(w io.Writer) { c.printDemo(w, guide) })
		if !c.json {
			fmt.Fprintf(c.out, "portal %s\n", url)
		}
	})
}

// portFree looks before the work of seeding is done in vain.
func (c *cli) portFree(listen string) error {
	l, err := net.Listen("tcp", listen)
	if err == nil {
		return l.Close()
	}
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf(c.say(
			"cổng %s đang có chương trình khác dùng; hãy dừng chương trình đó, hoặc chọn cổng trống: minhbach demo --listen 127.0.0.1:0",
			"%s is used by another program; stop that one, or let a free port be chosen: minhbach demo --listen 127.0.0.1:0"), listen)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf(c.say("không có quyền mở cổng %s; hãy chọn cổng từ 1024 trở lên", "no right to open %s; choose a port from 1024 on"), listen)
	}
	return err
}

// demoGuide is what a visitor needs to know.
type demoGuide struct {
	Portal    string            `json:"portal"`
	Data      string            `json:"data"`
	Password  string            `json:"password"`
	Addresses map[string]string `json:"addresses"`
	Accounts  []demo.Person     `json:"accounts"`
}

func (c *cli) demoGuide(url, dir string) demoGuide {
	_, port, _ := net.SplitHostPort(strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/"))
	return demoGuide{
		Portal: url, Data: dir, Password: demo.Password, Accounts: demo.People(),
		Addresses: map[string]string{
			"province": url, "english": url + "en", "district": url + "cq/kesach", "open_data": url + "du-lieu",
			"district_by_host": "http://kesach.localhost:" + port + "/", "commune": url + "cq/nhonmy.kesach",
			"api": url + "api/docs", "staff": url + "quan-tri",
		},
	}
}

func (c *cli) printDemo(w io.Writer, g demoGuide) {
	row := func(vi, en, address string) { fmt.Fprintf(w, "  %-28s %s\n", c.say(vi, en), g.Addresses[address]) }
	fmt.Fprintln(w, c.say("Địa chỉ", "Addresses"))
	row("Cổng của tỉnh", "Portal of the province", "province")
	row("Bản tiếng Anh", "In English", "english")
	row("Cổng huyện Kế Sách", "Portal of Kế Sách district", "district")
	row("… theo tên miền riêng", "… under its own host", "district_by_host")
	row("Cổng xã Nhơn Mỹ", "Portal of Nhơn Mỹ commune", "commune")
	row("Dữ liệu mở", "Open data", "open_data")
	row("Tài liệu API", "API documents", "api")
	row("Đăng nhập cho cán bộ", "Staff sign-in", "staff")

	fmt.Fprintf(w, c.say("\nTài khoản (mật khẩu chung: %s)\n", "\nAccounts (password of all: %s)\n"), g.Password)
	line := func(login, name, role, agency, key string) {
		fmt.Fprintf(w, "  %s %s %s %s %s\n", pad(login, 9), pad(name, 20), pad(role, 21), pad(agency, 40), key)
	}
	line(c.say("tên", "login"), c.say("họ tên", "name"), c.say("vai trò", "role"), c.say("cơ quan", "agency"), c.say("khóa xác thực hai lớp", "second factor key"))
	for _, p := range g.Accounts {
		key := c.say("không cần", "not needed")
		if p.SecondFactor {
			key = p.Secret
		}
		line(p.Login, p.Name, c.role(p.Role), p.AgencyName, key)
	}
	fmt.Fprintln(w, c.say(
		"\nMã xác thực hiện tại: minhbach demo code hung — mỗi mã 30 giây, dùng một lần.\nThử nhanh: lan soạn và gửi duyệt, hung hoặc thao duyệt; người soạn không tự duyệt được.\nDừng: Ctrl-C.\n",
		"\nPresent one-time code: minhbach demo code hung — 30 seconds each, used once.\nTry: lan drafts and submits, hung or thao approves; nobody approves their own text.\nStop: Ctrl-C.\n"))
}

func (c *cli) role(role string) string {
	vi := map[string]string{
		"administrator": "quản trị viên", "inspector": "thanh tra (chỉ xem)", "agency_head": "thủ trưởng cơ quan", "board_head": "Trưởng ban Biên tập",
		"board_member": "thành viên Ban", "editor": "biên tập viên", "contributor": "người soạn tin",
	}
	return c.say(vi[role], strings.ReplaceAll(role, "_", " "))
}

// pad counts characters, not bytes.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-len([]rune(s))))
}
