// Package input cleans the single text fields of commands the same way in every
// aggregate: Unicode form C, trimmed, within a length, with one set of codes.
//
// It knows no field and no aggregate; structured content (Markdown bodies, files)
// is checked where it is understood.
package input

import (
	"strings"
	"unicode/utf8"

	"minhbach/domain/fault"
	"minhbach/domain/fold"
)

var (
	ErrRequired = fault.Define(fault.Invalid, "text.required",
		"Mục này bắt buộc phải có; hãy điền vào.",
		"This field is required; fill it in.")
	ErrTooLong = fault.Define(fault.Invalid, "text.too_long",
		"Nội dung dài {length} ký tự, vượt quá giới hạn {max}; hãy rút gọn.",
		"The text has {length} characters, more than the {max} allowed; shorten it.")
)

// Text cleans one field. Faults go to the list under the path; what comes back is
// in Unicode form C and trimmed.
func Text(l *fault.List, path, s string, limit int) string {
	return clean(l, path, s, limit, true, fold.NFC)
}

// Line is Text without line breaks.
func Line(l *fault.List, path, s string, limit int) string {
	return clean(l, path, s, limit, true, fold.Line)
}

// OptionalText is Text that may be empty.
func OptionalText(l *fault.List, path, s string, limit int) string {
	return clean(l, path, s, limit, false, fold.NFC)
}

// OptionalLine is Line that may be empty.
func OptionalLine(l *fault.List, path, s string, limit int) string {
	return clean(l, path, s, limit, false, fold.Line)
}

func clean(l *fault.List, path, s string, limit int, required bool, form func(string) (string, error)) string {
	// Normalising costs more than counting: what is far too long is refused unread.
	if len(s) > 16*limit+64 {
		l.Add(ErrTooLong.New("length", utf8.RuneCountInString(s), "max", limit).At(path))
		return ""
	}
	s, err := form(strings.TrimSpace(s))
	if err != nil {
		l.Add(fault.Of(err).At(path))
		return ""
	}
	if n := utf8.RuneCountInString(s); n > limit {
		l.Add(ErrTooLong.New("length", n, "max", limit).At(path))
	}
	if required && s == "" {
		l.Add(ErrRequired.New().At(path))
	}
	return s
}
