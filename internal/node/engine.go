package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"minhbach/domain/fault"
	"minhbach/eventstore"
	"minhbach/eventstore/esdb"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/app"
	"minhbach/projections"
	"minhbach/projections/ids"
)

// Environment that says where the log is: a connection string, which may hold a password,
// or the name of a file with one.
const (
	EventStoreEnv     = "MINHBACH_EVENTSTORE"
	EventStoreFileEnv = "MINHBACH_EVENTSTORE_FILE"
)

var (
	// ErrEmbedded: a server is named, and the directory keeps its log itself.
	ErrEmbedded = fault.Define(fault.Conflict, "eventstore.embedded",
		"Thư mục {data} tự giữ nhật ký của mình, không dùng máy chủ {server}. Hãy bỏ thiết lập đó, hoặc chuyển nhật ký: minhbach eventstore copy --from {data} --to …, rồi minhbach eventstore use.",
		"{data} keeps its log itself and not on {server}. Leave that setting out, or move the log: minhbach eventstore copy --from {data} --to …, then minhbach eventstore use.")
	// ErrElsewhere: what needs the log in the directory itself finds it on a server.
	ErrElsewhere = fault.Define(fault.Conflict, "eventstore.elsewhere",
		"Nhật ký của {data} ở {server}, không ở trong thư mục; hãy kết nối thẳng tới máy chủ đó.",
		"The log of {data} is on {server} and not in the directory; connect to that server itself.")
	// ErrEventStorePassword: the directory says where the log is, but holds no password.
	ErrEventStorePassword = fault.Define(fault.Invalid, "eventstore.password",
		"Nhật ký của {data} ở {server}; mật khẩu không được lưu trong thư mục dữ liệu. Hãy đặt biến MINHBACH_EVENTSTORE, hoặc MINHBACH_EVENTSTORE_FILE là tên tệp chứa chuỗi kết nối.",
		"The log of {data} is on {server}; no password is kept in the data directory. Set MINHBACH_EVENTSTORE, or MINHBACH_EVENTSTORE_FILE to the name of a file with the connection string.")
)

// remotePatience is how long a call waits for a server that is away. Then a command is
// answered 503, and everything that follows the log tries again by itself.
const remotePatience = 5 * time.Second

// EventStoreSetting is the connection string that the environment gives; empty when it
// gives none.
func EventStoreSetting() (string, error) {
	if text := strings.TrimSpace(os.Getenv(EventStoreEnv)); text != "" {
		return text, nil
	}
	file := os.Getenv(EventStoreFileEnv)
	if file == "" {
		return "", nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", EventStoreFileEnv, err)
	}
	text := strings.TrimSpace(string(raw))
	if text == "" || strings.ContainsAny(text, "\r\n") {
		return "", fmt.Errorf("%s: %s must hold one connection string", EventStoreFileEnv, file)
	}
	return text, nil
}

// connection is where the log of this directory is; empty: in the directory itself.
func (c Config) connection() (string, error) {
	l, err := readLayout(c.Data)
	if err != nil {
		return "", err
	}
	switch {
	case c.LogServer != "" && l.EventStore == "":
		return "", ErrEmbedded.New("data", c.Data, "server", esdb.Redacted(c.LogServer))
	case c.LogServer != "":
		return c.LogServer, nil
	case strings.Contains(l.EventStore, "@"):
		return "", ErrEventStorePassword.New("data", c.Data, "server", l.EventStore)
	}
	return l.EventStore, nil
}

// Remote tells where the log of a directory is, without the password; empty: in the
// directory itself.
func (c Config) Remote() (string, error) {
	connection, err := c.connection()
	return esdb.Redacted(connection), err
}

// UseEventStore makes a server the place of a directory's log from the next start on;
// empty: the directory itself. Nobody may use the directory. The ledger refuses to sign
// when the log there is not the same history.
func UseEventStore(data, connection string) error {
	c := Config{Data: data, Command: "minhbach eventstore use"}
	if !initialised(data) {
		return fmt.Errorf("%s: %w", data, ErrNotInitialised)
	}
	lock, err := sqlite.LockDir(c.path("log"), c.Command)
	if err != nil {
		return err
	}
	defer lock.Release()
	l, err := readLayout(data)
	if err != nil {
		return err
	}
	l.EventStore = esdb.Redacted(connection)
	return l.write(data)
}

