package app

import "minhbach/domain/fault"

var (
	ErrRefused = fault.Define(fault.Unauthenticated, "auth.refused",
		"Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng; hãy kiểm tra rồi nhập lại.",
		"The login, the password or the code is not right; check them and try again.")
	ErrLockedOut = fault.Define(fault.RateLimited, "auth.locked",
		"Tạm khóa đăng nhập vì nhập sai nhiều lần; hãy thử lại sau {until}.",
		"Signing in is locked after several wrong attempts; try again after {until}.")
	ErrTooManyFailures = fault.Define(fault.RateLimited, "auth.too_many",
		"Từ địa chỉ mạng này đã có quá nhiều lần đăng nhập sai; hãy thử lại sau {minutes} phút.",
		"There were too many wrong attempts from this network address; try again in {minutes} minutes.")
	ErrEnded = fault.Define(fault.Unauthenticated, "auth.ended",
		"Phiên làm việc đã kết thúc; hãy đăng nhập lại.",
		"The session has ended; sign in again.")
	ErrToken = fault.Define(fault.Unauthenticated, "auth.token",
		"Khóa truy cập không đúng, đã hết hạn hoặc bị thu hồi; hãy cấp khóa mới.",
		"The token is wrong, has expired or was revoked; issue a new one.")
)
