package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/internal/app"
)

type renameIn struct {
	Keys
	AgencyKey
	Body AgencyName
}

// AgencyName is the name of an agency from a day on.
type AgencyName struct {
	NameVi    string `json:"name_vi" maxLength:"300"`
	NameEn    string `json:"name_en,omitempty" maxLength:"300"`
	UnitType  string `json:"unit_type" maxLength:"100"`
	ValidFrom Date   `json:"valid_from"`
	Basis     string `json:"basis,omitempty" maxLength:"300" doc:"The decision behind it."`
}

func (s *service) renameAgency(api huma.API) {
	command(api, huma.Operation{
		OperationID: "rename-agency", Path: "/agencies/{agency}/names", Tags: []string{tagTree},
		Summary: "Give an agency another name from a day on", Description: "Earlier days keep the earlier name.",
	}, s.app.Commands.RenameAgency, func(ctx context.Context, in *renameIn) (app.RenameAgency, error) {
		id, err := s.agencyID(ctx, in.Agency)
		b := in.Body
		return app.RenameAgency{Agency: id, NameVi: b.NameVi, NameEn: b.NameEn, UnitType: b.UnitType, ValidFrom: b.ValidFrom.Date, Basis: b.Basis}, err
	}, agencyURL)
}

type moveIn struct {
	Keys
	AgencyKey
	Body AgencyParent
}

// AgencyParent is the place of an agency from a day on.
type AgencyParent struct {
	Parent    string `json:"parent" maxLength:"255" doc:"Id, code or slug." example:"94"`
	ValidFrom Date   `json:"valid_from"`
	Basis     string `json:"basis,omitempty" maxLength:"300" doc:"The decision behind it."`
}

func (s *service) moveAgency(api huma.API) {
	command(api, huma.Operation{
		OperationID: "move-agency", Path: "/agencies/{agency}/parent", Method: http.MethodPut, Tags: []string{tagTree},
		Summary: "Put an agency under another from a day on", Description: "Refused where it would stand under itself.",
	}, s.app.Commands.MoveAgency, func(ctx context.Context, in *moveIn) (app.MoveAgency, error) {
		id, err := s.agencyID(ctx, in.Agency)
		if err != nil {
			return app.MoveAgency{}, err
		}
		parent, err := s.agencyID(ctx, in.Body.Parent)
		return app.MoveAgency{Agency: id, Parent: parent, ValidFrom: in.Body.ValidFrom.Date, Basis: in.Body.Basis}, err
	}, agencyURL)
}

type mergeIn struct {
	Keys
	AgencyKey
	Body Merger
}

// Merger ends agencies in favour of another.
type Merger struct {
	Agencies  []string `json:"agencies" minItems:"1" maxItems:"200" doc:"Ids, codes or slugs of those that end. The one in the address may be among them and goes on." example:"[\"nhonmy.kesach\"]"`
	ValidFrom Date     `json:"valid_from" doc:"First day without them."`
	Basis     string   `json:"basis,omitempty" maxLength:"300" doc:"The decision behind it."`
}

func (s *service) mergeAgencies(api huma.API) {
	command(api, huma.Operation{
		OperationID: "merge-agencies", Path: "/agencies/{agency}/mergers", Tags: []string{tagTree},
		Summary: "Merge agencies into this one", Description: "It takes over their duties; their addresses redirect for ever.",
	}, s.app.Commands.MergeAgencies, func(ctx context.Context, in *mergeIn) (app.MergeAgencies, error) {
		into, err := s.agencyID(ctx, in.Agency)
		if err != nil {
			return app.MergeAgencies{}, err
		}
		list, err := s.agencyIDs(ctx, in.Body.Agencies)
		return app.MergeAgencies{Agencies: list, Into: into, ValidFrom: in.Body.ValidFrom.Date, Basis: in.Body.Basis}, err
	}, agencyURL)
}

type splitIn struct {
	Keys
	AgencyKey
	Body Split
}

// Split ends an agency in favour of several.
type Split struct {
	Into      []string `json:"into" minItems:"1" maxItems:"200" doc:"Ids, codes or slugs; registered already. The first inherits what is open." example:"[\"nhonmy.kesach\"]"`
	ValidFrom Date     `json:"valid_from" doc:"First day without it."`
	Basis     string   `json:"basis,omitempty" maxLength:"300" doc:"The decision behind it."`
}

func (s *service) splitAgency(api huma.API) {
	command(api, huma.Operation{
		OperationID: "split-agency", Path: "/agencies/{agency}/split", Tags: []string{tagTree},
		Summary: "Split an agency into several", Description: "Its address redirects to the first of them.",
	}, s.app.Commands.SplitAgency, func(ctx context.Context, in *splitIn) (app.SplitAgency, error) {
		id, err := s.agencyID(ctx, in.Agency)
		if err != nil {
			return app.SplitAgency{}, err
		}
		into, err := s.agencyIDs(ctx, in.Body.Into)
		return app.SplitAgency{Agency: id, Into: into, ValidFrom: in.Body.ValidFrom.Date, Basis: in.Body.Basis}, err
	}, agencyURL)
}

type abolishIn struct {
	Keys
	AgencyKey
	Body Abolition
}

// Abolition ends an agency.
type Abolition struct {
	Successor string `json:"successor" maxLength:"255" doc:"Id, code or slug of whoever inherits its duties." example:"94"`
	ValidFrom Date   `json:"valid_from" doc:"First day without it."`
	Basis     string `json:"basis,omitempty" maxLength:"300" doc:"The decision behind it."`
}

func (s *service) abolishAgency(api huma.API) {
	command(api, huma.Operation{
		OperationID: "abolish-agency", Path: "/agencies/{agency}/abolition", Tags: []string{tagTree},
		Summary: "End an agency", Description: "A successor is named, so that no duty and no address is lost.",
	}, s.app.Commands.AbolishAgency, func(ctx context.Context, in *abolishIn) (app.AbolishAgency, error) {
		id, err := s.agencyID(ctx, in.Agency)
		if err != nil {
			return app.AbolishAgency{}, err
		}
		successor, err := s.agencyID(ctx, in.Body.Successor)
		return app.AbolishAgency{Agency: id, Successor: successor, ValidFrom: in.Body.ValidFrom.Date, Basis: in.Body.Basis}, err
	}, agencyURL)
}

func (s *service) agencyIDs(ctx context.Context, keys []string) ([]string, error) {
	ids := make([]string, 0, len(keys))
	for _, key := range keys {
		id, err := s.agencyID(ctx, key)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

type contactIn struct {
	Keys
	AgencyKey
	Body Contact
}

func (s *service) setContact(api huma.API) {
	command(api, huma.Operation{
		OperationID: "set-contact", Path: "/agencies/{agency}/contact", Method: http.MethodPut, Tags: []string{tagTree},
		Summary: "Set how an agency is reached", Description: "The whole contact is sent; what is left out is emptied. Also by the head of the agency or of its board.",
	}, s.app.Commands.SetContact, func(ctx context.Context, in *contactIn) (app.SetContact, error) {
		id, err := s.agencyID(ctx, in.Agency)
		return app.SetContact{Agency: id, Contact: in.Body.domain()}, err
	}, agencyURL)
}
