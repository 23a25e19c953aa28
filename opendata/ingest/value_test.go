package ingest

import (
	"strings"
	"testing"
	"time"
)

func TestValues(t *testing.T) {
	at := func(y, m, d, h, min, s int) time.Time { return time.Date(y, time.Month(m), d, h, min, s, 0, time.UTC) }
	for _, c := range []struct {
		format int
		text   string
		want   any // nil: it cannot be read so
	}{
		{intPlain, "0", int64(0)},
		{intPlain, "-15", int64(-15)},
		{intPlain, "−15", int64(-15)},
		{intPlain, "(15)", int64(-15)},
		{intPlain, "+3", int64(3)},
		{intPlain, "007", nil},
		{intPlain, "+84912345678", nil},
		{intPlain, "1234567890123456789", nil},
		{intPlain, "123456789012345678", int64(123456789012345678)},
		{intPlain, "1.0", nil},
		{intPlain, "1e5", nil},
		{intPlain, "12O", nil},
		{intPlain, "-", nil},
		{intPlain, "(-5)", nil},
		{intPlain, "٣", nil},
		{intDot, "1.234.567", int64(1234567)},
		{intDot, "-1.234", int64(-1234)},
		{intDot, "999", int64(999)},
		{intDot, "1.23", nil},
		{intDot, "1234.567", nil},
		{intDot, "0.123", nil},
		{intComma, "1,234,567", int64(1234567)},
		{intComma, "1,234.567", nil},
		{intSpace, "1 234 567", int64(1234567)},
		{intSpace, "1\u00a0234", int64(1234)},
		{intSpace, "1\u202f234", int64(1234)},
		{intSpace, "1 23", nil},
		{decDot, "1234.5", 1234.5},
		{decDot, ".5", 0.5},
		{decDot, "5.", nil},
		{decDot, "1.5E+10", 1.5e10},
		{decDot, "-2.5e-3", -0.0025},
		{decDot, "1.2.3", nil},
		{decDot, "0.1234567890123456789", 0.12345678901234568},
		{decComma, "1234,5", 1234.5},
		{decComma, "-0,25", -0.25},
		{decDotComma, "1.234,56", 1234.56},
		{decDotComma, "12.345.678,9", 12345678.9},
		{decDotComma, "1234,56", 1234.56},
		{decDotComma, "1,234.56", nil},
		{decDotComma, "1.23,4", nil},
		{decDotComma, "(1.234,5)", -1234.5},
		{decCommaDot, "1,234.56", 1234.56},
		{decCommaDot, "1.234,56", nil},
		{decSpaceComma, "1 234,56", 1234.56},
		{decSpaceDot, "1 234.56", 1234.56},
		{pctComma, "12,5%", 12.5},
		{pctComma, "12,5 %", 12.5},
		{pctComma, "-3%", -3.0},
		{pctComma, "12,5", nil},
		{pctDot, "12.5%", 12.5},
		{pctDotComma, "1.234,5%", 1234.5},
		{decDot, "12.5%", nil},
		{boolCo, "Có", true},
		{boolCo, "KHÔNG", false},
		{boolDung, "sai", false},
		{boolX, "X", true},
		{boolTrue, "TRUE", true},
		{boolTrue, "1", nil},
		{dateDMY, "31/12/2024", at(2024, 12, 31, 0, 0, 0)},
		{dateDMY, "1/2/2024", at(2024, 2, 1, 0, 0, 0)},
		{dateDMY, "29/02/2023", nil},
		{dateDMY, "29/02/2024", at(2024, 2, 29, 0, 0, 0)},
		{dateDMY, "12/31/2024", nil},
		{dateDMY, "1/2/24", nil},
		{dateDMY, "31/12/2024 08:30", nil},
		{dateMDY, "12/31/2024", at(2024, 12, 31, 0, 0, 0)},
		{dateISO, "2024-12-31", at(2024, 12, 31, 0, 0, 0)},
		{dateISO, "2024-13-01", nil},
		{dateYMD, "2024/12/31", at(2024, 12, 31, 0, 0, 0)},
		{dateDash, "31-12-2024", at(2024, 12, 31, 0, 0, 0)},
		{dateDot, "31.12.2024", at(2024, 12, 31, 0, 0, 0)},
		{timeISO, "2024-12-31T08:30:00Z", at(2024, 12, 31, 8, 30, 0)},
		{timeISO, "2024-12-31T08:30:00+07:00", at(2024, 12, 31, 1, 30, 0)},
		{timeISO, "2024-12-31T08:30:00-0330", at(2024, 12, 31, 12, 0, 0)},
		{timeISO, "2024-12-31 08:30", at(2024, 12, 31, 1, 30, 0)},
		{timeISO, "2024-12-31", at(2024, 12, 30, 17, 0, 0)},
		{timeISO, "2024-12-31x08:30", nil},
		{timeISO, "2024-12-31T24:30", nil},
		{timeISO, "2024-12-31T08:30:00+", nil},
		{timeDMY, "31/12/2024 23:59:59", at(2024, 12, 31, 16, 59, 59)},
		{timeDMY, "31/12/2024 8:05", at(2024, 12, 31, 1, 5, 0)},
		{timeDash, "31-12-2024 08:30", at(2024, 12, 31, 1, 30, 0)},
	} {
		got, ok := parse(c.format, c.text, nil)
		if tm, isTime := got.(time.Time); isTime && ok {
			if want, w := c.want.(time.Time); !w || !tm.Equal(want) {
				t.Errorf("%s as %s: %v, want %v", c.text, formats[c.format].ID, tm, c.want)
			}
			continue
		}
		if ok != (c.want != nil) || ok && got != c.want {
			t.Errorf("%s as %s: %v %v, want %v", c.text, formats[c.format].ID, got, ok, c.want)
		}
	}
}

