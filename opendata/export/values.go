package export

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"minhbach/domain/dataset"
)

// isNone tells whether there is no value: nil, or a number that is none.
func isNone(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case float64:
		return math.IsNaN(v) || math.IsInf(v, 0)
	}
	return false
}

// appendNumber writes the shortest figure that reads back as f, as ECMAScript and
// so JSON spell it: an exponent only where there would be many zeros.
func appendNumber(b []byte, f float64) []byte {
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		return strconv.AppendFloat(b, f, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

// appendTime writes a date as ISO 8601, a point in time as RFC 3339 in UTC.
func appendTime(b []byte, t time.Time, typ dataset.Type) []byte {
	t = t.UTC()
	if typ != dataset.Date {
		return t.AppendFormat(b, time.RFC3339Nano)
	}
	if y := t.Year(); y < 0 || y > 9999 {
		return t.AppendFormat(b, time.DateOnly)
	}
	return appendDay(b, t)
}

// appendDay is AppendFormat(DateOnly), which is the dearest part of a CSV row.
func appendDay(b []byte, t time.Time) []byte {
	y, m, d := t.Date()
	b = append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-')
	return append(b, byte('0'+m/10), byte('0'+m%10), '-', byte('0'+d/10), byte('0'+d%10))
}

// appendPlain writes any value but text the way that CSV, TSV and XML share. ok is
// false for text, which each of them escapes in its own way.
func appendPlain(b []byte, v any, typ dataset.Type) (_ []byte, ok bool) {
	switch v := v.(type) {
	case string:
		return b, false
	case int64:
		return strconv.AppendInt(b, v, 10), true
	case float64:
		return appendNumber(b, v), true
	case bool:
		return strconv.AppendBool(b, v), true
	case time.Time:
		return appendTime(b, v, typ), true
	}
	return b, false
}

// text of a value that appendPlain leaves.
func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return fmt.Sprint(v)
}
