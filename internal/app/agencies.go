package app

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/eventstore"
)

// network runs commands on the tree of agencies. Rights are in the aggregate: an
// administrator of the province, or the operator at the machine.
type network struct{ Deps }

func treeCommands(d Deps, c *Commands) {
	n := network{d}
	c.RegisterAgency = n.register
	c.ImportUnits = n.importUnits
	c.RenameAgency = n.rename
	c.MoveAgency = n.move
	c.MergeAgencies = n.merge
	c.SplitAgency = n.split
	c.AbolishAgency = n.abolish
	c.SetContact = n.setContact
	c.AgreeDomain = n.agreeDomain
	c.AddAlias = n.addAlias
	c.ReplaceDomain = n.replaceDomain
	c.RetireDomain = n.retireDomain
}

func (n network) run(ctx context.Context, by Caller, id string, decide func(t *agency.Tree, as domain.Actor) ([]domain.Event, error)) (Receipt, error) {
	return n.decide(ctx, by, id, false, decide)
}

// decide is run; inParts where a decision may be larger than an append.
func (n network) decide(ctx context.Context, by Caller, id string, inParts bool, decide func(t *agency.Tree, as domain.Actor) ([]domain.Event, error)) (Receipt, error) {
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(n.Now())
	}
	as := administrator(by)
	if !by.Operator {
		p, err := n.places(ctx)
		if err != nil {
			return Receipt{}, mapErr(err)
		}
		if province, err := p.mayAdminister(by); err == nil {
			as = province // also with a grant for the network, or of a province that merged
		}
	}
	env := envelope(by, as)
	env.Rules = n.Rules.Version(calendar.DateOf(n.Now()))
	env.InParts = inParts
	out, err := eventstore.Execute(ctx, n.Repo, treeStream, agency.New, by.named(), env,
		func(t *agency.Tree, _ eventstore.Revision) ([]domain.Event, error) { return decide(t, as) })
	return receipt(id, out), mapErr(err)
}

// administrator is the caller in that role, at the agency where it was granted.
func administrator(by Caller) domain.Actor {
	if by.Operator {
		return domain.Actor{Account: domain.System, Role: domain.Administrator}
	}
	return actAs(by, firstWith(by, domain.Administrator), []domain.Role{domain.Administrator})
}

func firstWith(by Caller, role domain.Role) string {
	for _, g := range by.Grants {
		if g.Role == role {
			return g.Agency
		}
	}
	return ""
}

// template is the domain rule of the network on a day: that of its province.
func (n network) template(t *agency.Tree, on calendar.Date) domainname.Template {
	root, ok := t.At(calendar.DateOf(n.Now())).Province()
	if !ok {
		return domainname.Template{} // the province itself is being registered: see register
	}
	return n.templateFor(root.NameVi, on)
}

func (n network) templateFor(province string, on calendar.Date) domainname.Template {
	t, _, err := n.Rules.TemplateFor(province, on)
	if err != nil {
		return domainname.Template{} // no rule on that day: no name is composed
	}
	return t
}

func (n network) register(ctx context.Context, by Caller, cmd RegisterAgency) (Receipt, error) {
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(n.Now())
	}
	id := eventstore.DeriveID("agency", by.Command.String()).String()
	return n.run(ctx, by, id, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		template := n.template(t, cmd.ValidFrom)
		if cmd.Level == domainname.Province {
			template = n.templateFor(cmd.NameVi, cmd.ValidFrom)
		}
		return t.Register(agency.Register{
			By: as, ID: id, Code: cmd.Code, NameVi: cmd.NameVi, NameEn: cmd.NameEn, UnitType: cmd.UnitType, Level: cmd.Level,
			Parent: cmd.Parent, Obligation: cmd.Obligation, Function: cmd.Function, ValidFrom: cmd.ValidFrom, Basis: cmd.Basis,
			Template: template,
		})
	})
}

