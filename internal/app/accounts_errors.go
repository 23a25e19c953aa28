package app

import "minhbach/domain/fault"

var (
	ErrLoginTaken = fault.Define(fault.Conflict, "account.login_taken",
		"Tên đăng nhập “{login}” đã có người dùng; hãy chọn tên khác.",
		"The login “{login}” is taken; choose another.")
	ErrSamePassword = fault.Define(fault.Invalid, "password.same",
		"Mật khẩu mới phải khác mật khẩu hiện tại; hãy chọn mật khẩu khác.",
		"The new password must differ from the present one; choose another.")
	ErrTOTPSecret = fault.Define(fault.Invalid, "account.totp_secret",
		"Khóa xác thực không hợp lệ; hãy mở lại trang đăng ký và quét mã mới.",
		"The authenticator's key is not valid; open the enrolment page again and scan the new code.")
	ErrLastAdministrator = fault.Define(fault.Conflict, "account.last_administrator",
		"Đây là quản trị viên cuối cùng của toàn mạng; hãy cấp vai trò quản trị cho người khác trước.",
		"This is the last administrator of the network; make somebody else an administrator first.")
	ErrNetworkRole = fault.Define(fault.Invalid, "account.network_role",
		"Chỉ vai trò quản trị viên và thanh tra viên được cấp cho toàn mạng; hãy chọn một cơ quan.",
		"Only administrators and inspectors are granted for the whole network; choose an agency.")
	ErrNoStanding = fault.Define(fault.Forbidden, "account.no_standing",
		"Tài khoản chưa có vai trò nào đang hiệu lực nên chưa được cấp khóa truy cập; hãy liên hệ quản trị viên.",
		"The account holds no role today, so no token can be issued; ask an administrator.")
	ErrTokenOfOthers = fault.Define(fault.Forbidden, "account.token_of_others",
		"Khóa truy cập do chính chủ tài khoản tạo; hãy đề nghị người đó đăng nhập và tạo khóa.",
		"A token is made by the person whose account it is; ask them to sign in and make one.")
)
