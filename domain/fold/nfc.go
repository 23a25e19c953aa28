package fold

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/fault"
)

var (
	ErrInvalidUTF8 = fault.Define(fault.Invalid, "text.invalid_utf8",
		"Byte thứ {offset} không phải UTF-8 hợp lệ; hãy lưu văn bản ở dạng Unicode (UTF-8) rồi gửi lại.",
		"Byte {offset} is not valid UTF-8; save the text as Unicode (UTF-8) and send it again.")
	ErrControl = fault.Define(fault.Invalid, "text.control_character",
		"Byte thứ {offset} là ký tự điều khiển {character}; hãy xóa ký tự đó rồi gửi lại.",
		"Byte {offset} is the control character {character}; remove it and send the text again.")
	ErrLineBreak = fault.Define(fault.Invalid, "text.line_break",
		"Byte thứ {offset} là dấu xuống dòng hoặc tab; mục này chỉ nhận một dòng.",
		"Byte {offset} is a line break or tab; this field takes one line.")
)

// NFC is the form in which all text is stored (TCVN 6909:2001, Điều 6). It
// refuses invalid UTF-8, control characters other than tab and line ends,
// noncharacters, and the signs that turn the reading direction, naming the
// byte where the first one stands (counted from 0).
func NFC(s string) (string, error) { return clean(s, false) }

// Line is NFC for a field of one line: line breaks and tabs are refused too,
// and the spaces around the text go.
func Line(s string) (string, error) {
	s, err := clean(s, true)
	return strings.TrimSpace(s), err
}

func clean(s string, line bool) (string, error) {
	ascii := true
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < 0x20 || c == 0x7F {
				if f := control(rune(c), i, line); f != nil {
					return "", f
				}
			}
			i++
			continue
		}
		ascii = false
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			return "", ErrInvalidUTF8.New("offset", i)
		}
		if f := control(r, i, line); f != nil {
			return "", f
		}
		i += size
	}
	if ascii {
		return s, nil
	}
	return norm.NFC.String(s), nil
}

func control(r rune, at int, line bool) *fault.Fault {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		if line {
			return ErrLineBreak.New("offset", at)
		}
		return nil
	case line && (r == '\u2028' || r == '\u2029' || r == '\u0085'):
		return ErrLineBreak.New("offset", at)
	case unicode.Is(unicode.Cc, r),
		r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069,
		r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
		return ErrControl.New("offset", at, "character", fmt.Sprintf("U+%04X", r))
	}
	return nil
}
