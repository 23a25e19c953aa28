package ingest

import (
	"strconv"
	"strings"
)

// unitWords are units as they stand alone in a row below the header.
var unitWords = func() map[string]bool {
	all := map[string]bool{}
	for _, u := range strings.Split(`người,ha,km,km2,km²,m,m2,m²,m3,m³,kg,g,tấn,tạ,yến,%,‰,đồng,nghìn đồng,triệu đồng,tỷ đồng,tỉ đồng,vnđ,vnd,usd,triệu usd,tỷ usd,eur,
		hộ,cái,chiếc,con,cây,lượt,lượt người,lượt khách,giờ,phút,ngày,người/km2,người/km²,mm,cm,°c,kwh,mwh,mw,kw,lít,nghìn lít,tấn/ha,tạ/ha,kg/người,
		cơ sở,doanh nghiệp,trường,lớp,học sinh,giáo viên,giường,nghìn người,triệu người,nghìn ha,nghìn tấn,nghìn con,1000 ha,1000 tấn,1000 người,
		lần,điểm,dự án,hồ sơ,vụ,xã,phường,căn,m3/ngày,mg/l,µg/m3,µg/m³,độ,năm,tháng,tuổi,trẻ,ca,suất,chỉ tiêu,tin,số,văn bản,sản phẩm,thuê bao`, ",") {
		all[strings.TrimSpace(u)] = true
	}
	return all
}()

// unitIn is the unit in brackets at the end of a header, or "".
func unitIn(title string) string {
	open := strings.LastIndexByte(title, '(')
	if open <= 0 || !strings.HasSuffix(title, ")") {
		if strings.HasSuffix(title, " %") {
			return "%"
		}
		return ""
	}
	return unitNamed(title[open:])
}

// unitNamed is the unit that a cell is, or "".
func unitNamed(cell string) string {
	inner := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(cell, "("), ")"))
	low := strings.ToLower(inner)
	low = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(low, "đvt:"), "đơn vị tính:"), "đơn vị:"))
	if !unitWords[low] {
		return ""
	}
	return strings.TrimSpace(inner[len(inner)-len(low):])
}

// isUnits tells whether a row holds nothing but units, after a word for them.
func isUnits(h headRow) bool {
	units := 0
	for i, t := range h.texts {
		switch {
		case t == "":
		case unitNamed(t) != "":
			units++
		case i == 0 && isUnitLabel(t):
		default:
			return false
		}
	}
	return units > 0
}

func isUnitLabel(t string) bool {
	switch strings.ToLower(strings.Trim(t, "():. ")) {
	case "đơn vị tính", "đơn vị", "đvt", "unit", "units":
		return true
	}
	return false
}

// isNumbering tells whether a row numbers the columns, as in statistical yearbooks:
// (1) (2) (3), A B 1 2, or 1 2 3 above a row that is no such sequence.
func isNumbering(h, next headRow, width int) bool {
	if width < 3 || h.full < width {
		return false
	}
	n, signs, words := 0, 0, 0
	for i, t := range h.texts {
		if len(t) == 1 && t[0] >= 'A' && t[0] <= 'D' && n == 0 {
			signs++
			continue
		}
		if b := strings.Trim(t, "()"); b != t {
			signs++
			t = b
		}
		t, _, _ = strings.Cut(t, "=")
		v, err := strconv.Atoi(strings.TrimSpace(t))
		if err != nil || v != n+1 {
			return false
		}
		n = v
		if i < len(next.plain) && next.plain[i] {
			words++
		}
	}
	return signs > 0 || width >= 4 && words > 0
}

// below settles the rows between header and data.
func (l *layout) below(rest []headRow) {
	for i, h := range rest {
		switch {
		case h.full == 0:
			continue
		case l.units == nil && isUnits(h):
			l.units = make([]string, l.width)
			for k := range l.units {
				l.units[k] = unitNamed(h.text(k))
			}
			l.notes = append(l.notes, note("units_row", "line", strconv.FormatInt(h.line, 10)))
		case i+1 < len(rest) && isNumbering(h, rest[i+1], l.width):
			l.notes = append(l.notes, note("numbering_row", "line", strconv.FormatInt(h.line, 10)))
		default:
			return
		}
		l.skip = append(l.skip, int(h.line))
	}
}
