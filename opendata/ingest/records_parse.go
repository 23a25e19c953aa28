package ingest

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unquoteJSON reads a string as RFC 8259 section 7 has it.
func unquoteJSON(raw []byte) (string, bool) {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return "", false
	}
	in := raw[1 : len(raw)-1]
	if bytes.IndexByte(in, '\\') < 0 {
		for _, c := range in {
			if c < ' ' || c == '"' {
				return "", false
			}
		}
		return tidy(string(in)), true
	}
	out := make([]byte, 0, len(in))
	for i := 0; i < len(in); i++ {
		c := in[i]
		if c < ' ' || c == '"' {
			return "", false
		}
		if c != '\\' {
			out = append(out, c)
			continue
		}
		if i++; i >= len(in) {
			return "", false
		}
		switch c := in[i]; c {
		case '"', '\\', '/':
			out = append(out, c)
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, ok := hex4(in[i+1:])
			if !ok {
				return "", false
			}
			i += 4
			if utf16.IsSurrogate(r) {
				low, ok := rune(0), false
				if i+2 < len(in) && in[i+1] == '\\' && in[i+2] == 'u' {
					low, ok = hex4(in[i+3:])
				}
				if pair := utf16.DecodeRune(r, low); ok && pair != utf8.RuneError {
					r = pair
					i += 6
				} else {
					r = utf8.RuneError
				}
			}
			out = utf8.AppendRune(out, r)
		default:
			return "", false
		}
	}
	return tidy(string(out)), true
}

func hex4(b []byte) (rune, bool) {
	if len(b) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[:4]), 16, 16)
	return rune(n), err == nil
}

// jsonNumber tells whether raw is a number as RFC 8259 section 6 has it.
func jsonNumber(raw []byte) bool {
	i := 0
	digits := func() bool {
		from := i
		for i < len(raw) && raw[i] >= '0' && raw[i] <= '9' {
			i++
		}
		return i > from
	}
	if i < len(raw) && raw[i] == '-' {
		i++
	}
	if i < len(raw) && raw[i] == '0' {
		i++
	} else if !digits() {
		return false
	}
	if i < len(raw) && raw[i] == '.' {
		if i++; !digits() {
			return false
		}
	}
	if i < len(raw) && raw[i]|0x20 == 'e' {
		if i++; i < len(raw) && (raw[i] == '+' || raw[i] == '-') {
			i++
		}
		if !digits() {
			return false
		}
	}
	return i == len(raw)
}

// scalarJSON reads anything but an object or an array. ok is false when it is not
// JSON.
func scalarJSON(raw []byte) (c cell, ok bool) {
	switch string(raw) {
	case "null":
		return cell{}, true
	case "true":
		return cell{text: "true", value: true}, true
	case "false":
		return cell{text: "false", value: false}, true
	}
	if len(raw) > 0 && raw[0] == '"' {
		s, ok := unquoteJSON(raw)
		return cell{text: s}, ok
	}
	if !jsonNumber(raw) {
		return cell{}, false
	}
	if !bytes.ContainsAny(raw, ".eE") {
		if n, err := strconv.ParseInt(string(raw), 10, 64); err == nil {
			return cell{text: strconv.FormatInt(n, 10), value: n}, true
		}
		return cell{text: string(raw)}, true // more digits than a number keeps
	}
	n, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.IsInf(n, 0) {
		return cell{text: string(raw)}, true
	}
	return cell{text: floatText(n), value: n}, true
}

// compact writes valid JSON without white space between its parts.
func compact(raw []byte) string {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return string(raw)
	}
	return tidy(b.String())
}

// shapes are the types of GeoJSON geometries (RFC 7946 section 1.4) with the member
// that holds what they consist of.
var shapes = map[string]string{
	"Point": "coordinates", "MultiPoint": "coordinates", "LineString": "coordinates", "MultiLineString": "coordinates",
	"Polygon": "coordinates", "MultiPolygon": "coordinates", "GeometryCollection": "geometries",
}

// isGeometry tells whether a valid JSON object is a geometry and nothing more.
func isGeometry(raw []byte) bool {
	if bytes.IndexByte(raw, '{') != 0 || !bytes.Contains(raw, []byte(`"type"`)) {
		return false
	}
	kind, list, other := "", "", false
	s := &jsonStream{buf: raw, eof: true, max: len(raw)}
	err := s.members(func(key string) error {
		v, err := s.value(true)
		if err != nil {
			return err
		}
		switch key {
		case "type":
			kind, _ = unquoteJSON(v)
		case "coordinates", "geometries":
			other = other || list != "" || v[0] != '['
			list = key
		case "bbox":
		default:
			other = true
		}
		return nil
	})
	return err == nil && !other && list != "" && list == shapes[kind]
}
