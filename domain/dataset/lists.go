package dataset

import "slices"

// Term is an entry of a controlled list.
type Term struct {
	ID  string // stable: in addresses, events and filters
	Vi  string
	En  string
	URI string // in the vocabulary that catalogues exchange; empty where there is none
}

// Label names the term for people.
func (t Term) Label(lang string) string {
	if lang == "en" {
		return t.En
	}
	return t.Vi
}

// Frequency of updates: an id of Frequencies.
type Frequency string

const (
	theme     = "http://publications.europa.eu/resource/authority/data-theme/"
	frequency = "http://publications.europa.eu/resource/authority/frequency/"
)

// The twelve themes by which a province sorts its open data. URIs are the nearest
// ones of the EU's data-theme list, which harvesters know.
var themes = []Term{
	{"kinh-te-tai-chinh", "Kinh tế – Tài chính", "Economy and finance", theme + "ECON"},
	{"nong-nghiep-thuy-san", "Nông nghiệp – Thủy sản", "Agriculture and fisheries", theme + "AGRI"},
	{"giao-duc-dao-tao", "Giáo dục – Đào tạo", "Education and training", theme + "EDUC"},
	{"y-te-suc-khoe", "Y tế – Sức khỏe", "Health", theme + "HEAL"},
	{"lao-dong-xa-hoi", "Lao động – An sinh xã hội", "Labour and social security", theme + "SOCI"},
	{"dan-so-hanh-chinh", "Dân số – Đơn vị hành chính", "Population and administrative units", theme + "REGI"},
	{"giao-thong-van-tai", "Giao thông – Vận tải", "Transport", theme + "TRAN"},
	{"tai-nguyen-moi-truong", "Tài nguyên – Môi trường", "Natural resources and environment", theme + "ENVI"},
	{"khoa-hoc-cong-nghe", "Khoa học – Công nghệ", "Science and technology", theme + "TECH"},
	{"van-hoa-du-lich", "Văn hóa – Thể thao – Du lịch", "Culture, sport and tourism", theme + "EDUC"},
	{"phap-luat-an-ninh", "Pháp luật – An ninh trật tự", "Law and public order", theme + "JUST"},
	{"chinh-quyen-dich-vu-cong", "Chính quyền – Dịch vụ công", "Government and public services", theme + "GOVE"},
}

// The frequencies that a publisher may promise.
var frequencies = []Term{
	{"daily", "Hằng ngày", "Daily", frequency + "DAILY"},
	{"weekly", "Hằng tuần", "Weekly", frequency + "WEEKLY"},
	{"monthly", "Hằng tháng", "Monthly", frequency + "MONTHLY"},
	{"quarterly", "Hằng quý", "Quarterly", frequency + "QUARTERLY"},
	{"biannual", "Sáu tháng một lần", "Twice a year", frequency + "ANNUAL_2"},
	{"annual", "Hằng năm", "Annual", frequency + "ANNUAL"},
	{"irregular", "Không định kỳ", "Irregular", frequency + "IRREG"},
	{"never", "Không cập nhật nữa", "No longer updated", frequency + "NEVER"},
}

// The licences on offer. “vn-open-data” is the set of conditions of Decree 47/2020
// Điều 18 (free of charge, any purpose, cite the source, as is), renewed by Decree
// 194/2025.
var licences = []Term{
	{"vn-open-data", "Điều kiện sử dụng dữ liệu mở của cơ quan nhà nước", "Terms of use of Vietnamese government open data", ""},
	{"cc-by-4.0", "Creative Commons Ghi công 4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"},
	{"cc0-1.0", "Creative Commons CC0 1.0 (không giữ quyền)", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"},
	{"odc-by-1.0", "Open Data Commons Ghi công 1.0", "Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"},
	{"pddl-1.0", "Open Data Commons Phạm vi công cộng (PDDL 1.0)", "Open Data Commons Public Domain Dedication 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"},
}

func Themes() []Term      { return slices.Clone(themes) }
func Frequencies() []Term { return slices.Clone(frequencies) }
func Licences() []Term    { return slices.Clone(licences) }

func ThemeOf(id string) (Term, bool)        { return find(themes, id) }
func FrequencyOf(id Frequency) (Term, bool) { return find(frequencies, string(id)) }
func LicenceOf(id string) (Term, bool)      { return find(licences, id) }

func find(all []Term, id string) (Term, bool) {
	for _, t := range all {
		if t.ID == id {
			return t, true
		}
	}
	return Term{}, false
}
