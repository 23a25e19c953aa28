package domainname

import (
	"slices"
	"strings"
)

// Reason tells why a name needs an agreement before it is used.
type Reason string

const (
	FQDNTaken         Reason = "fqdn_taken"          // another agency has the whole name
	SiblingSameLabel  Reason = "sibling_same_label"  // communes of one parent share a label
	DistrictSameLabel Reason = "district_same_label" // a commune is named like a district
	ReservedLabel     Reason = "reserved_label"      // the network uses the label itself
)

// Reasons lists every reason.
func Reasons() []Reason {
	return []Reason{FQDNTaken, SiblingSameLabel, DistrictSameLabel, ReservedLabel}
}

// Claim is a name that an agency has or asks for.
type Claim struct {
	Agency   string `json:"agency"`
	Level    Level  `json:"level"`
	Parent   string `json:"parent,omitempty"` // id of the agency above
	Official string `json:"official"`         // the agency's official name
	Name     Name   `json:"name"`
}

// Conflict is one reason, with the agency on the other side where there is one.
type Conflict struct {
	Reason        Reason `json:"reason"`
	With          string `json:"with,omitempty"` // agency id
	FQDN          string `json:"fqdn,omitempty"` // the other agency's name
	Label         string `json:"label"`
	DiacriticOnly bool   `json:"diacritic_only,omitempty"` // the names differ in accents alone
}

// Conflicts lists what stands against a claim, in the order of existing, with
// one reason for each agency: the most telling one. existing holds every name
// that is not retired; names of the same agency are its own business.
func Conflicts(t Template, candidate Claim, existing []Claim) []Conflict {
	var out []Conflict
	if slices.Contains(t.Reserved, candidate.Name.Label) && candidate.Name.Rule != RuleTypeOnly && candidate.Name.Rule != RuleBase {
		out = append(out, Conflict{Reason: ReservedLabel, Label: candidate.Name.Label})
	}
	for _, other := range existing {
		if other.Agency == candidate.Agency {
			continue
		}
		if reason := between(candidate, other); reason != "" {
			out = append(out, Conflict{
				Reason: reason, With: other.Agency, FQDN: other.Name.FQDN, Label: candidate.Name.Label,
				DiacriticOnly: diacriticOnly(candidate.Official, other.Official),
			})
		}
	}
	return out
}

func between(a, b Claim) Reason {
	same := a.Name.Label == b.Name.Label
	switch {
	case same && a.Level == Commune && b.Level == Commune && a.Parent == b.Parent:
		return SiblingSameLabel
	case strings.EqualFold(a.Name.FQDN, b.Name.FQDN):
		return FQDNTaken
	case same && (a.Level == Commune && b.Level == District || a.Level == District && b.Level == Commune):
		return DistrictSameLabel
	}
	return ""
}

// diacriticOnly: "Tân Thạnh" and "Tân Thành" are two names that fold to one.
func diacriticOnly(a, b string) bool {
	x, y := core(a), core(b)
	return foldAll(x) == foldAll(y) && !strings.EqualFold(strings.Join(x, ""), strings.Join(y, ""))
}
