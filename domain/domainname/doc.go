// Package domainname composes the domain names of portals by the algorithm of
// Decision 07/2019/QĐ-UBND Điều 5 and finds the names that need an agreement.
// It is pure: which base, which levels and which reserved labels hold comes in
// as a Template from the dated rule packs, and what is registered comes in from
// the caller. It neither registers names nor asks the DNS.
package domainname

import "slices"

// Level is the place of an agency in the tree.
type Level string

const (
	Province    Level = "province"
	Department  Level = "department"
	District    Level = "district"
	Commune     Level = "commune"
	Subordinate Level = "subordinate" // under a department or a district
	Voluntary   Level = "voluntary"   // Điều 2 khoản 2: not bound, may join
)

// Levels lists every level from the top down.
func Levels() []Level {
	return []Level{Province, Department, District, Commune, Subordinate, Voluntary}
}

// Valid tells whether the level is one of Levels.
func (l Level) Valid() bool { return slices.Contains(Levels(), l) }
