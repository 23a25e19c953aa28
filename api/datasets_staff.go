package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/opendata/ingest"
)

// DatasetID names a dataset in hand.
type DatasetID struct {
	ID string `path:"id" format:"uuid" doc:"Dataset id." example:"0190f3c2-7b1e-7c55-9d3a-0f6a2b4c8d10"`
}

func datasetWorkURL(id string) string { return prefix + "/work/datasets/" + id }

// DatasetDraft begins a dataset for the catalogue of an agency.
type DatasetDraft struct {
	Agency      string      `json:"agency" maxLength:"255" doc:"Id, code or slug." example:"kesach"`
	Slug        string      `json:"slug,omitempty" maxLength:"100" doc:"Name for programs, unique in the whole network; empty: made from the title. Never changes afterwards." example:"dan-so-theo-xa"`
	Description Description `json:"description"`
}

type draftDatasetIn struct {
	Keys
	Body DatasetDraft
}

func (s *service) draftDataset(api huma.API) {
	command(api, huma.Operation{
		OperationID: "draft-dataset", Path: "/datasets", Tags: []string{tagCurating}, DefaultStatus: http.StatusCreated,
		Summary:      "Begin a dataset",
		Description:  "The description may be incomplete, and the data comes later: send its file to /uploads, look at how it was read, and attach it.",
		MaxBodyBytes: maxContent, BodyReadTimeout: time.Minute,
	}, s.app.Commands.Datasets.Draft, func(ctx context.Context, in *draftDatasetIn) (app.DraftDataset, error) {
		agency, err := s.agencyID(ctx, in.Body.Agency)
		return app.DraftDataset{Agency: agency, Slug: in.Body.Slug, Description: in.Body.Description.domain()}, err
	}, datasetWorkURL)
}

// DatasetText is everything that people say of a dataset.
type DatasetText struct {
	Description Description  `json:"description"`
	Dictionary  []DataColumn `json:"dictionary,omitempty" maxItems:"1000" doc:"Titles, units, descriptions and keys of the columns of the release in hand, all of them in order; absent: they stay as they are."`
}

type describeIn struct {
	Keys
	DatasetID
	Body DatasetText
}

func (s *service) describeDataset(api huma.API) {
	command(api, huma.Operation{
		OperationID: "describe-dataset", Path: "/datasets/{id}", Method: http.MethodPut, Tags: []string{tagCurating},
		Summary:      "Replace what is said of a dataset in hand",
		Description:  "The whole description is sent; what is left out is emptied. If-Match is required: a stale editor gets 409 with both revisions, and nothing is overwritten.",
		MaxBodyBytes: maxContent, BodyReadTimeout: time.Minute, Errors: []int{428},
		Metadata: map[string]any{fieldsAre: map[string]string{"columns": "dictionary"}},
	}, s.app.Commands.Datasets.Describe, func(_ context.Context, in *describeIn) (app.DescribeDataset, error) {
		if in.IfMatch == "" {
			return app.DescribeDataset{}, errPrecondition.New().At("If-Match")
		}
		cmd := app.DescribeDataset{ID: in.ID, Description: in.Body.Description.domain()}
		if in.Body.Dictionary != nil {
			cmd.Columns = each(in.Body.Dictionary, DataColumn.domain)
		}
		return cmd, nil
	}, datasetWorkURL)
}

// NewRelease takes an upload as the data of the dataset in hand.
type NewRelease struct {
	Upload         string       `json:"upload" format:"uuid" doc:"Id of an upload that was examined." example:"0190f3c2-7b1e-7c55-9d3a-0f6a2b4c8d10"`
	Choices        *DataChoices `json:"choices,omitempty" doc:"How it is to be read; absent: as it was examined last."`
	AcceptRejected bool         `json:"accept_rejected,omitempty" doc:"Publish without the rows that could not be read, and list them for everybody."`
	Change         DataChange   `json:"change" doc:"new_data: a further period; correction: the earlier data was wrong; revision: method, scope or provisional figures changed." example:"new_data"`
	Reason         string       `json:"reason,omitempty" maxLength:"2000" doc:"For readers; required for corrections and revisions."`
}

type attachIn struct {
	Keys
	DatasetID
	Body NewRelease
}

func (s *service) attachRelease(api huma.API) {
	command(api, huma.Operation{
		OperationID: "attach-release", Path: "/datasets/{id}/attach", Tags: []string{tagCurating},
		Summary:     "Take an upload as the data of the dataset in hand",
		Description: "The bytes are kept for ever, and the table is made before the answer. Rows that could not be read are a refusal, unless you accept to publish their list.",
		Metadata:    map[string]any{fieldsAre: map[string]string{"release": ""}},
	}, s.app.Commands.Datasets.Attach, func(ctx context.Context, in *attachIn) (app.AttachRelease, error) {
		b := in.Body
		cmd := app.AttachRelease{ID: in.ID, Upload: b.Upload, AcceptRejected: b.AcceptRejected, Change: dataset.Change(b.Change), Reason: b.Reason}
		var err error
		if b.Choices != nil {
			cmd.Choices, err = b.Choices.domain()
			return cmd, err
		}
		cmd.Choices, err = s.lastChoices(ctx, b.Upload)
		return cmd, err
	}, datasetWorkURL)
}

func (s *service) lastChoices(ctx context.Context, upload string) (ingest.Choices, error) {
	up, err := s.app.Uploads.Get(ctx, requestOf(ctx).caller, upload)
	return up.Choices, err
}