func (n network) rename(ctx context.Context, by Caller, cmd RenameAgency) (Receipt, error) {
	return n.run(ctx, by, cmd.Agency, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		return t.Rename(agency.Rename{
			By: as, Agency: cmd.Agency, NameVi: cmd.NameVi, NameEn: cmd.NameEn, UnitType: cmd.UnitType, ValidFrom: cmd.ValidFrom, Basis: cmd.Basis,
		})
	})
}

func (n network) move(ctx context.Context, by Caller, cmd MoveAgency) (Receipt, error) {
	return n.run(ctx, by, cmd.Agency, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		return t.Move(agency.Move{By: as, Agency: cmd.Agency, Parent: cmd.Parent, ValidFrom: cmd.ValidFrom, Basis: cmd.Basis})
	})
}

func (n network) merge(ctx context.Context, by Caller, cmd MergeAgencies) (Receipt, error) {
	return n.run(ctx, by, cmd.Into, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		return t.Merge(agency.Merge{By: as, Agencies: cmd.Agencies, Into: cmd.Into, ValidFrom: cmd.ValidFrom, Basis: cmd.Basis})
	})
}

func (n network) split(ctx context.Context, by Caller, cmd SplitAgency) (Receipt, error) {
	return n.run(ctx, by, cmd.Agency, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		return t.Split(agency.SplitUp{By: as, Agency: cmd.Agency, Into: cmd.Into, ValidFrom: cmd.ValidFrom, Basis: cmd.Basis})
	})
}

func (n network) abolish(ctx context.Context, by Caller, cmd AbolishAgency) (Receipt, error) {
	return n.run(ctx, by, cmd.Agency, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		return t.Abolish(agency.Abolish{By: as, Agency: cmd.Agency, Successor: cmd.Successor, ValidFrom: cmd.ValidFrom, Basis: cmd.Basis})
	})
}

func (n network) setContact(ctx context.Context, by Caller, cmd SetContact) (Receipt, error) {
	return n.run(ctx, by, cmd.Agency, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		if as.Role != domain.Administrator {
			// The head of an agency or of its board keeps its contacts (Điều 31).
			as = actAs(by, cmd.Agency, []domain.Role{domain.AgencyHead, domain.BoardHead})
		}
		return t.SetContact(agency.SetContact{By: as, Agency: cmd.Agency, Contact: cmd.Contact})
	})
}

func (n network) agreeDomain(ctx context.Context, by Caller, cmd AgreeDomain) (Receipt, error) {
	return n.run(ctx, by, cmd.Agency, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		return t.AgreeDomain(agency.AgreeDomain{By: as, Agency: cmd.Agency, FQDN: cmd.FQDN, Agreement: cmd.Agreement, AgreedOn: cmd.AgreedOn,
			Template: n.template(t, calendar.DateOf(n.Now())), Now: n.Now()})
	})
}

func (n network) addAlias(ctx context.Context, by Caller, cmd AddAlias) (Receipt, error) {
	return n.run(ctx, by, cmd.Agency, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		return t.AddAlias(agency.AddAlias{By: as, Agency: cmd.Agency, FQDN: cmd.FQDN, Template: n.template(t, calendar.DateOf(n.Now()))})
	})
}

func (n network) replaceDomain(ctx context.Context, by Caller, cmd ReplaceDomain) (Receipt, error) {
	return n.run(ctx, by, cmd.Agency, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		return t.ReplaceDomain(agency.ReplaceDomain{By: as, Agency: cmd.Agency, FQDN: cmd.FQDN, Reason: cmd.Reason,
			Template: n.template(t, calendar.DateOf(n.Now())), Now: n.Now()})
	})
}

func (n network) retireDomain(ctx context.Context, by Caller, cmd RetireDomain) (Receipt, error) {
	return n.run(ctx, by, cmd.Agency, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		return t.RetireDomain(agency.RetireDomain{By: as, Agency: cmd.Agency, FQDN: cmd.FQDN, Reason: cmd.Reason})
	})
}

