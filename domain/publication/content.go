package publication

import "minhbach/domain/calendar"

// Content is everything of a publication that a reader can see, in one language
// plus translations. Its hash (Hash) is what is submitted, approved and published.
type Content struct {
	Language     string                 `json:"language"`
	Title        string                 `json:"title"`
	Summary      string                 `json:"summary"`
	Body         string                 `json:"body"`
	Details      Details                `json:"details"`
	Metadata     Metadata               `json:"metadata"`
	Attachments  []Attachment           `json:"attachments,omitempty"`
	Translations map[string]Translation `json:"translations,omitempty"` // by language
}

// Details holds what is particular to a kind; the part that a kind does not have is nil.
type Details struct {
	Document     *Document     `json:"document,omitempty"`     // legal and administrative documents, dissemination of one
	Plan         *Plan         `json:"plan,omitempty"`         // strategy, master plan, plan
	Gazette      *Gazette      `json:"gazette,omitempty"`      // official gazette issue
	Project      *Project      `json:"project,omitempty"`      // project, investment item, tender, procurement
	Consultation *Consultation `json:"consultation,omitempty"` // public consultation on a draft
	Contact      *Person       `json:"contact,omitempty"`      // competent official
}

// Document is the field set of group e (law.md §6).
type Document struct {
	Number      string        `json:"number"` // number and symbol: "07/2019/QĐ-UBND"; unique per issuing agency
	Form        string        `json:"form"`   // "Quyết định", "Chỉ thị", …
	Issuer      string        `json:"issuer"` // issuing authority as printed
	IssuedOn    calendar.Date `json:"issued_on"`
	EffectiveOn calendar.Date `json:"effective_on,omitzero"`
	ExpiredOn   calendar.Date `json:"expired_on,omitzero"`
	Signer      string        `json:"signer"`
	SignerTitle string        `json:"signer_title,omitempty"`
	Abstract    string        `json:"abstract"` // trích yếu
	Field       string        `json:"field,omitempty"`
	Replaces    []string      `json:"replaces,omitempty"` // numbers
}

// Plan is the field set of group đ.
type Plan struct {
	Decision   string        `json:"decision"` // number of the approving decision
	ApprovedOn calendar.Date `json:"approved_on"`
	Scope      string        `json:"scope,omitempty"`
	PeriodFrom int           `json:"period_from,omitempty"` // year
	PeriodTo   int           `json:"period_to,omitempty"`
}

// Gazette is the field set of group g.
type Gazette struct {
	Issue     string        `json:"issue"`
	Date      calendar.Date `json:"date"`
	Documents []string      `json:"documents,omitempty"` // numbers contained
}

// Project is the field set of group h. Money is in whole đồng.
type Project struct {
	Objective     string        `json:"objective"`
	Field         string        `json:"field,omitempty"`
	Type          string        `json:"type,omitempty"` // "investment", "tender", "procurement"
	Decision      string        `json:"decision,omitempty"`
	ApprovedOn    calendar.Date `json:"approved_on"`
	Duration      string        `json:"duration,omitempty"`
	CostVND       int64         `json:"cost_vnd,omitempty"`
	FundingSource string        `json:"funding_source,omitempty"`
	Sponsor       string        `json:"sponsor,omitempty"`
	Status        string        `json:"status"` // "preparing", "running", "completed"
}

// Consultation is the field set of group i.
type Consultation struct {
	ClosesOn calendar.Date `json:"closes_on"`
	Address  string        `json:"address"`
	Email    string        `json:"email"`
}

// Person is the field set of group k: officials in their office, never citizens.
type Person struct {
	FullName string `json:"full_name"`
	Position string `json:"position"`
	Unit     string `json:"unit,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email"`
}

// Metadata is what Dublin Core asks for beyond what the text and the approval
// supply. Title, Creator, Date, Description, Publisher and Identifier are
// mandatory (Circular 24/2011 Điều 4); Creator is the only one entered here.
type Metadata struct {
	Creator     string   `json:"creator"` // author or authoring unit, as shown to readers
	Contributor string   `json:"contributor,omitempty"`
	Source      string   `json:"source,omitempty"`
	Subjects    []string `json:"subjects,omitempty"`
	Coverage    string   `json:"coverage,omitempty"`
	Relation    string   `json:"relation,omitempty"`
	Rights      string   `json:"rights,omitempty"`
}

// Translation is the text in another language. It is stale once the original's
// text hash is no longer Of.
type Translation struct {
	Title   string `json:"title"`
	Summary string `json:"summary"`
	Body    string `json:"body"`
	Of      string `json:"of"`
}
