//go:build cgo

package duckdb

import (
	sqldriver "database/sql/driver"
	"fmt"
	"strconv"
	"strings"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fold"
)

// statement is SQL in the making. Only constants of this package and the names that
// it gave itself are written; every value is bound.
type statement struct {
	strings.Builder
	args []sqldriver.NamedValue
}

func sqlText(parts ...string) *statement {
	q := &statement{}
	return q.add(parts...)
}

func (q *statement) add(parts ...string) *statement {
	for _, p := range parts {
		q.WriteString(p)
	}
	return q
}

// bind writes a place for v as a value of that type.
func (q *statement) bind(t dataset.Type, v any) *statement {
	q.args = append(q.args, sqldriver.NamedValue{Ordinal: len(q.args) + 1, Value: v})
	return q.add("CAST(? AS ", sqlTypes[t], ")")
}

func (q *statement) number(n int64) *statement { return q.add(strconv.FormatInt(n, 10)) }

// span limits the rows; 0 is no limit.
func (q *statement) span(limit, offset int64) *statement {
	if limit > 0 {
		q.add(" LIMIT ").number(limit)
	}
	if offset > 0 {
		q.add(" OFFSET ").number(offset)
	}
	return q
}

// key tells statements with different values apart.
func (q *statement) key() string {
	var b strings.Builder
	b.WriteString(q.String())
	for _, a := range q.args {
		fmt.Fprintf(&b, "\x00%T:%v", a.Value, a.Value)
	}
	return b.String()
}

// column is the name in the database of a column that Check has seen.
func (t *table) column(name string) (string, dataset.Type) {
	if name == analytics.RowID {
		return "_id", dataset.Integer
	}
	i := t.index[name]
	return "c" + strconv.Itoa(i), t.columns[i].Type
}

// ordered is the column as it is compared and sorted.
func (t *table) ordered(name string) (string, dataset.Type) {
	c, kind := t.column(name)
	if kind == dataset.Text {
		c += collate
	}
	return c, kind
}

const collate = " COLLATE vi"

// where writes the condition of a question; false when there is none.
func (t *table) where(q *statement, e analytics.Expr, search string) bool {
	words, _ := analytics.Words(search) // checked by Outputs
	if e == nil && len(words) == 0 {
		return false
	}
	q.add(" WHERE (")
	t.expr(q, e, false)
	q.add(")")
	for _, w := range words {
		q.add(" AND (false")
		for i, c := range t.columns {
			if c.Type == dataset.Text {
				q.add(" OR contains(f", strconv.Itoa(i), ", ").bind(dataset.Text, w).add(")")
			}
		}
		q.add(")")
	}
	return true
}

// expr writes a condition. SQL's third truth value shows under a negation only, so
// only there is it made false.
func (t *table) expr(q *statement, e analytics.Expr, negated bool) {
	switch e := e.(type) {
	case nil:
		q.add("true")
	case analytics.And:
		t.chain(q, e, " AND ", "true", negated)
	case analytics.Or:
		t.chain(q, e, " OR ", "false", negated)
	case analytics.Not:
		q.add("NOT (")
		t.expr(q, e.Expr, true)
		q.add(")")
	case analytics.Missing:
		c, _ := t.column(e.Column)
		q.add(c, " IS NULL")
	default:
		if negated {
			q.add("coalesce(")
		}
		t.leaf(q, e)
		if negated {
			q.add(", false)")
		}
	}
}

func (t *table) chain(q *statement, list []analytics.Expr, word, none string, negated bool) {
	if len(list) == 0 {
		q.add(none)
		return
	}
	for i, e := range list {
		if i > 0 {
			q.add(word)
		}
		q.add("(")
		t.expr(q, e, negated)
		q.add(")")
	}
}

func (t *table) leaf(q *statement, e analytics.Expr) {
	switch e := e.(type) {
	case analytics.Compare:
		c, kind := t.ordered(e.Column)
		op := string(e.Op)
		if e.Op == analytics.Eq || e.Op == analytics.Ne { // equal means the same text
			c, kind = t.column(e.Column)
		}
		if e.Op == analytics.Ne {
			op = "<>"
		}
		q.add(c, " ", op, " ").bind(kind, e.Value)
	case analytics.Between:
		c, kind := t.ordered(e.Column)
		q.add("(", c, " >= ").bind(kind, e.From).add(" AND ", c, " <= ").bind(kind, e.To).add(")")
	case analytics.In:
		c, kind := t.column(e.Column)
		if len(e.Values) == 0 {
			q.add("false")
			return
		}
		q.add(c, " IN (")
		for i, v := range e.Values {
			if i > 0 {
				q.add(", ")
			}
			q.bind(kind, v)
		}
		q.add(")")
	case analytics.Match:
		f := "f" + strconv.Itoa(t.index[e.Column])
		text := fold.String(e.Text)
		switch e.Kind {
		case analytics.Contains:
			q.add("contains(", f, ", ").bind(dataset.Text, text).add(")")
		case analytics.Starts:
			q.add("starts_with(", f, ", ").bind(dataset.Text, text).add(")")
		case analytics.Ends:
			q.add("ends_with(", f, ", ").bind(dataset.Text, text).add(")")
		default:
			q.add(f, " = ").bind(dataset.Text, text)
		}
	}
}
