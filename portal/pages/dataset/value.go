package dataset

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"minhbach/domain/dataset"
	"minhbach/domain/fold"
	"minhbach/portal/i18n"
)

// mostCell is how many characters of a value a table shows.
const mostCell = 200

// Value writes a value of a table for people.
func Value(lang i18n.Lang, c dataset.Column, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return cut(v, mostCell)
	case bool:
		if v {
			return i18n.T(lang, "data.yes")
		}
		return i18n.T(lang, "data.no")
	case int64:
		if plain(c) {
			return strconv.FormatInt(v, 10)
		}
		return i18n.Number(lang, v)
	case float64:
		return Amount(lang, v)
	case time.Time:
		if c.Type == dataset.Date {
			return v.UTC().Format("02/01/2006")
		}
		return i18n.DateTime(v)
	}
	return i18n.Format(lang, v)
}

// Amount writes a number with as many decimals as say something.
func Amount(lang i18n.Lang, v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return i18n.Number(lang, int64(v))
	}
	digits := 2
	if a := math.Abs(v); a >= 1000 {
		digits = 1
	} else if a < 1 {
		digits = 4
	}
	p := math.Pow(10, float64(digits))
	return i18n.Format(lang, math.Round(v*p)/p)
}

// plain integers name something: years and codes are not grouped.
func plain(c dataset.Column) bool {
	if c.Key {
		return true
	}
	for _, w := range append(fold.Tokens(c.Title), fold.Tokens(c.Name)...) {
		switch w {
		case "nam", "year", "ma", "code", "id", "stt":
			return true
		}
	}
	return false
}

// right tells columns whose values stand to the right.
func right(t dataset.Type) bool { return t == dataset.Integer || t == dataset.Decimal }

func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// Label names a column.
func Label(lang i18n.Lang, c dataset.Column) string {
	if lang == i18n.EN && c.TitleEn != "" {
		return c.TitleEn
	}
	if c.Title == "" {
		return c.Name
	}
	return c.Title
}

// TypeName names a type of values.
func TypeName(lang i18n.Lang, t dataset.Type) string {
	if key := "data.type." + string(t); i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return string(t)
}
