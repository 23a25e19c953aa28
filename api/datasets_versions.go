package api

import (
	"context"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

// DatasetVersion is one public version of a dataset.
type DatasetVersion struct {
	Version     int        `json:"version" example:"2"`
	DataVersion int        `json:"data_version" doc:"The version that brought its data."`
	On          Date       `json:"on" doc:"Day of publication in Viet Nam."`
	PublishedAt time.Time  `json:"published_at"`
	ReplacedAt  time.Time  `json:"replaced_at,omitzero" doc:"Absent for the newest."`
	Position    uint64     `json:"position"`
	ContentHash string     `json:"content_hash"`
	Change      string     `json:"change,omitempty" doc:"new_data, correction or revision; absent where only the description changed."`
	Reason      string     `json:"reason,omitempty"`
	ApprovedBy  string     `json:"approved_by"`
	Authority   *Authority `json:"authority,omitempty"`
	Title       string     `json:"title"`
	Rows        int64      `json:"rows"`
	Rejected    int64      `json:"rejected"`
	SHA256      string     `json:"sha256,omitempty" doc:"Of the publisher's own file."`
	URL         string     `json:"url" format:"uri-reference"`
}

func datasetVersionOf(id string, v view.DatasetVersion, at view.AsOf) DatasetVersion {
	out := DatasetVersion{
		Version: v.Number, DataVersion: v.DataVersion, On: Date{v.On}, PublishedAt: v.PublishedAt.UTC(), ReplacedAt: utc(v.ReplacedAt),
		Position: v.Position, ContentHash: v.ContentHash, Change: string(v.Change), Reason: v.Reason, ApprovedBy: v.ApprovedBy,
		Authority: authorityOf(v.Authority), Title: v.Content.Description.Title, URL: then(datasetURL(id)+"/versions/"+strconv.Itoa(v.Number), at),
	}
	if r := v.Content.Release; r != nil {
		out.Rows, out.Rejected, out.SHA256 = r.Rows, r.Rejected, r.File.SHA256
	}
	return out
}

// DatasetVersionList is every public version of a dataset.
type DatasetVersionList struct {
	Versions []DatasetVersion `json:"versions" doc:"The first one first."`
}

type listDatasetVersionsIn struct {
	DatasetKey
	Point
}

func (s *service) listDatasetVersions(api huma.API) {
	read(api, huma.Operation{
		OperationID: "list-dataset-versions", Path: "/datasets/{id}/versions", Tags: []string{tagDatasets},
		Summary:     "The public versions of a dataset, with reasons and who approved",
		Description: "New data never replaces a version: it adds one, and the old file stays as it was.",
		Errors:      []int{410},
	}, func(ctx context.Context, in *listDatasetVersionsIn) (*reply[DatasetVersionList], error) {
		a, err := s.aim(ctx, Versioned{DatasetKey: in.DatasetKey, Point: in.Point}, false)
		if err != nil {
			return nil, err
		}
		if a.dataset.State == view.Withdrawn {
			return nil, errDatasetGone.New()
		}
		all, err := s.app.Queries.Datasets.Versions(ctx, a.Dataset, a.AsOf)
		if err != nil {
			return nil, err
		}
		return &reply[DatasetVersionList]{Position: a.position, Body: DatasetVersionList{
			Versions: each(all, func(v view.DatasetVersion) DatasetVersion { return datasetVersionOf(a.Dataset, v, a.AsOf) }),
		}}, nil
	})
}

type datasetVersionIn struct {
	DatasetKey
	Number int `path:"number" minimum:"1" doc:"From 1." example:"1"`
	Point
}

// DatasetVersionContent is one version with its content.
type DatasetVersionContent struct {
	DatasetVersion
	Description Description  `json:"description"`
	Dictionary  []DataColumn `json:"dictionary"`
	Release     *Release     `json:"release,omitempty"`
	Proof       Proof        `json:"proof"`
}

func (s *service) getDatasetVersion(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-dataset-version", Path: "/datasets/{id}/versions/{number}", Tags: []string{tagDatasets},
		Summary:     "One public version with its description, columns and release",
		Description: "The content hash is the SHA-256 of the content as canonical JSON (RFC 8785); the release in it names the SHA-256 of the data file.",
		Errors:      []int{410},
	}, func(ctx context.Context, in *datasetVersionIn) (*reply[DatasetVersionContent], error) {
		v, a, err := s.datasetVersion(ctx, in)
		if err != nil {
			return nil, err
		}
		body := DatasetVersionContent{
			DatasetVersion: datasetVersionOf(a.Dataset, v, a.AsOf), Description: descriptionOf(v.Content.Description),
			Dictionary: []DataColumn{}, Release: releaseOf(v.Content.Release),
			Proof: Proof{
				Algorithm: "SHA-256", Form: "RFC 8785", Bytes: len(dataset.Canonical(v.Content)),
				Canonical: then(datasetURL(a.Dataset)+"/versions/"+strconv.Itoa(v.Number)+"/canonical", a.AsOf),
			},
		}
		if r := v.Content.Release; r != nil {
			body.Dictionary = each(r.Columns, columnOf)
		}
		return &reply[DatasetVersionContent]{Position: a.position, Body: body}, nil
	})
}

func (s *service) getDatasetCanonical(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-dataset-canonical", Path: "/datasets/{id}/versions/{number}/canonical", Tags: []string{tagDatasets},
		Summary:     "The very bytes that a version's content hash covers",
		Description: "Pipe them through sha256sum and compare.",
		Errors:      []int{410},
		Responses: map[string]*huma.Response{"200": {
			Description: "Canonical JSON (RFC 8785)",
			Content:     map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}}},
		}},
	}, func(ctx context.Context, in *datasetVersionIn) (*canonicalAnswer, error) {
		v, a, err := s.datasetVersion(ctx, in)
		if err != nil {
			return nil, err
		}
		return &canonicalAnswer{Position: a.position, ETag: `"` + v.ContentHash + `"`, ContentType: "application/json", Body: dataset.Canonical(v.Content)}, nil
	})
}

func (s *service) datasetVersion(ctx context.Context, in *datasetVersionIn) (view.DatasetVersion, *aimed, error) {
	a, err := s.aim(ctx, Versioned{DatasetKey: in.DatasetKey, Point: in.Point}, false)
	if err != nil {
		return view.DatasetVersion{}, nil, err
	}
	switch {
	case a.dataset.State == view.Withdrawn:
		return view.DatasetVersion{}, nil, errDatasetGone.New()
	case in.Number > a.dataset.Version:
		return view.DatasetVersion{}, nil, app.ErrNotFound.New().At("number")
	}
	v, err := s.app.Queries.Datasets.Version(ctx, a.Dataset, in.Number)
	return v, a, err
}

type datasetHistoryIn struct {
	DatasetKey
	Fresh
}

func (s *service) getDatasetHistory(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-dataset-history", Path: "/datasets/{id}/history", Tags: []string{tagDatasets},
		Summary:     "The events behind a dataset: who, when, what",
		Description: "Anybody sees the events that led to what is public. With a token of the agency's staff, an inspector or an administrator all of them are told, drafts and remarks included.",
		Metadata:    map[string]any{tokenIs: tokenTaken},
	}, func(ctx context.Context, in *datasetHistoryIn) (*reply[History], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		all, err := s.app.Queries.Datasets.History(ctx, requestOf(ctx).caller, in.ID)
		if err != nil {
			return nil, err
		}
		return &reply[History]{Position: position, Body: History{Events: each(all, eventOf)}}, nil
	})
}