func readLayout(dir string) (l layout, err error) {
	file := filepath.Join(dir, marker)
	raw, err := os.ReadFile(file)
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(raw, &l); err != nil {
		return l, fmt.Errorf("%s: %w", file, err)
	}
	return l, nil
}

// KeepsLog refuses a prepared directory whose log is on a server.
func KeepsLog(dir string) error {
	if l, err := readLayout(dir); err == nil && l.EventStore != "" {
		return ErrElsewhere.New("data", dir, "server", l.EventStore)
	}
	return nil
}

func (l layout) write(dir string) error {
	raw, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	c := Config{Data: dir}
	file := c.path(marker)
	aside := file + ".new"
	if err := errors.Join(os.RemoveAll(aside), writeSynced(aside, append(raw, '\n'))); err != nil {
		return err
	}
	return errors.Join(os.Rename(aside, file), syncDir(dir))
}

// remoteLog is a log on a server, and the lock that keeps other processes from the
// directory with what is made of it.
type remoteLog struct {
	*esdb.Log
	lock *sqlite.DirLock
}

func (l remoteLog) Close() error { return errors.Join(l.Log.Close(), l.lock.Release()) }

// OpenRemote opens a log that is on a server; warn may be nil.
func (c Config) OpenRemote(ctx context.Context, connection string, warn func(string, ...any)) (*esdb.Log, error) {
	return esdb.Open(ctx, esdb.Options{Connection: connection, Now: c.Now, Warn: warn, Patience: remotePatience, MaxAppend: maxAppend})
}

// openLog opens the log where it is.
func (n *Node) openLog(ctx context.Context) error {
	cfg := n.cfg
	connection, err := cfg.connection()
	if err != nil {
		return err
	}
	if connection == "" {
		log, err := sqlite.Open(ctx, cfg.path("log"), sqlite.Options{Now: cfg.Now, Command: cfg.Command, MaxAppend: maxAppend})
		if err != nil {
			return err
		}
		if err := log.Health(); err != nil {
			cfg.Log.Error("readers are served, changes are refused", "error", err)
		}
		n.Log, n.events = roomyLog{log, n.space}, log
		return nil
	}
	lock, err := sqlite.LockDir(cfg.path("log"), cfg.Command)
	if err != nil {
		return err
	}
	log, err := cfg.OpenRemote(ctx, connection, func(format string, args ...any) { cfg.Log.Warn(fmt.Sprintf(format, args...)) })
	if err != nil {
		return errors.Join(err, lock.Release())
	}
	n.Log, n.remote = roomyLog{remoteLog{log, lock}, n.space}, true
	return nil
}

// definitions of the read models of this node: on a server's log also of where events are.
func (n *Node) definitions() []projections.Definition {
	if !n.remote {
		return Definitions()
	}
	return append(Definitions(), ids.Definition(n.Codec.Types()))
}

// instants finds events by time where the log cannot be asked; nil where it can.
func (n *Node) instants() app.InstantFinder {
	if !n.remote {
		return nil
	}
	reader := ids.NewReader(n.Models.byName[ids.Name], n.Log)
	n.events = reader
	return reader
}

// known is the position that every read model has seen, where asking the log takes a
// journey; nil where it does not.
func (n *Node) known() func() uint64 {
	if !n.remote {
		return nil
	}
	return func() uint64 {
		least := n.Models.runners[0].Seen()
		for _, r := range n.Models.runners[1:] {
			least = min(least, r.Seen())
		}
		return uint64(least)
	}
}

// lockData keeps other processes from a directory, wherever its log is.
func lockData(ctx context.Context, cfg Config, opts sqlite.Options) (interface{ Close() error }, error) {
	if KeepsLog(cfg.Data) != nil {
		lock, err := sqlite.LockDir(cfg.path("log"), cfg.Command)
		if err != nil {
			return nil, err
		}
		return closing(lock.Release), nil
	}
	return sqlite.Open(ctx, cfg.path("log"), opts)
}

type closing func() error

func (c closing) Close() error { return c() }

var _ eventstore.Log = remoteLog{}
