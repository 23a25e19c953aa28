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
		vi, en = fmt.Sprintf("Tạo tài khoản “%s” cho %s.", e.Login, e.Name), fmt.Sprintf("Account “%s” was made for %s.", e.Login, e.Name)
	case PasswordSet:
		vi, en = "Đặt mật khẩu mới.", "A new password was set."
		if e.MustChange {
			vi, en = "Đặt mật khẩu tạm thời, phải đổi khi đăng nhập.", "A temporary password was set, to be changed at sign-in."
		}
	case TOTPEnrolled:
		vi, en = "Bật xác thực hai bước.", "A second factor was enrolled."
	case TOTPRemoved:
		vi, en = "Gỡ xác thực hai bước: "+e.Reason, "The second factor was removed: "+e.Reason
	case RoleGranted:
		vi = fmt.Sprintf("Cấp vai trò %s từ ngày %s%s.", RoleLabel(e.Role, "vi"), e.From.DMY(), until(e.To, " đến hết ngày "))
		en = fmt.Sprintf("Granted the role %s from %s%s.", RoleLabel(e.Role, "en"), e.From.DMY(), until(e.To, " to "))
	case RoleRevoked:
		vi = fmt.Sprintf("Thu hồi vai trò %s từ ngày %s: %s", RoleLabel(e.Role, "vi"), e.On.DMY(), e.Reason)
		en = fmt.Sprintf("Revoked the role %s from %s: %s", RoleLabel(e.Role, "en"), e.On.DMY(), e.Reason)
	case Disabled:
		vi, en = "Vô hiệu hóa tài khoản: "+e.Reason, "The account was disabled: "+e.Reason
	case Enabled:
		vi, en = "Kích hoạt lại tài khoản: "+e.Reason, "The account was enabled again: "+e.Reason
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
		vi, en = "Kết thúc mọi phiên làm việc: "+e.Reason, "All sessions were ended: "+e.Reason
	case TokenIssued:
		vi = fmt.Sprintf("Cấp khóa truy cập “%s”, hết hạn sau ngày %s.", e.Label, e.Expires.DMY())
		en = fmt.Sprintf("Token “%s” was issued, good to the end of %s.", e.Label, e.Expires.DMY())
	case TokenRevoked:
		vi, en = "Thu hồi khóa truy cập.", "A token was revoked."
	}
	if lang == "en" {
		return en
	}
	return vi
}

func until(d calendar.Date, words string) string {
	if d.IsZero() {
		return ""
	}
	return words + d.DMY()
}
