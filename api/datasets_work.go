package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/publication"
	"minhbach/opendata/export"
	"minhbach/projections/view"
)

type listDatasetWorkIn struct {
	Fresh
	Agency       string      `query:"agency" maxLength:"255" doc:"Id, code or slug; empty: all of yours."`
	Subordinates bool        `query:"subordinates" doc:"Also the agencies below it."`
	State        []WorkState `query:"state" maxItems:"14" doc:"Empty: what is in hand."`
	All          bool        `query:"all" doc:"Every state, public ones too."`
	Limit        int         `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// DatasetWorkList is what is in hand.
type DatasetWorkList struct {
	Items []DatasetWorkItem `json:"items"`
}

// DatasetWorkItem is a dataset as staff see it in their list.
type DatasetWorkItem struct {
	ID        string    `json:"id" format:"uuid"`
	Agency    string    `json:"agency"`
	Slug      string    `json:"slug"`
	State     WorkState `json:"state"`
	Title     string    `json:"title"`
	Version   int       `json:"version" doc:"Public one; 0: none yet."`
	Revision  int64     `json:"revision" doc:"Send it back as If-Match."`
	UpdatedAt time.Time `json:"updated_at"`
	PublishAt time.Time `json:"publish_at,omitzero" doc:"End of an embargo."`
	Rows      int64     `json:"rows"`
	Rejected  int64     `json:"rejected"`
	Findings  int64     `json:"findings" doc:"Values that look like personal data."`
	ReviewDue Date      `json:"review_due,omitzero"`
	UpdateDue Date      `json:"update_due,omitzero"`
}

func datasetWorkItemOf(w view.DatasetWorkItem) DatasetWorkItem {
	return DatasetWorkItem{
		ID: w.ID, Agency: w.Agency, Slug: w.Slug, State: WorkState(w.State), Title: w.Title, Version: w.Version, Revision: w.Revision,
		UpdatedAt: w.UpdatedAt.UTC(), PublishAt: utc(w.PublishAt), Rows: w.Rows, Rejected: w.Rejected, Findings: w.Findings,
		ReviewDue: Date{w.ReviewDue}, UpdateDue: Date{w.UpdateDue},
	}
}

func (s *service) listDatasetWork(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "list-dataset-work", Path: "/work/datasets", Tags: []string{tagCurating},
		Summary:     "Datasets in hand at your agencies",
		Description: "With what was found in them and when they must be reviewed and updated.",
	}, func(ctx context.Context, in *listDatasetWorkIn) (*reply[DatasetWorkList], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		tree, err := s.app.Queries.Tree(ctx, view.AsOf{}, calendar.Date{})
		if err != nil {
			return nil, err
		}
		f := view.DatasetWorkFilter{All: in.All, Limit: in.Limit}
		if len(in.State) > 0 {
			f.States = strs[WorkState, publication.State](in.State)
		}
		if f.Agencies, err = s.owners(ctx, tree, view.AsOf{}, in.Agency, in.Subordinates); err != nil {
			return nil, err
		}
		list, err := s.app.Queries.Datasets.WorkList(ctx, requestOf(ctx).caller, f)
		if err != nil {
			return nil, err
		}
		return &reply[DatasetWorkList]{Position: position, Body: DatasetWorkList{Items: each(list, datasetWorkItemOf)}}, nil
	})
}

// DatasetWork is one dataset in hand with everything staff need.
type DatasetWork struct {
	DatasetWorkItem
	Description Description   `json:"description"`
	Dictionary  []DataColumn  `json:"dictionary"`
	Release     *Release      `json:"release,omitempty"`
	ContentHash string        `json:"content_hash" doc:"Name it when you clear or approve."`
	Found       []DataFinding `json:"found" doc:"Columns in which values look like personal data."`
	ClearedBy   string        `json:"cleared_reason,omitempty" doc:"Why a second person answered for them."`
	Authors     []string      `json:"authors" doc:"Accounts that wrote in this cycle: they cannot approve."`
	Note        string        `json:"note,omitempty"`
	Reason      string        `json:"reason,omitempty"`
	Allowed     []Command     `json:"allowed" doc:"What you may do now."`
	Refused     []Refusal     `json:"refused" doc:"What its state allows, but not to you, and why."`
}

// DataFinding is a column in which values look like personal data.
type DataFinding struct {
	Column string  `json:"column"`
	Kind   string  `json:"kind" example:"phone" doc:"identity_card, phone, email, tax_code or bank_account."`
	Count  int64   `json:"count"`
	Rows   []int64 `json:"rows" doc:"First lines of the file, at most 20; never the values."`
}

func findingOf(f dataset.Finding) DataFinding {
	return DataFinding{Column: f.Column, Kind: f.Kind, Count: f.Count, Rows: each(f.Rows, func(n int64) int64 { return n })}
}

type datasetWorkIn struct {
	DatasetID
	Fresh
}

func (s *service) getDatasetWork(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "get-dataset-work", Path: "/work/datasets/{id}", Tags: []string{tagCurating},
		Summary:     "One dataset in hand, and what you may do with it",
		Description: "The ETag is the revision: send it back in If-Match.",
	}, func(ctx context.Context, in *datasetWorkIn) (*reply[DatasetWork], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		q := requestOf(ctx)
		w, err := s.app.Queries.Datasets.Work(ctx, q.caller, in.ID)
		if err != nil {
			return nil, err
		}
		out := DatasetWork{
			DatasetWorkItem: datasetWorkItemOf(w.DatasetWorkItem), Description: descriptionOf(w.Content.Description), Dictionary: []DataColumn{},
			Release: releaseOf(w.Content.Release), ContentHash: w.ContentHash, Found: []DataFinding{}, Authors: each(w.Authors, func(a string) string { return a }),
			Note: w.Note, Reason: w.Reason, Allowed: strs[publication.Command, Command](w.Allowed), Refused: refusals(w.Refused, q.lang),
		}
		if r := w.Content.Release; r != nil {
			out.Dictionary, out.Found = each(r.Columns, columnOf), each(r.Findings, findingOf)
		}
		if w.Cleared != nil {
			out.ClearedBy = w.Cleared.Reason
		}
		return &reply[DatasetWork]{Position: position, ETag: quoteRevision(w.Revision), Body: out}, nil
	})
}

type workRowsIn struct {
	DatasetID
	Question
	Select string `query:"select" maxLength:"8000" doc:"Columns, with commas; empty: all of them."`
	Order  string `query:"order" maxLength:"1000" doc:"Columns, with commas; desc for the largest first."`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Offset int64  `query:"offset" minimum:"0" maximum:"100000000"`
}

// WorkRows are rows of the data in hand.
type WorkRows struct {
	Total   int64        `json:"total" doc:"Exact number of rows that the question chooses."`
	Columns []DataColumn `json:"columns"`
	Rows    Records      `json:"rows"`
}

func (s *service) getDatasetWorkRows(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "get-dataset-work-rows", Path: "/work/datasets/{id}/data/rows", Tags: []string{tagCurating},
		Summary:     "Rows of the data in hand, before it is public",
		Description: "Only for those who may see the draft. The question is written as for public rows.",
	}, func(ctx context.Context, in *workRowsIn) (*reply[WorkRows], error) {
		by := requestOf(ctx).caller
		w, err := s.app.Queries.Datasets.Work(ctx, by, in.ID)
		if err != nil {
			return nil, err
		}
		var columns []dataset.Column
		if w.Content.Release != nil {
			columns = w.Content.Release.Columns
		}
		question := rowsIn{Question: in.Question, Select: in.Select, Order: in.Order, Limit: in.Limit, Offset: in.Offset}
		asked, err := question.understand("", columns, cursor{}, export.JSON)
		if err != nil {
			return nil, err
		}
		page, err := s.app.Queries.Datasets.WorkRows(ctx, by, in.ID, asked.query)
		if err != nil {
			return nil, err
		}
		rows, err := recordsOf(ctx, page.Columns, page.Rows)
		return &reply[WorkRows]{Body: WorkRows{Total: page.Total, Columns: each(page.Columns, columnOf), Rows: rows}}, err
	})
}

func (s *service) getDatasetWorkReport(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "get-dataset-work-report", Path: "/work/datasets/{id}/data/report", Tags: []string{tagCurating},
		Summary:     "Rows of the file in hand that could not be read, and why",
		Description: "Line, column, value and reason.",
	}, func(ctx context.Context, in *datasetWorkIn) (*reply[RowReport], error) {
		r, err := s.app.Queries.Datasets.WorkReport(ctx, requestOf(ctx).caller, in.ID)
		if err != nil {
			return nil, err
		}
		return &reply[RowReport]{Body: reportOf(r, 0)}, nil
	})
}
