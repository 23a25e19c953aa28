package subject

// labels of everything that is chosen, for people: Vietnamese, English.
var labels = map[any][2]string{
	StateNone: {"chưa có yêu cầu", "no request"}, StateRequested: {"đã nhận yêu cầu", "requested"}, StateAcknowledged: {"đã phản hồi", "acknowledged"},
	StateOrdered: {"đang xóa", "being erased"}, StateErased: {"đã xóa", "erased"}, StateRefused: {"đã từ chối", "refused"},

	CommandRequest: {"ghi nhận yêu cầu xóa", "record a request to erase"}, CommandAcknowledge: {"ghi nhận đã phản hồi", "record that the requester was answered"},
	CommandExtend: {"gia hạn", "extend the period"}, CommandRefuse: {"từ chối xóa", "refuse to erase"}, CommandOrder: {"quyết định xóa", "order the erasure"},
	CommandComplete: {"hoàn tất việc xóa", "complete the erasure"}, CommandNotify: {"ghi nhận đã báo kết quả", "record that the requester was told"},
	CommandRestrict: {"hạn chế hiển thị", "restrict"}, CommandLift: {"gỡ hạn chế", "lift the restriction"},
	CommandHold: {"giữ dữ liệu", "place a legal hold"}, CommandRelease: {"gỡ lệnh giữ", "lift a hold"},

	AsSubject: {"chính chủ thể dữ liệu", "the person the data is about"}, AsRepresentative: {"người đại diện hợp pháp", "a legal representative"},
	AsAuthority: {"cơ quan có thẩm quyền", "a competent authority"}, AsController: {"cơ quan quản lý dữ liệu", "the agency that keeps the data"},

	SubjectRequest: {"chủ thể dữ liệu yêu cầu và chấp nhận rủi ro", "the person asks and accepts the risk"}, PurposeCompleted: {"đã hoàn thành mục đích xử lý", "the purpose is completed"},
	RetentionEnded: {"hết thời hạn lưu trữ", "the retention period has ended"}, AuthorityDecision: {"quyết định của cơ quan có thẩm quyền", "decision of an authority"}, Agreement: {"theo thỏa thuận", "by agreement"},

	Retention: {"hồ sơ còn trong thời hạn lưu trữ", "the records are under a retention schedule"}, LegalDuty: {"cản trở cơ quan thực hiện nghĩa vụ theo luật", "it would hinder a legal duty of the agency"},
	OthersHarm: {"xâm phạm lợi ích của Nhà nước hoặc người khác", "it would harm the State or others"}, Proceedings: {"đang thanh tra, khiếu nại, tố cáo hoặc tố tụng", "an inspection, complaint, denunciation or court case is pending"},

	Complexity: {"việc phức tạp", "the matter is complex"}, Volume: {"khối lượng lớn", "there is much to do"}, Processors: {"có bên thứ ba tham gia", "a third party is involved"},

	CorrectionAsked: {"đang chờ đính chính", "a correction was asked for"}, ErasureAsked: {"đang chờ quyết định xóa", "an erasure was asked for"}, Objection: {"chủ thể dữ liệu phản đối xử lý", "the person objects"},

	ByLetter: {"bằng văn bản", "by letter"}, ByMail: {"bằng thư điện tử", "by e-mail"}, InPerson: {"trực tiếp", "in person"}, OnPortal: {"trên cổng", "on the portal"}, Impossible: {"không liên lạc được", "nobody could be reached"},

	LoginField: {"tên đăng nhập", "login"}, NameField: {"họ tên", "name"}, ContactField: {"thông tin liên hệ", "contact"}, TextField: {"nội dung tự viết", "free text"}, LabelField: {"nhãn khóa truy cập", "labels of tokens"},

	Administration: {"quản trị tài khoản", "administration of accounts"}, Handling: {"xử lý hồ sơ", "handling a case"}, Inspection: {"thanh tra, kiểm tra", "inspection"}, Erasing: {"xử lý yêu cầu xóa", "handling a request to erase"},
}

func label(v any, lang string) string {
	if lang == "en" {
		return labels[v][1]
	}
	return labels[v][0]
}

func (s State) Label(lang string) string       { return label(s, lang) }
func (c Command) Label(lang string) string     { return label(c, lang) }
func (c Capacity) Label(lang string) string    { return label(c, lang) }
func (b Basis) Label(lang string) string       { return label(b, lang) }
func (g Ground) Label(lang string) string      { return label(g, lang) }
func (c Cause) Label(lang string) string       { return label(c, lang) }
func (r Restraining) Label(lang string) string { return label(r, lang) }
func (c Channel) Label(lang string) string     { return label(c, lang) }
func (f Field) Label(lang string) string       { return label(f, lang) }
func (p Purpose) Label(lang string) string     { return label(p, lang) }
