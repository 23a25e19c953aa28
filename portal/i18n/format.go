package i18n

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Zone is Asia/Ho_Chi_Minh: +07:00 since 1975, without summer time. It is fixed
// here so that no host file can change what a page shows.
var Zone = time.FixedZone("+07", 7*60*60)

// Date writes dd/mm/yyyy in Viet Nam time; the zero time is empty.
func Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Zone).Format("02/01/2006")
}

// DateTime writes dd/mm/yyyy HH:MM, 24 hours, in Viet Nam time.
func DateTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Zone).Format("02/01/2006 15:04")
}

// Instant writes date and time to the second with the zone, for proofs and
// as-of notices where the minute is not enough.
func Instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Zone).Format("02/01/2006 15:04:05 (UTC-07:00)")
}

// Machine writes the value of a <time datetime> attribute (RFC 3339).
func Machine(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Zone).Format(time.RFC3339)
}

// Number groups thousands: 1.234.567 in Vietnamese, 1,234,567 in English.
func Number(lang Lang, n int64) string {
	return group(lang, strconv.FormatInt(n, 10))
}

// Decimal writes f with a fixed number of decimals: 1.234.567,89.
func Decimal(lang Lang, f float64, decimals int) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "–"
	}
	return group(lang, strconv.FormatFloat(f, 'f', decimals, 64))
}

func group(lang Lang, digits string) string {
	thousand, decimal := ".", ","
	if lang == EN {
		thousand, decimal = ",", "."
	}
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "−", digits[1:]
	}
	whole, fraction, has := strings.Cut(digits, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(thousand)
		}
		b.WriteRune(d)
	}
	if has {
		b.WriteString(decimal + fraction)
	}
	return b.String()
}

// Size writes a file size in decimal units, as download links show it.
func Size(lang Lang, bytes int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	if bytes < 1000 {
		return Number(lang, bytes) + " B"
	}
	value, unit := float64(bytes), 0
	for value >= 999.95 && unit < len(units)-1 {
		value, unit = value/1000, unit+1
	}
	return Decimal(lang, value, 1) + " " + units[unit]
}

// Percent writes a share of one: 0.4567 is 45,7 %.
func Percent(lang Lang, share float64) string {
	if lang == EN {
		return Decimal(lang, share*100, 1) + "%"
	}
	return Decimal(lang, share*100, 1) + " %"
}

// Format writes one argument of a message.
func Format(lang Lang, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case time.Time:
		return Date(v)
	case fmt.Stringer:
		return v.String()
	case error:
		return v.Error()
	}
	if n, ok := integer(v); ok {
		return Number(lang, n)
	}
	if r := reflect.ValueOf(v); r.CanFloat() {
		s := strconv.FormatFloat(r.Float(), 'f', -1, 64)
		return group(lang, s)
	}
	return fmt.Sprint(v)
}

func integer(v any) (int64, bool) {
	r := reflect.ValueOf(v)
	switch {
	case !r.IsValid():
		return 0, false
	case r.CanInt():
		return r.Int(), true
	case r.CanUint() && r.Uint() <= math.MaxInt64:
		return int64(r.Uint()), true
	}
	return 0, false
}