// TestReasons: a rejected value is told with what is wrong in it.
func TestReasons(t *testing.T) {
	for _, c := range []struct {
		format   int
		text, vi string
	}{
		{intPlain, "12O", "“12O” không phải số nguyên theo mẫu 1234; ký tự thứ 3 là chữ O, không phải số 0"},
		{intPlain, "l2", "ký tự thứ 1 là chữ l, không phải số 1"},
		{intPlain, "12.5", "có phần thập phân"},
		{intPlain, "0012", "số 0 ở đầu"},
		{decDot, "12,5", "dấu phân cách khác"},
		{decDot, "12,5%", "có dấu phần trăm"},
		{decComma, "12 triệu", "ký tự thứ 4 là chữ t"},
		{decComma, "1\u200b2", "ký tự ẩn U+200B"},
		{dateDMY, "31/13/2024", "không có tháng 13"},
		{dateDMY, "30/02/2024", "tháng 2 năm 2024 không có ngày 30"},
		{dateDMY, "1/2/24", "năm phải có 4 chữ số"},
		{dateDMY, "tháng 5", "cần đủ ngày, tháng và năm"},
		{dateDMY, "2024-05-01", "khác với các giá trị còn lại"},
		{boolCo, "chưa", "không phải giá trị có/không"},
	} {
		r := misfit(c.text, c.format)
		if !strings.Contains(r.vi, c.vi) || r.en == "" || r.code == "" {
			t.Errorf("%s: %q, want %q within", c.text, r.vi, c.vi)
		}
	}
}

// TestSyllables: decodings are weighed by what can be Vietnamese.
func TestSyllables(t *testing.T) {
	for text, want := range map[string]bool{
		"Đường thủy nội địa": true, "nghiêng quyết định giữa gì thuở khuỷu": true, "ĐƯỢC ƯU TIÊN": true,
		"§\u00adêng": false, "ñöôøng": false, "Đuòơng": false, "thuỷỷ": false, "xyz": false,
	} {
		if isSyllables(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
