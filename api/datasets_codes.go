package api

import (
	"net/http"

	"minhbach/domain/fault"
)

// Refusals of the surface about open data.
var (
	errDatasetGone = fault.Define(fault.Gone, "dataset.gone",
		"Bộ dữ liệu này đã được gỡ nên không còn dữ liệu và các phiên bản; lý do có tại địa chỉ của bộ dữ liệu.",
		"This dataset was withdrawn, so its data and versions are no longer given out; its own address tells why.")
	errRowsLarge = fault.Define(fault.Invalid, "rows.too_many_cells",
		"Một lần trả lời JSON chứa tối đa {max} ô; hãy giảm limit xuống {limit}, chọn bớt cột bằng select, hoặc dùng format=ndjson.",
		"One JSON answer holds at most {max} cells; lower limit to {limit}, choose fewer columns with select, or use format=ndjson.")
	errTusVersion = fault.Define(fault.Invalid, "upload.protocol",
		"Việc tải lên dùng tus phiên bản 1.0.0; hãy gửi phần đầu Tus-Resumable: 1.0.0.",
		"Uploads speak tus version 1.0.0; send the header Tus-Resumable: 1.0.0.")
	errTusMetadata = fault.Define(fault.Invalid, "upload.metadata",
		"Upload-Metadata phải có filename và agency, mỗi giá trị mã hóa base64; ví dụ: filename ZGFuLXNvLmNzdg==,agency a2VzYWNo.",
		"Upload-Metadata names filename and agency, each value in base64; such as: filename ZGFuLXNvLmNzdg==,agency a2VzYWNo.")
	errTusLength = fault.Define(fault.Invalid, "upload.length",
		"Hãy báo trước độ dài tệp bằng Upload-Length; chưa nhận tệp chưa biết độ dài.",
		"Announce the length of the file in Upload-Length; files of unknown length are not taken.")
)

func init() {
	codeStatus[errTusVersion] = http.StatusPreconditionFailed
	codeStatus[errTusLength] = http.StatusBadRequest
	codeStatus[errTusMetadata] = http.StatusBadRequest
	titles[http.StatusPreconditionFailed] = [2]string{"Phiên bản giao thức không được hỗ trợ", "The protocol's version is not supported"}
}
