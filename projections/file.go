package projections

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"modernc.org/sqlite" // driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// metaSchema is in every file beside the projection's own tables. Tables whose
// names begin with meta_ do not count for the state hash.
const metaSchema = `
CREATE TABLE meta_checkpoint (
	one       INTEGER PRIMARY KEY CHECK (one = 1),
	name      TEXT    NOT NULL,
	version   INTEGER NOT NULL,
	building  INTEGER NOT NULL, -- 1 until the file may be used
	position  INTEGER NOT NULL,
	recorded  INTEGER NOT NULL  -- of the last event seen, microseconds since 1970
) STRICT;
CREATE TABLE meta_parked (
	position INTEGER PRIMARY KEY,
	stream   TEXT    NOT NULL,
	type     TEXT    NOT NULL,
	error    TEXT    NOT NULL,
	tries    INTEGER NOT NULL
) STRICT;
`

// file is one generation of a read model on disk.
type file struct {
	path  string
	write *sql.DB
	conn  *sql.Conn // the only writing connection
	read  *sql.DB
	stmts map[string]*sql.Stmt
	users sync.WaitGroup // readings under way
}

func dsn(path string, readonly bool) string {
	q := url.Values{}
	for _, p := range []string{"busy_timeout(5000)", "synchronous(normal)", "foreign_keys(0)", "temp_store(memory)", "cache_size(-32000)", "secure_delete(1)", "wal_autocheckpoint(4000)"} {
		q.Add("_pragma", p)
	}
	if readonly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Add("_pragma", "journal_mode(wal)")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// openFile opens or creates the file of a definition. A file with another name or
// version, one whose building was cut short, or one that is damaged, is
// errForeign: rebuild it.
func openFile(ctx context.Context, path string, def Definition, building bool) (_ *file, err error) {
	_, statErr := os.Stat(path)
	fresh := errors.Is(statErr, os.ErrNotExist)
	f := &file{path: path, stmts: map[string]*sql.Stmt{}}
	defer func() {
		if err != nil {
			f.close()
		}
	}()
	if f.write, err = sql.Open("sqlite", dsn(path, false)); err != nil {
		return nil, err
	}
	f.write.SetMaxOpenConns(1)
	if f.conn, err = f.write.Conn(ctx); err != nil {
		return nil, unusable(ctx, err)
	}
	if fresh {
		script := "BEGIN IMMEDIATE;" + metaSchema + def.Schema + ";COMMIT;"
		if _, err = f.conn.ExecContext(ctx, script); err != nil {
			return nil, fmt.Errorf("creating tables of %s: %w", def.Name, err)
		}
		if _, err = f.conn.ExecContext(ctx, `INSERT INTO meta_checkpoint VALUES (1, ?, ?, ?, 0, 0)`, def.Name, def.Version, building); err != nil {
			return nil, err
		}
	}
	var name string
	var version int
	var unfinished bool
	if err = f.conn.QueryRowContext(ctx, `SELECT name, version, building FROM meta_checkpoint`).Scan(&name, &version, &unfinished); err != nil {
		return nil, unusable(ctx, err)
	}
	if building {
		// Nobody trusts the file before finish, so it need not be safe until then.
		if _, err = f.conn.ExecContext(ctx, `PRAGMA synchronous = OFF`); err != nil {
			return nil, err
		}
	}
	if name != def.Name || version != def.Version || unfinished != building {
		return nil, fmt.Errorf("%w: it holds %s version %d, unfinished: %t", errForeign, name, version, unfinished)
	}
	if f.read, err = sql.Open("sqlite", dsn(path, true)); err != nil {
		return nil, err
	}
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	f.read.SetMaxOpenConns(readers)
	f.read.SetMaxIdleConns(readers)
	return f, nil
}

// unusable: a file that cannot be read is built again, unless it is not the file
// that is at fault.
func unusable(ctx context.Context, err error) error {
	var fault *sqlite.Error
	if ctx.Err() != nil || errors.As(err, &fault) && ofTheMachine(err) && fault.Code()&0xff != sqlite3.SQLITE_CORRUPT && fault.Code()&0xff != sqlite3.SQLITE_NOTADB {
		return err
	}
	return fmt.Errorf("%w: %w", errForeign, err)
}

var errForeign = errors.New("projections: file does not belong to this read model")

func (f *file) checkpoint(ctx context.Context) (position, recorded int64, err error) {
	err = f.conn.QueryRowContext(ctx, `SELECT position, recorded FROM meta_checkpoint`).Scan(&position, &recorded)
	return position, recorded, err
}

// finish makes everything written so far durable, and then the file count.
func (f *file) finish(ctx context.Context) error {
	for _, statement := range []string{`PRAGMA synchronous = FULL`, `PRAGMA wal_checkpoint(TRUNCATE)`, `UPDATE meta_checkpoint SET building = 0`, `PRAGMA synchronous = NORMAL`} {
		if _, err := f.conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) close() error {
	f.users.Wait()
	for _, s := range f.stmts {
		s.Close()
	}
	var errs []error
	if f.conn != nil {
		errs = append(errs, f.conn.Close())
	}
	for _, db := range []*sql.DB{f.read, f.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// remove closes the file and deletes it with its companions.
func (f *file) remove() error {
	err := f.close()
	return errors.Join(err, removeFiles(f.path))
}

func removeFiles(path string) error {
	dir, name := filepath.Split(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), name) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return err
}
