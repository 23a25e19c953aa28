package analyticstest

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fold"
)

// Reference keeps tables as slices and answers by looking at every row. Its order
// of texts is that of the Vietnamese alphabet for letters, digits and spaces;
// engines may differ on other signs.
type Reference struct {
	mu     sync.Mutex
	tables map[string]memory
}

type memory struct {
	columns []dataset.Column
	rows    []analytics.Row
}

// NewReference is empty.
func NewReference() *Reference { return &Reference{tables: map[string]memory{}} }

func (r *Reference) Load(ctx context.Context, t analytics.Table, rows iter.Seq2[analytics.Row, error]) (int64, error) {
	m := memory{columns: t.Columns}
	for row, err := range rows {
		if err != nil {
			return 0, err
		}
		m.rows = append(m.rows, slices.Clone(row))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tables[t.ID] = m
	return int64(len(m.rows)), nil
}

func (r *Reference) table(id string) (memory, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m, ok := r.tables[id]
	if !ok {
		return m, analytics.ErrTable.New()
	}
	return m, nil
}

// get gives a value of row number n (from 0).
func (m memory) get(n int, column string) any {
	if column == analytics.RowID {
		return int64(n + 1)
	}
	i := slices.IndexFunc(m.columns, func(c dataset.Column) bool { return c.Name == column })
	return m.rows[n][i]
}

// holds decides a condition for row n, as Expr documents it.
func (m memory) holds(n int, e analytics.Expr) bool {
	switch e := e.(type) {
	case nil:
		return true
	case analytics.And:
		for _, x := range e {
			if !m.holds(n, x) {
				return false
			}
		}
		return true
	case analytics.Or:
		for _, x := range e {
			if m.holds(n, x) {
				return true
			}
		}
		return false
	case analytics.Not:
		return !m.holds(n, e.Expr)
	case analytics.Missing:
		return m.get(n, e.Column) == nil
	case analytics.Compare:
		v := m.get(n, e.Column)
		if v == nil {
			return false
		}
		switch e.Op {
		case analytics.Eq:
			return same(v, e.Value)
		case analytics.Ne:
			return !same(v, e.Value)
		case analytics.Lt:
			return order(v, e.Value) < 0
		case analytics.Le:
			return order(v, e.Value) <= 0
		case analytics.Gt:
			return order(v, e.Value) > 0
		}
		return order(v, e.Value) >= 0
	case analytics.In:
		v := m.get(n, e.Column)
		return v != nil && slices.ContainsFunc(e.Values, func(x any) bool { return same(v, x) })
	case analytics.Between:
		v := m.get(n, e.Column)
		return v != nil && order(v, e.From) >= 0 && order(v, e.To) <= 0
	case analytics.Match:
		s, ok := m.get(n, e.Column).(string)
		s, text := fold.String(s), fold.String(e.Text)
		switch e.Kind {
		case analytics.Contains:
			return ok && strings.Contains(s, text)
		case analytics.Starts:
			return ok && strings.HasPrefix(s, text)
		case analytics.Ends:
			return ok && strings.HasSuffix(s, text)
		}
		return ok && s == text
	}
	panic(fmt.Sprintf("%T", e))
}

func (m memory) found(n int, search string) bool {
	for _, w := range strings.Fields(fold.String(search)) {
		hit := false
		for i, c := range m.columns {
			if s, ok := m.rows[n][i].(string); ok && c.Type == dataset.Text && strings.Contains(fold.String(s), w) {
				hit = true
			}
		}
		if !hit {
			return false
		}
	}
	return true
}

func (m memory) chosen(e analytics.Expr, search string) (rows []int) {
	for n := range m.rows {
		if m.holds(n, e) && m.found(n, search) {
			rows = append(rows, n)
		}
	}
	return rows
}

func same(a, b any) bool {
	if x, ok := a.(time.Time); ok {
		y, ok := b.(time.Time)
		return ok && x.Equal(y)
	}
	return a == b
}

var (
	alphabet = collate.New(language.Vietnamese)
	turn     sync.Mutex // a collator is for one at a time
)

// order of two values of a type; nil is last.
func order(a, b any) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	switch a := a.(type) {
	case string:
		turn.Lock()
		defer turn.Unlock()
		return alphabet.CompareString(a, b.(string))
	case int64:
		return cmp.Compare(a, b.(int64))
	case float64:
		return cmp.Compare(a, b.(float64))
	case time.Time:
		return a.Compare(b.(time.Time))
	case bool:
		if a == b.(bool) {
			return 0
		} else if b.(bool) {
			return -1
		}
		return 1
	}
	panic(fmt.Sprintf("%T", a))
}

// sorted orders with nil last in either direction.
func sorted(a, b any, desc bool) int {
	d := order(a, b)
	if desc && a != nil && b != nil {
		return -d
	}
	return d
}

// What engines are compared in by their own tests only.

func (r *Reference) Drop(_ context.Context, id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.tables, id)
	return nil
}

func (r *Reference) Tables(context.Context) (map[string]int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := map[string]int64{}
	for id, m := range r.tables {
		all[id] = int64(len(m.rows))
	}
	return all, nil
}

// Stream passes on what Select finds.
func (r *Reference) Stream(ctx context.Context, q analytics.Query, yield func(analytics.Row) error) error {
	if q.Limit == 0 {
		q.Limit = 1 << 30
	}
	p, err := r.Select(ctx, q)
	if err != nil {
		return err
	}
	for _, row := range p.Rows {
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}

// Profile is not what random questions are about.
func (r *Reference) Profile(context.Context, string) ([]analytics.Profile, error) {
	return nil, analytics.ErrEngine.New()
}

func (r *Reference) Features() analytics.Features {
	return analytics.Features{Engine: "reference", Folding: true, MedianExact: true, MaxRows: analytics.MaxRows}
}

func (r *Reference) Close() error { return nil }

var _ analytics.Store = (*Reference)(nil)
