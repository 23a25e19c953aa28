package node

import (
	"errors"

	"minhbach/domain/fault"
)

var (
	ErrBackupTarget = fault.Define(fault.Conflict, "backup.target",
		"“{path}” đã có rồi; mỗi bản sao lưu cần một tên mới, nằm ngoài thư mục dữ liệu.",
		"“{path}” is there already; every backup needs a new name outside the data directory.")
	ErrBackupForeign = fault.Define(fault.Invalid, "backup.foreign",
		"“{path}” không phải là bản sao lưu hoàn chỉnh của Minh Bạch mà chương trình này đọc được; hãy chỉ đúng thư mục có tệp backup.json, hoặc dùng phiên bản đã tạo ra nó.",
		"“{path}” is no complete backup of Minh Bạch that this program can read; name the folder that holds backup.json, or use the release that made it.")
	ErrBackupMissing = fault.Define(fault.Invalid, "backup.missing",
		"Bản sao lưu thiếu tệp {file}; hãy dùng bản sao lưu khác và giữ nguyên bản này để xem xét.",
		"The backup lacks the file {file}; use another backup and keep this one for a closer look.")
	ErrBackupChanged = fault.Define(fault.Invalid, "backup.changed",
		"Tệp {file} của bản sao lưu không còn như lúc sao lưu (SHA-256 khác); hãy dùng bản sao lưu khác và giữ nguyên bản này để xem xét.",
		"The file {file} of the backup is not what was backed up (another SHA-256); use another backup and keep this one for a closer look.")
	ErrBackupUnlisted = fault.Define(fault.Invalid, "backup.unlisted",
		"Trong bản sao lưu có tệp lạ {file} không được liệt kê; hãy kiểm tra nguồn gốc của nó rồi chuyển ra ngoài.",
		"The backup holds {file}, which is not listed; find out where it comes from and move it away.")
	ErrBackupLog = fault.Define(fault.Invalid, "backup.log",
		"Nhật ký trong bản sao lưu bị hỏng: {why}. Hãy dùng bản sao lưu khác.",
		"The log in the backup is damaged: {why}. Use another backup.")
	ErrBackupRoot = fault.Define(fault.Invalid, "backup.root",
		"Nhật ký trong bản sao lưu không phải là lịch sử đã ký: với {size} sự kiện đầu, gốc cây băm tính được là {found}, điểm kiểm tra đã ký ghi {signed}.",
		"The log in the backup is not the history that was signed: the root of its first {size} events is {found}, the signed checkpoint says {signed}.")
	ErrBackupSigned = fault.Define(fault.Invalid, "backup.signature",
		"Chữ ký của điểm kiểm tra mới nhất trong bản sao lưu không đúng với khóa đã cho; hãy kiểm tra khóa, và không dùng bản này nếu khóa đúng.",
		"The newest checkpoint of the backup is not signed by the key given; check the key, and do not use this backup if the key is right.")

	ErrRestoreTarget = fault.Define(fault.Conflict, "restore.target",
		"“{path}” không trống (có {name}); chỉ khôi phục vào thư mục mới hoặc trống.",
		"“{path}” is not empty (it holds {name}); restore into a new or empty directory only.")
	ErrRestoreKeys = fault.Define(fault.Invalid, "restore.keys",
		"Cần thư mục khóa đã cất riêng (--keys THƯ_MỤC): không có khóa niêm phong thì không ai đăng nhập được. Nếu khóa đã mất hẳn, thêm --new-keys rồi đặt lại mật khẩu cho mọi tài khoản.",
		"The folder of keys that was kept elsewhere is needed (--keys DIR): without the sealing key nobody can sign in. If it is lost for good, say --new-keys and give every account a new password.")
	ErrRestorePoint = fault.Define(fault.Invalid, "restore.point",
		"Không thể khôi phục đến {point}: bản sao lưu kết thúc ở sự kiện {head} ({recorded}).",
		"Cannot restore to {point}: the backup ends at event {head} ({recorded}).")
	ErrRestoreEpoch = fault.Define(fault.Conflict, "restore.epoch",
		"Không thể giữ nguyên kỳ của sổ cái (--same-epoch): {why}. Hãy bỏ --same-epoch để sổ cái mở kỳ mới.",
		"The ledger cannot keep its epoch (--same-epoch): {why}. Leave --same-epoch out and the ledger begins a new one.")
	ErrRestoreKnown = fault.Define(fault.Invalid, "restore.known",
		"Điểm kiểm tra đã biết không dùng được: {why}.",
		"The known checkpoint cannot be used: {why}.")
	ErrRestoreState = fault.Define(fault.Invalid, "restore.state",
		"Bảng chiếu {name} dựng lại từ nhật ký khác với lúc sao lưu ở sự kiện {position}; dữ liệu chưa được đưa vào sử dụng. Hãy giữ thư mục này và báo lỗi.",
		"The read model {name} rebuilt from the log differs from what it was at event {position} when the backup was made; the data was not put to use. Keep the directory and report it.")
)

// BackupDamaged tells an error that says the backup itself is not to be trusted.
func BackupDamaged(err error) bool {
	for _, c := range []*fault.Code{ErrBackupMissing, ErrBackupChanged, ErrBackupUnlisted, ErrBackupLog, ErrBackupRoot, ErrBackupSigned} {
		if errors.Is(err, c) {
			return true
		}
	}
	return false
}
