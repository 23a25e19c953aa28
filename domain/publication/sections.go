package publication

import "slices"

// Section is a part of the portal's navigation: one information group each.
type Section struct {
	Slug   string // in addresses: "van-ban"
	Group  string // letter of Điều 10
	vi, en string
}

// Label names the section for people.
func (s Section) Label(lang string) string { return label{Vi: s.vi, En: s.en}.In(lang) }

var sections = []Section{
	{"gioi-thieu", "a", "Giới thiệu", "About"},
	{"tin-tuc", "b", "Tin tức – Sự kiện", "News and events"},
	{"chi-dao-dieu-hanh", "c", "Chỉ đạo, điều hành", "Direction and administration"},
	{"pho-bien-phap-luat", "d", "Phổ biến pháp luật", "Legal guidance"},
	{"quy-hoach-ke-hoach", "đ", "Chiến lược, quy hoạch, kế hoạch", "Strategies and plans"},
	{"van-ban", "e", "Văn bản", "Documents"},
	{"cong-bao", "g", "Công báo", "Official gazette"},
	{"du-an-dau-thau", "h", "Dự án, đấu thầu", "Projects and tenders"},
	{"gop-y-du-thao", "i", "Góp ý dự thảo", "Public consultations"},
	{"danh-ba", "k", "Danh bạ", "Directory of officials"},
	{"thong-tin-giao-dich", "l", "Thông tin giao dịch", "Transaction information"},
}

// Sections returns every section, in the order of the groups.
func Sections() []Section { return slices.Clone(sections) }

// SectionOf looks a section up by its slug.
func SectionOf(slug string) (Section, bool) {
	for _, s := range sections {
		if s.Slug == slug {
			return s, true
		}
	}
	return Section{}, false
}

// SectionKinds lists the kinds that a section shows; none for an unknown slug.
func SectionKinds(slug string) []Kind {
	var all []Kind
	for _, k := range kinds {
		if k.Section == slug {
			all = append(all, k.Kind)
		}
	}
	return all
}
