package agencies

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"sync"

	"minhbach/domain/calendar"
	"minhbach/domain/fold"
	"minhbach/projections"
	"minhbach/projections/view"
)

// Reader answers questions. It keeps the trees asked for last, because every page
// needs one.
type Reader struct {
	runner *projections.Runner

	mu    sync.Mutex
	trees map[treeKey]*view.Tree
}

type treeKey struct {
	position, changes uint64 // changes of the read model, for the past only those that reach it
	on                calendar.Date
}

func NewReader(r *projections.Runner) *Reader {
	return &Reader{runner: r, trees: map[treeKey]*view.Tree{}}
}

// keptTrees bounds the memory of Tree; a tree of 120 agencies takes about 100 KB.
const keptTrees = 32

// Tree returns the agencies that exist on a date, as known at a position (0: now).
func (r *Reader) Tree(ctx context.Context, position uint64, on calendar.Date) (*view.Tree, error) {
	key := treeKey{position: position, changes: r.runner.Reworked(), on: on}
	if position == 0 {
		key.changes = r.runner.Changes()
	}
	r.mu.Lock()
	tree, ok := r.trees[key]
	r.mu.Unlock()
	if ok {
		return tree, nil
	}
	records, err := r.records(ctx, position)
	if err != nil {
		return nil, err
	}
	tree = arrange(records, on)
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.trees) >= keptTrees {
		// Readers of the past must not cost those of the present their tree.
		now := r.runner.Changes()
		maps.DeleteFunc(r.trees, func(k treeKey, _ *view.Tree) bool { return k.position != 0 || k.changes != now })
		if len(r.trees) >= keptTrees {
			clear(r.trees)
		}
	}
	r.trees[key] = tree
	return tree, nil
}

func (r *Reader) records(ctx context.Context, position uint64) (map[string]*record, error) {
	query, args := `SELECT doc FROM agency WHERE to_pos = 9223372036854775807`, []any{}
	if position != 0 {
		query, args = `SELECT doc FROM agency WHERE from_pos <= ? AND to_pos > ?`, []any{int64(position), int64(position)}
	}
	out := map[string]*record{}
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var doc string
			if err := rows.Scan(&doc); err != nil {
				return err
			}
			rec := new(record)
			if err := json.Unmarshal([]byte(doc), rec); err != nil {
				return err
			}
			out[rec.ID] = rec
		}
		return rows.Err()
	})
	return out, err
}

// Agency returns one agency whether it exists on the date or has ended.
func (r *Reader) Agency(ctx context.Context, id string, position uint64, on calendar.Date) (view.Agency, bool, error) {
	records, err := r.records(ctx, position)
	if err != nil {
		return view.Agency{}, false, err
	}
	rec, ok := records[id]
	if !ok {
		return view.Agency{}, false, nil
	}
	base := ""
	for _, other := range records {
		if other.parentOn(on) == "" && other.existsOn(on) {
			base = other.FQDN
		}
	}
	return rec.view(base, on), true, nil
}

// Host tells whose portal a name is and where it redirects. found is false for a
// name that never was ours.
func (r *Reader) Host(ctx context.Context, fqdn string) (agency, redirect string, found bool, err error) {
	err = r.runner.Read(ctx, func(db *sql.DB) error {
		err := db.QueryRowContext(ctx, `SELECT agency, redirect FROM host WHERE fqdn = ?`, strings.ToLower(fqdn)).Scan(&agency, &redirect)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		found = err == nil
		return err
	})
	return agency, redirect, found, err
}

// sortName orders siblings: by level, then by name in Vietnamese order.
func sortName(a view.Agency) string { return fold.SortKey(a.NameVi) }
