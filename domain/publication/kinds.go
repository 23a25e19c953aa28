package publication

import (
	"slices"

	"minhbach/domain/calendar"
	"minhbach/domain/rules"
)

// Kind is what sort of item it is. Kinds are finer than the information groups of
// Điều 10: a group may hold several.
type Kind string

const (
	Introduction           Kind = "introduction"
	News                   Kind = "news"
	Directive              Kind = "directive"
	WorkingSchedule        Kind = "working_schedule"
	Commendation           Kind = "commendation"
	Dissemination          Kind = "dissemination"
	PlanOrStrategy         Kind = "plan"
	LegalDocument          Kind = "legal_document"
	AdministrativeDocument Kind = "administrative_document"
	GazetteIssue           Kind = "gazette"
	ProjectRecord          Kind = "project"
	Tender                 Kind = "tender"
	PublicConsultation     Kind = "consultation"
	OfficialContact        Kind = "contact"
	TransactionInfo        Kind = "transaction_info"
)

// Part is a part of Details.
type Part string

const (
	PartDocument     Part = "document"
	PartPlan         Part = "plan"
	PartGazette      Part = "gazette"
	PartProject      Part = "project"
	PartConsultation Part = "consultation"
	PartContact      Part = "contact"
)

// Trigger says which rule of Điều 17 runs from which date of the content.
type Trigger struct {
	Rule string // rule id in the rule packs: "R17.c1"
	Date string // path of the date in Details: "document.issued_on"
	on   func(Details) calendar.Date
}

// On is the triggering date that the details state; zero when they state none.
func (t Trigger) On(d Details) calendar.Date { return t.on(d) }

// KindInfo is everything that the rest of the program asks about a kind.
type KindInfo struct {
	Kind     Kind
	Group    string    // letter of Điều 10: a, b, c, d, đ, e, g, h, i, k, l
	Section  string    // slug of the section that shows it
	Part     Part      // the part of Details that it may have; empty: none
	Optional bool      // it may do without Part
	BareText bool      // it may do without body and attachments
	Triggers []Trigger // deadlines that its content opens
	vi, en   string
}

// Label names the kind for people.
func (k KindInfo) Label(lang string) string { return label{Vi: k.vi, En: k.en}.In(lang) }

func issuedOn(d Details) calendar.Date {
	if d.Document == nil {
		return calendar.Date{}
	}
	return d.Document.IssuedOn
}

func planApprovedOn(d Details) calendar.Date {
	if d.Plan == nil {
		return calendar.Date{}
	}
	return d.Plan.ApprovedOn
}

func projectApprovedOn(d Details) calendar.Date {
	if d.Project == nil {
		return calendar.Date{}
	}
	return d.Project.ApprovedOn
}

// Điều 17 khoản 1 điểm b, c and d.
var (
	disseminate = []Trigger{{Rule: rules.Dissemination, Date: "document.issued_on", on: issuedOn}}
	post        = []Trigger{{Rule: rules.DocumentByIssuer, Date: "document.issued_on", on: issuedOn}}
	plan        = []Trigger{{Rule: rules.PlanOrProject, Date: "plan.approved_on", on: planApprovedOn}}
	project     = []Trigger{{Rule: rules.PlanOrProject, Date: "project.approved_on", on: projectApprovedOn}}
)

var kinds = []KindInfo{
	{Kind: Introduction, Group: "a", Section: "gioi-thieu", vi: "Giới thiệu", en: "Introduction"},
	{Kind: News, Group: "b", Section: "tin-tuc", vi: "Tin tức, sự kiện", en: "News"},
	{Kind: Directive, Group: "c", Section: "chi-dao-dieu-hanh", vi: "Ý kiến chỉ đạo, điều hành", en: "Directive"},
	{Kind: WorkingSchedule, Group: "c", Section: "chi-dao-dieu-hanh", vi: "Lịch làm việc của lãnh đạo", en: "Leaders' working schedule"},
	{Kind: Commendation, Group: "c", Section: "chi-dao-dieu-hanh", vi: "Khen thưởng, xử phạt", en: "Commendation or sanction"},
	{Kind: Dissemination, Group: "d", Section: "pho-bien-phap-luat", Part: PartDocument, Optional: true, Triggers: disseminate,
		vi: "Phổ biến, hướng dẫn pháp luật", en: "Legal guidance"},
	{Kind: PlanOrStrategy, Group: "đ", Section: "quy-hoach-ke-hoach", Part: PartPlan, Triggers: plan,
		vi: "Chiến lược, quy hoạch, kế hoạch", en: "Strategy or plan"},
	{Kind: LegalDocument, Group: "e", Section: "van-ban", Part: PartDocument, Triggers: post,
		vi: "Văn bản quy phạm pháp luật", en: "Legal document"},
	{Kind: AdministrativeDocument, Group: "e", Section: "van-ban", Part: PartDocument, Triggers: post,
		vi: "Văn bản quản lý hành chính", en: "Administrative document"},
	{Kind: GazetteIssue, Group: "g", Section: "cong-bao", Part: PartGazette, vi: "Công báo", en: "Official gazette"},
	{Kind: ProjectRecord, Group: "h", Section: "du-an-dau-thau", Part: PartProject, BareText: true, Triggers: project,
		vi: "Dự án, hạng mục đầu tư", en: "Project or investment item"},
	{Kind: Tender, Group: "h", Section: "du-an-dau-thau", Part: PartProject, BareText: true, Triggers: project,
		vi: "Đấu thầu, mua sắm công", en: "Tender or procurement"},
	{Kind: PublicConsultation, Group: "i", Section: "gop-y-du-thao", Part: PartConsultation,
		vi: "Lấy ý kiến góp ý dự thảo", en: "Public consultation"},
	{Kind: OfficialContact, Group: "k", Section: "danh-ba", Part: PartContact, BareText: true,
		vi: "Liên hệ của cán bộ có thẩm quyền", en: "Contact of an official"},
	{Kind: TransactionInfo, Group: "l", Section: "thong-tin-giao-dich", vi: "Thông tin giao dịch của cổng", en: "Transaction information"},
}

// Kinds returns every kind, in the order of the groups.
func Kinds() []KindInfo { return slices.Clone(kinds) }

// KindOf looks a kind up.
func KindOf(k Kind) (KindInfo, bool) {
	for _, info := range kinds {
		if info.Kind == k {
			return info, true
		}
	}
	return KindInfo{}, false
}

// Label names a kind for people.
func (k Kind) Label(lang string) string {
	info, ok := KindOf(k)
	if !ok {
		return string(k)
	}
	return info.Label(lang)
}
