package ingest

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// leafReader makes cells of the values of one leaf column, by its logical type and,
// where it has none, its physical one (Parquet format, LogicalTypes).
type leafReader struct {
	kind  parquet.Kind
	logic any
	unit  time.Duration // of times
	utc   bool
	scale int
}

func newLeafReader(t parquet.Type) *leafReader {
	l := &leafReader{kind: t.Kind()}
	if lt := t.LogicalType(); lt != nil {
		l.logic = lt.Value
	}
	switch lt := l.logic.(type) {
	case *format.TimestampType:
		l.unit, l.utc = tickOf(lt.Unit), lt.IsAdjustedToUTC
	case *format.TimeType:
		l.unit = tickOf(lt.Unit)
	case *format.DecimalType:
		l.scale = int(lt.Scale)
	}
	return l
}

func tickOf(u format.TimeUnit) time.Duration {
	switch u.Value.(type) {
	case *format.MilliSeconds:
		return time.Millisecond
	case *format.MicroSeconds:
		return time.Microsecond
	}
	return time.Nanosecond
}

func (l *leafReader) cell(v parquet.Value) cell {
	switch lt := l.logic.(type) {
	case *format.DateType:
		return dayCell(time.Unix(int64(v.Int32())*86_400, 0).UTC())
	case *format.TimestampType:
		return l.instant(v.Int64())
	case *format.TimeType:
		n := int64(0)
		if n = v.Int64(); l.kind == parquet.Int32 {
			n = int64(v.Int32())
		}
		return cell{text: time.Unix(0, 0).UTC().Add(time.Duration(n) * l.unit).Format("15:04:05.999999999")}
	case *format.DecimalType:
		return l.decimal(v)
	case *format.IntType:
		if !lt.IsSigned {
			return l.unsigned(v)
		}
	case *format.UUIDType:
		if b := v.ByteArray(); len(b) == 16 {
			h := hex.EncodeToString(b)
			return cell{text: strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")}
		}
	case *format.JsonType:
		if b := v.ByteArray(); bytes.HasPrefix(b, []byte("{")) && json.Valid(b) && isGeometry(b) {
			return shape(b)
		}
	}
	switch l.kind {
	case parquet.Boolean:
		return cell{text: strconv.FormatBool(v.Boolean()), value: v.Boolean()}
	case parquet.Int32:
		return wholeCell(int64(v.Int32()))
	case parquet.Int64:
		return wholeCell(v.Int64())
	case parquet.Int96:
		return int96Cell(v)
	case parquet.Float:
		n, err := strconv.ParseFloat(strconv.FormatFloat(float64(v.Float()), 'g', -1, 32), 64)
		if err != nil {
			n = float64(v.Float())
		}
		return realCell(n) // 0.1 as a float32 is meant as 0.1
	case parquet.Double:
		return realCell(v.Double())
	}
	b := v.ByteArray()
	if _, isText := l.logic.(*format.StringType); !isText && !utf8.Valid(b) {
		return cell{text: hex.EncodeToString(b)} // bytes that are no text
	}
	return cell{text: tidy(string(b))}
}

func wholeCell(n int64) cell { return cell{text: strconv.FormatInt(n, 10), value: n} }

func realCell(n float64) cell {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return cell{text: "NaN"}
	}
	return cell{text: floatText(n), value: n}
}

func (l *leafReader) unsigned(v parquet.Value) cell {
	n := v.Uint64()
	if l.kind == parquet.Int32 {
		n = uint64(v.Uint32())
	}
	if n > math.MaxInt64 {
		return cell{text: strconv.FormatUint(n, 10)}
	}
	return wholeCell(int64(n))
}

// instant reads a point in time; a local one is that of Vietnam.
func (l *leafReader) instant(n int64) cell {
	per := int64(time.Second / l.unit)
	seconds, rest := n/per, n%per
	t := time.Unix(seconds, rest*int64(l.unit)).UTC()
	if !l.utc {
		_, offset := t.In(localZone).Zone()
		t = t.Add(-time.Duration(offset) * time.Second)
	}
	return timeCell(t)
}

// int96Cell reads the timestamps of old writers: nanoseconds of the day, then the
// Julian day.
func int96Cell(v parquet.Value) cell {
	i := v.Int96()
	nanos := int64(uint64(i[1])<<32 | uint64(i[0]))
	t := time.Unix((int64(i[2])-2_440_588)*86_400, 0).Add(time.Duration(nanos))
	return timeCell(t)
}

// decimal keeps every digit in the text; the value is the nearest number.
func (l *leafReader) decimal(v parquet.Value) cell {
	n := new(big.Int)
	switch l.kind {
	case parquet.Int32:
		n.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		n.SetInt64(v.Int64())
	default:
		b := v.ByteArray()
		if len(b) > 64 {
			return cell{text: hex.EncodeToString(b)}
		}
		n.SetBytes(b)
		if len(b) > 0 && b[0]&0x80 != 0 { // two's complement
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
	}
	if l.scale <= 0 || l.scale > 100 {
		if n.IsInt64() && l.scale <= 0 {
			return wholeCell(n.Int64())
		}
		return cell{text: n.String()}
	}
	digits := new(big.Int).Abs(n).String()
	if short := l.scale + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	text := digits[:len(digits)-l.scale] + "." + digits[len(digits)-l.scale:]
	text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	if n.Sign() < 0 {
		text = "-" + text
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return cell{text: text}
	}
	return cell{text: text, value: f}
}

// appendJSON writes a leaf inside something nested.
func (l *leafReader) appendJSON(b []byte, v parquet.Value) []byte {
	if v.IsNull() {
		return append(b, "null"...)
	}
	c := l.cell(v)
	switch c.value.(type) {
	case int64, float64, bool, geometry:
		return append(b, c.text...)
	}
	return appendQuoted(b, c.text)
}

// appendQuoted writes a string as JSON does, leaving Vietnamese legible.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			const digits = "0123456789abcdef"
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
