package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"time"

	_ "modernc.org/sqlite" // driver "sqlite"

	"minhbach/eventstore"
)

// tableID is the application id of events.sqlite: "MBAR".
const tableID = 0x4d424152

const tableSchema = `
CREATE TABLE events (
	"index"      INTEGER PRIMARY KEY, -- number of the leaf, from 0
	position     INTEGER NOT NULL,    -- in the log
	stream       TEXT    NOT NULL,
	revision     INTEGER NOT NULL,    -- in the stream, from 0
	id           TEXT    NOT NULL,    -- UUID
	type         TEXT    NOT NULL,
	created      TEXT    NOT NULL,    -- RFC 3339, UTC, seven decimals
	content_type TEXT    NOT NULL,
	data         BLOB    NOT NULL,    -- as recorded
	metadata     BLOB,                -- the envelope as recorded; NULL: not disclosed
	salt_data    BLOB                 -- only where the envelope is not disclosed
) STRICT;`

const (
	tableInsert = `INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?)`
	tableSelect = `SELECT "index", position, stream, revision, id, type, created, content_type, data, metadata, salt_data, metadata IS NOT NULL FROM events ORDER BY "index"`
	tableBatch  = 5000
)

// table is events.sqlite while it is being written.
type table struct {
	db   *sql.DB
	conn *sql.Conn
	stmt *sql.Stmt
	rows int
}

func newTable(ctx context.Context, path string) (_ *table, err error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=rwc&_pragma=journal_mode(off)&_pragma=synchronous(off)")
	if err != nil {
		return nil, err
	}
	t := &table{db: db}
	defer func() {
		if err != nil {
			t.close()
		}
	}()
	if t.conn, err = db.Conn(ctx); err != nil {
		return nil, err
	}
	_, err = t.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA page_size = 8192; PRAGMA application_id = %d; PRAGMA user_version = 1; BEGIN; %s", tableID, tableSchema))
	if err != nil {
		return nil, err
	}
	t.stmt, err = t.conn.PrepareContext(ctx, tableInsert)
	return t, err
}

func (t *table) add(ctx context.Context, r Row) error {
	ev := r.Event
	if ev.Data == nil {
		ev.Data = []byte{}
	}
	_, err := t.stmt.ExecContext(ctx, int64(r.Index), int64(ev.Position), ev.Stream, int64(ev.Revision), ev.ID.String(), ev.Type,
		ev.Recorded.UTC().Format(recordedForm), ev.ContentType, ev.Data, ev.Metadata, r.SaltData)
	if err != nil {
		return err
	}
	if t.rows++; t.rows%tableBatch == 0 {
		_, err = t.conn.ExecContext(ctx, "COMMIT; BEGIN")
	}
	return err
}

func (t *table) finish(ctx context.Context) error {
	_, err := t.conn.ExecContext(ctx, "COMMIT")
	return errors.Join(err, t.close())
}

func (t *table) close() error {
	var errs []error
	if t.stmt != nil {
		errs = append(errs, t.stmt.Close())
	}
	if t.conn != nil {
		errs = append(errs, t.conn.Close())
	}
	return errors.Join(append(errs, t.db.Close())...)
}

// tableRows reads events.sqlite, in order.
func tableRows(ctx context.Context, path string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if err := scanTable(ctx, path, func(r Row) bool { return yield(r, nil) }); err != nil {
			yield(Row{}, err)
		}
	}
}

func scanTable(ctx context.Context, path string, yield func(Row) bool) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&immutable=1&_pragma=query_only(1)&_pragma=trusted_schema(0)")
	if err != nil {
		return err
	}
	defer db.Close()
	var id int64
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if id != tableID {
		return fmt.Errorf("its application id is %#x, not %#x", id, tableID)
	}
	rows, err := db.QueryContext(ctx, tableSelect)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r Row
		var index, position, revision int64
		var uuid, created string
		var disclosed bool
		ev := &r.Event
		if err := rows.Scan(&index, &position, &ev.Stream, &revision, &uuid, &ev.Type, &created, &ev.ContentType, &ev.Data, &ev.Metadata, &r.SaltData, &disclosed); err != nil {
			return err
		}
		if disclosed && ev.Metadata == nil {
			ev.Metadata = []byte{} // the driver knows no empty BLOB
		}
		r.Index, ev.Position, ev.Revision = uint64(index), eventstore.Position(position), eventstore.Revision(revision)
		if ev.ID, err = eventstore.ParseID(uuid); err != nil {
			return err
		}
		if ev.Recorded, err = time.Parse(recordedForm, created); err != nil {
			return err
		}
		if !yield(r) {
			return nil
		}
	}
	return rows.Err()
}
