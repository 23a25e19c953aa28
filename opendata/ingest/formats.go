package ingest

import (
	"math/bits"

	"minhbach/domain/dataset"
)

// Format is a way of writing the values of a type. Its ID is what
// dataset.SourceColumn.Format and ColumnChoice.Format hold.
type Format struct {
	Type dataset.Type
	ID   string // unique within a type
	Vi   string
	En   string
}

// Label names the format for people.
func (f Format) Label(lang string) string {
	if lang == "en" {
		return f.En
	}
	return f.Vi
}

// Formats lists every way of writing that is recognised, by type, the plainest
// first. Text has none: it is taken as written, without the spaces around it.
func Formats() []Format { return append([]Format(nil), formats[:]...) }

// The formats by number. Where several read every value of a column, the first one
// is taken: the narrowest type, then the plainest way of writing.
const (
	intPlain = iota
	intSpace
	intDot
	intComma
	boolTrue
	boolCo
	boolDung
	boolYes
	boolX
	dateISO
	dateDMY
	dateMDY
	dateDash
	dateDot
	dateYMD
	timeISO
	timeDMY
	timeMDY
	timeDash
	decDot
	decComma
	decDotComma
	decCommaDot
	decSpaceComma
	decSpaceDot
	pctDot
	pctComma
	pctDotComma
	pctCommaDot
	geoJSON
	formatCount
)

var formats = [formatCount]Format{
	intPlain:      {dataset.Integer, "1234", "số nguyên 1234", "integer 1234"},
	intSpace:      {dataset.Integer, "1 234", "số nguyên, cách hàng nghìn bằng dấu trống: 1 234", "integer with spaces between thousands: 1 234"},
	intDot:        {dataset.Integer, "1.234", "số nguyên, chấm hàng nghìn: 1.234", "integer with points between thousands: 1.234"},
	intComma:      {dataset.Integer, "1,234", "số nguyên, phẩy hàng nghìn: 1,234", "integer with commas between thousands: 1,234"},
	boolTrue:      {dataset.Boolean, "true/false", "true hoặc false", "true or false"},
	boolCo:        {dataset.Boolean, "có/không", "có hoặc không", "“có” (yes) or “không” (no)"},
	boolDung:      {dataset.Boolean, "đúng/sai", "đúng hoặc sai", "“đúng” (true) or “sai” (false)"},
	boolYes:       {dataset.Boolean, "yes/no", "yes hoặc no", "yes or no"},
	boolX:         {dataset.Boolean, "x", "đánh dấu x là có, ô trống là không có giá trị", "x for true, an empty cell for no value"},
	dateISO:       {dataset.Date, "yyyy-mm-dd", "ngày năm-tháng-ngày: 2026-01-31", "date, year-month-day: 2026-01-31"},
	dateDMY:       {dataset.Date, "dd/mm/yyyy", "ngày/tháng/năm: 31/01/2026", "date, day/month/year: 31/01/2026"},
	dateMDY:       {dataset.Date, "mm/dd/yyyy", "tháng/ngày/năm: 01/31/2026", "date, month/day/year: 01/31/2026"},
	dateDash:      {dataset.Date, "dd-mm-yyyy", "ngày-tháng-năm: 31-01-2026", "date, day-month-year: 31-01-2026"},
	dateDot:       {dataset.Date, "dd.mm.yyyy", "ngày.tháng.năm: 31.01.2026", "date, day.month.year: 31.01.2026"},
	dateYMD:       {dataset.Date, "yyyy/mm/dd", "năm/tháng/ngày: 2026/01/31", "date, year/month/day: 2026/01/31"},
	timeISO:       {dataset.DateTime, "yyyy-mm-dd hh:mm", "ngày giờ ISO: 2026-01-31T08:30:00+07:00", "ISO date and time: 2026-01-31T08:30:00+07:00"},
	timeDMY:       {dataset.DateTime, "dd/mm/yyyy hh:mm", "ngày/tháng/năm giờ:phút: 31/01/2026 08:30", "day/month/year hour:minute: 31/01/2026 08:30"},
	timeMDY:       {dataset.DateTime, "mm/dd/yyyy hh:mm", "tháng/ngày/năm giờ:phút: 01/31/2026 08:30", "month/day/year hour:minute: 01/31/2026 08:30"},
	timeDash:      {dataset.DateTime, "dd-mm-yyyy hh:mm", "ngày-tháng-năm giờ:phút: 31-01-2026 08:30", "day-month-year hour:minute: 31-01-2026 08:30"},
	decDot:        {dataset.Decimal, "1234.5", "số thập phân dấu chấm: 1234.5", "decimal with a point: 1234.5"},
	decComma:      {dataset.Decimal, "1234,5", "số thập phân dấu phẩy: 1234,5", "decimal with a comma: 1234,5"},
	decDotComma:   {dataset.Decimal, "1.234,5", "số kiểu Việt Nam: 1.234,5", "Vietnamese number: 1.234,5"},
	decCommaDot:   {dataset.Decimal, "1,234.5", "số kiểu Anh Mỹ: 1,234.5", "English number: 1,234.5"},
	decSpaceComma: {dataset.Decimal, "1 234,5", "số có dấu trống hàng nghìn, phẩy thập phân: 1 234,5", "spaces between thousands, decimal comma: 1 234,5"},
	decSpaceDot:   {dataset.Decimal, "1 234.5", "số có dấu trống hàng nghìn, chấm thập phân: 1 234.5", "spaces between thousands, decimal point: 1 234.5"},
	pctDot:        {dataset.Decimal, "12.5%", "phần trăm dấu chấm: 12.5%", "percent with a point: 12.5%"},
	pctComma:      {dataset.Decimal, "12,5%", "phần trăm dấu phẩy: 12,5%", "percent with a comma: 12,5%"},
	pctDotComma:   {dataset.Decimal, "1.234,5%", "phần trăm kiểu Việt Nam: 1.234,5%", "Vietnamese percent: 1.234,5%"},
	pctCommaDot:   {dataset.Decimal, "1,234.5%", "phần trăm kiểu Anh Mỹ: 1,234.5%", "English percent: 1,234.5%"},
	geoJSON:       {dataset.Geometry, "geojson", "hình học GeoJSON", "GeoJSON geometry"},
}

