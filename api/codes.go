package api

import (
	"net/http"

	"minhbach/domain/fault"
)

// Refusals of the surface itself; those of the product are defined beside its
// commands and queries.
var (
	errRoute = fault.Define(fault.NotFound, "request.no_such_address",
		"API không có địa chỉ {path}; hãy xem danh sách tại /api/docs.",
		"The API has no address {path}; see the list at /api/docs.")
	errMethod = fault.Define(fault.Invalid, "request.method",
		"Địa chỉ này không nhận phương thức {method}; hãy dùng {allow}.",
		"This address does not take {method}; use {allow}.")
	errAccept = fault.Define(fault.Invalid, "request.not_acceptable",
		"API trả lời bằng {have}, không phải “{want}”; hãy sửa hoặc bỏ phần đầu Accept.",
		"The answer is {have}, not “{want}”; change the Accept header or leave it out.")
	errMediaType = fault.Define(fault.Invalid, "request.media_type",
		"Nội dung gửi lên có kiểu “{got}”; hãy gửi {want} và ghi rõ trong Content-Type.",
		"The body is of type “{got}”; send {want} and say so in Content-Type.")
	errEncoding = fault.Define(fault.Invalid, "request.encoding",
		"Yêu cầu có ký tự không phải UTF-8 hợp lệ; hãy mã hóa lại văn bản bằng UTF-8.",
		"The request holds bytes that are not valid UTF-8; encode the text as UTF-8 again.")
	errQuery = fault.Define(fault.Invalid, "request.query_form",
		"Phần sau dấu hỏi của địa chỉ không đọc được; hãy mã hóa phần trăm từng giá trị và nối bằng dấu &.",
		"The part of the address behind the question mark cannot be read; percent-encode each value and join them with &.")
	errRepeated = fault.Define(fault.Invalid, "request.repeated_parameter",
		"Tham số này xuất hiện nhiều lần; hãy gửi một lần, nhiều giá trị thì ngăn bằng dấu phẩy.",
		"This parameter comes more than once; send it once, with commas between several values.")
	errUnknownParameter = fault.Define(fault.Invalid, "request.unknown_parameter",
		"Thao tác này không có tham số đó; hãy kiểm tra tên tại /api/docs.",
		"This operation has no such parameter; check the name at /api/docs.")
	errUnknownField = fault.Define(fault.Invalid, "request.unknown_field",
		"Nội dung gửi lên có trường không được mô tả; hãy bỏ trường đó hoặc kiểm tra tên, kể cả chữ hoa chữ thường.",
		"The body has a field that is not described; drop it or check its name, upper and lower case too.")
	errRequired = fault.Define(fault.Invalid, "request.required",
		"Thiếu giá trị bắt buộc này; hãy bổ sung.",
		"This value is required; supply it.")
	errBodyMissing = fault.Define(fault.Invalid, "request.body_missing",
		"Thiếu nội dung gửi lên; hãy gửi đúng mẫu tại /api/docs.",
		"The body is missing; send what /api/docs describes.")
	errSyntax = fault.Define(fault.Invalid, "request.syntax",
		"JSON sai cú pháp ở dòng {line}, cột {column}; hãy sửa rồi gửi lại.",
		"The JSON is malformed at line {line}, column {column}; mend it and send again.")
	errType = fault.Define(fault.Invalid, "request.type",
		"Giá trị không đúng kiểu, cần {want}; hãy sửa lại.",
		"The value is of the wrong type, {want} is needed; change it.")
	errTooShort = fault.Define(fault.Invalid, "request.too_short",
		"Giá trị quá ngắn, cần ít nhất {limit} ký tự; hãy bổ sung.",
		"The value is too short, at least {limit} characters are needed; add to it.")
	errTooLong = fault.Define(fault.Invalid, "request.too_long",
		"Giá trị quá dài, tối đa {limit} ký tự; hãy rút gọn.",
		"The value is too long, at most {limit} characters are taken; shorten it.")
	errCount = fault.Define(fault.Invalid, "request.count",
		"Số phần tử không phù hợp (giới hạn {limit}); hãy thêm hoặc bớt.",
		"The number of entries does not fit (limit {limit}); add or leave out some.")
	errRange = fault.Define(fault.Invalid, "request.out_of_range",
		"Giá trị nằm ngoài khoảng cho phép (giới hạn {limit}); hãy chọn giá trị khác.",
		"The value is out of range (limit {limit}); choose another.")
	errChoice = fault.Define(fault.Invalid, "request.choice",
		"Giá trị không có trong danh sách; hãy chọn một trong: {choices}.",
		"The value is not on the list; choose one of: {choices}.")
	errFormat = fault.Define(fault.Invalid, "request.format",
		"Giá trị không đúng dạng; hãy xem mô tả của mục này tại /api/docs.",
		"The value is not of the right form; see its description at /api/docs.")
	errTogether = fault.Define(fault.Invalid, "request.combination",
		"Các tham số {names} không dùng chung được; hãy bỏ bớt một.",
		"The parameters {names} do not go together; leave one out.")
	errBodyTooLarge = fault.Define(fault.TooLarge, "request.too_large",
		"Nội dung gửi lên vượt quá {limit} byte; hãy gửi ít hơn.",
		"The body is larger than {limit} bytes; send less.")
	errBodyTimeout = fault.Define(fault.Unavailable, "request.timeout",
		"Nội dung gửi lên không đến kịp; hãy gửi lại khi đường truyền ổn định.",
		"The body did not arrive in time; send it again on a steadier line.")
	errBodyBroken = fault.Define(fault.Invalid, "request.unreadable",
		"Nội dung gửi lên bị đứt giữa chừng; hãy gửi lại.",
		"The body broke off; send it again.")
	errRate = fault.Define(fault.RateLimited, "request.rate",
		"Quá nhiều yêu cầu từ địa chỉ này; hãy đợi {seconds} giây rồi thử lại.",
		"Too many requests from this address; wait {seconds} seconds and try again.")
	errTokenForm = fault.Define(fault.Unauthenticated, "auth.token_form",
		"Phần đầu Authorization phải có dạng “Bearer mb_…”; hãy dùng mã truy cập do quản trị viên cấp.",
		"The Authorization header has the form “Bearer mb_…”; use a token that an administrator issued.")
	errTokenMissing = fault.Define(fault.Unauthenticated, "auth.token_required",
		"Thao tác này dành cho cán bộ; hãy gửi mã truy cập trong phần đầu Authorization (Bearer mb_…).",
		"This operation is for staff; send a token in the Authorization header (Bearer mb_…).")
	errPrecondition = fault.Define(fault.Invalid, "precondition.required",
		"Hãy gửi If-Match kèm số bản bạn đã đọc (ETag), để không ghi đè lên thay đổi của người khác.",
		"Send If-Match with the revision that you read (its ETag), so that nobody's change is overwritten.")
	errPreconditionForm = fault.Define(fault.Invalid, "precondition.form",
		"If-Match phải là số bản trong dấu nháy kép, ví dụ \"12\"; hãy chép nguyên từ ETag.",
		"If-Match is a revision in double quotes, such as \"12\"; copy it from the ETag.")
	errBehind = fault.Define(fault.Unavailable, "position.not_reached",
		"Nút này chưa đọc tới vị trí {position}; hãy thử lại sau vài giây.",
		"This node has not read up to position {position} yet; try again in a few seconds.")
	errCursor = fault.Define(fault.Invalid, "list.cursor_form",
		"Mã trang “cursor” không đọc được; hãy lấy từ liên kết rel=\"next\" của trang trước.",
		"The cursor cannot be read; take it from the rel=\"next\" link of the page before.")
	errNotAttached = fault.Define(fault.NotFound, "attachment.not_here",
		"Mục này không có tệp đính kèm nào như vậy; hãy lấy địa chỉ từ trường files.",
		"This item has no such attachment; take the address from its files.")
	errWithdrawn = fault.Define(fault.Gone, "publication.gone",
		"Mục này đã được gỡ nên không còn tệp và nội dung; lý do có tại địa chỉ của mục.",
		"This item was withdrawn, so its content and files are no longer given out; its own address tells why.")
	errOurs = fault.Define(fault.Internal, "internal",
		"Lỗi thuộc về hệ thống và đã được ghi lại với mã {instance}; hãy thử lại sau ít phút.",
		"The fault is ours and was recorded as {instance}; try again in a few minutes.")
)

var kindStatus = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden: http.StatusForbidden, fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.Stale: http.StatusConflict, fault.Gone: http.StatusGone, fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.RateLimited: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable,
	fault.Internal: http.StatusInternalServerError,
}

// Codes whose status says more than their kind does.
var codeStatus = map[*fault.Code]int{
	errMethod: http.StatusMethodNotAllowed, errAccept: http.StatusNotAcceptable, errMediaType: http.StatusUnsupportedMediaType,
	errEncoding: http.StatusBadRequest, errQuery: http.StatusBadRequest, errSyntax: http.StatusBadRequest,
	errBodyMissing: http.StatusBadRequest, errBodyBroken: http.StatusBadRequest, errBodyTimeout: http.StatusRequestTimeout,
	errPrecondition: http.StatusPreconditionRequired, errPreconditionForm: http.StatusBadRequest,
}

func statusOf(c *fault.Code) int {
	if status, ok := codeStatus[c]; ok {
		return status
	}
	if status, ok := kindStatus[c.Kind]; ok {
		return status
	}
	return http.StatusInternalServerError
}

func statusOfErr(err error) int {
	if f := fault.Of(err); f != nil {
		return statusOf(f.Code)
	}
	return http.StatusInternalServerError
}
