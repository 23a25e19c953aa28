package ckan

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

const maxFilters = 200

func sorted(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// filters reads {"column": value | [values] | {"lt": …}, "$or": [{…}], "$and": […]}.
func filters(v any, all []dataset.Column, depth int) (analytics.Expr, error) {
	if v == nil {
		return nil, nil
	}
	object, ok := v.(map[string]any)
	if !ok || depth > 10 || len(object) > maxFilters {
		return nil, Invalid("filters", "Not an object of column names and values")
	}
	var out analytics.And
	for _, name := range sorted(object) {
		var e analytics.Expr
		var err error
		switch c, known := column(all, name); {
		case name == "$or" || name == "$and":
			e, err = several(name, object[name], all, depth)
		case !known:
			err = Invalid("filters", `field "`+name+`" not in table`)
		default:
			e, err = about(c, object[name])
		}
		if err != nil {
			return nil, err
		}
		if e != nil {
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

func several(name string, v any, all []dataset.Column, depth int) (analytics.Expr, error) {
	list, ok := v.([]any)
	if !ok || len(list) == 0 || len(list) > maxFilters {
		return nil, Invalid("filters", name+" takes a list of filters")
	}
	var out []analytics.Expr
	for _, x := range list {
		e, err := filters(x, all, depth+1)
		if err != nil {
			return nil, err
		}
		if e == nil {
			e = analytics.And{}
		}
		out = append(out, e)
	}
	if name == "$or" {
		return analytics.Or(out), nil
	}
	return analytics.And(out), nil
}

var operators = map[string]analytics.Op{"lt": analytics.Lt, "lte": analytics.Le, "gt": analytics.Gt, "gte": analytics.Ge, "eq": analytics.Eq}

// about reads what is asked of one column.
func about(c dataset.Column, v any) (analytics.Expr, error) {
	switch v := v.(type) {
	case []any:
		if len(v) > maxFilters*10 {
			return nil, Invalid("filters", "Too many values for "+c.Name)
		}
		in := analytics.In{Column: c.Name}
		var out analytics.Or
		for _, x := range v {
			if object, ok := x.(map[string]any); ok { // alternatives of ranges
				e, err := about(c, object)
				if err != nil {
					return nil, err
				}
				out = append(out, e)
				continue
			}
			if x == nil {
				out = append(out, analytics.Missing{Column: c.Name})
				continue
			}
			typed, err := value(c, x)
			if err != nil {
				return nil, err
			}
			in.Values = append(in.Values, typed)
		}
		if len(in.Values) > 0 {
			out = append(out, in)
		}
		return out, nil
	case map[string]any:
		var out analytics.And
		for _, name := range sorted(v) {
			op, ok := operators[name]
			if !ok {
				return nil, Invalid("filters", "Unknown operator "+name+"; use eq, lt, lte, gt or gte")
			}
			typed, err := value(c, v[name])
			if err != nil {
				return nil, err
			}
			out = append(out, analytics.Compare{Column: c.Name, Op: op, Value: typed})
		}
		return out, nil
	case nil:
		return analytics.Missing{Column: c.Name}, nil
	}
	typed, err := value(c, v)
	return analytics.Compare{Column: c.Name, Op: analytics.Eq, Value: typed}, err
}

// value reads a value of a column from JSON or text.
func value(c dataset.Column, v any) (any, error) {
	s := text(v)
	if raw, ok := v.(string); ok && c.Type == dataset.Text {
		return raw, nil
	}
	switch v.(type) {
	case string, json.Number, bool:
	default:
		return nil, Invalid("filters", "The value of "+c.Name+" is no text, number or boolean")
	}
	switch c.Type {
	case dataset.Integer:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n, nil
		}
		if f, err := strconv.ParseFloat(s, 64); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			return int64(f), nil
		}
	case dataset.Decimal:
		if f, err := strconv.ParseFloat(s, 64); err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) {
			return f, nil
		}
	case dataset.Boolean:
		switch strings.ToLower(s) {
		case "true", "t", "1", "yes":
			return true, nil
		case "false", "f", "0", "no":
			return false, nil
		}
	case dataset.Date:
		if t, ok := Instant(s, time.Time{}); ok && !strings.HasPrefix(s, "NOW") {
			return t.Truncate(24 * time.Hour), nil
		}
	case dataset.DateTime:
		if t, ok := Instant(s, time.Time{}); ok && !strings.HasPrefix(s, "NOW") {
			return t, nil
		}
	default:
		return s, nil
	}
	return nil, Invalid("filters", `invalid input syntax for type `+typeOf(c)+` in `+c.Name)
}

// Cell is a value as the DataStore writes it into JSON.
func Cell(c dataset.Column, v any) any {
	switch v := v.(type) {
	case time.Time:
		if c.Type == dataset.Date {
			return v.UTC().Format("2006-01-02")
		}
		return v.UTC().Format("2006-01-02T15:04:05.999999")
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	}
	return v
}