// mask is a set of formats, and what else is known of a value.
type mask uint64

const (
	isMark mask = 1 << 62 // a sign that may mean “no value”
	isCode mask = 1 << 61 // digits that are no number: leading zeros, too many of them
)

func of(list ...int) (m mask) {
	for _, f := range list {
		m |= 1 << f
	}
	return m
}

var (
	percents  = of(pctDot, pctComma, pctDotComma, pctCommaDot)
	integers  = of(intPlain, intSpace, intDot, intComma)
	decimals  = of(decDot, decComma, decDotComma, decCommaDot, decSpaceComma, decSpaceDot)
	numbers   = integers | decimals | percents
	booleans  = of(boolTrue, boolCo, boolDung, boolYes, boolX)
	dates     = of(dateISO, dateDMY, dateMDY, dateDash, dateDot, dateYMD)
	datetimes = of(timeISO, timeDMY, timeMDY, timeDash)
)

// each calls f with the number of every format in the set.
func (m mask) each(f func(int)) {
	for m &= 1<<formatCount - 1; m != 0; m &= m - 1 {
		f(bits.TrailingZeros64(uint64(m)))
	}
}

// formatsOf are the formats of a type.
func formatsOf(t dataset.Type) (m mask) {
	for i, f := range formats {
		if f.Type == t {
			m |= 1 << i
		}
	}
	return m
}

// formatNumber finds a format by type and id; the type's first one for "".
func formatNumber(t dataset.Type, id string) (int, bool) {
	for i, f := range formats {
		if f.Type == t && (id == "" || f.ID == id) {
			return i, true
		}
	}
	return 0, false
}
