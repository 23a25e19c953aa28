package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"minhbach/domain/calendar"
	"minhbach/internal/app"
	"minhbach/internal/node"
)

func (c *cli) initCommand() *cobra.Command {
	var admin, name, passwordFile string
	cmd := &cobra.Command{
		Use:   "init --data DIR --admin LOGIN --admin-password-file FILE",
		Short: c.say("chuẩn bị thư mục dữ liệu và quản trị viên đầu tiên", "prepare a data directory and the first administrator"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if c.data == "" {
				return usage("%s", c.say("thiếu --data DIR", "--data DIR is missing"))
			}
			if admin == "" {
				return usage("%s", c.say("thiếu --admin TÊN_ĐĂNG_NHẬP", "--admin LOGIN is missing"))
			}
			password, err := c.password(passwordFile)
			if err != nil {
				return err
			}
			if name == "" {
				name = admin
			}
			return c.initialise(cmd.Context(), admin, name, password)
		},
	}
	cmd.Flags().StringVar(&admin, "admin", "", c.say("tên đăng nhập của quản trị viên đầu tiên", "login of the first administrator"))
	cmd.Flags().StringVar(&name, "admin-name", "", c.say("họ tên hiển thị", "display name"))
	cmd.Flags().StringVar(&passwordFile, "admin-password-file", "", c.say("tệp chứa mật khẩu (dòng đầu; - là đầu vào chuẩn)", "file with the password (first line; - for standard input)"))
	return cmd
}

func (c *cli) password(file string) (string, error) {
	if file == "" {
		if f, ok := c.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
			fmt.Fprint(c.err, c.say("Mật khẩu quản trị viên: ", "Administrator's password: "))
			raw, err := term.ReadPassword(int(f.Fd()))
			fmt.Fprintln(c.err)
			return string(raw), err
		}
		return "", usage("%s", c.say("thiếu --admin-password-file FILE", "--admin-password-file FILE is missing"))
	}
	r := c.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return "", err
		}
		defer f.Close()
		r = f
	}
	first, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(first, "\r\n"), nil
}

// initialise is all or nothing as far as a person can tell: run again after a
// failure it goes on where it stopped, and it refuses a finished directory.
func (c *cli) initialise(ctx context.Context, login, name, password string) error {
	if err := app.CheckNewPassword(password, login, name); err != nil {
		return err
	}
	cfg := c.config()
	err := node.InitOn(c.data, now(), c.server)
	if err != nil && !errors.Is(err, node.ErrInitialised) {
		return err
	}
	n, err2 := node.Open(ctx, cfg)
	if err2 != nil {
		return err2
	}
	defer n.Close()
	if err := n.Ready(ctx); err != nil {
		return err
	}
	operator := app.Caller{Operator: true}
	if err != nil {
		accounts, lookup := n.App.Queries.Accounts(ctx, operator)
		if lookup != nil {
			return lookup
		}
		if len(accounts) > 0 {
			return fmt.Errorf("%s: %w", c.data, node.ErrInitialised)
		}
	}
	id, err := firstAdministrator(ctx, n, login, name, password)
	if err != nil {
		return err
	}
	return c.print(map[string]string{"data": c.data, "administrator": login, "account": id}, func(w io.Writer) {
		fmt.Fprintf(w, c.say("Đã chuẩn bị %s; quản trị viên đầu tiên: %s\n", "Prepared %s; first administrator: %s\n"), c.data, login)
		fmt.Fprintln(w, c.say("Bước tiếp theo: minhbach import units FILE.csv --data "+c.data+", rồi minhbach serve --data "+c.data,
			"Next: minhbach import units FILE.csv --data "+c.data+", then minhbach serve --data "+c.data))
	})
}

// firstAdministrator registers the account with the role at the network's root;
// the tree may still be empty, so the grant names the whole network.
func firstAdministrator(ctx context.Context, n *node.Node, login, name, password string) (string, error) {
	operator := app.Caller{Operator: true}
	r, err := n.App.Commands.RegisterAccount(ctx, operator, app.RegisterAccount{Login: login, Name: name, Password: password})
	if err != nil {
		return "", err
	}
	_, err = n.App.Commands.GrantRole(ctx, operator, app.GrantRole{
		Account: r.ID, Role: "administrator", Agency: app.Network, From: calendar.DateOf(now()),
	})
	return r.ID, err
}
