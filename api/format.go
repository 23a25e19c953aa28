package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/unicode/norm"
)

// Marks by which classify knows the faults of a body.
const (
	badEncoding = "minhbach:encoding"
	badSyntax   = "minhbach:syntax:"
	badType     = "minhbach:type:"
)

// strictJSON is JSON that is never mended in silence: bytes that are not UTF-8 and
// halves of surrogate pairs are refused, where the standard decoder would put a
// replacement character in their place.
var strictJSON = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(v)
	},
	Unmarshal: func(data []byte, v any) error {
		if !utf8.Valid(data) || loneSurrogate(data) {
			return errors.New(badEncoding)
		}
		err := json.Unmarshal(data, v)
		var syntax *json.SyntaxError
		var kind *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			line, column := place(data, syntax.Offset)
			return fmt.Errorf("%s%d:%d", badSyntax, line, column)
		case errors.As(err, &kind):
			return fmt.Errorf("%s%s:%s", badType, kind.Field, kind.Type.Kind())
		}
		if tree, ok := v.(*any); ok {
			*tree = composed(*tree) // limits count characters in Unicode form C
		}
		return err
	},
}

func place(data []byte, offset int64) (line, column int) {
	before := data[:min(max(offset, 0), int64(len(data)))]
	line = 1 + bytes.Count(before, []byte{'\n'})
	return line, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
}

func composed(v any) any {
	switch v := v.(type) {
	case string:
		return norm.NFC.String(v)
	case []any:
		for i := range v {
			v[i] = composed(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = composed(v[name])
		}
	}
	return v
}

// loneSurrogate finds \ud800–\udfff without its other half (RFC 8259 section 8.2).
func loneSurrogate(data []byte) bool {
	for i := 0; i+1 < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		i++
		if data[i] != 'u' {
			continue
		}
		unit, ok := hex4(data, i+1)
		if !ok || unit < 0xD800 || unit > 0xDFFF {
			continue
		}
		if unit > 0xDBFF || i+6 >= len(data) || data[i+5] != '\\' || data[i+6] != 'u' {
			return true
		}
		if low, ok := hex4(data, i+7); !ok || low < 0xDC00 || low > 0xDFFF {
			return true
		}
		i += 10
	}
	return false
}

func hex4(data []byte, at int) (n int, ok bool) {
	if at+4 > len(data) {
		return 0, false
	}
	for _, c := range data[at : at+4] {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | int(c-'0')
		case c >= 'a' && c <= 'f':
			n = n<<4 | int(c-'a'+10)
		case c >= 'A' && c <= 'F':
			n = n<<4 | int(c-'A'+10)
		default:
			return 0, false
		}
	}
	return n, true
}
