package rules

import (
	"testing"

	"minhbach/domain/calendar"
)

func TestTemplateForGoesByTheProvince(t *testing.T) {
	date := func(s string) calendar.Date {
		if s == "" {
			return calendar.Date{}
		}
		return calendar.MustParse(s)
	}
	for _, tc := range []struct{ province, on, base, from string }{
		{"Tỉnh Sóc Trăng", "", "soctrang.gov.vn", "2019-05-02"},
		{"Tỉnh Sóc Trăng", "2019-05-02", "soctrang.gov.vn", "2019-05-02"},
		{"Tỉnh Sóc Trăng", "2026-11-23", "soctrang.gov.vn", "2019-05-02"}, // not migrated: its own base
		{"Thành phố Cần Thơ", "", "cantho.gov.vn", "2025-07-01"},
		{"Thành phố Cần Thơ", "2019-05-02", "cantho.gov.vn", "2025-07-01"},
		{"Thành phố Cần Thơ", "2026-07-01", "cantho.gov.vn", "2025-07-01"},
		{"Tỉnh Đồng Tháp", "2026-07-01", "dongthap.gov.vn", "2026-07-01"},
		{"Thành phố Đà Nẵng", "", "danang.gov.vn", "2019-05-02"},
	} {
		got, from, err := Default().TemplateFor(tc.province, date(tc.on))
		if err != nil || got.Base != tc.base || from != date(tc.from) {
			t.Errorf("%s on %q: %s from %s, %v; want %s from %s", tc.province, tc.on, got.Base, from, err, tc.base, tc.from)
		}
		if err == nil && got.Check() != nil {
			t.Errorf("%s: %v", tc.province, got.Check())
		}
	}
	if _, _, err := Default().TemplateFor("Tỉnh ???", calendar.MustParse("2026-01-01")); err == nil {
		t.Error("a province without letters got a name")
	}
}
