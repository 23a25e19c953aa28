package agency

import (
	"slices"
	"strings"

	"minhbach/domain/domainname"
	"minhbach/domain/fault"
)

// cleanHost reads a name that is typed in: valid, lower-case and under the domain
// of the province.
func (t *Tree) cleanHost(l *fault.List, path, fqdn string) string {
	fqdn = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(fqdn)), ".")
	under := func(base string) bool { return domainname.Under(fqdn, base) }
	if !domainname.Valid(fqdn) || !slices.ContainsFunc(t.bases(), under) {
		l.Add(ErrHostForm.New("value", short(fqdn)).At(path))
	}
	return fqdn
}

// heldByAnother: some other agency answers to the name, has an agreement on it, or,
// where waiting counts, asked for it.
func (t *Tree) heldByAnother(id, fqdn string, waiting bool) bool {
	if owner, live := t.live[fqdn]; live && owner != id {
		return true
	}
	for other, n := range t.nodes {
		if h := n.find(fqdn); other != id && h != nil &&
			(h.state == domainname.Agreed || waiting && (h.state == domainname.ConflictPending || h.state == domainname.Proposed)) {
			return true
		}
	}
	return false
}

func reserved(template domainname.Template, fqdn string) bool {
	label, _, _ := strings.Cut(fqdn, ".")
	return slices.Contains(template.Reserved, label)
}
