package editorial

import (
	"strings"

	"minhbach/domain/fault"
)

// Noun is what people call a sort of item in the sentences of a refusal.
type Noun struct {
	Prefix string // of the codes: "publication"
	Name   Label  // "mục", "item"
	Title  Label  // the same at the beginning of a sentence
	end    Label
}

// Refusals are the codes with which the flow of one sort of item refuses.
type Refusals struct {
	noun Noun

	Nobody, Role, OtherAgency, NotYours, NoAuthority, Position, SamePerson               *fault.Code
	NotFound, State, ContentChanged, Checklist, ChecklistAuthor, Embargoed               *fault.Code
	Kept, Unlisted                                                                       *fault.Code
	ID, Slug, Reason, CheckUnknown, CheckMissing, EmbargoFar                             *fault.Code
	TooLong, TooMany, DateImplausible, DateOrder, Email, SHA256, FileName, Media, Length *fault.Code
	Title, Creator, Summary, Publisher, Identifier                                       *fault.Code
}

// NewRefusals defines the codes under a prefix.
func NewRefusals(noun Noun) *Refusals {
	noun.end = Label{"không còn thao tác nào, hãy soạn " + noun.Name.Vi + " mới", "nothing more, begin a new " + noun.Name.En}
	words := func(name, title string) *strings.Replacer {
		return strings.NewReplacer("{noun}", name, "{Noun}", title)
	}
	vi, en := words(noun.Name.Vi, noun.Title.Vi), words(noun.Name.En, noun.Title.En)
	code := func(kind fault.Kind, name, inVi, inEn string) *fault.Code {
		return fault.Define(kind, noun.Prefix+"."+name, vi.Replace(inVi), en.Replace(inEn))
	}
	r := &Refusals{noun: noun}
	r.people(code)
	r.states(code)
	r.forms(code)
	return r
}

type definer func(kind fault.Kind, name, vi, en string) *fault.Code

// people: who may not.
func (r *Refusals) people(code definer) {
	r.Nobody = code(fault.Unauthenticated, "nobody",
		"Chưa biết ai đang thao tác; hãy đăng nhập rồi làm lại.",
		"It is not known who is acting; sign in and try again.")
	r.Role = code(fault.Forbidden, "role_not_allowed",
		"Vai trò đang dùng không được phép {command_vi}; hãy nhờ người có thẩm quyền của cơ quan.",
		"The role in use may not do this ({command_en}); ask somebody at the agency who may.")
	r.OtherAgency = code(fault.Forbidden, "other_agency",
		"{Noun} này thuộc trách nhiệm của cơ quan khác; hãy chuyển sang vai trò của cơ quan đó hoặc liên hệ với họ.",
		"Another agency is responsible for this {noun}; switch to a role there or get in touch with it.")
	r.NotYours = code(fault.Forbidden, "not_yours",
		"Cộng tác viên chỉ thao tác được trên {noun} mình đã viết; hãy nhờ biên tập viên của cơ quan.",
		"A contributor may only work on {noun}s that they wrote in; ask an editor of the agency.")
	r.NoAuthority = code(fault.Forbidden, "no_authority",
		"Hôm nay bạn không có ghế trong Ban Biên tập của cổng này; hãy nhờ một thành viên đang trong nhiệm kỳ.",
		"You hold no seat on this portal's editorial board today; ask a member whose term is running.")
	r.Position = code(fault.Forbidden, "position_too_low",
		"Chỉ Trưởng ban, Phó Trưởng ban hoặc Thủ trưởng cơ quan, nhân danh chính mình, mới được gỡ {noun}; hãy chuyển việc này cho họ.",
		"Only the board's head or deputy, or the agency's head, in their own name, may withdraw; pass this on to them.")
	r.SamePerson = code(fault.Forbidden, "same_person",
		"Người đã viết nội dung, hoặc người cho mượn tên hay thẩm quyền, không được tự duyệt; hãy nhờ một thành viên khác của Ban Biên tập.",
		"Whoever wrote the content, in person or by lending a name or power, may not approve it; ask another member of the board.")
}

