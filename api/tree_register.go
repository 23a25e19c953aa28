package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/agency"
	"minhbach/domain/domainname"
	"minhbach/internal/app"
)

// NewAgency joins the tree.
type NewAgency struct {
	Code       string     `json:"code" maxLength:"50" doc:"Unique for ever." example:"31732"`
	NameVi     string     `json:"name_vi" maxLength:"300" example:"Xã Nhơn Mỹ"`
	NameEn     string     `json:"name_en,omitempty" maxLength:"300"`
	UnitType   string     `json:"unit_type" maxLength:"100" example:"Xã"`
	Level      Level      `json:"level"`
	Parent     string     `json:"parent,omitempty" maxLength:"255" doc:"Id, code or slug; empty for the province only."`
	Obligation Obligation `json:"obligation,omitempty" default:"mandatory"`
	Function   string     `json:"function,omitempty" maxLength:"100" doc:"A duty that goes with the function, not the name."`
	ValidFrom  Date       `json:"valid_from" doc:"First day."`
	Basis      string     `json:"basis,omitempty" maxLength:"300" doc:"The decision that founded it."`
}

type registerAgencyIn struct {
	Keys
	Body NewAgency
}

func (s *service) registerAgency(api huma.API) {
	command(api, huma.Operation{
		OperationID: "register-agency", Path: "/agencies", Tags: []string{tagTree}, DefaultStatus: http.StatusCreated,
		Summary:     "Register an agency",
		Description: "Its domain name is composed by the regulation's algorithm (Article 5); where it conflicts with another it waits for an agreement.",
	}, s.app.Commands.RegisterAgency, func(ctx context.Context, in *registerAgencyIn) (app.RegisterAgency, error) {
		b := in.Body
		parent := ""
		if b.Parent != "" {
			var err error
			if parent, err = s.agencyID(ctx, b.Parent); err != nil {
				return app.RegisterAgency{}, err
			}
		}
		return app.RegisterAgency{
			Code: b.Code, NameVi: b.NameVi, NameEn: b.NameEn, UnitType: b.UnitType, Level: domainname.Level(b.Level), Parent: parent,
			Obligation: agency.Obligation(b.Obligation), Function: b.Function, ValidFrom: b.ValidFrom.Date, Basis: b.Basis,
		}, nil
	}, agencyURL)
}

type importIn struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"36" doc:"A UUID of your own. The same key again is the same command again."`
	ValidFrom      Date   `query:"valid_from" required:"true" doc:"First day of every unit whose line names none." example:"2019-01-01"`
	Basis          string `query:"basis" maxLength:"300" doc:"The decision behind the list."`
	Partial        bool   `query:"partial" doc:"Take the good lines and report the others. Otherwise it is all or nothing."`
	Raw
}

// ImportReport says what an import did.
type ImportReport struct {
	Registered int            `json:"registered"`
	Unchanged  int            `json:"unchanged" doc:"There already, with the same data."`
	Units      []ImportedUnit `json:"units"`
	Rejected   []ImportFault  `json:"rejected" doc:"Only with partial; otherwise every fault is in the problem."`
	Position   uint64         `json:"position"`
}

// ImportedUnit is one line of the result.
type ImportedUnit struct {
	Line      int              `json:"line"`
	Agency    string           `json:"agency"`
	Code      string           `json:"code"`
	Name      string           `json:"name"`
	Level     Level            `json:"level"`
	FQDN      string           `json:"fqdn,omitempty"`
	State     NameState        `json:"domain_state,omitempty"`
	Conflicts []DomainConflict `json:"conflicts"`
	New       bool             `json:"new"`
}

// ImportFault names line and column.
type ImportFault struct {
	Line     int    `json:"line"`
	Column   string `json:"column,omitempty"`
	Value    string `json:"value,omitempty"`
	Code     string `json:"code"`
	DetailVi string `json:"detail_vi"`
	DetailEn string `json:"detail_en"`
}

type importAnswer struct {
	Position uint64 `header:"Minhbach-Position" doc:"Of the log after the import."`
	Body     ImportReport
}

func (s *service) importAgencies(api huma.API) {
	change(api, huma.Operation{
		OperationID: "import-agencies", Path: "/imports/agencies", Tags: []string{tagTree},
		Summary:     "Register a list of agencies from a CSV file",
		Description: "Columns level, code, name_vi, name_en, unit_type, parent_code and, if wanted, obligation, function, valid_from, basis. One append: all of the units or none. Importing the same list again changes nothing. Faults name line and column.",
		RequestBody: &huma.RequestBody{
			Required: true, Description: "CSV in UTF-8 with a header line (RFC 4180).",
			Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}},
		},
		BodyReadTimeout: time.Minute,
	}, func(ctx context.Context, in *importIn) (*importAnswer, error) {
		by, err := requestOf(ctx).caller.WithCommand(in.IdempotencyKey)
		if err != nil {
			return nil, err
		}
		max := s.app.Limits.ImportBytes
		if max <= 0 {
			max = agency.MaxUnitsFile
		}
		body, err := in.limited(max)
		if err != nil {
			return nil, err
		}
		r, err := s.app.Commands.ImportUnits(ctx, by, app.ImportUnits{CSV: body, ValidFrom: in.ValidFrom.Date, Basis: in.Basis, Partial: in.Partial})
		if err != nil {
			return nil, tooLarge(err)
		}
		return &importAnswer{Position: r.Position, Body: importReportOf(r)}, nil
	})
}

func importReportOf(r app.ImportReport) ImportReport {
	return ImportReport{
		Registered: r.Registered, Unchanged: r.Unchanged, Position: r.Position,
		Units: each(r.Units, func(u app.ImportedUnit) ImportedUnit {
			return ImportedUnit{
				Line: u.Line, Agency: u.Agency, Code: u.Code, Name: u.Name, Level: Level(u.Level), FQDN: u.FQDN, State: NameState(u.State),
				Conflicts: each(u.Conflicts, conflictOf), New: u.New,
			}
		}),
		Rejected: each(r.Rejected, func(f app.ImportFault) ImportFault {
			return ImportFault{Line: f.Line, Column: f.Column, Value: f.Value, Code: f.Code, DetailVi: f.Vi, DetailEn: f.En}
		}),
	}
}
