package ingest

import (
	"strings"

	"minhbach/domain/dataset"
)

// moreNotes are the sentences of the readers of single formats.
var moreNotes []map[string][2]string

// notes of reading in Vietnamese and English; {name} stands for a parameter.
var notes = map[string][2]string{
	"encoding":         {"Tệp được chuyển từ bảng mã {encoding} sang Unicode (UTF-8); hãy kiểm tra dấu tiếng Việt.", "The file was converted from the encoding {encoding} to Unicode (UTF-8); check the Vietnamese letters."},
	"encoding_unsure":  {"Không chắc tệp dùng bảng mã nào; đã đọc như {encoding}. Hãy kiểm tra dấu tiếng Việt và chọn bảng mã khác nếu sai.", "It is not certain which encoding the file has; it was read as {encoding}. Check the Vietnamese letters and choose another if they are wrong."},
	"normalized":       {"Chữ tiếng Việt viết bằng dấu rời được ghép lại (dạng NFC).", "Vietnamese letters written with separate marks were composed (form NFC)."},
	"delimiter":        {"Các cột cách nhau bằng {delimiter}.", "Columns are separated by {delimiter}."},
	"titles_dropped":   {"{count} dòng phía trên tiêu đề cột không phải dữ liệu nên được bỏ qua: dòng {lines}.", "{count} rows above the column headers are not data and were left out: line {lines}."},
	"header_joined":    {"Tiêu đề cột được ghép từ hai dòng {lines}.", "The column headers were joined from the two lines {lines}."},
	"header_missing":   {"Không tìm thấy dòng tiêu đề; các cột được đặt tên theo thứ tự.", "No row of headers was found; columns are named by their position."},
	"units_row":        {"Dòng {line} ghi đơn vị tính của các cột nên không phải dữ liệu.", "Line {line} gives the units of the columns and is not data."},
	"numbering_row":    {"Dòng {line} đánh số các cột nên không phải dữ liệu.", "Line {line} numbers the columns and is not data."},
	"header_empty":     {"Cột thứ {position} không có tiêu đề; được đặt tên “{title}”.", "Column {position} has no header; it was named “{title}”."},
	"header_duplicate": {"Tiêu đề “{title}” lặp lại ở cột thứ {position}; tên cột cho máy là {name}.", "The header “{title}” appears again in column {position}; the column's name for programs is {name}."},
	"columns_empty":    {"Bỏ khỏi bảng các cột hoàn toàn trống: {positions}.", "Left out of the table for being wholly empty: column {positions}."},
	"blank_rows":       {"{count} dòng trống được bỏ qua.", "{count} empty rows were left out."},
	"short_rows":       {"Các dòng ngắn hơn được đọc như có ô trống ở cuối; mỗi dòng cần ít nhất {cells} ô.", "Shorter rows were read as ending in empty cells; a row needs at least {cells} cells."},
	"empty_marks":      {"Các dấu {marks} trong cột số và ngày được hiểu là không có giá trị.", "The marks {marks} in columns of numbers and dates were taken as no value."},
	"ambiguous_number": {"Cột “{title}”: dấu phân cách trong các số như {example} có thể là hàng nghìn hoặc thập phân; đã đọc là {taken}. Hãy kiểm tra.", "Column “{title}”: the separator in numbers such as {example} may mean thousands or decimals; they were read as {taken}. Please check."},
	"ambiguous_date":   {"Cột “{title}”: ngày như {example} được đọc theo thứ tự ngày/tháng/năm.", "Column “{title}”: dates such as {example} were read as day/month/year."},
	"codes_kept":       {"Cột “{title}” có số bắt đầu bằng 0 hoặc quá dài nên được giữ nguyên dạng chữ.", "Column “{title}” holds numbers that begin with 0 or are very long, so it is kept as text."},
	"misfits":          {"Cột “{title}”: {count} giá trị không đọc được theo kiểu {type} nên các dòng ấy bị loại; chọn kiểu văn bản nếu muốn giữ.", "Column “{title}”: {count} values cannot be read as {type}, so their rows are rejected; choose text to keep them."},
}

// terms that stand in parameters as codes.
var terms = map[string][2]string{
	"thousands": {"dấu hàng nghìn", "separators of thousands"}, "decimals": {"dấu thập phân", "decimal signs"},
	"text": {"văn bản", "text"}, "integer": {"số nguyên", "integer"}, "decimal": {"số thập phân", "decimal"}, "boolean": {"có/không", "yes or no"},
	"utf-16le": {"UTF-16LE", "UTF-16LE"}, "utf-16be": {"UTF-16BE", "UTF-16BE"}, "windows-1258": {"Windows-1258", "Windows-1258"},
	"tcvn3": {"TCVN3 (ABC)", "TCVN3 (ABC)"}, "vni": {"VNI-Windows", "VNI-Windows"},
	"date": {"ngày", "date"}, "datetime": {"ngày giờ", "date and time"}, "geometry": {"hình học", "geometry"},
}

// Sentence is a note for people: English for "en", else Vietnamese.
func Sentence(n dataset.Note, lang string) string {
	pair, ok := notes[n.Code]
	for _, m := range moreNotes {
		if !ok {
			pair, ok = m[n.Code]
		}
	}
	if !ok {
		return n.Code
	}
	s := pair[0]
	if lang == "en" {
		s = pair[1]
	}
	for name, value := range n.Params {
		if w, ok := terms[value]; ok && (name == "type" || name == "taken" || name == "encoding") {
			value = w[0]
			if lang == "en" {
				value = w[1]
			}
		}
		s = strings.ReplaceAll(s, "{"+name+"}", value)
	}
	return s
}

func note(code string, params ...string) dataset.Note {
	n := dataset.Note{Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if n.Params == nil {
			n.Params = map[string]string{}
		}
		n.Params[params[i]] = params[i+1]
	}
	return n
}
