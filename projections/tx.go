package projections

import (
	"context"
	"database/sql"
	"fmt"
)

// Tx is the open batch of one projection. Statements are prepared once per file.
type Tx struct {
	ctx   context.Context
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

// Exec runs a statement with bound arguments.
func (t *Tx) Exec(query string, args ...any) error {
	stmt, err := t.prepare(query)
	if err != nil {
		return err
	}
	if _, err := stmt.ExecContext(t.ctx, args...); err != nil {
		return fmt.Errorf("%w in %.60q", err, query)
	}
	return nil
}

// Row runs a query for one row and scans it; found is false when there is none.
func (t *Tx) Row(query string, args []any, dest ...any) (found bool, err error) {
	stmt, err := t.prepare(query)
	if err != nil {
		return false, err
	}
	switch err := stmt.QueryRowContext(t.ctx, args...).Scan(dest...); err {
	case nil:
		return true, nil
	case sql.ErrNoRows:
		return false, nil
	default:
		return false, fmt.Errorf("%w in %.60q", err, query)
	}
}

func (t *Tx) prepare(query string) (*sql.Stmt, error) {
	if stmt, ok := t.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := t.conn.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, fmt.Errorf("preparing %.60q: %w", query, err)
	}
	t.stmts[query] = stmt
	return stmt, nil
}
