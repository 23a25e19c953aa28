package quality

import (
	"unicode/utf8"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
)

// LongEnough is how many characters a description must have more than, as udata
// has it by default.
const LongEnough = 100

var udata = []question{
	{"udata.licence", Udata, 1, func(c dataset.Content, _ Facts) bool { return c.Description.Licence != "" },
		"Có điều kiện sử dụng", "A licence is given",
		"Chọn điều kiện sử dụng (giấy phép) của dữ liệu.", "Choose the licence of the data."},
	{"udata.temporal", Udata, 1, func(c dataset.Content, _ Facts) bool { return hasPeriod(c) },
		"Có thời kỳ dữ liệu", "The period covered is given",
		"Ghi ngày đầu và ngày cuối của thời kỳ mà dữ liệu nói tới.", "Give the first and last day that the data speaks of."},
	{"udata.spatial", Udata, 1, func(c dataset.Content, _ Facts) bool { return hasPlace(c) },
		"Có phạm vi không gian", "The place covered is given",
		"Ghi tên địa bàn mà dữ liệu nói tới.", "Name the place that the data covers."},
	{"udata.frequency", Udata, 1, func(c dataset.Content, _ Facts) bool { return c.Description.Frequency != "" },
		"Có tần suất cập nhật", "The frequency of updates is given",
		"Chọn tần suất cập nhật mà cơ quan giữ được.", "Choose a frequency of updates that the agency can keep."},
	{inTime, Udata, 1, func(c dataset.Content, f Facts) bool {
		due, dated := Due(c, f)
		return c.Description.Frequency != "" && hasData(c, f) && (!dated || !f.Today.After(due))
	}, "Cập nhật đúng hạn", "Updated in time",
		"Công bố dữ liệu kỳ mới, hoặc sửa lại tần suất và ngày cập nhật kế tiếp.", "Publish the data of the next period, or correct the frequency and the next date announced."},
	{"udata.description", Udata, 1, func(c dataset.Content, _ Facts) bool {
		return utf8.RuneCountInString(c.Description.Summary)+utf8.RuneCountInString(c.Description.Description) > LongEnough
	}, "Mô tả đủ dài (trên 100 ký tự)", "The description is long enough (over 100 characters)",
		"Viết thêm vài câu: dữ liệu có gì, từ đâu, dùng vào việc gì.", "Write a few more sentences: what the data holds, where it comes from, what it is good for."},
	{"udata.open_format", Udata, 1, hasData, "Có định dạng mở", "There is an open format", attachVi, attachEn},
	{"udata.available", Udata, 1, hasData, "Mọi tệp đều tải được", "All files can be had", attachVi, attachEn},
	{"udata.documented", Udata, 1, documented, "Mọi cột đều có mô tả", "Every column is described",
		"Viết mô tả và đơn vị tính cho những cột còn thiếu trong từ điển dữ liệu.", "Describe the columns that still lack it in the data dictionary, with their units."},
}

const inTime = "udata.in_time"

// ByUdata scores by the criteria of udata; Ratio is udata's figure from 0 to 1.
// Without Facts.Today the question whether updates come in time is left out.
func ByUdata(c dataset.Content, f Facts) Score {
	table := udata
	if f.Today.IsZero() {
		table = nil
		for _, q := range udata {
			if q.id != inTime {
				table = append(table, q)
			}
		}
	}
	return score(table, c, f)
}

// days between two releases that a frequency promises, in the longest case.
var days = map[dataset.Frequency]int{"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "biannual": 184, "annual": 366}

// Due is when the next data is expected: on the day announced, else by the
// frequency. dated is false where no day can be told (irregular, no longer updated).
func Due(c dataset.Content, f Facts) (due calendar.Date, dated bool) {
	updated := f.Updated
	if updated.IsZero() {
		updated = f.Published
	}
	n, regular := days[c.Description.Frequency]
	switch next := c.Description.NextDue; {
	case !next.IsZero() && (updated.IsZero() || next.After(updated)):
		return next, true
	case regular && !updated.IsZero():
		return updated.AddDays(n), true
	}
	return calendar.Date{}, false
}

// documented is stricter than udata, which is content with one file described.
func documented(c dataset.Content, _ Facts) bool {
	if c.Release == nil || len(c.Release.Columns) == 0 {
		return false
	}
	for _, column := range c.Release.Columns {
		if column.Description == "" {
			return false
		}
	}
	return true
}
