package dublincore

// Status is how strongly Circular 24/2011 Điều 4 asks for an element.
type Status string

// The three grades of the circular.
const (
	Mandatory   Status = "mandatory"
	Recommended Status = "recommended"
	Optional    Status = "optional"
)

// Element describes one of the fifteen elements.
type Element struct {
	Name   string // as in DC.<name>
	Status Status
	VI     string // the circular's own name
	values func(*Record) []Value
}

// Elements lists the fifteen in the circular's order: 6 mandatory, 4
// recommended, 5 optional.
var Elements = []Element{
	{"title", Mandatory, "tiêu đề", func(r *Record) []Value { return r.Title }},
	{"creator", Mandatory, "người tạo", func(r *Record) []Value { return r.Creator }},
	{"date", Mandatory, "thời gian", func(r *Record) []Value { return r.Date }},
	{"description", Mandatory, "mô tả", func(r *Record) []Value { return r.Description }},
	{"publisher", Mandatory, "cơ quan ban hành", func(r *Record) []Value { return r.Publisher }},
	{"identifier", Mandatory, "yếu tố định danh", func(r *Record) []Value { return r.Identifier }},
	{"language", Recommended, "ngôn ngữ", func(r *Record) []Value { return r.Language }},
	{"source", Recommended, "nguồn", func(r *Record) []Value { return r.Source }},
	{"contributor", Recommended, "người cộng tác", func(r *Record) []Value { return r.Contributor }},
	{"subject", Recommended, "chủ đề", func(r *Record) []Value { return r.Subject }},
	{"coverage", Optional, "phạm vi", func(r *Record) []Value { return r.Coverage }},
	{"type", Optional, "dạng", func(r *Record) []Value { return r.Type }},
	{"format", Optional, "định dạng", func(r *Record) []Value { return r.Format }},
	{"relation", Optional, "quan hệ", func(r *Record) []Value { return r.Relation }},
	{"rights", Optional, "các quyền", func(r *Record) []Value { return r.Rights }},
}

// Values gives the values of an element in a record.
func (e Element) Values(r Record) []Value { return e.values(&r) }
