package ingest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhbach/domain/dataset"
)

// misfit says why a value cannot be read in a format: what is wrong with it and,
// where one can be named, the character at fault.
func misfit(text string, format int) *reason {
	f := formats[format]
	r := &reason{value: shown(text)}
	quoted := "“" + shown(text) + "”"
	switch f.Type {
	case dataset.Integer, dataset.Decimal:
		r.code = "not_" + string(f.Type)
		kindVi, kindEn := "số nguyên", "an integer"
		if f.Type == dataset.Decimal {
			kindVi, kindEn = "số", "a number"
		}
		vi, en := badNumber(text, format)
		r.vi = fmt.Sprintf("%s không phải %s theo mẫu %s; %s", quoted, kindVi, f.ID, vi)
		r.en = fmt.Sprintf("%s is not %s written like %s; %s", quoted, kindEn, f.ID, en)
	case dataset.Date, dataset.DateTime:
		r.code = "not_" + string(f.Type)
		vi, en := badDate(text)
		r.vi = fmt.Sprintf("%s không phải ngày theo mẫu %s; %s", quoted, f.ID, vi)
		r.en = fmt.Sprintf("%s is not a date written like %s; %s", quoted, f.ID, en)
	case dataset.Boolean:
		r.code = "not_boolean"
		r.vi = fmt.Sprintf("%s không phải giá trị có/không theo mẫu %s", quoted, f.ID)
		r.en = fmt.Sprintf("%s is not a yes or no written like %s", quoted, f.ID)
	default:
		r.code = "not_" + string(f.Type)
		r.vi = fmt.Sprintf("%s không đọc được theo kiểu %s", quoted, f.ID)
		r.en = fmt.Sprintf("%s cannot be read as %s", quoted, f.ID)
	}
	return r
}

func badNumber(text string, format int) (vi, en string) {
	m := classify(text)
	switch {
	case m&isCode != 0 && strings.TrimLeft(text, "-+0") != text && len(text) <= maxDigits:
		return "số 0 ở đầu cho thấy đây là mã", "the leading zero makes it a code"
	case m&isCode != 0:
		return fmt.Sprintf("có quá %d chữ số", maxDigits), fmt.Sprintf("it has more than %d digits", maxDigits)
	case m&isMark != 0:
		return "đây là dấu không có giá trị", "it is a sign for no value"
	case m&percents != 0 && !percents.has(format):
		return "có dấu phần trăm", "it has a percent sign"
	case m&(dates|datetimes) != 0:
		return "đây là ngày tháng", "it is a date"
	case m&numbers != 0 && integers.has(format) && m&decimals != 0:
		return "có phần thập phân hoặc cách phân nhóm khác", "it has decimals or groups digits in another way"
	case m&numbers != 0:
		return "dấu phân cách khác với các giá trị còn lại của cột", "its separators differ from those of the column's other values"
	}
	for i, r := range text {
		if strings.ContainsRune("0123456789.,-+ %()\u00a0\u202f\u2009\u2212", r) {
			continue
		}
		at := utf8.RuneCountInString(text[:i]) + 1
		vi, en = character(r)
		return fmt.Sprintf("ký tự thứ %d là %s", at, vi), fmt.Sprintf("character %d is %s", at, en)
	}
	return "các dấu phân cách không đúng chỗ", "its separators are misplaced"
}

// character names a rune for people.
func character(r rune) (vi, en string) {
	switch {
	case r == 'O' || r == 'o':
		return fmt.Sprintf("chữ %c, không phải số 0", r), fmt.Sprintf("the letter %c, not the digit 0", r)
	case r == 'l' || r == 'I':
		return fmt.Sprintf("chữ %c, không phải số 1", r), fmt.Sprintf("the letter %c, not the digit 1", r)
	case unicode.IsLetter(r):
		return fmt.Sprintf("chữ %c", r), fmt.Sprintf("the letter %c", r)
	case unicode.IsPrint(r):
		return fmt.Sprintf("dấu %c", r), fmt.Sprintf("the sign %c", r)
	}
	return fmt.Sprintf("ký tự ẩn U+%04X", r), fmt.Sprintf("the hidden character U+%04X", r)
}

func badDate(text string) (vi, en string) {
	if m := classify(text); m&(dates|datetimes) != 0 {
		return "cách viết ngày khác với các giá trị còn lại của cột", "it is written unlike the column's other values"
	}
	var parts []int
	n, in := 0, false
	for _, c := range text + " " {
		switch {
		case c >= '0' && c <= '9' && n < 1e6:
			n, in = n*10+int(c-'0'), true
		case in:
			parts, n, in = append(parts, n), 0, false
		}
	}
	if len(parts) < 3 {
		return "cần đủ ngày, tháng và năm", "day, month and year are needed"
	}
	day, month, year := parts[0], parts[1], parts[2]
	if day > 999 {
		day, year = year, day
	}
	switch {
	case year < 1000:
		return "năm phải có 4 chữ số", "the year needs 4 digits"
	case month < 1 || month > 12:
		return fmt.Sprintf("không có tháng %d", month), fmt.Sprintf("there is no month %d", month)
	case !valid(year, month, day):
		return fmt.Sprintf("tháng %d năm %d không có ngày %d", month, year, day), fmt.Sprintf("month %d of %d has no day %d", month, year, day)
	}
	return "phần giờ không hợp lệ hoặc có chữ thừa", "the time is not valid or something follows the date"
}