// states: what the state does not allow.
func (r *Refusals) states(code definer) {
	r.NotFound = code(fault.NotFound, "not_found",
		"Không có {noun} này; hãy kiểm tra lại địa chỉ.",
		"There is no such {noun}; check the address.")
	r.State = code(fault.Conflict, "state_forbids",
		"{Noun} đang ở trạng thái “{state_vi}” nên không thể {command_vi}; lúc này có thể: {next_vi}.",
		"The {noun} is in the state “{state_en}”, which does not allow this ({command_en}); possible now: {next_en}.")
	r.ContentChanged = code(fault.Stale, "content_changed",
		"Nội dung chờ duyệt không còn là nội dung bạn đã xem; hãy tải lại trang và xem lại trước khi duyệt.",
		"The content waiting for approval is no longer the one you saw; reload and read it again first.")
	r.Checklist = code(fault.Conflict, "checklist_missing",
		"Phiếu kiểm tra trước khi đăng chưa được hoàn thành cho đúng nội dung này; hãy trả lời đủ các mục rồi duyệt.",
		"The checklist was not completed on exactly this content; answer every item and then approve.")
	r.ChecklistAuthor = code(fault.Conflict, "checklist_by_author",
		"Người làm phiếu kiểm tra nay đã tham gia viết nội dung; hãy để một thành viên khác làm lại phiếu.",
		"Whoever completed the checklist has since written in the content; let another member complete it again.")
	r.Embargoed = code(fault.Conflict, "embargoed",
		"Chưa đến giờ hẹn đăng ({at}); hãy đợi đến giờ đó.",
		"The time set for publication ({at}) has not come; wait for it.")
	r.Kept = code(fault.Conflict, "still_kept",
		"{Noun} này còn trong thời hạn lưu giữ đến hết ngày {until}; hãy để sang danh mục sau.",
		"This {noun} must be kept until the end of {until}; put it on a later list.")
	r.Unlisted = code(fault.Forbidden, "not_on_a_list",
		"Chỉ tiêu hủy theo danh mục do một người đề nghị và người khác, có thẩm quyền, phê duyệt; hãy lập danh mục và trình duyệt.",
		"Content is disposed of only by a list that one person proposed and another, who may, approved; make a list and have it approved.")
	r.ID = code(fault.Invalid, "id_missing",
		"Thiếu mã định danh của {noun}; hãy tạo mã mới rồi gửi lại.",
		"The {noun}'s id is missing; make a new one and send again.")
	r.Slug = code(fault.Invalid, "slug_form",
		"Phần cuối của địa chỉ chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối ở giữa, tối đa 100 ký tự.",
		"The last part of the address takes lower-case letters, digits and inner hyphens, at most 100 characters; rewrite it so.")
	r.Reason = code(fault.Invalid, "reason_missing",
		"Cần nêu lý do; hãy viết một câu để người khác hiểu vì sao.",
		"A reason is needed; write a sentence that tells others why.")
	r.CheckUnknown = code(fault.Invalid, "check_unknown",
		"Phiếu kiểm tra không có mục “{check}”; hãy chỉ trả lời các mục trong phiếu.",
		"The checklist has no item “{check}”; answer only what is on it.")
	r.CheckMissing = code(fault.Invalid, "check_unanswered",
		"Mục “{check}” của phiếu kiểm tra chưa được trả lời; hãy xác nhận mục này.",
		"The item “{check}” of the checklist is unanswered; affirm it.")
	r.EmbargoFar = code(fault.Invalid, "embargo_too_far",
		"Giờ hẹn đăng cách hôm nay hơn một năm; hãy kiểm tra lại ngày.",
		"The time set for publication is more than a year away; check the date.")
}
