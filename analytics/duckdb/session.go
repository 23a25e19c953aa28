//go:build cgo

package duckdb

import (
	"context"
	sqldriver "database/sql/driver"

	driver "github.com/duckdb/duckdb-go/v2"
)

// connector makes sessions. What it embeds closes the database.
type connector struct{ *driver.Connector }

func (c connector) Connect(ctx context.Context) (sqldriver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return session{conn.(*driver.Conn)}, nil
}

// session is a connection that leaves no transaction open behind a statement that
// failed. A statement that is interrupted, be it BEGIN or one by itself, may have opened
// one all the same; and a connection that is closed inside of a transaction keeps the
// engine in memory for good, so that the next Open of the file in this process never
// returns: it waits, busily, for the engine to go.
type session struct{ *driver.Conn }

var (
	_ sqldriver.ExecerContext  = session{}
	_ sqldriver.QueryerContext = session{}
)

func (s session) ExecContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Result, error) {
	r, err := s.Conn.ExecContext(ctx, query, args)
	if err != nil {
		s.undo()
	}
	return r, err
}

func (s session) QueryContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Rows, error) {
	r, err := s.Conn.QueryContext(ctx, query, args)
	if err != nil {
		s.undo()
	}
	return r, err
}

func (s session) undo() {
	_, _ = s.Conn.ExecContext(context.Background(), "ROLLBACK", nil) // fails where none is open
}
