package agency

import (
	"fmt"
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
)

// Unit is an agency to register, its parent named by code: of the tree or of
// another unit of the same list, in whatever order.
type Unit struct {
	Line                           int // in the file it came from; 0: none
	Code, NameVi, NameEn, UnitType string
	Level                          domainname.Level
	ParentCode                     string
	Obligation                     Obligation // empty: voluntary for that level, mandatory else
	Function                       string
	ValidFrom                      calendar.Date
	Basis                          string
	WithoutPortal                  bool
}

// MaxUnits of one import.
const MaxUnits = 5000

// RegisterAll adds a list of agencies at once. Every faulty unit is told, with
// line and column; a unit that is there with the same data is no fact, so the same
// list twice changes nothing.
type RegisterAll struct {
	By       domain.Actor
	Units    []Unit
	NewID    func() string
	Template domainname.Template
	Partial  bool    // take the good units and report the others
	Report   *Report // filled when there is one
}

// Report says what became of each unit.
type Report struct {
	Registered, Unchanged int
	Units                 []Outcome      // in the order of the list, without the rejected
	Rejected              []*fault.Fault // with Partial only
}

// Outcome of one unit.
type Outcome struct {
	Line   int
	Agency string // id
	Code   string
	New    bool
}

func (t *Tree) RegisterAll(cmd RegisterAll) ([]domain.Event, error) { return t.run(cmd) }

func (cmd RegisterAll) decide(t *Tree) ([]domain.Event, error) {
	return t.register(cmd, func(i int, column string) string {
		if line := cmd.Units[i].Line; line > 0 {
			return fmt.Sprintf("line %d, %s", line, column)
		}
		return fmt.Sprintf("units[%d].%s", i, column)
	})
}

func (t *Tree) register(cmd RegisterAll, path func(i int, column string) string) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	switch n := len(cmd.Units); {
	case n == 0:
		return nil, ErrEmpty.New()
	case n > MaxUnits:
		return nil, ErrTooMany.New("max", MaxUnits)
	}
	im := newImport(t, cmd, path)
	for i := range cmd.Units {
		im.clean(i)
	}
	im.settle()
	if cmd.Report != nil {
		*cmd.Report = im.report()
	}
	if err := im.err(); err != nil && (!cmd.Partial || len(im.faulty()) == len(im.rows)) {
		return nil, err
	}
	return im.events(), nil
}

func (im *batch) report() Report {
	var r Report
	for i, row := range im.rows {
		switch row.state {
		case rowSame:
			r.Unchanged++
		case rowTaken:
			r.Registered++
		default:
			r.Rejected = append(r.Rejected, row.faults...)
			continue
		}
		r.Units = append(r.Units, Outcome{im.cmd.Units[i].Line, row.id, row.unit.Code, row.state == rowTaken})
	}
	return r
}

func (im *batch) faulty() []*row {
	return slices.DeleteFunc(slices.Clone(im.rows), func(r *row) bool { return r.state != rowBad })
}

func (im *batch) err() error {
	var l fault.List
	for _, r := range im.faulty() {
		for _, f := range r.faults {
			l.Add(f)
		}
	}
	return l.Err()
}
