package agency

import (
	"regexp"
	"strings"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// batch is the work of one registration: rows are cleaned one by one, then settled
// from the top of the tree downwards.
type batch struct {
	tree   *Tree
	cmd    RegisterAll
	path   func(i int, column string) string
	rows   []*row
	byCode map[string]int
	taken  []*row // in tree order
}

type rowState int

const (
	rowWaiting rowState = iota
	rowBad
	rowSame
	rowTaken
)

type row struct {
	unit   Unit
	state  rowState
	id     string
	parent string
	name   *domainname.Name // composed; nil without a portal
	faults []*fault.Fault
}

func newImport(t *Tree, cmd RegisterAll, path func(int, string) string) *batch {
	return &batch{tree: t, cmd: cmd, path: path, byCode: map[string]int{}}
}

var codeForm = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,39})$`)

// clean judges what a row says by itself.
func (im *batch) clean(i int) {
	u := im.cmd.Units[i]
	r := &row{}
	im.rows = append(im.rows, r)
	refuse := func(f *fault.Fault, column string) { im.refuse(i, f, column) }
	line := func(column, s string, limit int, optional bool) string {
		var l fault.List
		if optional {
			s = input.OptionalLine(&l, column, s, limit)
		} else {
			s = input.Line(&l, column, s, limit)
		}
		if f := fault.Of(l.Err()); f != nil {
			refuse(f, column)
		}
		return s
	}
	u.NameVi, u.NameEn = line("name_vi", u.NameVi, maxName, false), line("name_en", u.NameEn, maxName, true)
	u.UnitType = line("unit_type", u.UnitType, maxType, false)
	u.Function, u.Basis = line("function", u.Function, maxType, true), line("basis", u.Basis, maxBasis, true)
	u.Code, u.ParentCode = strings.TrimSpace(u.Code), strings.TrimSpace(u.ParentCode)
	if !u.Level.Valid() {
		refuse(ErrLevel.New("value", short(string(u.Level)), "levels", levels()), "level")
	}
	if u.Obligation == "" {
		u.Obligation = Mandatory
		if u.Level == domainname.Voluntary {
			u.Obligation = Voluntary
		}
	}
	if u.Obligation != Mandatory && u.Obligation != Voluntary || u.Obligation == Mandatory && u.Level == domainname.Voluntary {
		refuse(ErrObligation.New("value", short(string(u.Obligation))), "obligation")
	}
	if u.ValidFrom.IsZero() {
		refuse(ErrDate.New(), "valid_from")
	}
	switch {
	case u.Level == domainname.Province && u.ParentCode != "":
		refuse(ErrParentOfProvince.New("value", short(u.ParentCode)), "parent_code")
	case u.Level != domainname.Province && u.ParentCode == "":
		refuse(ErrParentMissing.New(), "parent_code")
	}
	r.unit = u
	if !codeForm.MatchString(u.Code) {
		refuse(ErrCode.New("value", short(u.Code)), "code")
	} else if first, dup := im.byCode[u.Code]; dup {
		refuse(ErrCodeTwice.New("value", u.Code, "first", im.path(first, "code")), "code")
	} else {
		im.byCode[u.Code] = i
	}
}

func (im *batch) refuse(i int, f *fault.Fault, column string) {
	r := im.rows[i]
	r.state = rowBad
	r.faults = append(r.faults, f.At(im.path(i, column)))
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

func levels() string {
	var all []string
	for _, l := range domainname.Levels() {
		all = append(all, string(l))
	}
	return strings.Join(all, ", ")
}

// settle takes rows whose parent is known, until no more can be; the rest stands
// under a rejected row, in a circle, or under nobody.
func (im *batch) settle() {
	made := map[string]bool{}
	children := map[string][]int{}
	var ready []int
	for i, r := range im.rows {
		if _, inFile := im.byCode[r.unit.ParentCode]; inFile && im.tree.codes[r.unit.ParentCode] == "" {
			children[r.unit.ParentCode] = append(children[r.unit.ParentCode], i)
		} else {
			ready = append(ready, i)
		}
	}
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		r := im.rows[i]
		if r.state == rowWaiting {
			im.place(i, made)
		} else if r.state == rowBad && r.unit.ParentCode != "" && im.tree.codes[r.unit.ParentCode] == "" {
			if _, inFile := im.byCode[r.unit.ParentCode]; !inFile {
				im.refuse(i, ErrParentUnknown.New("value", short(r.unit.ParentCode)), "parent_code")
			}
		}
		if im.byCode[r.unit.Code] == i {
			ready = append(ready, children[r.unit.Code]...)
			delete(children, r.unit.Code)
		}
	}
	for _, r := range children {
		for _, i := range r {
			if !im.underBad(i) {
				im.refuse(i, ErrCycle.New("value", im.rows[i].unit.ParentCode), "parent_code")
			} else {
				im.refuse(i, ErrParentRejected.New("value", im.rows[i].unit.ParentCode), "parent_code")
			}
		}
	}
}

// underBad: what was never reached hangs on a circle; the circle's own rows are
// those that come back to themselves.
func (im *batch) underBad(i int) bool {
	j := i
	for range im.rows {
		next, ok := im.byCode[im.rows[j].unit.ParentCode]
		if !ok {
			return true
		}
		if j = next; j == i {
			return false
		}
	}
	return true
}

// place finds the parent of a row, compares it with what is there and composes its name.
func (im *batch) place(i int, made map[string]bool) {
	r, t := im.rows[i], im.tree
	u := r.unit
	above := ""
	if u.ParentCode != "" {
		level, from, fqdn, ok := im.parentOf(i)
		if !ok {
			return
		}
		switch {
		case u.ValidFrom.Before(from):
			im.refuse(i, ErrNotThen.New("name", u.ParentCode, "date", u.ValidFrom.DMY()), "parent_code")
		case !fits(u.Level, level):
			im.refuse(i, ErrParentLevel.New("level", u.Level, "parent", level, "value", u.ParentCode), "parent_code")
		}
		above = fqdn
	}
	if id := t.codes[u.Code]; id != "" && r.state != rowBad {
		im.compare(i, t.nodes[id], id)
		return
	}
	if r.state == rowBad {
		return
	}
	if !u.WithoutPortal && im.cmd.Template.Base != "" {
		name, err := domainname.Compose(im.cmd.Template, u.Level, u.NameVi, above)
		if err != nil {
			im.refuse(i, fault.Of(err), "name_vi")
			return
		}
		r.name = &name
	}
	r.id = im.cmd.NewID()
	var l fault.List
	if t.distinct(&l, im.path(i, "id"), made, r.id); l.Err() != nil {
		im.refuse(i, fault.Of(l.Err()), "id")
		return
	}
	r.state = rowTaken
	im.taken = append(im.taken, r)
}

// compare: the same unit again is nothing new; other data under a code that is
// taken is refused.
func (im *batch) compare(i int, n *node, id string) {
	r := im.rows[i]
	u := r.unit
	same := n.exists(u.ValidFrom) && at(n.names, u.ValidFrom) == named(u.NameVi, u.NameEn, u.UnitType) &&
		n.reg.Level == u.Level && n.parent(u.ValidFrom) == r.parent && n.reg.Obligation == u.Obligation && n.reg.Function == u.Function
	if !same {
		im.refuse(i, ErrCodeTaken.New("value", u.Code, "name", n.name(u.ValidFrom)), "code")
		return
	}
	r.state, r.id = rowSame, id
}

// parentOf looks the parent up, in the tree before the list, and sets it on the row.
func (im *batch) parentOf(i int) (level domainname.Level, from calendar.Date, fqdn string, ok bool) {
	r := im.rows[i]
	if id := im.tree.codes[r.unit.ParentCode]; id != "" {
		n := im.tree.nodes[id]
		if !n.exists(r.unit.ValidFrom) {
			im.refuse(i, ErrNotThen.New("name", n.name(r.unit.ValidFrom), "date", r.unit.ValidFrom.DMY(), "value", r.unit.ParentCode), "parent_code")
			return
		}
		r.parent = id
		return n.reg.Level, n.reg.ValidFrom, n.domain().FQDN, true
	}
	j, inFile := im.byCode[r.unit.ParentCode]
	if !inFile {
		im.refuse(i, ErrParentUnknown.New("value", short(r.unit.ParentCode)), "parent_code")
		return
	}
	p := im.rows[j]
	if p.state == rowBad {
		im.refuse(i, ErrParentRejected.New("value", r.unit.ParentCode), "parent_code")
		return
	}
	r.parent = p.id
	if p.name != nil {
		fqdn = p.name.FQDN
	}
	return p.unit.Level, p.unit.ValidFrom, fqdn, true
}

// events: all agencies first, then their names, so that a name is judged against
// every other one of the list.
func (im *batch) events() []domain.Event {
	var events []domain.Event
	var asked []claim
	for _, r := range im.taken {
		u := r.unit
		events = append(events, Registered{
			Agency: r.id, Code: u.Code, NameVi: u.NameVi, NameEn: u.NameEn, UnitType: u.UnitType, Level: u.Level,
			Parent: r.parent, Obligation: u.Obligation, Function: u.Function, ValidFrom: u.ValidFrom, Basis: u.Basis,
		})
		if r.name != nil {
			asked = append(asked, claim{agency: r.id, level: u.Level, parent: r.parent, official: u.NameVi, name: *r.name})
		}
	}
	return append(events, im.tree.propose(im.cmd.Template, asked)...)
}
