package ckan

import (
	"strings"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// words reads q: text for the whole row, or by column.
func words(p Params, all []dataset.Column, q *analytics.Query) error {
	plain := p.Bool("plain", true)
	switch v := p.Value("q").(type) {
	case nil:
	case map[string]any:
		where := analytics.And{}
		if q.Where != nil {
			where = append(where, q.Where)
		}
		for _, name := range sorted(v) {
			c, ok := column(all, name)
			if !ok {
				return Invalid("q", `field "`+name+`" not in table`)
			}
			s, err := search(text(v[name]), plain)
			if err != nil {
				return err
			}
			for _, word := range strings.Fields(s) {
				e, err := contains(c, word)
				if err != nil {
					return err
				}
				where = append(where, e)
			}
		}
		q.Where = where
	default:
		s, err := search(text(v), plain)
		if err != nil {
			return err
		}
		q.Search = s
	}
	return nil
}

// search turns PostgreSQL's search language, which plain=false asks for, into words
// where it is no more than words.
func search(s string, plain bool) (string, error) {
	if plain {
		return s, nil
	}
	if strings.ContainsAny(s, "|!<>()") {
		return "", Invalid("q", "Only words joined by & are supported with plain=false; use filters for more")
	}
	return strings.Join(strings.Fields(strings.NewReplacer("&", " ", ":*", " ", "'", " ").Replace(s)), " "), nil
}

func contains(c dataset.Column, word string) (analytics.Expr, error) {
	if c.Type == dataset.Text {
		return analytics.Match{Column: c.Name, Kind: analytics.Contains, Text: word}, nil
	}
	v, err := value(c, word)
	if err != nil {
		return analytics.Or{}, nil // no value of this column looks like that
	}
	return analytics.Compare{Column: c.Name, Op: analytics.Eq, Value: v}, nil
}
