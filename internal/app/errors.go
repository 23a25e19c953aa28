package app

import (
	"context"
	"errors"

	"minhbach/domain/fault"
	"minhbach/eventstore"
)

var (
	ErrStale = fault.Define(fault.Stale, "stale.revision",
		"Nội dung đã được người khác thay đổi (bạn đang xem bản {named}, bản mới nhất là {actual}); hãy tải lại và so sánh trước khi lưu.",
		"Somebody else changed this meanwhile (you saw revision {named}, the newest is {actual}); reload and compare before saving.")
	ErrUnavailable = fault.Define(fault.Unavailable, "service.unavailable",
		"Hệ thống tạm thời không ghi nhận được thay đổi; nội dung công khai vẫn đọc được. Hãy thử lại sau ít phút.",
		"Changes cannot be recorded for the moment; everything public can still be read. Try again in a few minutes.")
	ErrTooLong = fault.Define(fault.TooLarge, "content.too_large",
		"Nội dung quá dài để ghi nhận trong một lần; hãy rút gọn, hoặc chuyển phần dài thành tệp đính kèm.",
		"The content is too long to be recorded at once; shorten it or attach the long part as a file.")
	ErrTooBusy = fault.Define(fault.Conflict, "service.contended",
		"Nhiều người cùng thay đổi một lúc nên chưa ghi được; hãy thử lại.",
		"Too many changes to the same thing at once; try again.")
	ErrNotFound = fault.Define(fault.NotFound, "not_found",
		"Không tìm thấy nội dung này; hãy kiểm tra địa chỉ hoặc dùng danh mục và sơ đồ cổng.",
		"There is nothing here; check the address or use the sections and the site map.")
	ErrKey = fault.Define(fault.Invalid, "command.key",
		"Khóa chống gửi trùng “{key}” không phải là UUID; hãy tải lại trang hoặc bỏ khóa.",
		"The idempotency key “{key}” is not a UUID; reload the page or leave it out.")
	ErrVaultLocked = fault.Define(fault.Unavailable, "vault.locked",
		"Kho khóa dữ liệu cá nhân chưa mở được nên chưa thể ghi nhận việc này; người vận hành hãy chạy minhbach doctor.",
		"The vault of personal data is locked, so this cannot be recorded; the operator should run minhbach doctor.")
	ErrPersonErased = fault.Define(fault.Conflict, "person.erased",
		"Dữ liệu cá nhân của người này đã được xóa theo luật; không ghi thêm được gì về họ. Hãy tạo tài khoản mới nếu cần.",
		"This person's data was erased by law; nothing more can be recorded about them. Make a new account if one is needed.")
	ErrSignInFirst = fault.Define(fault.Unauthenticated, "auth.required",
		"Hãy đăng nhập để tiếp tục.",
		"Sign in to go on.")
	ErrForbidden = fault.Define(fault.Forbidden, "auth.forbidden",
		"Tài khoản của bạn không có quyền làm việc này; hãy liên hệ quản trị viên của cơ quan.",
		"Your account may not do this; ask your agency's administrator.")
)

// mapErr turns errors of the log into faults. Faults pass unchanged; what it does
// not know stays as it is and is internal to every surface.
func mapErr(err error) error {
	if err == nil || fault.Of(err) != nil {
		return err
	}
	var stale *eventstore.Stale
	var wrong *eventstore.WrongRevision
	switch {
	case errors.As(err, &stale):
		return ErrStale.New("named", stale.Named, "actual", stale.Actual).Because(err)
	case errors.Is(err, eventstore.ErrTooLarge):
		return ErrTooLong.New().Because(err)
	case errors.As(err, &wrong):
		return ErrTooBusy.New().Because(err)
	case errors.Is(err, eventstore.ErrErased):
		return ErrPersonErased.New().Because(err)
	case errors.Is(err, eventstore.ErrNoKey), errors.Is(err, eventstore.ErrNoSealer):
		return ErrVaultLocked.New().Because(err)
	case errors.Is(err, eventstore.ErrReadOnly), errors.Is(err, eventstore.ErrClosed), errors.Is(err, eventstore.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		return ErrUnavailable.New().Because(err)
	}
	return err
}
