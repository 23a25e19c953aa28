package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"minhbach/domain"
	"minhbach/internal/app"
)

// Raw is the body of a request that is read as it comes.
type Raw struct {
	body io.Reader
	size int64 // as announced; -1: unknown
}

// Resolve satisfies huma.Resolver.
func (b *Raw) Resolve(ctx huma.Context) []error {
	r, w := humago.Unwrap(ctx)
	// A large file on a slow line may take its time.
	if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(15 * time.Minute)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return []error{err}
	}
	b.body, b.size = r.Body, r.ContentLength
	return nil
}

// limited reads at most max bytes and one more, so that too much is noticed.
func (b *Raw) limited(max int64) (io.Reader, error) {
	if b.size > max {
		return nil, errBodyTooLarge.New("limit", max)
	}
	if b.size == 0 {
		return nil, errBodyMissing.New()
	}
	return http.MaxBytesReader(nil, io.NopCloser(b.body), max), nil
}

// tooLarge turns the reader's own refusal into ours.
func tooLarge(err error) error {
	var limit *http.MaxBytesError
	if errors.As(err, &limit) {
		return errBodyTooLarge.New("limit", limit.Limit)
	}
	return err
}

type uploadIn struct {
	Name string `query:"name" required:"true" maxLength:"255" doc:"File name with its extension; offered to readers when saving." example:"07-2019-qd-ubnd.pdf"`
	Raw
}

type uploadAnswer struct{ Body Attachment }

func (s *service) uploadAttachment(api huma.API) {
	change(api, huma.Operation{
		OperationID: "upload-attachment", Path: "/attachments", Tags: []string{tagEditing}, DefaultStatus: http.StatusCreated,
		Summary:     "Store a file before a content names it",
		Description: "The body is the file itself (curl --data-binary @file). Its type is checked by content and by extension against the list for uploads; scripts and HTML are refused. Put the answer into content.attachments and give it a title. The same bytes are stored once.",
		RequestBody: &huma.RequestBody{
			Required: true, Description: "The bytes of the file.",
			Content: map[string]*huma.MediaType{"*/*": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
		},
	}, func(ctx context.Context, in *uploadIn) (*uploadAnswer, error) {
		if err := mayUpload(requestOf(ctx).caller); err != nil {
			return nil, err
		}
		max := s.app.Limits.AttachmentBytes
		if max <= 0 {
			max = 100 << 20
		}
		body, err := in.limited(max)
		if err != nil {
			return nil, err
		}
		a, err := s.app.Files.Put(ctx, in.Name, max, body)
		if err != nil {
			return nil, tooLarge(err)
		}
		return &uploadAnswer{Body: Attachment(a)}, nil
	})
}

// mayUpload: storing a file is a first step of drafting or of recording a board's
// regulation; whoever may do neither stores none. Which item it may go into is the
// command's to say.
func mayUpload(by app.Caller) error {
	for _, g := range by.Grants {
		if g.Role != domain.Inspector {
			return nil
		}
	}
	return app.ErrForbidden.New()
}
