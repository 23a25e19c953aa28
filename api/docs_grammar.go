package api

// docsCondition is a line of the grammar of conditions: what is written, and what
// it chooses. The same lines are tried in a test.
type docsCondition struct{ Text, Vi, En string }

// conditions explain where by example, on a table of communes.
var conditions = []docsCondition{
	{`dan_so >= 12000`, "So sánh số: = != < <= > >=. Số viết kiểu máy, dấu chấm thập phân.", "Compare numbers: = != < <= > >=, with a decimal point."},
	{`dan_so between 10000 and 20000`, "Trong khoảng, kể cả hai đầu.", "In a range, both ends included."},
	{`ten in ("Kế Sách", "Nhơn Mỹ")`, "Một trong các giá trị.", "One of these values."},
	{`ten contains "ke sach"`, "Văn bản có chứa; không phân biệt dấu và hoa thường. Cũng có starts, ends, equals.", "The text holds this, whatever accents and capitals; starts, ends and equals too."},
	{`ten = "Kế Sách"`, "Đúng từng chữ, kể cả dấu.", "Exactly this, accents included."},
	{`ngay >= 2025-01-01 and ngay < 31/12/2025`, "Ngày viết 2025-12-31 hoặc 31/12/2025.", "Dates are 2025-12-31 or 31/12/2025."},
	{`luc > "2025-12-31T17:30:00+07:00"`, "Thời điểm theo RFC 3339; không ghi múi giờ là UTC.", "Instants as RFC 3339; UTC where no zone is given."},
	{`nong_thon = true`, "Đúng hoặc sai: true, false.", "True or false."},
	{`mat_do is missing or not (dan_so > 500)`, "Ô trống: is missing, is not missing. Nối bằng and, or, not và dấu ngoặc.", "Empty cells: is missing, is not missing. Join with and, or, not and brackets."},
	{"`Dân số` > 0 và không ten chứa \"trinh\"", "Từ khóa tiếng Việt và tiêu đề cột (trong dấu huyền ngược) cũng được.", "Vietnamese keywords, and titles of columns in backquotes, do as well."},
}

// docsLists explain the other parts of a question.
var docsLists = []docsCondition{
	{`select=ten,dan_so`, "Chỉ lấy các cột này.", "These columns only."},
	{`order=-dan_so,ten`, "Sắp xếp; dấu trừ hoặc desc là giảm dần; ô trống đứng cuối.", "Sort; a minus or desc for the largest first; empty cells come last."},
	{`q=nhon my`, "Các từ phải có trong một cột văn bản nào đó.", "Words that some text column must hold."},
	{`limit=100&cursor=…`, "Từng trang: lấy cursor từ next hoặc liên kết rel=next.", "Page by page: take the cursor from next, or follow rel=next."},
	{`format=csv`, "Toàn bộ dòng đã chọn ở dạng csv, excel, xlsx, ndjson, parquet, geojson, tsv.", "All chosen rows as csv, excel, xlsx, ndjson, parquet, geojson or tsv."},
	{`version=2 · as_of=2026-01-31`, "Một phiên bản cũ, hoặc dữ liệu như đã công khai vào ngày đó.", "An older version, or the data as it was public on that day."},
	{`group_by=ngay:year&select=count,sum(dan_so) as tong&order=-tong`, "Ở /groups: gộp theo cột hoặc phần của ngày; count, sum, avg, min, max, median, distinct.", "At /groups: by columns or parts of dates; count, sum, avg, min, max, median, distinct."},
}
