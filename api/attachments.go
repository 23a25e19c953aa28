package api

import (
	"context"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

// FileKey names a file of a publication in an address.
type FileKey struct {
	PublicationKey
	SHA256 string `path:"sha256" pattern:"^[0-9a-f]{64}$" doc:"Of the bytes." example:"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`
}

type getAttachmentIn struct {
	FileKey
	Point
}

func (s *service) getAttachment(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-attachment", Path: "/publications/{id}/attachments/{sha256}", Tags: []string{tagPublications},
		Summary:     "The bytes of an attachment",
		Description: "Of any version that was public by then. Ranges are served (RFC 9110 section 14). The entity tag is the hash; check the bytes with sha256sum.",
		Errors:      []int{410},
		Metadata:    map[string]any{streams: true},
		Responses:   bytesAnswers(),
	}, func(ctx context.Context, in *getAttachmentIn) (*huma.StreamResponse, error) {
		at, _, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		a, err := s.attachment(ctx, in.ID, in.SHA256, at)
		if err != nil {
			return nil, err
		}
		return s.stream(ctx, a, "public, no-cache")
	})
}

func bytesAnswers() map[string]*huma.Response {
	headers := map[string]*huma.Param{
		"ETag":                {Schema: &huma.Schema{Type: huma.TypeString}, Description: "The SHA-256 of the bytes."},
		"Content-Disposition": {Schema: &huma.Schema{Type: huma.TypeString}, Description: "Always attachment, with the name to save under."},
		"Accept-Ranges":       {Schema: &huma.Schema{Type: huma.TypeString}},
	}
	body := map[string]*huma.MediaType{"*/*": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
	return map[string]*huma.Response{
		"200": {Description: "The file", Headers: headers, Content: body},
		"206": {Description: "The range that was asked for", Headers: headers, Content: body},
		"304": {Description: "The reader has it already"},
		"416": {Description: "No such range"},
	}
}

// attachment finds the file in what was public at that point: the newest version first.
func (s *service) attachment(ctx context.Context, id, sha256 string, at view.AsOf) (publication.Attachment, error) {
	p, err := s.app.Queries.Publication(ctx, id, at)
	if err != nil {
		return publication.Attachment{}, err
	}
	if p.State == view.Withdrawn {
		return publication.Attachment{}, errWithdrawn.New()
	}
	if a, ok := among(p.Content.Attachments, sha256); ok {
		return a, nil
	}
	for n := p.Version - 1; n >= 1; n-- {
		v, err := s.app.Queries.Version(ctx, id, n)
		if err != nil {
			return publication.Attachment{}, err
		}
		if v.Content == nil {
			continue
		}
		if a, ok := among(v.Content.Attachments, sha256); ok {
			return a, nil
		}
	}
	return publication.Attachment{}, errNotAttached.New().At("sha256")
}

func among(list []publication.Attachment, sha256 string) (publication.Attachment, bool) {
	for _, a := range list {
		if a.SHA256 == sha256 {
			return a, true
		}
	}
	return publication.Attachment{}, false
}

// stream writes the bytes of a file so that no browser ever runs them.
func (s *service) stream(ctx context.Context, a publication.Attachment, cache string) (*huma.StreamResponse, error) {
	file, err := s.app.Files.Open(ctx, a.SHA256)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer closeFile(s, file)
		r, w := humago.Unwrap(hc)
		h := w.Header()
		h.Set("Content-Type", mediaType(a.MediaType))
		h.Set("Content-Disposition", disposition(a.Name))
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
		h.Set("ETag", `"`+a.SHA256+`"`)
		h.Set("Cache-Control", cache)
		http.ServeContent(w, r, "", file.ModTime(), file)
	}}, nil
}

func closeFile(s *service, f app.File) {
	if err := f.Close(); err != nil {
		s.log.Warn("api: closing a file", "error", err)
	}
}

func mediaType(recorded string) string {
	if _, _, err := mime.ParseMediaType(recorded); err != nil {
		return "application/octet-stream"
	}
	return recorded
}

// disposition offers a name to save under (RFC 6266): plain where it is ASCII,
// extended where it is not.
func disposition(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7F || r == '/' || r == '\\' {
			return '_'
		}
		return r
	}, name)
	if value := mime.FormatMediaType("attachment", map[string]string{"filename": name}); value != "" {
		return value
	}
	return "attachment"
}
