// Package agency is the dated tree of all agencies of the network and the domain
// names of their portals: who existed on a day, under whom, under which name, who
// took over from whom, and where an address leads.
//
// It promises that on every day there is at most one province, that everything
// below it hangs together without a cycle, that the duties of an agency that ended
// always have a living heir, and that no two agencies answer to one host. The whole
// tree is one aggregate (docs/decisions/0004), so an import or a merger happens at
// once or not at all. It composes names with package domainname and asks no DNS.
package agency