// importUnits registers a list of units in one append: all of them, or none. With
// Partial, the good lines are taken and the others reported.
func (n network) importUnits(ctx context.Context, by Caller, cmd ImportUnits) (ImportReport, error) {
	raw, err := io.ReadAll(io.LimitReader(cmd.CSV, agency.MaxUnitsFile+1))
	if err != nil {
		return ImportReport{}, agency.ErrUnreadable.New().Because(err)
	}
	given := cmd
	given.CSV = nil
	if by, err = n.own(by, "ImportUnits", struct {
		Given ImportUnits
		CSV   []byte
	}{given, raw}); err != nil {
		return ImportReport{}, err
	}
	file := agency.UnitsFile{ValidFrom: cmd.ValidFrom, Basis: cmd.Basis}
	if file.ValidFrom.IsZero() {
		// Units without a day of their own stand from the first day of the rule that
		// names them.
		if file.ValidFrom, err = n.firstDay(ctx, raw); err != nil {
			return ImportReport{}, err
		}
	}
	units, err := agency.ReadUnits(bytes.NewReader(raw), file)
	if err != nil {
		return ImportReport{}, err
	}
	province := provinceIn(units)
	var done agency.Report
	r, err := n.decide(ctx, by, "", true, func(t *agency.Tree, as domain.Actor) ([]domain.Event, error) {
		done = agency.Report{}
		template := n.template(t, file.ValidFrom)
		if province != "" {
			template = n.templateFor(province, file.ValidFrom)
		}
		return t.RegisterAll(agency.RegisterAll{
			By: as, Units: units, NewID: n.newID(), Template: template, Partial: cmd.Partial, Report: &done,
		})
	})
	if err != nil {
		return ImportReport{}, err
	}
	report := ImportReport{Registered: done.Registered, Unchanged: done.Unchanged, Position: r.Position}
	for _, f := range done.Rejected {
		report.Rejected = append(report.Rejected, importFault(f))
	}
	return report, n.describeUnits(ctx, &report, done, calendar.DateOf(n.Now()))
}

// firstDay is the first day of the domain rule of the file's province, or of the
// network's where the file has none.
func (n network) firstDay(ctx context.Context, raw []byte) (calendar.Date, error) {
	today := calendar.DateOf(n.Now())
	units, err := agency.ReadUnits(bytes.NewReader(raw), agency.UnitsFile{ValidFrom: today})
	if err != nil {
		return calendar.Date{}, err
	}
	province := provinceIn(units)
	if province == "" {
		tree, err := n.tree(ctx)
		if err != nil {
			return calendar.Date{}, mapErr(err)
		}
		root, ok := tree.At(today).Province()
		if !ok {
			return today, nil
		}
		province = root.NameVi
	}
	_, from, err := n.Rules.TemplateFor(province, calendar.Date{})
	if err != nil {
		return today, nil
	}
	return from, nil
}

func provinceIn(units []agency.Unit) string {
	for _, u := range units {
		if u.Level == domainname.Province {
			return u.NameVi
		}
	}
	return ""
}

func (n network) newID() func() string {
	return func() string { return eventstore.NewID(n.Now()).String() }
}

// describeUnits adds to each unit the name it got and the conflicts in its way.
func (n network) describeUnits(ctx context.Context, report *ImportReport, done agency.Report, on calendar.Date) error {
	tree, err := n.tree(ctx)
	if err != nil {
		return mapErr(err)
	}
	for _, o := range done.Units {
		a, ok := tree.ByID(o.Agency)
		if !ok {
			continue
		}
		report.Units = append(report.Units, ImportedUnit{
			Line: o.Line, Agency: o.Agency, Code: o.Code, Name: a.NameVi, Level: a.Level, FQDN: a.Domain.FQDN, State: a.Domain.State,
			Conflicts: a.Domain.Conflicts, New: o.New,
		})
	}
	return nil
}

func importFault(f *fault.Fault) ImportFault {
	out := ImportFault{Code: f.Code.Name, Vi: f.Sentence("vi"), En: f.Sentence("en"), Value: f.Args["value"]}
	where, column, _ := strings.Cut(f.Path, ", ")
	out.Column = column
	out.Line, _ = strconv.Atoi(strings.TrimPrefix(where, "line "))
	return out
}
