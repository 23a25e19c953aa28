package api

import (
	"context"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/internal/app"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// DatasetKey names a dataset in an address.
type DatasetKey struct {
	ID string `path:"id" minLength:"1" maxLength:"150" doc:"Dataset id or slug." example:"dan-so-theo-xa"`
}

// Versioned chooses a version of a dataset and a point in time.
type Versioned struct {
	DatasetKey
	Point
	Version int `query:"version" minimum:"1" doc:"Number of a public version; absent: the newest at that point." example:"2"`
}

// Dataset is one public dataset with everything a reader may see but the rows.
type Dataset struct {
	DatasetItem
	ContentHash string        `json:"content_hash" doc:"SHA-256 of the canonical bytes of description, dictionary and release."`
	Description *Description  `json:"description,omitempty" doc:"Absent when withdrawn."`
	Dictionary  []DataColumn  `json:"dictionary" doc:"The columns, in order."`
	Release     *Release      `json:"release,omitempty" doc:"The data of this version."`
	Downloads   []Download    `json:"downloads" doc:"The original first."`
	DataVersion int           `json:"data_version" doc:"The version that brought the present data."`
	DataOn      Date          `json:"data_on,omitzero" doc:"When that version became public."`
	Change      string        `json:"change,omitempty" doc:"new_data, correction or revision; absent where only the description changed."`
	Reason      string        `json:"reason,omitempty" doc:"Of the revision, withdrawal or archiving."`
	ApprovedBy  string        `json:"approved_by"`
	Authority   *Authority    `json:"authority,omitempty"`
	ReviewedOn  Date          `json:"reviewed_on,omitzero" doc:"When the publisher last looked at it."`
	Duties      []Duty        `json:"duties" doc:"When it must be reviewed and updated, with the articles."`
	Later       *Later        `json:"later,omitempty"`
	Links       DatasetsLinks `json:"links"`
}

// Download is one form in which the data can be had.
type Download struct {
	ID        string `json:"id" format:"uuid" doc:"The same for every version."`
	Format    string `json:"format" example:"csv"`
	LabelVi   string `json:"label_vi"`
	LabelEn   string `json:"label_en"`
	MediaType string `json:"media_type" example:"text/csv"`
	URL       string `json:"url" format:"uri"`
	Bytes     int64  `json:"bytes,omitempty" doc:"Where known."`
	SHA256    string `json:"sha256,omitempty" doc:"Where known."`
	Original  bool   `json:"original" doc:"The publisher's own file, byte for byte."`
	Name      string `json:"name"`
}

// DatasetsLinks are the addresses of a dataset's parts.
type DatasetsLinks struct {
	Rows     string `json:"rows" format:"uri-reference"`
	Groups   string `json:"groups" format:"uri-reference"`
	Columns  string `json:"columns" format:"uri-reference"`
	Versions string `json:"versions" format:"uri-reference"`
	History  string `json:"history" format:"uri-reference"`
	Quality  string `json:"quality" format:"uri-reference"`
	Report   string `json:"report" format:"uri-reference"`
	OpenAPI  string `json:"openapi" format:"uri-reference" doc:"A description of this dataset for client generators."`
}

func linksOf(id string) DatasetsLinks {
	u := datasetURL(id)
	return DatasetsLinks{
		Rows: u + "/rows", Groups: u + "/groups", Columns: u + "/columns", Versions: u + "/versions", History: u + "/history",
		Quality: u + "/quality", Report: u + "/report", OpenAPI: u + "/openapi.json",
	}
}

func (s *service) getDataset(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-dataset", Path: "/datasets/{id}", Tags: []string{tagDatasets},
		Summary:     "One dataset: description, columns, downloads, deadlines",
		Description: "Now, as of a point in time, or a version of it. A withdrawn one is answered with its reason and without its content.",
	}, func(ctx context.Context, in *Versioned) (*reply[Dataset], error) {
		a, err := s.aim(ctx, *in, false)
		if err != nil {
			return nil, err
		}
		tree, err := s.app.Queries.Tree(ctx, a.AsOf, calendar.Date{})
		if err != nil {
			return nil, err
		}
		return &reply[Dataset]{Position: a.position, Body: s.datasetOf(ctx, a, tree)}, nil
	})
}

