package staff

import "minhbach/domain/fault"

var (
	ErrNotAllowed = fault.Define(fault.Forbidden, "account.not_allowed",
		"Bạn không có quyền làm việc này với tài khoản; hãy liên hệ quản trị viên.",
		"You may not do this to the account; ask an administrator.")
	ErrRegistered = fault.Define(fault.Conflict, "account.registered",
		"Tài khoản này đã có; hãy dùng tài khoản hiện có.",
		"This account exists already; use it.")
	ErrNotRegistered = fault.Define(fault.NotFound, "account.not_registered",
		"Không có tài khoản này; hãy kiểm tra danh sách tài khoản.",
		"There is no such account; check the list of accounts.")
	ErrLogin = fault.Define(fault.Invalid, "account.login",
		"Tên đăng nhập gồm 3–64 chữ cái không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới; hãy chọn tên khác.",
		"A login has 3 to 64 plain letters, digits, dots, hyphens or underscores; choose another.")
	ErrDisabled = fault.Define(fault.Forbidden, "account.disabled",
		"Tài khoản đã bị vô hiệu hóa; hãy liên hệ quản trị viên.",
		"The account is disabled; ask an administrator.")
	ErrEnabled = fault.Define(fault.Conflict, "account.enabled",
		"Tài khoản đang hoạt động; không cần kích hoạt lại.",
		"The account is in use; there is nothing to enable.")
	ErrSelf = fault.Define(fault.Forbidden, "account.self",
		"Không ai được tự cấp vai trò hoặc tự vô hiệu hóa tài khoản của mình; hãy nhờ một quản trị viên khác.",
		"Nobody may grant roles to or disable their own account; ask another administrator.")

	ErrNoPassword = fault.Define(fault.Unauthenticated, "account.no_password",
		"Tài khoản chưa có mật khẩu; hãy đề nghị quản trị viên đặt mật khẩu.",
		"The account has no password yet; ask an administrator to set one.")
	ErrCurrentPassword = fault.Define(fault.Forbidden, "account.current_password",
		"Mật khẩu hiện tại không đúng; hãy nhập lại.",
		"The present password is not right; type it again.")
	ErrSealed = fault.Define(fault.Internal, "account.sealed",
		"Không lưu được thông tin bí mật của tài khoản; hãy thử lại sau.",
		"The account's secret could not be stored; try again later.")
	ErrLocked = fault.Define(fault.RateLimited, "account.locked",
		"Tài khoản tạm khóa vì nhập sai nhiều lần; hãy thử lại sau {until}.",
		"The account is locked after several wrong attempts; try again after {until}.")
	ErrNeedsCode = fault.Define(fault.Unauthenticated, "account.needs_code",
		"Hãy nhập mã 6 chữ số từ ứng dụng xác thực.",
		"Type the six-digit code of your authenticator.")
	ErrTOTPEnrolled = fault.Define(fault.Conflict, "account.totp_enrolled",
		"Tài khoản đã có xác thực hai bước; hãy gỡ bỏ trước khi đăng ký thiết bị khác.",
		"The account has a second factor; remove it before enrolling another.")
	ErrTOTPCode = fault.Define(fault.Invalid, "account.totp_code",
		"Mã xác thực không đúng; hãy kiểm tra đồng hồ của điện thoại và nhập mã mới nhất.",
		"The code is not right; check the clock of your phone and type the newest code.")
	ErrNoTOTP = fault.Define(fault.Conflict, "account.no_totp",
		"Tài khoản chưa có xác thực hai bước; không có gì để gỡ bỏ.",
		"The account has no second factor; there is nothing to remove.")

	ErrRole = fault.Define(fault.Invalid, "account.role",
		"Không có vai trò này; hãy chọn một vai trò trong danh sách.",
		"There is no such role; choose one of the list.")
	ErrDate = fault.Define(fault.Invalid, "account.date",
		"Hãy nhập ngày theo dạng ngày/tháng/năm.",
		"Give a date.")
	ErrTerm = fault.Define(fault.Invalid, "account.term",
		"Ngày cuối phải từ ngày đầu trở đi; hãy sửa một trong hai.",
		"The last day must not be before the first; mend one of them.")
	ErrNoRole = fault.Define(fault.Conflict, "account.no_role",
		"Tài khoản không có vai trò này ở cơ quan này; không có gì để thu hồi.",
		"The account does not hold this role at this agency; there is nothing to revoke.")

	ErrSessionTaken = fault.Define(fault.Conflict, "account.session_taken",
		"Mã phiên đã được dùng; hãy đăng nhập lại.",
		"The session id was used before; sign in again.")
	ErrTokenForm = fault.Define(fault.Invalid, "account.token_form",
		"Mã băm SHA-256 của khóa phải gồm 64 chữ số thập lục phân; hãy tạo khóa lại.",
		"The SHA-256 of the token must be 64 hexadecimal digits; make the token again.")
	ErrTokenExpiry = fault.Define(fault.Invalid, "account.token_expiry",
		"Khóa truy cập phải hết hạn trong vòng một năm, từ hôm nay đến {max}; hãy chọn ngày khác.",
		"A token must expire within a year, from today to {max}; choose another day.")
	ErrTokenTaken = fault.Define(fault.Conflict, "account.token_taken",
		"Khóa truy cập này đã được cấp; hãy tạo khóa mới.",
		"This token was issued before; make a new one.")
	ErrTooManyTokens = fault.Define(fault.Conflict, "account.too_many_tokens",
		"Tài khoản đã có {max} khóa còn hiệu lực; hãy thu hồi bớt trước khi cấp thêm.",
		"The account has {max} live tokens; revoke some before issuing more.")
	ErrNoToken = fault.Define(fault.NotFound, "account.no_token",
		"Không có khóa truy cập này hoặc khóa đã bị thu hồi.",
		"There is no such token, or it was revoked already.")
)
