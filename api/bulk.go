package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/opendata/bulk"
	"minhbach/projections/view"
)

// Bulk lists what can be had as one file.
type Bulk struct {
	Archives []BulkArchive `json:"archives"`
}

// BulkArchive is one file with all open data.
type BulkArchive struct {
	Name      string `json:"name" example:"datasets.zip"`
	URL       string `json:"url" format:"uri-reference"`
	MediaType string `json:"media_type" example:"application/zip"`
	Datasets  int    `json:"datasets"`
	Rows      int64  `json:"rows"`
	Bytes     int64  `json:"bytes" doc:"Of the publishers' files together; the archive is compressed."`
}

type bulkIn struct{ Fresh }

func (s *service) listBulk(api huma.API) {
	read(api, huma.Operation{
		OperationID: "list-bulk", Path: "/bulk", Tags: []string{tagDatasets},
		Summary:     "All open data as one file: what there is",
		Description: "For those who want everything: one archive instead of thousands of requests.",
	}, func(ctx context.Context, in *bulkIn) (*reply[Bulk], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		all, err := s.everyDataset(ctx, view.AsOf{})
		if err != nil {
			return nil, err
		}
		out := BulkArchive{Name: "datasets.zip", URL: prefix + "/bulk/datasets.zip", MediaType: "application/zip", Datasets: len(all)}
		for _, d := range all {
			out.Rows, out.Bytes = out.Rows+d.Rows, out.Bytes+d.Bytes
		}
		return &reply[Bulk]{Position: position, Body: Bulk{Archives: []BulkArchive{out}}}, nil
	})
}

func (s *service) getBulk(api huma.API) {
	text := &huma.Schema{Type: huma.TypeString}
	read(api, huma.Operation{
		OperationID: "get-bulk", Path: "/bulk/datasets.zip", Tags: []string{tagDatasets},
		Summary:     "All open data as one ZIP file",
		Description: "For every dataset a folder with dataset.json (description, dictionary, release), the publisher's own file byte for byte and data.csv, and the sums of the originals in SHA256SUMS. Made each night, and for the first who asks after something changed. Ranges are served.",
		Errors:      []int{413},
		Metadata:    map[string]any{streams: true},
		Responses: map[string]*huma.Response{
			"200": {
				Description: "The archive", Content: map[string]*huma.MediaType{"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
				Headers: map[string]*huma.Param{"ETag": {Schema: text, Description: "Of the state of the catalogue."}},
			},
			"206": {Description: "The range that was asked for, of a kept archive"},
			"304": {Description: "The reader has it already"},
		},
	}, func(ctx context.Context, in *bulkIn) (*huma.StreamResponse, error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		file, key, err := s.app.Queries.Datasets.Bulk(ctx)
		if err != nil {
			return nil, err
		}
		return s.served(file, served{
			position: position, mediaType: bulk.MediaType, name: "datasets.zip", etag: tagged("bulk", key), modified: file.ModTime(),
		}), nil
	})
}

// everyDataset lists the catalogue by id.
func (s *service) everyDataset(ctx context.Context, at view.AsOf) ([]view.DatasetItem, error) {
	var all []view.DatasetItem
	for {
		page, err := s.app.Queries.Datasets.List(ctx, view.DatasetFilter{AsOf: at, Order: view.ByID, Limit: 1000, Offset: len(all)})
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if len(page.Items) == 0 || len(all) >= page.Total {
			return all, nil
		}
	}
}
