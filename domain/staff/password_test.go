package staff_test

import (
	"errors"
	"strings"
	"testing"

	"minhbach/domain/fault"
	"minhbach/domain/staff"
)

func TestCheckPassword(t *testing.T) {
	for plain, want := range map[string]*fault.Code{
		"thuyền-ghe-chợ-nổi":      nil,
		"four red lorries sang":   nil,
		"K7#vq!pLz0w&":            nil,
		"ngắn quá":                staff.ErrPasswordShort,
		strings.Repeat("ă b", 90): staff.ErrPasswordLong,
		"abc\x00defghijklm":       staff.ErrPasswordForm,
		"abcdef\xffghijklmn":      staff.ErrPasswordForm,
		"password1234":            staff.ErrPasswordCommon,
		"P@ssw0rd!!!!":            staff.ErrPasswordCommon,
		"Mật khẩu 12345":          staff.ErrPasswordCommon,
		"M@tkhau12345":            staff.ErrPasswordCommon,
		"Soctrang@2025!":          staff.ErrPasswordCommon,
		"qwertyuiop123":           staff.ErrPasswordCommon,
		"adminadminadmin":         staff.ErrPasswordCommon,
		"123456789012":            staff.ErrPasswordCommon,
		"aaaaaaaabbbb":            staff.ErrPasswordCommon,
		"abcdefghijklm":           staff.ErrPasswordCommon,
		"xin lan.nguyen vào":      staff.ErrPasswordPersonal,
		"LAN-NGUYEN-2024":         staff.ErrPasswordPersonal,
		"nguyễn thị lan 1990":     staff.ErrPasswordPersonal,
	} {
		err := staff.CheckPassword(plain, "lan.nguyen", "Nguyễn Thị Lan")
		if want == nil && err != nil || want != nil && (!errors.Is(err, want) || fault.Of(err).Path != "password") {
			t.Errorf("%q: %v", plain, err)
		}
		if err != nil && strings.Contains(err.Error(), plain) {
			t.Errorf("the refusal of %q repeats it", plain)
		}
	}
}

func FuzzCheckPassword(f *testing.F) {
	f.Add("Soctrang@2025!", "lan.nguyen")
	f.Fuzz(func(t *testing.T, plain, login string) {
		if staff.CheckPassword(plain, login, "") == nil && len(plain) < staff.MinPassword {
			t.Errorf("%q is too short to pass", plain)
		}
	})
}
