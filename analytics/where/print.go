package where

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"minhbach/analytics"
)

// String writes a condition in the one form that Parse reads back as the same
// condition: English keywords, names of columns, double quotes. An empty In or a
// Match of an unknown kind has no such form.
func String(e analytics.Expr) string {
	switch e := e.(type) {
	case nil:
		return ""
	case analytics.And:
		return chain(e, " and ", "true")
	case analytics.Or:
		return chain(e, " or ", "false")
	case analytics.Not:
		switch x := e.Expr.(type) {
		case analytics.Missing:
			return name(x.Column) + " is not missing"
		case analytics.In:
			return name(x.Column) + " not in " + values(x.Values)
		case analytics.Between:
			return name(x.Column) + " not between " + value(x.From) + " and " + value(x.To)
		case analytics.Match:
			return name(x.Column) + " not " + string(x.Kind) + " " + value(x.Text)
		case nil:
			return "not true"
		}
		return "not " + inner(e.Expr)
	case analytics.Missing:
		return name(e.Column) + " is missing"
	case analytics.Compare:
		return name(e.Column) + " " + string(e.Op) + " " + value(e.Value)
	case analytics.Between:
		return name(e.Column) + " between " + value(e.From) + " and " + value(e.To)
	case analytics.In:
		return name(e.Column) + " in " + values(e.Values)
	case analytics.Match:
		return name(e.Column) + " " + string(e.Kind) + " " + value(e.Text)
	}
	return fmt.Sprintf("(%T)", e)
}

func chain(list []analytics.Expr, word, none string) string {
	if len(list) == 0 {
		return none
	}
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = inner(e)
	}
	return strings.Join(parts, word)
}

// inner puts chains inside others in brackets.
func inner(e analytics.Expr) string {
	switch x := e.(type) {
	case nil:
		return "true"
	case analytics.And:
		if len(x) > 0 {
			return "(" + String(e) + ")"
		}
	case analytics.Or:
		if len(x) > 0 {
			return "(" + String(e) + ")"
		}
	}
	return String(e)
}

func name(s string) string {
	t, err := (&lexer{rest: s, at: 1}).next()
	if err == nil && t.kind == word && t.text == s && t.keyword() == "" {
		return s
	}
	return "`" + strings.ReplaceAll(s, "`", "``") + "`"
}

func values(list []any) string {
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = value(v)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func value(v any) string {
	switch v := v.(type) {
	case string:
		return `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case time.Time:
		if v = v.UTC(); v.Equal(v.Truncate(24 * time.Hour)) {
			return v.Format("2006-01-02")
		}
		return v.Format(time.RFC3339Nano)
	}
	return fmt.Sprint(v)
}
