package publications

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/fold"
	"minhbach/projections/view"
)

const itemColumns = `id, from_pos, agency, kind, section, slug, state, version, language, title, summary, languages,
	number, issued_on, first_at, updated_at, attachments`

func scanItem(row scanner, more ...any) (view.Item, error) {
	var it view.Item
	var position, first, updated int64
	var languages, issued string
	dest := []any{&it.ID, &position, &it.Agency, &it.Kind, &it.Section, &it.Slug, &it.State, &it.Version, &it.Language,
		&it.Title, &it.Summary, &languages, &it.Number, &issued, &first, &updated, &it.Attachments}
	if err := row.Scan(append(dest, more...)...); err != nil {
		return it, err
	}
	if err := json.Unmarshal([]byte(languages), &it.Languages); err != nil {
		return it, err
	}
	if issued != "" {
		d, err := calendar.Parse(issued)
		if err != nil {
			return it, err
		}
		it.IssuedOn = d
	}
	it.Position = uint64(position)
	it.PublishedAt, it.UpdatedAt = micro(first), micro(updated)
	return it, nil
}

func micro(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// ordering of a list: a column, its direction, and whether it is a blob.
type ordering struct {
	column string
	desc   bool
}

var orderings = map[view.Order]ordering{
	view.NewestFirst:  {"first_at", true},
	view.RecentChange: {"updated_at", true},
	view.ByIssue:      {"issued_on", true},
	view.ByTitle:      {"title_key", false},
}

// Items lists public items by keyset: a page costs the same however far it is.
func (r *Reader) Items(ctx context.Context, f view.ItemFilter, position uint64) (view.Items, error) {
	where, args := conditions(f, position)
	ord, ok := orderings[f.Order]
	if !ok {
		return view.Items{}, fmt.Errorf("publications: unknown order %q", f.Order)
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 20
	}
	limit = min(limit, 100)
	page := view.Items{Items: []view.Item{}}
	changes := r.runner.Changes()
	err := r.read(ctx, func(db *sql.DB) (err error) {
		page.Total, err = r.kept.total(changes, where, args, func() (n int, err error) {
			err = db.QueryRowContext(ctx, `SELECT count(*) FROM item WHERE `+where, args...).Scan(&n)
			return n, err
		})
		if err != nil {
			return err
		}
		if f.Cursor != "" {
			key, id, err := openCursor(f.Cursor, ord)
			if err != nil {
				return err
			}
			op := ">"
			if ord.desc {
				op = "<"
			}
			where += fmt.Sprintf(" AND (%s, id) %s (?, ?)", ord.column, op)
			args = append(args, key, id)
		}
		direction := ""
		if ord.desc {
			direction = " DESC"
		}
		// First which rows, then the rows: so an index can answer the first part alone.
		query := fmt.Sprintf(`SELECT %s, %s FROM (SELECT id AS chosen, from_pos AS since FROM item WHERE %s ORDER BY %s%s, id%s LIMIT ?)
			CROSS JOIN item ON id = chosen AND from_pos = since ORDER BY %s%s, id%s`,
			itemColumns, ord.column, where, ord.column, direction, direction, ord.column, direction, direction)
		rows, err := db.QueryContext(ctx, query, append(args, limit+1)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		var lastKey any
		for rows.Next() {
			var key any
			it, err := scanItem(rows, &key)
			if err != nil {
				return err
			}
			if len(page.Items) == limit {
				page.Next = sealCursor(lastKey, page.Items[limit-1].ID, ord)
				break
			}
			page.Items, lastKey = append(page.Items, it), key
		}
		return rows.Err()
	})
	return page, err
}

func conditions(f view.ItemFilter, position uint64) (string, []any) {
	first, args := at(position)
	if f.Title != "" && position == 0 {
		first = "+" + first // any index of the present would be read row by row; item_words is not
	}
	where := []string{first}
	add := func(cond string, values ...any) {
		where = append(where, cond)
		args = append(args, values...)
	}
	in := func(column string, values []string) {
		if len(values) == 0 {
			return
		}
		marks := strings.TrimSuffix(strings.Repeat("?,", len(values)), ",")
		list := make([]any, len(values))
		for i, v := range values {
			list[i] = v
		}
		add(column+" IN ("+marks+")", list...)
	}
	in("agency", f.Agencies)
	kinds := make([]string, len(f.Kinds))
	for i, k := range f.Kinds {
		kinds[i] = string(k)
	}
	in("kind", kinds)
	states := f.States
	if len(states) == 0 {
		states = []view.PublicState{view.Published, view.Archived}
	}
	names := make([]string, len(states))
	for i, s := range states {
		names[i] = string(s)
	}
	in("state", names)
	if f.Section != "" {
		add("section = ?", f.Section)
	}
	if f.Slug != "" {
		add("slug = ?", f.Slug)
	}
	if f.Number != "" {
		add("number_fold = ? AND number_fold <> ''", fold.String(f.Number))
	}
	for _, word := range fold.Tokens(f.Title) {
		escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(fold.String(word))
		add(`title_fold LIKE ? ESCAPE '\'`, "%"+escaped+"%")
	}
	if f.Year != 0 {
		add("year = ?", f.Year)
	}
	if !f.From.IsZero() {
		add("first_on >= ?", f.From.String())
	}
	if !f.To.IsZero() {
		add("first_on <= ?", f.To.String())
	}
	return strings.Join(where, " AND "), args
}

// A cursor is the last row's order key and id, so a page begins right behind it
// whatever was published meanwhile.
type cursor struct {
	Column string `json:"c"`
	Number int64  `json:"n,omitempty"`
	Text   string `json:"t,omitempty"`
	Bytes  []byte `json:"b,omitempty"`
	ID     string `json:"id"`
}

func sealCursor(key any, id string, ord ordering) string {
	c := cursor{Column: ord.column, ID: id}
	switch v := key.(type) {
	case int64:
		c.Number = v
	case string:
		c.Text = v
	case []byte:
		c.Bytes = v
	}
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings, bytes and numbers always marshal
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func openCursor(text string, ord ordering) (key any, id string, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, "", view.ErrCursor
	}
	var c cursor
	if err := json.Unmarshal(raw, &c); err != nil || c.Column != ord.column || c.ID == "" {
		return nil, "", view.ErrCursor
	}
	switch ord.column {
	case "issued_on":
		return c.Text, c.ID, nil
	case "title_key":
		return c.Bytes, c.ID, nil
	}
	return c.Number, c.ID, nil
}

// Sections counts the public items of each section.
func (r *Reader) Sections(ctx context.Context, agencies []string, position uint64) (map[string]int, error) {
	where, args := conditions(view.ItemFilter{Agencies: agencies}, position)
	counts := map[string]int{}
	err := r.read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT section, count(*) FROM item WHERE `+where+` GROUP BY section`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var section string
			var n int
			if err := rows.Scan(&section, &n); err != nil {
				return err
			}
			counts[section] = n
		}
		return rows.Err()
	})
	return counts, err
}
