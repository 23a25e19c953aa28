package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"minhbach/domain/fault"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/node"
)

// foreignAppend is how many events one append may have: a mebibyte of tiny ones.
const foreignAppend = 100_000

func (c *cli) eventstoreServeCommand() *cobra.Command {
	var d node.Door
	var from string
	cmd := &cobra.Command{
		Use:   "serve --data DIR --listen HOST:PORT (--insecure | --tls-cert FILE --tls-key FILE)",
		Short: c.say("phục vụ nhật ký cho mọi phần mềm dùng EventStoreDB", "serve the log to any client of EventStoreDB"),
		Long: c.say(
			`Mở nhật ký ở DIR/log theo giao thức gRPC của EventStoreDB 24.6. DIR có thể chưa có, trống, hoặc đã có dữ liệu.

Có TLS thì phải đăng nhập: người dùng “admin” với mật khẩu trong MINHBACH_EVENTSTORE_ADMIN_PASSWORD (hoặc tệp nêu ở
MINHBACH_EVENTSTORE_ADMIN_PASSWORD_FILE), và tài khoản cán bộ nếu DIR là một cổng đã chuẩn bị; ai dùng xác thực hai lớp
thì lấy khóa truy cập cá nhân làm mật khẩu. --insecure thì ai đến được cổng cũng toàn quyền.
Ổ cắm Unix DIR/eventstore.sock chỉ mở cho người dùng hệ thống đang chạy lệnh này và không cần mật khẩu.`,
			`Opens the log in DIR/log by the gRPC protocol of EventStoreDB 24.6. DIR may be absent, empty, or hold data already.

With TLS callers sign in: the user “admin” with the password in MINHBACH_EVENTSTORE_ADMIN_PASSWORD (or in the file that
MINHBACH_EVENTSTORE_ADMIN_PASSWORD_FILE names), and staff where DIR is a prepared installation; who has a second factor
uses a personal token as the password. With --insecure whoever reaches the port may do everything.
The Unix socket DIR/eventstore.sock is for the system user who runs this command, without a password.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if c.data == "" {
				return usage("%s", c.say("thiếu --data DIR", "--data DIR is missing"))
			}
			var err error
			if d.Password, err = adminPassword(); err != nil {
				return exit{Usage, err}
			}
			if err := d.Check(); err != nil {
				return exit{Usage, err}
			}
			return c.eventstoreServe(cmd.Context(), d, cmd.Flags().Changed("socket"), from)
		},
	}
	f := cmd.Flags()
	f.StringVar(&d.Listen, "listen", "127.0.0.1:2113", c.say("địa chỉ HOST:PORT (cổng 0: cổng trống bất kỳ)", "HOST:PORT (port 0: any free one)"))
	f.BoolVar(&d.Insecure, "insecure", false, c.say("không TLS, không mật khẩu", "no TLS and no passwords"))
	f.StringVar(&d.TLSCert, "tls-cert", "", c.say("tệp chứng thư PEM; thay tệp mới thì được dùng trong vòng một phút", "PEM certificate file; a renewed one is used within a minute"))
	f.StringVar(&d.TLSKey, "tls-key", "", c.say("tệp khóa PEM", "PEM key file"))
	f.StringVar(&from, "import", "", c.say("nhập lịch sử từ tệp mỗi dòng một sự kiện vào nhật ký còn trống (- là đầu vào chuẩn)", "take a history of one event a line into an empty log (- for standard input)"))
	f.StringVar(&d.Advertise, "advertise", "", c.say("HOST:PORT báo cho phần mềm khách (mặc định: --listen)", "HOST:PORT that clients are told (default: --listen)"))
	f.StringVar(&d.Socket, "socket", "", c.say("đường dẫn ổ cắm Unix (mặc định DIR/eventstore.sock; “none”: không mở)", "path of the Unix socket (default DIR/eventstore.sock; “none”: no socket)"))
	return cmd
}

// adminPassword is the one of the user admin: from the environment, or from the first
// line of the file that it names.
func adminPassword() (string, error) {
	const name = "MINHBACH_EVENTSTORE_ADMIN_PASSWORD"
	if password := os.Getenv(name); password != "" {
		return password, nil
	}
	file := os.Getenv(name + "_FILE")
	if file == "" {
		return "", nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s_FILE: %w", name, err)
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	if first = strings.TrimRight(first, "\r"); first == "" {
		return "", fmt.Errorf("%s_FILE: the first line of %s is empty", name, file)
	}
	return first, nil
}

func (c *cli) eventstoreServe(ctx context.Context, d node.Door, socketNeeded bool, from string) (err error) {
	installation, err := c.storeDirectory()
	if err != nil {
		return err
	}
	switch {
	case d.Socket == "none":
		d.Socket = ""
	case d.Socket == "":
		d.Socket = filepath.Join(c.data, "eventstore.sock")
	}
	// What can be told early is told before an import of an hour.
	if !d.Insecure && d.Password == "" && !installation {
		return exit{Usage, node.ErrDoorNobody.New()}
	}
	if err := d.Try(now); err != nil {
		return err
	}
	if from != "" {
		if err := c.importHistory(ctx, from); err != nil {
			return err
		}
	}
	o := node.DoorOptions{Now: now, Warn: c.doorWarning, SocketNeeded: socketNeeded}
	log, closing, err := c.openStore(ctx, installation && !d.Insecure, &o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closing()) }()
	if d.Insecure && !d.Loopback() {
		c.progress(c.say("CẢNH BÁO: %s mở không TLS, không mật khẩu cho mọi máy đến được nó; ai cũng đọc và ghi được toàn bộ nhật ký", "WARNING: %s is open without TLS and passwords to every machine that reaches it; anybody can read and write the whole log"), d.Listen)
	}
	door, err := node.OpenTheDoor(log, d, o)
	if err != nil {
		return err
	}
	if err := c.tellDoor(door); err != nil {
		return errors.Join(err, door.Close())
	}
	return door.Serve(ctx)
}

// tellDoor says where clients may come; a program that started this one waits for it.
func (c *cli) tellDoor(door *node.OpenDoor) error {
	if door.Unsaid != nil {
		c.progress("socket: %v", door.Unsaid)
	}
	if door.Socket != "" {
		c.progress("socket %s", door.Socket)
	}
	return c.print(map[string]string{"listening": door.URL, "socket": door.Socket}, func(w io.Writer) { fmt.Fprintf(w, "listening %s\n", door.URL) })
}

func (c *cli) doorWarning(format string, args ...any) { c.progress(format, args...) }

// openStore opens the log alone, or the whole installation where staff are to sign in:
// their accounts are read from the log by the read model of people.
func (c *cli) openStore(ctx context.Context, whole bool, o *node.DoorOptions) (eventstore.Log, func() error, error) {
	if err := node.KeepsLog(c.data); err != nil {
		return nil, nil, err
	}
	if !whole {
		log, err := sqlite.Open(ctx, filepath.Join(c.data, "log"), sqlite.Options{Now: now, Command: c.config().Command, MaxAppend: foreignAppend})
		if err != nil {
			return nil, nil, err
		}
		if err := log.Health(); err != nil {
			c.progress("%v", err)
		}
		return log, log.Close, nil
	}
	cfg := c.config()
	cfg.Log = node.Logger(slog.LevelWarn)
	n, err := node.Open(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	o.Staff = &n.App.Auth
	if err := n.Ready(ctx); err != nil {
		return nil, nil, errors.Join(err, n.Close())
	}
	return n.Log, n.Close, nil
}

var errNoStore = fault.Define(fault.Conflict, "eventstore.directory",
	"“{dir}” có {name} nhưng không phải thư mục dữ liệu của Minh Bạch; hãy chọn thư mục khác hoặc thư mục trống.",
	"“{dir}” holds {name} and is no data directory of Minh Bạch; choose another or an empty one.")

// storeDirectory looks at the directory: absent, empty, made by this command, or a
// prepared installation.
func (c *cli) storeDirectory() (installation bool, err error) {
	entries, err := os.ReadDir(c.data)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	store := false
	for _, e := range entries {
		installation = installation || e.Name() == "minhbach.json"
		store = store || e.Name() == "log" && e.IsDir()
	}
	if !installation && !store {
		return false, errNoStore.New("dir", c.data, "name", entries[0].Name())
	}
	return installation, nil
}
