package api

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"minhbach/internal/app"
	"minhbach/opendata/export"
)

// wholeTables are the formats of /data.EXT, in the order of the catalogue.
var wholeTables = []export.Format{export.CSV, export.Excel, export.XLSX, export.JSON, export.NDJSON, export.Parquet, export.GeoJSON}

// getTables registers one address for each format of the whole table.
func (s *service) getTables(api huma.API) {
	for _, f := range wholeTables {
		form, _ := export.FormOf(f)
		answers := bytesAnswers()
		for _, status := range []string{"200", "206"} {
			answers[status].Content = map[string]*huma.MediaType{"*/*": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
			answers[status].Headers["ETag"].Description = "Of exactly these bytes."
			answers[status].Headers["Last-Modified"] = &huma.Param{Schema: &huma.Schema{Type: huma.TypeString}, Description: "When the version became public."}
		}
		read(api, huma.Operation{
			OperationID: "get-data-" + string(f), Path: "/datasets/{id}/data." + form.Extension, Tags: []string{tagDatasets},
			Summary:     "The whole table as " + form.En,
			Description: "Every row of a version as one file, made once and kept. Ranges are served (RFC 9110 section 14), so that a broken download goes on where it stopped.",
			Errors:      []int{410},
			Metadata:    map[string]any{streams: true},
			Responses:   answers,
		}, func(ctx context.Context, in *Versioned) (*huma.StreamResponse, error) {
			a, err := s.aim(ctx, *in, true)
			if err != nil {
				return nil, err
			}
			file, err := s.app.Queries.Datasets.Export(ctx, a.Target, string(f))
			if err != nil {
				return nil, err
			}
			return s.served(file, served{
				position: a.position, mediaType: form.MediaType, name: a.dataset.Slug + "-v" + strconv.Itoa(a.Version) + "." + form.Extension,
				etag: tagged("table", a.dataset.Content.Release.ID, string(f), strconv.FormatInt(file.Size(), 10)), modified: a.dataset.UpdatedAt,
			}), nil
		})
	}
}

func (s *service) getOriginal(api huma.API) {
	answers := bytesAnswers()
	for _, status := range []string{"200", "206"} {
		answers[status].Headers["Repr-Digest"] = &huma.Param{Schema: &huma.Schema{Type: huma.TypeString}, Description: "SHA-256 of the whole file (RFC 9530)."}
	}
	read(api, huma.Operation{
		OperationID: "get-original", Path: "/datasets/{id}/original", Tags: []string{tagDatasets},
		Summary:     "The publisher's own file, byte for byte",
		Description: "Kept for ever, for every version. The entity tag is its SHA-256; check the bytes with sha256sum. Ranges are served.",
		Errors:      []int{410},
		Metadata:    map[string]any{streams: true},
		Responses:   answers,
	}, func(ctx context.Context, in *Versioned) (*huma.StreamResponse, error) {
		a, err := s.aim(ctx, *in, true)
		if err != nil {
			return nil, err
		}
		r, file, err := s.app.Queries.Datasets.Original(ctx, a.Target)
		if err != nil {
			return nil, err
		}
		return s.served(file, served{
			position: a.position, mediaType: mediaType(r.File.MediaType), name: r.File.Name, etag: `"` + r.File.SHA256 + `"`,
			modified: a.dataset.UpdatedAt, sha256: r.File.SHA256,
		}), nil
	})
}

// served is what is said of a file that is sent.
type served struct {
	position        uint64
	mediaType, name string
	etag, sha256    string
	modified        time.Time
}

// served sends a file so that no browser ever runs it.
func (s *service) served(file app.File, o served) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer closeFile(s, file)
		r, w := humago.Unwrap(hc)
		h := w.Header()
		h.Set("Minhbach-Position", strconv.FormatUint(o.position, 10))
		h.Set("Content-Type", o.mediaType)
		h.Set("Content-Disposition", disposition(o.name))
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
		h.Set("ETag", o.etag)
		h.Set("Cache-Control", "public, no-cache")
		if sum, err := hex.DecodeString(o.sha256); err == nil && len(sum) > 0 {
			b := base64.StdEncoding.EncodeToString(sum)
			h.Set("Repr-Digest", "sha-256=:"+b+":")
			h.Set("Digest", "sha-256="+b) // RFC 3230, for older clients
		}
		http.ServeContent(w, r, "", o.modified, file)
	}}
}
