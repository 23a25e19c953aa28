package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/internal/app"
)

type agreeIn struct {
	Keys
	AgencyKey
	Body DomainAgreement
}

// DomainAgreement is the letter behind a name that is in conflict or deviates from the rule.
type DomainAgreement struct {
	FQDN      string `json:"fqdn" maxLength:"253" example:"kesach.soctrang.gov.vn"`
	Agreement string `json:"agreement" maxLength:"100" doc:"Number of the letter." example:"215/STTTT-CNTT"`
	AgreedOn  Date   `json:"agreed_on"`
}

func (s *service) agreeDomain(api huma.API) {
	command(api, huma.Operation{
		OperationID: "agree-domain", Path: "/agencies/{agency}/domain-agreement", Tags: []string{tagTree},
		Summary: "Record the agreement to a domain name", Description: "For names in conflict and for those that deviate from the rule (Article 5). The name is active afterwards.",
	}, s.app.Commands.AgreeDomain, func(ctx context.Context, in *agreeIn) (app.AgreeDomain, error) {
		id, err := s.agencyID(ctx, in.Agency)
		return app.AgreeDomain{Agency: id, FQDN: in.Body.FQDN, Agreement: in.Body.Agreement, AgreedOn: in.Body.AgreedOn.Date}, err
	}, agencyURL)
}

type aliasIn struct {
	Keys
	AgencyKey
	Body DomainAlias
}

// DomainAlias is a further name of a portal.
type DomainAlias struct {
	FQDN string `json:"fqdn" maxLength:"253"`
}

func (s *service) addAlias(api huma.API) {
	command(api, huma.Operation{
		OperationID: "add-domain-alias", Path: "/agencies/{agency}/domain-aliases", Tags: []string{tagTree},
		Summary: "Let a further domain name lead to a portal", Description: "Refused where another agency has the name.",
	}, s.app.Commands.AddAlias, func(ctx context.Context, in *aliasIn) (app.AddAlias, error) {
		id, err := s.agencyID(ctx, in.Agency)
		return app.AddAlias{Agency: id, FQDN: in.Body.FQDN}, err
	}, agencyURL)
}

type domainIn struct {
	Keys
	AgencyKey
	Body DomainChange
}

// DomainChange names a domain name and why.
type DomainChange struct {
	FQDN   string `json:"fqdn" maxLength:"253"`
	Reason string `json:"reason" maxLength:"2000"`
}

func (s *service) replaceDomain(api huma.API) {
	command(api, huma.Operation{
		OperationID: "replace-domain", Path: "/agencies/{agency}/domain", Method: http.MethodPut, Tags: []string{tagTree},
		Summary: "Give a portal another domain name", Description: "The former one redirects for ever (Article 5 clause 2).",
	}, s.app.Commands.ReplaceDomain, func(ctx context.Context, in *domainIn) (app.ReplaceDomain, error) {
		id, err := s.agencyID(ctx, in.Agency)
		return app.ReplaceDomain{Agency: id, FQDN: in.Body.FQDN, Reason: in.Body.Reason}, err
	}, agencyURL)
}

func (s *service) retireDomain(api huma.API) {
	command(api, huma.Operation{
		OperationID: "retire-domain", Path: "/agencies/{agency}/domain-retirement", Tags: []string{tagTree},
		Summary: "Give a domain name up", Description: "A name in use is replaced first, so that no address dies at once.",
	}, s.app.Commands.RetireDomain, func(ctx context.Context, in *domainIn) (app.RetireDomain, error) {
		id, err := s.agencyID(ctx, in.Agency)
		return app.RetireDomain{Agency: id, FQDN: in.Body.FQDN, Reason: in.Body.Reason}, err
	}, agencyURL)
}
