package api

import (
	"archive/zip"
	"compress/flate"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"path"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/analytics"
	"minhbach/domain/calendar"
	"minhbach/internal/app"
	"minhbach/opendata/export"
	"minhbach/projections/view"
)

// maxBulk bounds what goes into one archive, by the size of the publishers' files.
const maxBulk = 2 << 30

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

type bulkFileIn struct {
	Fresh
	Now bool `query:"now" doc:"Made now instead of last night, where the server keeps one of each night."`
}

func (s *service) getBulk(api huma.API) {
	text := &huma.Schema{Type: huma.TypeString}
	read(api, huma.Operation{
		OperationID: "get-bulk", Path: "/bulk/datasets.zip", Tags: []string{tagDatasets},
		Summary:     "All open data as one ZIP file",
		Description: "A catalogue.json, and for every dataset a folder with dataset.json (description, dictionary, release) and data.csv. All of it is of one position of the log, which catalogue.json names.",
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
	}, func(ctx context.Context, in *bulkFileIn) (*huma.StreamResponse, error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		if s.options.Bulk != nil && !in.Now {
			if file, err := s.options.Bulk(ctx); err == nil {
				return s.served(file, served{
					position: position, mediaType: "application/zip", name: "datasets.zip", modified: file.ModTime(),
					etag: tagged("kept", file.ModTime().UTC().Format(time.RFC3339Nano), text64(file.Size())),
				}), nil
			}
		}
		at := view.AsOf{Position: position}
		all, err := s.everyDataset(ctx, at)
		if err != nil {
			return nil, err
		}
		parts, bytes := []string{"bulk"}, int64(0)
		for _, d := range all {
			parts, bytes = append(parts, d.ID, text64(int64(d.Position)), string(d.State)), bytes+d.Bytes
		}
		if bytes > maxBulk {
			return nil, errBulkLarge.New("max", maxBulk)
		}
		return s.pour(&streamed{
			position: position, etag: tagged(parts...), mediaType: "application/zip", name: "datasets.zip",
			write: func(ctx context.Context, w io.Writer) error { return s.writeBulk(ctx, w, all, at) },
		}), nil
	})
}

// WriteBulk writes the archive of all open data as it is now, for a node that keeps
// one of each night. Base is the scheme and host of the addresses in it.
func WriteBulk(ctx context.Context, a *app.App, base string, w io.Writer) error {
	s := &service{app: a, now: time.Now, log: slog.Default()}
	position, err := a.Queries.Position(ctx)
	if err != nil {
		return err
	}
	at := view.AsOf{Position: position}
	all, err := s.everyDataset(ctx, at)
	if err != nil {
		return err
	}
	q := &request{base: base, lang: "vi", log: s.log, now: s.now}
	return s.writeBulk(context.WithValue(ctx, requestKey{}, q), w, all, at)
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

// BulkCatalogue is the first file of an archive.
type BulkCatalogue struct {
	Position uint64        `json:"position"`
	Datasets []DatasetItem `json:"datasets"`
}

func (s *service) writeBulk(ctx context.Context, w io.Writer, all []view.DatasetItem, at view.AsOf) error {
	tree, err := s.app.Queries.Tree(ctx, at, calendar.Date{})
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	newest := time.Time{}
	for _, d := range all {
		if d.UpdatedAt.After(newest) {
			newest = d.UpdatedAt
		}
	}
	list := BulkCatalogue{at.Position, each(all, func(d view.DatasetItem) DatasetItem { return datasetItemOf(d, tree) })}
	if err := zipJSON(z, "catalogue.json", newest, list); err != nil {
		return err
	}
	for _, d := range all {
		if err := s.bulkDataset(ctx, z, d, at, tree); err != nil {
			return err
		}
	}
	return z.Close()
}

func (s *service) bulkDataset(ctx context.Context, z *zip.Writer, item view.DatasetItem, at view.AsOf, tree *view.Tree) error {
	d, err := s.app.Queries.Datasets.Get(ctx, item.ID, at)
	if err != nil {
		return err
	}
	a := &aimed{Target: app.Target{Dataset: d.ID, Version: d.Version, AsOf: at}, dataset: d, position: at.Position}
	if err := zipJSON(z, d.Slug+"/dataset.json", d.UpdatedAt, s.datasetOf(ctx, a, tree)); err != nil {
		return err
	}
	if d.Content.Release == nil {
		return nil
	}
	name := d.Slug + "/data.csv"
	file, err := s.app.Queries.Datasets.Export(ctx, a.Target, string(export.CSV))
	if errors.Is(err, analytics.ErrEngine) { // no tables here: the publisher's own file
		name = d.Slug + "/original" + path.Ext(path.Base(d.Content.Release.File.Name))
		_, file, err = s.app.Queries.Datasets.Original(ctx, a.Target)
	}
	if err != nil {
		return err
	}
	defer closeFile(s, file)
	entry, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: d.UpdatedAt.UTC()})
	if err != nil {
		return err
	}
	_, err = io.Copy(entry, reader{ctx, file})
	return err
}

// reader stops when the request does.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

func zipJSON(z *zip.Writer, name string, modified time.Time, body any) error {
	entry, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: modified.UTC()})
	if err != nil {
		return err
	}
	enc := json.NewEncoder(entry)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(body)
}
