package where

import (
	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fold"
)

// column reads the name or title of a column.
func (p *parser) column() (dataset.Column, error) {
	if p.now.kind != named && (p.now.kind != word || reserved(p.now)) {
		return dataset.Column{}, p.wanted("tên một cột", "the name of a column")
	}
	c, err := find(p.columns, p.now.text)
	if err != nil {
		return c, err
	}
	return c, p.advance()
}

// reserved words cannot be columns without backquotes: a condition begins with them
// or goes on with them.
func reserved(t token) bool {
	switch t.keyword() {
	case "and", "or", "not", "true", "false":
		return true
	}
	return false
}

// find looks for a name, then for a title as it is, then for the only title that is
// the same apart from accents and capitals.
func find(columns []dataset.Column, text string) (dataset.Column, error) {
	if c, err := analytics.ColumnOf(columns, text); err == nil {
		return c, nil
	}
	text = normal(text)
	for _, like := range []func(dataset.Column) bool{
		func(c dataset.Column) bool {
			return text != "" && (normal(c.Title) == text || normal(c.TitleEn) == text)
		},
		func(c dataset.Column) bool {
			return text != "" && (fold.String(c.Title) == fold.String(text) || fold.String(c.TitleEn) == fold.String(text))
		},
	} {
		var found []dataset.Column
		for _, c := range columns {
			if like(c) {
				found = append(found, c)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
	}
	return dataset.Column{}, analytics.NoColumn(columns, text)
}
