package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/projections/view"
)

// FileProofs is what a SHA-256 stands for.
type FileProofs struct {
	SHA256 string    `json:"sha256"`
	Uses   []FileUse `json:"uses" doc:"The first that became public first; empty where nothing public names the hash."`
}

// FileUse is one public version that names a hash.
type FileUse struct {
	Kind        string     `json:"kind" enum:"publication,dataset"`
	ID          string     `json:"id" doc:"Of the publication or dataset."`
	Title       string     `json:"title"`
	Version     int        `json:"version"`
	PublishedAt time.Time  `json:"published_at"`
	ReplacedAt  *time.Time `json:"replaced_at,omitempty" doc:"Absent while it is the newest version."`
	File        string     `json:"file,omitempty" doc:"Name of the file; absent where the hash is that of the whole content in its canonical form."`
	State       string     `json:"state" enum:"published,withdrawn,archived" doc:"Of the thing now."`
	Newest      int        `json:"newest_version" doc:"Above version: it was superseded."`
	Reason      string     `json:"reason,omitempty" doc:"Of the newest version, the withdrawal or the archiving."`
	Event       string     `json:"event" format:"uuid" doc:"That made the version public."`
	Proof       string     `json:"proof" format:"uri-reference" doc:"Its proof bundle."`
	Page        string     `json:"page" format:"uri-reference" doc:"Its proof for people."`
}

type proveFileIn struct {
	SHA256 string `path:"sha256" pattern:"^[0-9a-f]{64}$" doc:"Of the bytes of a file, or of a canonical content." example:"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`
	Fresh
}

func (s *service) proveFile(api huma.API) {
	read(api, huma.Operation{
		OperationID: "prove-file", Path: "/proofs/files/{sha256}", Tags: []string{tagProofs},
		Summary:     "Which public versions a file belongs to",
		Description: "By the SHA-256 of an attachment, of a dataset's original file, or of a canonical content; at most 50. A file of something withdrawn is told with the reason. Nothing of drafts is told.",
	}, func(ctx context.Context, in *proveFileIn) (*reply[FileProofs], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		all, err := s.app.Queries.Proofs.Hash(ctx, in.SHA256)
		if err != nil {
			return nil, err
		}
		return &reply[FileProofs]{Position: position, Body: FileProofs{SHA256: in.SHA256, Uses: each(all, fileUseOf)}}, nil
	})
}

func fileUseOf(u view.Use) FileUse {
	out := FileUse{
		Version: u.Version, PublishedAt: u.PublishedAt.UTC(), File: u.File, Reason: u.Reason, Event: u.Event,
		Proof: prefix + "/proofs/events/" + u.Event, Page: "/chung-thuc/" + u.Event,
	}
	if !u.ReplacedAt.IsZero() {
		at := u.ReplacedAt.UTC()
		out.ReplacedAt = &at
	}
	if d := u.Dataset; d != nil {
		out.Kind, out.ID, out.Title, out.State, out.Newest = "dataset", d.ID, d.Title, string(d.State), d.Version
		return out
	}
	out.Kind, out.ID, out.Title, out.State, out.Newest = "publication", u.Item.ID, u.Item.Title, string(u.Item.State), u.Item.Version
	return out
}
