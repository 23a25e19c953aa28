package bench

import (
	"fmt"
	"strings"
	"time"
)

// loadWide does what XLoader does to make a file searchable and queryable: every
// column as text, copied, one text index over whole rows, counted.
func (p *postgres) loadWide(path string, rows int64) (parts []part, err error) {
	var names, all []string
	for _, c := range wideColumns {
		names = append(names, c.name)
		all = append(all, c.name+" text")
	}
	list := strings.Join(names, ", ")
	for _, s := range []struct {
		vi, en string
		do     func() error
	}{
		{"chép vào bảng", "copied into a table", func() error {
			if err := p.do("CREATE TABLE wide (_id bigserial PRIMARY KEY, " + strings.Join(all, ", ") + ", _full_text tsvector)"); err != nil {
				return err
			}
			return p.copy("wide ("+list+")", path)
		}},
		{"tsvector của từng dòng", "a tsvector for every row", func() error {
			return p.do("UPDATE wide SET _full_text = to_tsvector('simple', concat_ws(' ', " + list + "))")
		}},
		{"chỉ mục GIN", "GIN index", func() error { return p.do("CREATE INDEX ON wide USING gin (_full_text)") }},
		{"đếm", "counted", func() error {
			n, err := p.one("SELECT count(*) FROM wide")
			if err == nil && n != fmt.Sprint(rows) {
				err = fmt.Errorf("PostgreSQL took %s rows of %d", n, rows)
			}
			return err
		}},
	} {
		begun := time.Now()
		if err := s.do(); err != nil {
			return nil, err
		}
		parts = append(parts, part{what: Words{s.vi, s.en}, took: time.Since(begun)})
	}
	return parts, nil
}

// loadNarrow makes a typed table with a key, vacuumed and analysed: PostgreSQL at
// its best before questions. It is not timed.
func (p *postgres) loadNarrow(table, path string) error {
	var names, all []string
	for _, c := range narrowColumns {
		names = append(names, c.name)
		all = append(all, c.name+" "+c.kind)
	}
	if err := p.do("CREATE TABLE " + table + " (_id bigserial, " + strings.Join(all, ", ") + ")"); err != nil {
		return err
	}
	if err := p.copy(table+" ("+strings.Join(names, ", ")+")", path); err != nil {
		return err
	}
	if err := p.do("ALTER TABLE " + table + " ADD PRIMARY KEY (_id)"); err != nil {
		return err
	}
	return p.do("VACUUM ANALYZE " + table)
}

func (p *postgres) drop(table string) error { return p.do("DROP TABLE " + table) }
