package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

type listVersionsIn struct {
	PublicationKey
	Point
}

// VersionList is every public version of an item.
type VersionList struct {
	Versions []Version `json:"versions" doc:"The first one first."`
}

func (s *service) listVersions(api huma.API) {
	read(api, huma.Operation{
		OperationID: "list-versions", Path: "/publications/{id}/versions", Tags: []string{tagPublications},
		Summary:     "The public versions of a publication, with reasons and who approved",
		Description: "A correction never replaces a version: it adds one.",
	}, func(ctx context.Context, in *listVersionsIn) (*reply[VersionList], error) {
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		all, err := s.app.Queries.Versions(ctx, in.ID, at)
		if err != nil {
			return nil, err
		}
		return &reply[VersionList]{Position: position, Body: VersionList{
			Versions: each(all, func(v view.Version) Version { return versionOf(in.ID, v, at) }),
		}}, nil
	})
}

// VersionKey names one version in an address.
type VersionKey struct {
	PublicationKey
	Number int `path:"number" minimum:"1" doc:"From 1." example:"1"`
}

// VersionContent is one version with its content.
type VersionContent struct {
	Version
	Content Content `json:"content"`
	Files   []File  `json:"files"`
	Proof   Proof   `json:"proof"`
}

// Proof tells how to make the content hash again.
type Proof struct {
	Algorithm string `json:"algorithm" enum:"SHA-256"`
	Form      string `json:"form" doc:"What was hashed." example:"RFC 8785"`
	Canonical string `json:"canonical" format:"uri-reference" doc:"The very bytes: their SHA-256 is content_hash."`
	Bytes     int    `json:"bytes" doc:"How many."`
}

type getVersionIn struct {
	VersionKey
	Point
}

func (s *service) getVersion(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-version", Path: "/publications/{id}/versions/{number}", Tags: []string{tagPublications},
		Summary:     "One public version with its content",
		Description: "The content hash is what was submitted, approved and published. It is the SHA-256 of the content as canonical JSON (RFC 8785: members sorted, no white space, shortest escapes), empty optional fields left out.",
		Errors:      []int{410},
	}, func(ctx context.Context, in *getVersionIn) (*reply[VersionContent], error) {
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		v, err := s.version(ctx, in.ID, in.Number, at)
		if err != nil {
			return nil, err
		}
		return &reply[VersionContent]{Position: position, Body: VersionContent{
			Version: versionOf(in.ID, v, at), Content: contentOf(*v.Content), Files: filesOf(v.Content.Attachments, publicationURL(in.ID), at),
			Proof: Proof{
				Algorithm: "SHA-256", Form: "RFC 8785", Canonical: then(versionURL(in.ID, v.Number)+"/canonical", at),
				Bytes: len(publication.Canonical(*v.Content)),
			},
		}}, nil
	})
}

// version is a version with content, as far as it was public at that point.
func (s *service) version(ctx context.Context, id string, number int, at view.AsOf) (view.Version, error) {
	if err := s.shown(ctx, id, number, at); err != nil {
		return view.Version{}, err
	}
	v, err := s.app.Queries.Version(ctx, id, number)
	if err != nil {
		return v, err
	}
	if v.Content == nil {
		return v, app.ErrNotFound.New()
	}
	return v, nil
}

// shown: the item shows its versions at that point, and had this one. After a
// withdrawal there is a tombstone only; before it the item stands as it stood
// (docs/decisions/0007-withdrawn-items-in-the-past.md).
func (s *service) shown(ctx context.Context, id string, number int, at view.AsOf) error {
	p, err := s.app.Queries.Publication(ctx, id, at)
	switch {
	case err != nil:
		return err
	case p.State == view.Withdrawn:
		return errWithdrawn.New()
	case number > p.Version:
		return app.ErrNotFound.New()
	}
	return nil
}

type getCanonicalIn struct {
	VersionKey
	Point
}

type canonicalAnswer struct {
	Position    uint64 `header:"Minhbach-Position" doc:"Position of the log that the answer reflects."`
	ETag        string `header:"ETag" doc:"The content hash."`
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (s *service) getCanonical(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-canonical-content", Path: "/publications/{id}/versions/{number}/canonical", Tags: []string{tagPublications},
		Summary:     "The very bytes that the content hash covers",
		Description: "Pipe them through sha256sum and compare.",
		Errors:      []int{410},
		Responses: map[string]*huma.Response{"200": {
			Description: "Canonical JSON (RFC 8785)",
			Content:     map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Type: huma.TypeObject}}},
		}},
	}, func(ctx context.Context, in *getCanonicalIn) (*canonicalAnswer, error) {
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		v, err := s.version(ctx, in.ID, in.Number, at)
		if err != nil {
			return nil, err
		}
		return &canonicalAnswer{
			Position: position, ETag: `"` + v.ContentHash + `"`, ContentType: "application/json", Body: publication.Canonical(*v.Content),
		}, nil
	})
}
