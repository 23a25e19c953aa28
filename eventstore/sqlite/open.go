package sqlite

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed schema.sql
var schema string

const (
	fileName      = "log.db"
	applicationID = 0x4d424c47 // "MBLG"
	pageSize      = 8192

	// Up to 3.51.2 a checkpoint at the wrong moment loses committed
	// transactions (the WAL-reset bug, fixed in 3.51.3).
	oldestSQLite = "3.51.3"
)

var (
	// ErrForeign: the file is no log of this program, or of another version.
	ErrForeign = errors.New("sqlite: not a log this program can open")
	// ErrCorrupt: the file is damaged; restore a backup, and keep the damaged file.
	ErrCorrupt = errors.New("sqlite: the log is damaged")
)

// Open opens the log in dir and creates it where there is none. It fails with
// ErrLocked when another process keeps dir, with ErrForeign when log.db is
// something else, with ErrUnfinished where an Import was cut short, and with ErrCorrupt
// when its structure is damaged.
func Open(ctx context.Context, dir string, opts Options) (*Log, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if err := makeDir(dir, opts.syncDir); err != nil {
		return nil, fmt.Errorf("sqlite: cannot make the data directory: %w", err)
	}
	held, err := acquire(dir, opts)
	if err != nil {
		return nil, err
	}
	if err := refuseUnfinished(dir); err != nil {
		held.release()
		return nil, err
	}
	l, err := open(ctx, filepath.Join(dir, fileName), opts)
	if err != nil {
		err = fmt.Errorf("opening %s: %w", filepath.Join(dir, fileName), err)
		if errors.Is(err, ErrCorrupt) {
			if left, failed := survey(ctx, filepath.Join(dir, fileName), opts); failed == nil {
				err = fmt.Errorf("%w; %s", err, left)
			}
		}
		held.release()
		return nil, err
	}
	l.lock = held
	if err := opts.syncDir(dir); err != nil {
		l.Close()
		return nil, fmt.Errorf("sqlite: cannot sync %s: %w", dir, err)
	}
	return l, nil
}

// makeDir makes a directory that is still there after a power cut: each new name is
// synced in the directory above it.
func makeDir(dir string, sync func(string) error) error {
	switch info, err := os.Stat(dir); {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return fmt.Errorf("%s is no directory", dir)
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	above := filepath.Dir(dir)
	if err := makeDir(above, sync); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return sync(above)
}

func open(ctx context.Context, file string, opts Options) (_ *Log, err error) {
	// SQLite would remove the write-ahead log of a file that is gone.
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		if err := refuseLost(file); err != nil {
			return nil, err
		}
	}
	w, err := connect(ctx, file, "rwc", "busy_timeout(5000)")
	if err != nil {
		return nil, explain(err)
	}
	defer func() {
		if err != nil {
			closeUntouched(file, w)
		}
	}()
	if err := prepareFile(ctx, w, file); err != nil {
		return nil, explain(err)
	}
	if err := refuseTorn(file); err != nil {
		return nil, err
	}
	l := newLog(file, opts, w)
	if err := l.loadState(ctx); err != nil {
		return nil, explain(err)
	}
	if err := l.compareMark(); err != nil {
		return nil, explain(err)
	}
	if l.keeper, err = connect(ctx, file, "rw", writing...); err != nil {
		l.marker.close()
		return nil, explain(err)
	}
	if err := l.startCheck(ctx); err != nil {
		l.keeper.close()
		l.marker.close()
		return nil, err
	}
	l.start()
	return l, nil
}

// closeUntouched leaves a file that could not be opened as it was. The last
// connection to close copies the write-ahead log back, so that must be one which
// cannot.
func closeUntouched(file string, c *conn) {
	ctx := context.Background()
	if last, err := connect(ctx, file, readOnly, "query_only(1)"); err == nil {
		last.one(ctx, "SELECT count(*) FROM sqlite_schema")
		defer last.close()
	}
	c.close()
}

// writing are the settings of the connections that may write. The fullfsync
// settings matter on macOS only, where fsync alone does not reach the disk.
var writing = []string{
	"busy_timeout(5000)", "synchronous(FULL)", "fullfsync(1)", "checkpoint_fullfsync(1)",
	"wal_autocheckpoint(0)", "recursive_triggers(1)", "temp_store(MEMORY)",
	"journal_size_limit(134217728)", "cache_size(-16384)",
}

// prepareFile refuses what is not ours before anything is written to it.
func prepareFile(ctx context.Context, c *conn, file string) error {
	version, err := c.one(ctx, "SELECT sqlite_version()")
	if err != nil {
		return err
	}
	if v := version[0].(string); olderThan(v, oldestSQLite) {
		return fmt.Errorf("sqlite: library %s loses data (WAL-reset bug): build with %s or newer", v, oldestSQLite)
	}
	fresh, err := known(ctx, c)
	if err != nil {
		return err
	}
	if fresh {
		if err := refuseLost(file); err != nil {
			return err
		}
		if err := c.script(ctx, fmt.Sprintf("PRAGMA page_size = %d", pageSize)); err != nil {
			return err
		}
	}
	mode, err := c.one(ctx, "PRAGMA journal_mode = WAL")
	if err != nil {
		return err
	}
	if len(mode) != 1 || mode[0] != "wal" {
		return fmt.Errorf("sqlite: cannot switch to write-ahead logging (mode %v): is this a network file system?", mode)
	}
	for _, pragma := range writing {
		if err := c.script(ctx, "PRAGMA "+pragma); err != nil {
			return err
		}
	}
	if !fresh {
		return nil
	}
	return c.script(ctx, fmt.Sprintf("BEGIN IMMEDIATE;\n%s\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;\nCOMMIT;",
		schema, applicationID, schemaVersion))
}

// known refuses files of others; a fresh one holds nothing yet.
func known(ctx context.Context, c *conn) (fresh bool, err error) {
	app, err := c.number(ctx, "PRAGMA application_id", 0)
	if err != nil {
		return false, err
	}
	version, err := c.number(ctx, "PRAGMA user_version", 0)
	if err != nil {
		return false, err
	}
	tables, err := c.number(ctx, "SELECT count(*) FROM sqlite_schema", 0)
	if err != nil {
		return false, err
	}
	fresh = app == 0 && version == 0 && tables == 0
	switch {
	case fresh:
	case app != applicationID:
		return false, fmt.Errorf("%w: its application id is %#x, not %#x; choose another directory", ErrForeign, uint32(app), applicationID)
	default:
		_, err = dialectOf(ctx, c)
	}
	return fresh, err
}

// olderThan compares dotted versions number by number.
func olderThan(v, than string) bool {
	a, b := strings.Split(v, "."), strings.Split(than, ".")
	for i := range b {
		var x int
		if i < len(a) {
			x, _ = strconv.Atoi(a[i])
		}
		y, _ := strconv.Atoi(b[i])
		if x != y {
			return x < y
		}
	}
	return false
}

// explain names damage and foreign files by our errors.
func explain(err error) error {
	switch code(err) & 0xff {
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrForeign, err)
	}
	return err
}

// code is SQLite's extended result code, 0 if err is none of SQLite's.
func code(err error) int {
	var coded interface{ Code() int }
	if errors.As(err, &coded) {
		return coded.Code()
	}
	return 0
}
