package domainname

import (
	"fmt"

	"minhbach/domain/fold"
)

// Rule tells how a label came about, for the explanation beside it.
type Rule string

const (
	RuleBase     Rule = "base"      // the province's own name
	RuleGeo      Rule = "geo"       // the full place name
	RuleTypeKept Rule = "type_kept" // numbered units keep their type
	RuleTypeOnly Rule = "type_only" // named like the province: the type stands for it
	RuleAgency   Rule = "agency"    // type in full and initials
	RuleName     Rule = "name"      // the full name of a voluntary body
	RuleOverride Rule = "override"  // asked for, not computed
)

// Template is the domain rule of a time: the base, which levels exist, how
// each gets its label and under what it stands. It comes from a rule pack.
type Template struct {
	Version       string          `json:"version"`
	Base          string          `json:"base"`           // soctrang.gov.vn
	ProvinceLabel string          `json:"province_label"` // soctrang
	Levels        map[Level]Place `json:"levels"`
	Reserved      []string        `json:"reserved"` // labels that need an agreement
}

// Place is where a level's label comes from and what it stands under.
type Place struct {
	Label Rule   `json:"label"` // base, geo, agency or name
	Under string `json:"under"` // "base" or "parent"
	Point string `json:"point"` // the point of Điều 5 khoản 1
}

// Check tells what is wrong with a template, for the loader of rule packs.
func (t Template) Check() error {
	if !Valid(t.Base) || !ValidLabel(t.ProvinceLabel) {
		return fmt.Errorf("template %s: base %q and province label %q must be valid", t.Version, t.Base, t.ProvinceLabel)
	}
	if t.Levels[Province].Label != RuleBase {
		return fmt.Errorf("template %s: the province must stand at the base", t.Version)
	}
	for level, p := range t.Levels {
		under := p.Under == "base" || p.Under == "parent"
		label := p.Label == RuleGeo || p.Label == RuleAgency || p.Label == RuleName || (p.Label == RuleBase && level == Province)
		if !level.Valid() || !under || !label {
			return fmt.Errorf("template %s: level %q has label %q under %q", t.Version, level, p.Label, p.Under)
		}
	}
	for _, r := range t.Reserved {
		if !ValidLabel(r) {
			return fmt.Errorf("template %s: reserved label %q is not valid", t.Version, r)
		}
	}
	return nil
}

// Name is a composed domain name.
type Name struct {
	FQDN  string `json:"fqdn"`
	Label string `json:"label"`
	Depth int    `json:"depth"` // number of labels: "cấp" in Điều 5
	Rule  Rule   `json:"rule"`
}

// Compose makes the name of an agency from its level and its own name. parent
// is the domain name of the agency above and may be empty for levels that
// stand directly under the base.
func Compose(t Template, level Level, name, parent string) (Name, error) {
	p, ok := t.Levels[level]
	if !ok {
		return Name{}, ErrLevel.New("level", level, "version", t.Version)
	}
	switch p.Label {
	case RuleBase:
		return Name{FQDN: t.Base, Label: t.ProvinceLabel, Depth: Depth(t.Base), Rule: RuleBase}, nil
	case RuleAgency:
		return t.join(level, p, AgencyLabel(name), RuleAgency, parent)
	case RuleName:
		return t.join(level, p, foldAll(fold.Words(name)), RuleName, parent)
	}
	label, rule := geo(name, t.ProvinceLabel)
	return t.join(level, p, label, rule, parent)
}

// Override makes the name of an agency from a label that it asks for. It is
// checked like a computed one; using it takes an agreement (Điều 5).
func Override(t Template, level Level, label, parent string) (Name, error) {
	p, ok := t.Levels[level]
	if !ok || p.Label == RuleBase {
		return Name{}, ErrLevel.New("level", level, "version", t.Version)
	}
	return t.join(level, p, label, RuleOverride, parent)
}

func (t Template) join(level Level, p Place, label string, rule Rule, parent string) (Name, error) {
	if !ValidLabel(label) {
		return Name{}, ErrLabel.New("label", label)
	}
	above := t.Base
	if p.Under == "parent" {
		if parent != t.Base && !Under(parent, t.Base) || !Valid(parent) {
			return Name{}, ErrParent.New("level", level, "base", t.Base)
		}
		above = parent
	}
	n := Name{FQDN: label + "." + above, Label: label, Rule: rule}
	if len(n.FQDN) > MaxName {
		return Name{}, ErrTooLong.New("name", n.FQDN)
	}
	n.Depth = Depth(n.FQDN)
	return n, nil
}
