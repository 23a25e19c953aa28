package staff

import (
	"fmt"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

var roles = map[domain.Role][2]string{
	domain.Contributor:   {"cộng tác viên", "contributor"},
	domain.Editor:        {"biên tập viên", "editor"},
	domain.BoardMember:   {"thành viên Ban Biên tập", "board member"},
	domain.BoardHead:     {"Trưởng Ban Biên tập", "board head"},
	domain.AgencyHead:    {"thủ trưởng cơ quan", "agency head"},
	domain.Administrator: {"quản trị viên", "administrator"},
	domain.Inspector:     {"thanh tra viên", "inspector"},
}

// RoleLabel is the role for people.
func RoleLabel(role domain.Role, lang string) string {
	names, ok := roles[role]
	switch {
	case !ok:
		return string(role)
	case lang == "en":
		return names[1]
	}
	return names[0]
}

// Describe tells a fact in one plain sentence; a stranger gives an empty string.
func Describe(ev domain.Event, lang string) string {
	vi, en := "", ""
	switch e := ev.(type) {
	case Registered:
		vi, en = fmt.Sprintf("Tạo tài khoản “%s” cho %s.", said(e.Login, "vi"), said(e.Name, "vi")), fmt.Sprintf("Account “%s” was made for %s.", said(e.Login, "en"), said(e.Name, "en"))
	case PasswordSet:
		vi, en = "Đặt mật khẩu mới.", "A new password was set."
		if e.MustChange {
			vi, en = "Đặt mật khẩu tạm thời, phải đổi khi đăng nhập.", "A temporary password was set, to be changed at sign-in."
		}
	case TOTPEnrolled:
		vi, en = "Bật xác thực hai bước.", "A second factor was enrolled."
	case TOTPRemoved:
		vi, en = "Gỡ xác thực hai bước: "+said(e.Reason, "vi"), "The second factor was removed: "+said(e.Reason, "en")
	case RoleGranted:
		vi = fmt.Sprintf("Cấp vai trò %s từ ngày %s%s.", RoleLabel(e.Role, "vi"), e.From.DMY(), until(e.To, " đến hết ngày "))
		en = fmt.Sprintf("Granted the role %s from %s%s.", RoleLabel(e.Role, "en"), e.From.DMY(), until(e.To, " to "))
	case RoleRevoked:
		vi = fmt.Sprintf("Thu hồi vai trò %s từ ngày %s: %s", RoleLabel(e.Role, "vi"), e.On.DMY(), said(e.Reason, "vi"))
		en = fmt.Sprintf("Revoked the role %s from %s: %s", RoleLabel(e.Role, "en"), e.On.DMY(), said(e.Reason, "en"))
	case Disabled:
		vi, en = "Vô hiệu hóa tài khoản: "+said(e.Reason, "vi"), "The account was disabled: "+said(e.Reason, "en")
	case Enabled:
		vi, en = "Kích hoạt lại tài khoản: "+said(e.Reason, "vi"), "The account was enabled again: "+said(e.Reason, "en")
	case SignedIn:
		vi, en = "Đăng nhập bằng mật khẩu.", "Signed in with a password."
		if e.SecondFactor {
			vi, en = "Đăng nhập với xác thực hai bước.", "Signed in with both factors."
		}
	case SignInFailed:
		vi, en = "Đăng nhập không thành công: sai mật khẩu", "Sign-in failed: wrong password"
		if e.Factor == FactorTOTP {
			vi, en = "Đăng nhập không thành công: sai mã xác thực", "Sign-in failed: wrong code"
		}
		if !e.LockedUntil.IsZero() {
			at := e.LockedUntil.In(calendar.Zone).Format("15:04:05 02/01/2006")
			vi, en = vi+"; tạm khóa đến "+at, en+"; locked until "+at
		}
		vi, en = vi+".", en+"."
	case SignedOut:
		vi, en = "Đăng xuất.", "Signed out."
	case SessionsRevoked:
		vi, en = "Kết thúc mọi phiên làm việc: "+said(e.Reason, "vi"), "All sessions were ended: "+said(e.Reason, "en")
	case TokenIssued:
		vi = fmt.Sprintf("Cấp khóa truy cập “%s”, hết hạn sau ngày %s.", said(e.Label, "vi"), e.Expires.DMY())
		en = fmt.Sprintf("Token “%s” was issued, good to the end of %s.", said(e.Label, "en"), e.Expires.DMY())
	case AddressSet:
		vi, en = "Ghi địa chỉ nhận thông báo: "+said(e.Address, "vi"), "An address for notices was recorded: "+said(e.Address, "en")
	case AddressRemoved:
		vi, en = "Gỡ địa chỉ nhận thông báo.", "The address for notices was removed."
	case TokenRevoked:
		vi, en = "Thu hồi khóa truy cập.", "A token was revoked."
	}
	if lang == "en" {
		return en
	}
	return vi
}

// said is a text that may be gone.
func said(text, lang string) string { return domain.Placeholder(text, lang) }

func until(d calendar.Date, words string) string {
	if d.IsZero() {
		return ""
	}
	return words + d.DMY()
}
