package domainname

import (
	"regexp"
	"strings"

	"minhbach/domain/fault"
)

// MaxName is the longest domain name in characters (RFC 1035 section 2.3.4).
const MaxName = 253

var labelForm = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$`)

var (
	ErrLabel = fault.Define(fault.Invalid, "domainname.invalid_label",
		"“{label}” không dùng được làm nhãn tên miền; chỉ dùng a–z, 0–9 và dấu gạch nối ở giữa, tối đa 63 ký tự.",
		"“{label}” cannot be a domain label; use a–z, 0–9 and inner hyphens only, 63 characters at most.")
	ErrTooLong = fault.Define(fault.Invalid, "domainname.too_long",
		"Tên miền {name} dài quá 253 ký tự; hãy đề nghị một nhãn ngắn hơn.",
		"The domain name {name} is longer than 253 characters; propose a shorter label.")
	ErrLevel = fault.Define(fault.Invalid, "domainname.level_not_used",
		"Quy tắc tên miền {version} không có cấp “{level}”; hãy chọn cấp khác của cơ quan.",
		"The domain rule {version} has no level “{level}”; choose another level for the agency.")
	ErrParent = fault.Define(fault.Invalid, "domainname.parent_missing",
		"Cơ quan cấp “{level}” cần tên miền của cơ quan cấp trên thuộc {base}; hãy đăng ký tên miền đó trước.",
		"An agency of level “{level}” needs the domain name of its parent under {base}; register that one first.")
)

// ValidLabel tells whether a text can be one label of a domain name.
func ValidLabel(label string) bool { return labelForm.MatchString(label) }

// Valid tells whether a text is a domain name of valid labels, at least two.
func Valid(name string) bool {
	labels := strings.Split(name, ".")
	for _, l := range labels {
		if !ValidLabel(l) {
			return false
		}
	}
	return len(labels) > 1 && len(name) <= MaxName
}

// Depth is what Điều 5 calls the level of a domain name: its number of labels
// (soctrang.gov.vn is of level 3).
func Depth(name string) int {
	if name == "" {
		return 0
	}
	return strings.Count(name, ".") + 1
}

// Under tells whether a name stands below a base, not at it.
func Under(name, base string) bool { return strings.HasSuffix(name, "."+base) }