func (s *service) datasetOf(ctx context.Context, a *aimed, tree *view.Tree) Dataset {
	d := a.dataset
	out := Dataset{
		DatasetItem: datasetItemOf(d.DatasetItem, tree), ContentHash: d.ContentHash, Dictionary: []DataColumn{}, Downloads: []Download{},
		DataVersion: d.DataVersion, DataOn: Date{d.DataOn}, Change: string(d.Change), Reason: d.Reason, ApprovedBy: d.ApprovedBy,
		Authority: authorityOf(d.Authority), ReviewedOn: Date{d.ReviewedOn}, Later: laterOf(d.Later), Links: linksOf(d.ID),
		Duties: each(d.Duties, func(x duty.Duty) Duty {
			return dutyOf(view.Duty{Duty: x, Publication: d.ID, Title: d.Title}, s.day(a.AsOf))
		}),
	}
	if d.State == view.Withdrawn {
		return out
	}
	said := descriptionOf(d.Content.Description)
	out.Description = &said
	if r := d.Content.Release; r != nil {
		out.Dictionary, out.Release = each(r.Columns, columnOf), releaseOf(r)
		site := s.madeOf(record.NewSite(requestOf(ctx).base, tree, d.PublishedAt, d.UpdatedAt), d)
		for _, x := range site.Distributions(d) {
			if a.old {
				x.URL += "?version=" + strconv.Itoa(d.Version)
			}
			out.Downloads = append(out.Downloads, Download{
				ID: x.ID, Format: x.Format, LabelVi: x.Label, LabelEn: x.LabelEn, MediaType: x.MediaType, URL: x.URL,
				Bytes: x.Bytes, SHA256: x.SHA256, Original: x.Original, Name: x.Name,
			})
		}
	}
	return out
}

// aimed is one version of a dataset at a point in time.
type aimed struct {
	app.Target
	dataset  view.Dataset // as of that version
	position uint64       // of the log
	old      bool         // another than the newest
}

// aim finds what a question is about. With data it refuses what has no rows.
func (s *service) aim(ctx context.Context, in Versioned, data bool) (*aimed, error) {
	at, position, err := s.at(ctx, in.Point)
	if err != nil {
		return nil, err
	}
	d, err := s.app.Queries.Datasets.Get(ctx, in.ID, at)
	if err != nil {
		return nil, err
	}
	a := &aimed{Target: app.Target{Dataset: d.ID, Version: d.Version, AsOf: at}, dataset: d, position: position}
	if in.Version != 0 && in.Version != d.Version {
		if err := s.older(ctx, a, in.Version); err != nil {
			return nil, err
		}
	}
	if !data {
		return a, nil
	}
	switch {
	case d.State == view.Withdrawn:
		return nil, errDatasetGone.New()
	case a.dataset.Content.Release == nil:
		return nil, app.ErrNoData.New()
	}
	return a, nil
}

// older turns the dataset into what it was as of one of its versions.
func (s *service) older(ctx context.Context, a *aimed, number int) error {
	if a.dataset.State == view.Withdrawn {
		return errDatasetGone.New()
	}
	if number > a.dataset.Version {
		return app.ErrNotFound.New().At("version")
	}
	v, err := s.app.Queries.Datasets.Version(ctx, a.Dataset, number)
	if err != nil {
		return err
	}
	a.old, a.Version = true, number
	d := &a.dataset
	d.Later = &view.Later{State: d.State, Version: d.Version, At: d.UpdatedAt, Reason: d.Reason}
	d.Version, d.Content, d.ContentHash, d.DataVersion, d.Change, d.Reason = v.Number, v.Content, v.ContentHash, v.DataVersion, v.Change, v.Reason
	d.ApprovedBy, d.Authority, d.UpdatedAt, d.Position, d.Duties = v.ApprovedBy, v.Authority, v.PublishedAt, v.Position, nil
	c := v.Content.Description
	d.Title, d.TitleEn, d.Summary, d.SummaryEn, d.Topics, d.Keywords = c.Title, c.TitleEn, c.Summary, c.SummaryEn, c.Topics, c.Keywords
	d.Licence, d.Frequency, d.PeriodFrom, d.PeriodTo = c.Licence, c.Frequency, c.PeriodFrom, c.PeriodTo
	if r := v.Content.Release; r != nil {
		d.Format, d.Rows, d.Columns, d.Bytes = r.Reading.Format, r.Rows, len(r.Columns), r.File.Size
	}
	return nil
}

// madeOf lets the catalogue know which files of a dataset were made already.
func (s *service) madeOf(site record.Site, d view.Dataset) record.Site {
	site.Made = func(id string, version int, format string) (int64, string, bool) {
		if id != d.ID || version != d.Version {
			return 0, "", false
		}
		return s.app.Queries.Datasets.Made(d, format)
	}
	return site
}
