package ingest

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxValue is how much of a value a report shows, in characters.
const maxValue = 200

// shown is a value as a report shows it.
func shown(value string) string {
	value = strings.ToValidUTF8(value, "\uFFFD")
	if len(value) <= maxValue || utf8.RuneCountInString(value) <= maxValue {
		return value
	}
	return string([]rune(value)[:maxValue-1]) + "…"
}

func afterQuote(line int64, cell string) *reason {
	return &reason{code: "quote", value: shown(cell),
		vi: fmt.Sprintf("sau dấu nháy kép đóng của ô bắt đầu ở dòng %d còn ký tự khác; hãy viết đôi dấu nháy (\"\") nếu nó thuộc nội dung", line),
		en: fmt.Sprintf("something follows the closing quotation mark of the cell that begins on line %d; double the mark (\"\") where it belongs to the text", line)}
}

func notText(cell string) *reason {
	at := 0
	for i, r := range cell {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(cell[i:]); size == 1 {
				at = utf8.RuneCountInString(cell[:i]) + 1
				break
			}
		}
	}
	return &reason{code: "encoding", value: shown(cell),
		vi: fmt.Sprintf("ký tự thứ %d không phải UTF-8 hợp lệ", at),
		en: fmt.Sprintf("character %d is not valid UTF-8", at)}
}

func tooLong(cells, columns int) *reason {
	return &reason{code: "too_many_cells", value: fmt.Sprint(cells),
		vi: fmt.Sprintf("dòng có %d ô nhưng bảng chỉ có %d cột; hãy kiểm tra dấu phân cách trong nội dung", cells, columns),
		en: fmt.Sprintf("the row has %d cells but the table only %d columns; check for delimiters within the text", cells, columns)}
}

func tooShort(cells, columns int) *reason {
	return &reason{code: "too_few_cells", value: fmt.Sprint(cells),
		vi: fmt.Sprintf("dòng chỉ có %d ô trong khi bảng có %d cột; hãy kiểm tra dòng bị ngắt hoặc thiếu dấu phân cách", cells, columns),
		en: fmt.Sprintf("the row has only %d cells while the table has %d columns; check for a broken line or missing delimiters", cells, columns)}
}
