package reading

import (
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minhbach/domain/fault"
)

func sorted(q url.Values) iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for _, name := range slices.Sorted(maps.Keys(q)) {
			if !yield(name, q[name]) {
				return
			}
		}
	}
}

// With is a path and the given parameters; empty values are left out.
func With(path string, q url.Values) string {
	for name, values := range q {
		if len(values) == 0 || values[0] == "" {
			delete(q, name)
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// Faults of what a reader typed into a filter.
var (
	ErrYear = fault.Define(fault.Invalid, "list.year",
		"Năm “{text}” không đọc được; hãy viết bốn chữ số, ví dụ 2026.",
		"The year “{text}” cannot be read; write four digits, for example 2026.")
	ErrChoice = fault.Define(fault.Invalid, "list.choice",
		"Lựa chọn “{text}” không có trong danh sách; hãy chọn lại.",
		"The choice “{text}” is not on the list; choose again.")
	ErrText = fault.Define(fault.Invalid, "list.text",
		"Nội dung cần tìm quá dài hoặc có ký tự không hợp lệ; hãy viết lại, tối đa {most} ký tự.",
		"What you look for is too long or has invalid characters; write at most {most} characters.")
)

// Year reads a year; empty is 0.
func Year(text string) (int, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1900 || n > 2999 {
		return 0, ErrYear.New("text", text)
	}
	return n, nil
}

// MostText is how long a text to look for may be.
const MostText = 200

// Text reads what a reader looks for.
func Text(text string) (string, error) {
	text = strings.TrimSpace(text)
	if !validText(text) {
		return "", ErrText.New("most", MostText)
	}
	return text, nil
}
