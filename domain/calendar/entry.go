package calendar

import "minhbach/domain/fault"

// Kind is what an entry says about its day.
type Kind string

const (
	Holiday      Kind = "holiday"      // ngày nghỉ lễ, tết
	Compensatory Kind = "compensatory" // nghỉ bù: the holiday fell on a weekly rest day
	SwappedOff   Kind = "swapped_off"  // hoán đổi: a weekday off
	SwappedWork  Kind = "swapped_work" // làm bù: a rest day worked
)

// Kinds lists every kind.
func Kinds() []Kind { return []Kind{Holiday, Compensatory, SwappedOff, SwappedWork} }

// Works tells whether people work on a day of this kind.
func (k Kind) Works() bool { return k == SwappedWork }

func (k Kind) valid() bool {
	return k == Holiday || k == Compensatory || k == SwappedOff || k == SwappedWork
}

// Entry declares one day. A later notice that changes a day supersedes the
// earlier entry by naming its ID; to give a day off back to work it uses
// swapped_work, and the reverse.
type Entry struct {
	Date       Date   `json:"date"`
	Kind       Kind   `json:"kind"`
	NameVi     string `json:"name_vi,omitempty"`
	NameEn     string `json:"name_en,omitempty"`
	LegalBasis string `json:"legal_basis"`
	DeclaredAt Date   `json:"declared_at"`
	Supersedes string `json:"supersedes,omitempty"`
}

// ID names an entry by its day and the day of its declaration.
func (e Entry) ID() string { return e.Date.String() + "@" + e.DeclaredAt.String() }

var (
	ErrEntry = fault.Define(fault.Invalid, "calendar.invalid_entry",
		"Mục lịch ngày {date} chưa đủ: cần ngày, loại (holiday, compensatory, swapped_off, swapped_work), căn cứ pháp lý và ngày công bố.",
		"The calendar entry of {date} is incomplete: give its date, kind (holiday, compensatory, swapped_off, swapped_work), legal basis and date of declaration.")
	ErrDuplicate = fault.Define(fault.Conflict, "calendar.duplicate_entry",
		"Ngày {date} đã có mục {id} đang hiệu lực; hãy ghi rõ mục mới thay thế mục đó.",
		"{date} already has the entry {id} in force; let the new entry supersede it by name.")
	ErrSupersedes = fault.Define(fault.Invalid, "calendar.invalid_supersession",
		"Mục {id} thay thế {target}, nhưng đó phải là một mục cùng ngày, công bố sớm hơn và chưa bị mục khác thay thế.",
		"The entry {id} supersedes {target}, which must be an entry of the same date, declared earlier and not superseded by another.")
)
