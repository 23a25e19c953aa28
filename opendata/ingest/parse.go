package ingest

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// trim takes off the spaces around a value; they are never part of it.
func trim(s string) string {
	if s == "" {
		return s
	}
	if c, d := s[0], s[len(s)-1]; c > ' ' && c < 0x80 && d > ' ' && d < 0x80 {
		return s
	}
	return strings.TrimFunc(s, blank)
}

func blank(r rune) bool { return unicode.IsSpace(r) || r == 0x200B || r == 0xFEFF }

// parse reads a trimmed value in a format; ok is false when it cannot be read so.
func parse(format int, text string, value any) (any, bool) {
	if value != nil {
		return convert(format, value)
	}
	if format == intPlain {
		if n, ok := plainInt(text); ok {
			return n, true
		}
	}
	if classify(text)&(1<<format) == 0 {
		return nil, false
	}
	switch {
	case (integers | decimals | percents).has(format):
		return parseNumber(format, text)
	case booleans.has(format):
		switch strings.ToLower(text) {
		case "true", "có", "đúng", "yes", "x", "✓":
			return true, true
		}
		return false, true
	case (dates | datetimes).has(format):
		return readTime(format, text), true
	}
	return nil, false
}

func (m mask) has(format int) bool { return m&(1<<format) != 0 }

func plainInt(s string) (n int64, ok bool) {
	if len(s) > maxDigits || len(s) > 1 && s[0] == '0' {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, true
}

// parseNumber reads what classify has found to be in the format.
func parseNumber(format int, text string) (any, bool) {
	text = strings.Replace(text, "\u2212", "-", 1)
	n := signs(text)
	var buf [64]byte
	b := buf[:0]
	if n.neg {
		b = append(b, '-')
	}
	comma := false
	switch format {
	case decComma, decDotComma, decSpaceComma, pctComma, pctDotComma:
		comma = true
	}
	whole := integers.has(format)
	for i := range len(n.text) {
		switch c := n.text[i]; {
		case c >= '0' && c <= '9', c == 'e', c == 'E', (c == '-' || c == '+') && n.text[i-1]|0x20 == 'e':
			b = append(b, c)
		case !whole && (c == ',' && comma || c == '.' && !comma):
			b = append(b, '.')
		}
	}
	if whole {
		v, err := strconv.ParseInt(string(b), 10, 64)
		return v, err == nil
	}
	v, err := strconv.ParseFloat(string(b), 64)
	return v, err == nil
}

// vietnam is the offset of times that name none; the country has had one since 1975.
const vietnam = 7 * time.Hour

// convert is for values whose type their format knows.
func convert(format int, value any) (any, bool) {
	if classifyValue(value)&(1<<format) == 0 {
		return nil, false
	}
	switch v := value.(type) {
	case int64:
		if !integers.has(format) {
			return float64(v), true
		}
	case day:
		if datetimes.has(format) {
			return v.Add(-vietnam).UTC(), true
		}
		return v.Time, true
	case geometry:
		return string(v), true
	}
	return value, true
}

// readTime is the value of a date or time that classify has found to be in the
// format. Dates are midnight UTC; a time without a zone is Vietnam's.
func readTime(format int, s string) time.Time {
	parts, k, _ := readDate(s)
	y, m, d := parts[2], parts[1], parts[0]
	switch format {
	case dateISO, dateYMD, timeISO:
		y, d = d, y
	case dateMDY, timeMDY:
		m, d = d, m
	}
	date := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if dates.has(format) {
		return date
	}
	local := -vietnam
	if k < len(s) {
		after, off, _ := clock(s[k:])
		if off != nil {
			local = -time.Duration(*off) * time.Second
		}
		date = date.Add(after)
	}
	return date.Add(local)
}
