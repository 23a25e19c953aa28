package people

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"sync"

	"minhbach/eventstore"
	"minhbach/projections"
	"minhbach/projections/view"
)

// Reader answers questions about staff.
type Reader struct {
	runner *projections.Runner

	mu      sync.Mutex
	names   map[string]string // every public page needs them
	namesAt uint64            // of the runner's changes
}

func NewReader(r *projections.Runner) *Reader { return &Reader{runner: r} }

// Accounts lists all accounts by name.
func (r *Reader) Accounts(ctx context.Context) ([]view.Account, error) {
	out := []view.Account{}
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT doc FROM account ORDER BY name, id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var doc string
			if err := rows.Scan(&doc); err != nil {
				return err
			}
			var a view.Account
			if err := json.Unmarshal([]byte(doc), &a); err != nil {
				return err
			}
			out = append(out, a)
		}
		return rows.Err()
	})
	return out, err
}

// Account by id.
func (r *Reader) Account(ctx context.Context, id string) (view.Account, error) {
	var a view.Account
	err := r.doc(ctx, &a, `SELECT doc FROM account WHERE id = ?`, id)
	return a, err
}

// ByLogin finds an account by its folded login.
func (r *Reader) ByLogin(ctx context.Context, login string) (view.Account, error) {
	var a view.Account
	err := r.doc(ctx, &a, `SELECT doc FROM account WHERE login = ?`, login)
	return a, err
}

// ByToken finds whose token a hash is; expired ones are the caller's to judge.
func (r *Reader) ByToken(ctx context.Context, hash string) (account, token string, err error) {
	err = r.runner.Read(ctx, func(db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT account, id FROM token WHERE hash = ?`, hash).Scan(&account, &token)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = view.ErrNotFound
	}
	return account, token, err
}

// Session finds a session that was begun and not ended, with its account. Limits of
// time are the caller's to judge.
func (r *Reader) Session(ctx context.Context, account, id string) (view.Session, error) {
	s := view.Session{ID: id}
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		var doc string
		row := db.QueryRowContext(ctx, `SELECT s.second_factor, a.doc FROM session s JOIN account a ON a.id = s.account WHERE s.account = ? AND s.id = ?`, account, id)
		if err := row.Scan(&s.SecondFactor, &doc); err != nil {
			return err
		}
		return json.Unmarshal([]byte(doc), &s.Account)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = view.ErrNotFound
	}
	return s, err
}

// Wait returns once the read model has seen the position, or ctx's error.
func (r *Reader) Wait(ctx context.Context, position uint64) error {
	return r.runner.Wait(ctx, eventstore.Position(position))
}

// Names maps account ids to display names. The map is shared: do not change it.
func (r *Reader) Names(ctx context.Context) (map[string]string, error) {
	changes := r.runner.Changes()
	r.mu.Lock()
	if r.names != nil && r.namesAt == changes {
		defer r.mu.Unlock()
		return r.names, nil
	}
	r.mu.Unlock()
	out := map[string]string{}
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT id, name FROM account`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id, name string
			if err := rows.Scan(&id, &name); err != nil {
				return err
			}
			out[id] = name
		}
		return rows.Err()
	})
	if err == nil {
		r.mu.Lock()
		r.names, r.namesAt = out, changes
		r.mu.Unlock()
	}
	return out, err
}

// Board of an agency; one that was never established has no seats.
func (r *Reader) Board(ctx context.Context, agency string) (view.Board, error) {
	b := view.Board{Agency: agency, Seats: []view.Seat{}, Revision: -1}
	err := r.doc(ctx, &b, `SELECT doc FROM board WHERE agency = ?`, agency)
	if errors.Is(err, view.ErrNotFound) {
		return b, nil
	}
	return b, err
}

func (r *Reader) doc(ctx context.Context, into any, query string, args ...any) error {
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		var doc string
		if err := db.QueryRowContext(ctx, query, args...).Scan(&doc); err != nil {
			return err
		}
		return json.Unmarshal([]byte(doc), into)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return view.ErrNotFound
	}
	return err
}
