package editorial

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Hash is the SHA-256, in lower-case hex, of Canonical.
func Hash(v any) string {
	h := sha256.Sum256(Canonical(v))
	return hex.EncodeToString(h[:])
}

// Canonical is the JSON of a content in the form of RFC 8785: members sorted by
// name, no white space, shortest escapes. It is for contents made of strings, whole
// numbers below 2^53, truth values, dates, lists and maps of strings, which cannot
// fail; member names are ASCII, so that sorting bytes is sorting UTF-16.
func Canonical(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("editorial: content that is no JSON: " + err.Error())
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		panic("editorial: content that is no JSON: " + err.Error())
	}
	var b bytes.Buffer
	b.Grow(len(raw))
	write(&b, tree)
	return b.Bytes()
}

func write(b *bytes.Buffer, v any) {
	switch v := v.(type) {
	case map[string]any:
		b.WriteByte('{')
		for i, name := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				b.WriteByte(',')
			}
			quote(b, name)
			b.WriteByte(':')
			write(b, v[name])
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, item)
		}
		b.WriteByte(']')
	case string:
		quote(b, v)
	case json.Number:
		b.WriteString(v.String())
	case bool:
		if v {
			b.WriteString("true")
		} else {
			b.WriteString("false")
		}
	default:
		b.WriteString("null")
	}
}

const hexDigits = "0123456789abcdef"

// quote writes a string as RFC 8785 section 3.2.2.2 asks.
func quote(b *bytes.Buffer, s string) {
	b.WriteByte('"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b.WriteString(s[start:i])
		start = i + 1
		b.WriteByte('\\')
		if at := strings.IndexByte("\"\\\b\f\n\r\t", c); at >= 0 {
			b.WriteByte("\"\\bfnrt"[at])
			continue
		}
		b.WriteString("u00")
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	b.WriteString(s[start:])
	b.WriteByte('"')
}
