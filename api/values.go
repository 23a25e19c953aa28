package api

import (
	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/duty"
	"minhbach/domain/publication"
	"minhbach/domain/rules"
	"minhbach/projections/view"
)

// Date is a day, "2026-03-02".
type Date struct{ calendar.Date }

// Schema satisfies huma.SchemaProvider.
func (Date) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Examples: []any{"2026-03-02"}}
}

// Choices of the domain, so that the document always lists what there is.
type (
	Kind       string
	Section    string
	Group      string
	Level      string
	Obligation string
	Role       string
	Seating    string
	DutyState  string
	Unit       string
	WorkState  string
	Command    string
	DayKind    string
	NameState  string
)

func choice[T ~string](values []T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

func (Kind) Schema(huma.Registry) *huma.Schema {
	var all []string
	for _, k := range publication.Kinds() {
		all = append(all, string(k.Kind))
	}
	return choice(all)
}

func (Section) Schema(huma.Registry) *huma.Schema {
	var all []string
	for _, s := range publication.Sections() {
		all = append(all, s.Slug)
	}
	return choice(all)
}

func (Group) Schema(huma.Registry) *huma.Schema {
	var all []string
	for _, s := range publication.Sections() {
		all = append(all, s.Group)
	}
	return choice(all)
}

func (Level) Schema(huma.Registry) *huma.Schema { return choice(levels) }

var levels = []domainname.Level{
	domainname.Province, domainname.Department, domainname.District, domainname.Commune, domainname.Subordinate, domainname.Voluntary,
}

func (Obligation) Schema(huma.Registry) *huma.Schema {
	return choice([]agency.Obligation{agency.Mandatory, agency.Voluntary})
}

func (Role) Schema(huma.Registry) *huma.Schema { return choice(domain.Roles()) }

func (Seating) Schema(huma.Registry) *huma.Schema {
	return choice([]board.Position{board.Head, board.Deputy, board.Member})
}

func (DutyState) Schema(huma.Registry) *huma.Schema { return choice(duty.States()) }

func (Unit) Schema(huma.Registry) *huma.Schema {
	return choice([]rules.Unit{rules.WorkingDays, rules.CalendarDays, rules.Months, rules.FixedDate, rules.PerWorkingDay, rules.OnChange})
}

func (WorkState) Schema(huma.Registry) *huma.Schema { return choice(publication.States()) }

func (Command) Schema(huma.Registry) *huma.Schema { return choice(publication.Commands()) }

func (DayKind) Schema(huma.Registry) *huma.Schema { return choice(calendar.Kinds()) }

func (NameState) Schema(huma.Registry) *huma.Schema { return choice(domainname.States()) }

// PublicState is how an item stands for readers.
type PublicState string

// Schema satisfies huma.SchemaProvider.
func (PublicState) Schema(huma.Registry) *huma.Schema {
	return choice([]view.PublicState{view.Published, view.Withdrawn, view.Archived})
}

// each maps a list; an empty list is empty, never null.
func each[A, B any](list []A, f func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, f(a))
	}
	return out
}

// strs turns one string type into another.
func strs[A, B ~string](list []A) []B { return each(list, func(a A) B { return B(a) }) }

// Guard: every choice has a schema of its own.
var _ = []huma.SchemaProvider{
	Date{}, Kind(""), Section(""), Group(""), Level(""), Obligation(""), Role(""), Seating(""), DutyState(""), Unit(""),
	WorkState(""), Command(""), DayKind(""), NameState(""), PublicState(""),
}
