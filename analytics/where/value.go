package where

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// value reads a value of the column's type. Codes such as 01 may stand without
// quotes where the column is text.
func (p *parser) value(c dataset.Column, operator string) (any, error) {
	if !slices.Contains(analytics.Operators(c.Type), operator) {
		return nil, analytics.BadOperator(c, operator)
	}
	t := p.now
	switch {
	case t.kind == quoted, t.kind == bare:
	case t.kind == word && c.Type == dataset.Boolean:
	default:
		return nil, p.wanted("một giá trị, văn bản để trong ngoặc kép: "+analytics.Example(c.Type), "a value, text in quotation marks: "+analytics.Example(c.Type))
	}
	v, ok := Value(c.Type, t.text)
	if !ok {
		return nil, analytics.BadValue(c, t.text)
	}
	return v, p.advance()
}

var number = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// Value reads a value of a type as people write it; false when it is none.
func Value(t dataset.Type, s string) (any, bool) {
	if t == dataset.Text {
		return normal(s), true
	}
	s = strings.TrimSpace(s)
	switch t {
	case dataset.Integer:
		n, err := strconv.ParseInt(s, 10, 64)
		return n, err == nil && !strings.Contains(s, "_")
	case dataset.Decimal:
		f, err := strconv.ParseFloat(s, 64)
		return f + 0, err == nil && number.MatchString(s) && !math.IsInf(f, 0)
	case dataset.Boolean:
		switch normal(strings.ToLower(s)) {
		case "true", "đúng", "có", "yes", "1":
			return true, true
		case "false", "sai", "không", "no", "0":
			return false, true
		}
	case dataset.Date:
		return date(s)
	case dataset.DateTime:
		return instant(s)
	}
	return nil, false
}

func date(s string) (any, bool) {
	for _, layout := range []string{"2006-01-02", "2/1/2006"} {
		if d, err := time.Parse(layout, s); err == nil && d.Year() >= 1 {
			return d, true
		}
	}
	return nil, false
}

func instant(s string) (any, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2/1/2006 15:04:05", "2/1/2006 15:04"} {
		if d, err := time.Parse(layout, s); err == nil {
			d = d.UTC().Truncate(time.Microsecond)
			return d, d.Year() >= 1 && d.Year() <= 9999
		}
	}
	return date(s)
}
