//go:build cgo

package duckdb

import (
	"context"
	"slices"
	"strconv"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Compare tells how one table differs from another. A key column that changed its
// type is compared as text; other columns that did are left out and listed.
func (s *Store) Compare(ctx context.Context, q analytics.Comparison) (*analytics.Difference, error) {
	from, release, err := s.use(q.From)
	if err != nil {
		return nil, err
	}
	defer release()
	to, release, err := s.use(q.To)
	if err != nil {
		return nil, err
	}
	defer release()
	if q.Limit > analytics.MaxRows {
		return nil, analytics.ErrLarge.New("what", "số dòng một loại", "what_en", "rows of each kind", "max", analytics.MaxRows)
	}
	if q.Limit <= 0 {
		q.Limit = 100
	}
	c := comparison{Store: s, from: from, to: to, limit: int64(q.Limit), key: q.Key, out: &analytics.Difference{Key: slices.Clone(q.Key)}}
	if err := c.columns(); err != nil {
		return nil, err
	}
	if len(q.Key) > 0 {
		for _, t := range []*table{from, to} {
			repeated, err := c.repeated(ctx, t)
			if err != nil {
				return nil, err
			}
			c.out.KeyRepeated = c.out.KeyRepeated || repeated
		}
		if !c.out.KeyRepeated {
			return c.out, c.byKey(ctx)
		}
	}
	return c.out, c.whole(ctx)
}

type comparison struct {
	*Store
	from, to *table
	key      []string
	limit    int64
	out      *analytics.Difference
}

func (c *comparison) columns() error {
	for _, now := range c.to.columns {
		i, was := c.from.index[now.Name]
		switch {
		case !was:
			c.out.ColumnsAdded = append(c.out.ColumnsAdded, now)
		case c.from.columns[i].Type == now.Type:
			c.out.Columns = append(c.out.Columns, now)
		default:
			c.out.ColumnsRetyped = append(c.out.ColumnsRetyped, analytics.Retyped{Column: now.Name, From: c.from.columns[i].Type, To: now.Type})
			if slices.Contains(c.key, now.Name) {
				c.out.Columns = append(c.out.Columns, now)
			}
		}
	}
	for _, was := range c.from.columns {
		if _, is := c.to.index[was.Name]; !is {
			c.out.ColumnsRemoved = append(c.out.ColumnsRemoved, was)
		}
	}
	for _, k := range c.key {
		i := slices.IndexFunc(c.out.Columns, func(o dataset.Column) bool { return o.Name == k })
		if i < 0 {
			return analytics.NoColumn(c.out.Columns, k)
		}
		if c.out.Columns[i].Type == dataset.Geometry {
			return analytics.BadOperator(c.out.Columns[i], "key")
		}
	}
	return nil
}

func (c *comparison) repeated(ctx context.Context, t *table) (bool, error) {
	text := sqlText("SELECT count(*) FROM (SELECT 1 FROM ", t.name, " GROUP BY ")
	for i, k := range c.key {
		if i > 0 {
			text.add(", ")
		}
		name, _ := t.column(k)
		text.add(name)
	}
	n, err := c.counted(ctx, text.add(" HAVING count(*) > 1 LIMIT 1)"))
	return n > 0, err
}

// same is the condition that a row of b is the row of a with that key.
func (c *comparison) same() string {
	text := ""
	for i, k := range c.key {
		if i > 0 {
			text += " AND "
		}
		a, was := c.from.column(k)
		b, is := c.to.column(k)
		if was == is {
			text += "a." + a + " IS NOT DISTINCT FROM b." + b
		} else {
			text += "CAST(a." + a + " AS VARCHAR) IS NOT DISTINCT FROM CAST(b." + b + " AS VARCHAR)"
		}
	}
	return text
}

func (c *comparison) byKey(ctx context.Context) error {
	differ := "false"
	for _, o := range c.out.Columns {
		if !slices.Contains(c.key, o.Name) {
			differ += " OR a." + prefixed("", c.from, o) + " IS DISTINCT FROM b." + prefixed("", c.to, o)
		}
	}
	both := " FROM " + c.from.name + " a JOIN " + c.to.name + " b ON " + c.same()
	var common int64
	err := c.ask(ctx, sqlText("SELECT count(*), count(*) FILTER (WHERE ", differ, ")", both), func(r analytics.Row) error {
		common, _ = r[0].(int64)
		c.out.Changed, _ = r[1].(int64)
		return nil
	})
	if err != nil {
		return err
	}
	c.out.Same = common - c.out.Changed
	c.out.Added, c.out.Removed = c.to.rows-common, c.from.rows-common

	width := len(c.out.Columns)
	if c.out.Changed > 0 {
		text := sqlText("SELECT ", c.all("a.", c.from), ", ", c.all("b.", c.to), both, " WHERE ", differ, " ORDER BY b._id").span(c.limit, 0)
		err = c.ask(ctx, text, func(r analytics.Row) error {
			c.out.ChangedRows = append(c.out.ChangedRows, analytics.Changed{Before: r[:width:width], After: r[width:]})
			return nil
		})
	}
	if err == nil && c.out.Added > 0 {
		text := sqlText("SELECT ", c.all("b.", c.to), " FROM ", c.to.name, " b ANTI JOIN ", c.from.name, " a ON ", c.same(), " ORDER BY b._id").span(c.limit, 0)
		err = c.ask(ctx, text, collect(&c.out.AddedRows))
	}
	if err == nil && c.out.Removed > 0 {
		text := sqlText("SELECT ", c.all("a.", c.from), " FROM ", c.from.name, " a ANTI JOIN ", c.to.name, " b ON ", c.same(), " ORDER BY a._id").span(c.limit, 0)
		err = c.ask(ctx, text, collect(&c.out.RemovedRows))
	}
	return err
}

// whole compares rows as wholes, as often as they occur; each different row is
// shown once.
func (c *comparison) whole(ctx context.Context) error {
	// A retyped key column cannot be compared as part of a row.
	c.out.Columns = slices.DeleteFunc(c.out.Columns, func(o dataset.Column) bool {
		return c.from.columns[c.from.index[o.Name]].Type != o.Type
	})
	if len(c.out.Columns) == 0 {
		c.out.Added, c.out.Removed = c.to.rows, c.from.rows
		return nil
	}
	list, groups := "", ""
	for i := range c.out.Columns {
		if i > 0 {
			list, groups = list+", ", groups+", "
		}
		list += "o" + strconv.Itoa(i)
		groups += strconv.Itoa(i + 1)
	}
	base := "SELECT " + list + ", sum(d) AS d, min(_id) FILTER (WHERE d > 0) AS new, min(_id) FILTER (WHERE d < 0) AS old FROM (SELECT " +
		c.named(c.to) + ", 1 AS d, _id FROM " + c.to.name + " UNION ALL SELECT " + c.named(c.from) + ", -1 AS d, _id FROM " + c.from.name +
		") GROUP BY " + groups + " HAVING sum(d) <> 0"
	err := c.ask(ctx, sqlText("SELECT CAST(coalesce(sum(d) FILTER (WHERE d > 0), 0) AS BIGINT), CAST(coalesce(-sum(d) FILTER (WHERE d < 0), 0) AS BIGINT) FROM (", base, ")"), func(r analytics.Row) error {
		c.out.Added, _ = r[0].(int64)
		c.out.Removed, _ = r[1].(int64)
		return nil
	})
	c.out.Same = c.to.rows - c.out.Added
	if err == nil && c.out.Added > 0 {
		err = c.ask(ctx, sqlText("SELECT ", list, " FROM (", base, ") WHERE d > 0 ORDER BY new").span(c.limit, 0), collect(&c.out.AddedRows))
	}
	if err == nil && c.out.Removed > 0 {
		err = c.ask(ctx, sqlText("SELECT ", list, " FROM (", base, ") WHERE d < 0 ORDER BY old").span(c.limit, 0), collect(&c.out.RemovedRows))
	}
	return err
}

func prefixed(prefix string, t *table, o dataset.Column) string {
	name, _ := t.column(o.Name)
	return prefix + name
}

func (c *comparison) all(prefix string, t *table) string {
	text := ""
	for i, o := range c.out.Columns {
		if i > 0 {
			text += ", "
		}
		text += prefixed(prefix, t, o)
	}
	return text
}

func (c *comparison) named(t *table) string {
	text := ""
	for i, o := range c.out.Columns {
		if i > 0 {
			text += ", "
		}
		text += prefixed("", t, o) + " AS o" + strconv.Itoa(i)
	}
	return text
}

func collect(rows *[]analytics.Row) func(analytics.Row) error {
	return func(r analytics.Row) error {
		*rows = append(*rows, r)
		return nil
	}
}
