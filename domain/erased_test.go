package domain_test

import (
	"testing"

	"minhbach/domain"
)

func TestPlaceholder(t *testing.T) {
	for _, c := range []struct{ text, vi, en string }{
		{"Nguyễn Thị Lan", "Nguyễn Thị Lan", "Nguyễn Thị Lan"},
		{"", "(đã xóa dữ liệu cá nhân)", "(personal data erased)"},
		{domain.NameErased, "(đã xóa dữ liệu cá nhân)", "(personal data erased)"},
		{domain.NameSealed, "(dữ liệu cá nhân đang niêm phong)", "(personal data sealed)"},
	} {
		if vi, en := domain.Placeholder(c.text, "vi"), domain.Placeholder(c.text, "en"); vi != c.vi || en != c.en {
			t.Errorf("%q: %q, %q", c.text, vi, en)
		}
	}
}
