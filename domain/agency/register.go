package agency

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
)

// Register adds one agency and proposes the name of its portal.
type Register struct {
	By                             domain.Actor
	ID                             string
	Code, NameVi, NameEn, UnitType string
	Level                          domainname.Level
	Parent                         string // id
	Obligation                     Obligation
	Function                       string
	ValidFrom                      calendar.Date
	Basis                          string
	WithoutPortal                  bool
	Template                       domainname.Template // of the rule pack on ValidFrom; the zero one proposes no name
}

func (t *Tree) Register(cmd Register) ([]domain.Event, error) { return t.run(cmd) }

func (cmd Register) decide(t *Tree) ([]domain.Event, error) {
	unit := Unit{
		Code: cmd.Code, NameVi: cmd.NameVi, NameEn: cmd.NameEn, UnitType: cmd.UnitType, Level: cmd.Level,
		Obligation: cmd.Obligation, Function: cmd.Function, ValidFrom: cmd.ValidFrom, Basis: cmd.Basis,
		WithoutPortal: cmd.WithoutPortal,
	}
	if cmd.Parent != "" {
		p := t.nodes[cmd.Parent]
		if p == nil {
			return nil, ErrParentUnknown.New("value", cmd.Parent).At("parent")
		}
		unit.ParentCode = p.reg.Code
	}
	return t.register(RegisterAll{
		By: cmd.By, Units: []Unit{unit}, NewID: func() string { return cmd.ID }, Template: cmd.Template,
	}, func(_ int, column string) string {
		if column == "parent_code" {
			return "parent"
		}
		return column
	})
}

// distinct tells whether the ids are there, new and different from each other.
func (t *Tree) distinct(l *fault.List, path string, made map[string]bool, id string) {
	if id == "" || len(id) > maxID || t.nodes[id] != nil || made[id] {
		l.Add(ErrID.New().At(path))
	}
	made[id] = true
}
