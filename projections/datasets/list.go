package datasets

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"minhbach/projections/view"
)

// ordering of a list: a column, its direction, and the index of the present that
// has the order.
type ordering struct{ column, direction, index string }

var orderings = map[view.Order]ordering{
	view.NewestFirst:  {"first_at", " DESC", "item_new_now"},
	view.ByRelevance:  {"first_at", " DESC", "item_new_now"}, // there is no relevance here
	view.RecentChange: {"updated_at", " DESC", "item_changed_now"},
	view.ByTitle:      {"title_key", "", "item_words"},
	view.ByID:         {"id", "", "item_id_now"},
}

// Datasets lists public datasets. With f.IDs and no order the list keeps theirs; a
// negative limit asks for the counts alone. Words match the beginnings of words,
// all of them somewhere.
func (r *Reader) Datasets(ctx context.Context, f view.DatasetFilter, position uint64) (view.Datasets, error) {
	ord, ok := orderings[f.Order]
	if !ok {
		return view.Datasets{}, fmt.Errorf("datasets: unknown order %q", f.Order)
	}
	c := conditions(f, position)
	page := view.Datasets{Items: []view.DatasetItem{}, Position: position}
	if position == 0 {
		page.Position = uint64(r.runner.Seen())
	}
	changes := r.runner.Changes()
	err := r.read(ctx, func(db *sql.DB) error {
		n, err := r.kept.counted(changes, f.Facets, c.where, c.args, func() (counted, error) { return count(ctx, db, c, f.Facets) })
		if err != nil {
			return err
		}
		page.Total = n.total
		if f.Facets {
			page.Facets = cut(n.facets, f.FacetLimit)
		}
		if f.Limit < 0 || max(f.Offset, 0) >= n.total {
			return nil
		}
		chosen, err := choose(ctx, db, c, ord, f)
		if err != nil {
			return err
		}
		return each(ctx, db, `SELECT `+itemColumns+` FROM json_each(?) AS wanted CROSS JOIN item
			ON item.id = wanted.value ->> 0 AND item.from_pos = wanted.value ->> 1 ORDER BY wanted.key`, []any{list(chosen)}, func(rows *sql.Rows) error {
			it, err := scanItem(rows)
			page.Items = append(page.Items, it)
			return err
		})
	})
	return page, err
}

// choose finds the rows of a page, as pairs of id and from_pos.
func choose(ctx context.Context, db *sql.DB, c filter, ord ordering, f view.DatasetFilter) ([][2]any, error) {
	limit, offset := f.Limit, max(f.Offset, 0)
	if limit == 0 {
		limit = 20
	}
	limit = min(limit, 1000)
	var chosen [][2]any
	if len(f.IDs) > 0 && (f.Order == view.NewestFirst || f.Order == view.ByRelevance) {
		rank := make(map[string]int, len(f.IDs))
		for i, id := range slices.Backward(f.IDs) {
			rank[id] = i
		}
		var ranks []int
		err := each(ctx, db, `SELECT id, from_pos, slug FROM item WHERE `+c.where, c.args, func(rows *sql.Rows) error {
			var id, slug string
			var from int64
			err := rows.Scan(&id, &from, &slug)
			at, ok := rank[id]
			if bySlug, named := rank[slug]; named && (!ok || bySlug < at) {
				at = bySlug
			}
			i, _ := slices.BinarySearch(ranks, at)
			ranks, chosen = slices.Insert(ranks, i, at), slices.Insert(chosen, i, [2]any{id, from})
			return err
		})
		return chosen[min(offset, len(chosen)):min(offset+limit, len(chosen))], err
	}
	index := c.index
	if c.whole || index != "" && f.Order == view.ByTitle {
		index = ord.index
	}
	query := fmt.Sprintf(`SELECT id, from_pos FROM %s WHERE %s ORDER BY %s%s, id%s LIMIT ? OFFSET ?`, c.from(index), c.where, ord.column, ord.direction, ord.direction)
	err := each(ctx, db, query, append(slices.Clone(c.args), limit, offset), func(rows *sql.Rows) error {
		var id string
		var from int64
		err := rows.Scan(&id, &from)
		chosen = append(chosen, [2]any{id, from})
		return err
	})
	return chosen, err
}

// count walks over everything chosen, once.
func count(ctx context.Context, db *sql.DB, c filter, facets bool) (n counted, err error) {
	if !facets {
		err = db.QueryRowContext(ctx, `SELECT count(*) FROM `+c.from(c.index)+` WHERE `+c.where, c.args...).Scan(&n.total)
		return n, err
	}
	// All lines at once: handing over ten thousand rows costs more than counting them.
	var lines sql.RawBytes
	err = each(ctx, db, `SELECT count(*), group_concat(facets, '') FROM `+c.from(c.index)+` WHERE `+c.where, c.args, func(rows *sql.Rows) error {
		if err := rows.Scan(&n.total, &lines); err != nil {
			return err
		}
		t := tally{}
		t.add(lines)
		n.facets = t.counts()
		return nil
	})
	return n, err
}

// cut leaves the first values of each facet.
func cut(all map[string][]view.Count, limit int) map[string][]view.Count {
	if limit == 0 {
		limit = 50
	}
	out := make(map[string][]view.Count, len(all))
	for name, values := range all {
		if limit > 0 && len(values) > limit {
			values = values[:limit]
		}
		out[name] = slices.Clone(values)
	}
	return out
}

// Keywords counts every keyword of the published and archived datasets, the most
// frequent first.
func (r *Reader) Keywords(ctx context.Context, position uint64) ([]view.Count, error) {
	page, err := r.Datasets(ctx, view.DatasetFilter{Facets: true, FacetLimit: -1, Limit: -1}, position)
	return page.Facets["keyword"], err
}

const itemColumns = `item.id, position, agency, slug, state, version, title, title_en, summary, summary_en, topics, keywords, format, licence,
	frequency, period_from, period_to, rows, columns, bytes, quality, band, first_at, updated_at`

func scanItem(row scanner, more ...any) (view.DatasetItem, error) {
	var it view.DatasetItem
	var position, first, updated int64
	var topics, keywords, from, to string
	dest := []any{&it.ID, &position, &it.Agency, &it.Slug, &it.State, &it.Version, &it.Title, &it.TitleEn, &it.Summary, &it.SummaryEn,
		&topics, &keywords, &it.Format, &it.Licence, &it.Frequency, &from, &to, &it.Rows, &it.Columns, &it.Bytes, &it.Quality, &it.Band,
		&first, &updated}
	err := row.Scan(append(dest, more...)...)
	if err != nil {
		return it, err
	}
	if err := json.Unmarshal([]byte(topics), &it.Topics); err != nil {
		return it, err
	}
	if err := json.Unmarshal([]byte(keywords), &it.Keywords); err != nil {
		return it, err
	}
	if it.PeriodFrom, err = date(from); err != nil {
		return it, err
	}
	if it.PeriodTo, err = date(to); err != nil {
		return it, err
	}
	it.Position, it.PublishedAt, it.UpdatedAt = uint64(position), micro(first), micro(updated)
	return it, nil
}
