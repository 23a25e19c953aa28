package site

import (
	"net"
	"strings"

	"minhbach/projections/view"
)

// Prefix of every address on an agency's portal, in this language, as seen from
// here: below /cq/ under any host, and for the province under another agency's host
// with the province's own host in front.
func (r *Request) Prefix(a view.Agency) string {
	switch {
	case a.ID == r.Agency.ID:
		return r.Root
	case a.Parent == "" && r.hostAgency != "" && r.hostAgency != a.ID:
		return r.scheme() + "://" + r.provinceHost(a) + langRoot(r.Lang)
	}
	return langRoot(r.Lang) + AgencyPath(a)
}

// Home is the first page of an agency's portal.
func (r *Request) Home(a view.Agency) string {
	if p := r.Prefix(a); p != "" {
		return p
	}
	return "/"
}

func (r *Request) provinceHost(province view.Agency) string {
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		host, port = r.Host, ""
	}
	name := province.Domain.FQDN
	if strings.HasSuffix(host, ".localhost") || name == "" {
		name = "localhost"
	}
	if port != "" {
		return net.JoinHostPort(name, port)
	}
	return name
}
