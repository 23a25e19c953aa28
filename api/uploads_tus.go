package api

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/fault"
	"minhbach/internal/app"
)

// Uploads of data files speak tus 1.0.0 with the extensions creation,
// creation-with-upload, expiration and termination (https://tus.io/protocols/resumable-upload).
const (
	tusVersion    = "1.0.0"
	tusExtensions = "creation,creation-with-upload,expiration,termination"
	tusMedia      = "application/offset+octet-stream"
	uploadsPath   = prefix + "/uploads"
)

// tus sets the headers of every answer about uploads, and takes the method that a
// client may only write into a header.
func (s *service) tus(w http.ResponseWriter, r *http.Request) *http.Request {
	if r.URL.Path != uploadsPath && !strings.HasPrefix(r.URL.Path, uploadsPath+"/") {
		return r
	}
	h := w.Header()
	h.Set("Tus-Resumable", tusVersion)
	h.Set("Tus-Version", tusVersion)
	if r.Method == http.MethodOptions {
		h.Set("Tus-Extension", tusExtensions)
		h.Set("Tus-Max-Size", strconv.FormatInt(s.app.Limits.DatasetBytes, 10))
	}
	if o := strings.ToUpper(r.Header.Get("X-HTTP-Method-Override")); r.Method == http.MethodPost && (o == http.MethodPatch || o == http.MethodDelete) {
		again := *r
		again.Method = o
		return &again
	}
	return r
}

// Tus is the version that every change of an upload names.
type Tus struct {
	Version string `header:"Tus-Resumable" maxLength:"20" doc:"Always 1.0.0." example:"1.0.0"`
}

func (t Tus) check() error {
	if t.Version != tusVersion {
		return errTusVersion.New().At("Tus-Resumable")
	}
	return nil
}

// UploadKey names an upload in an address.
type UploadKey struct {
	ID string `path:"id" format:"uuid" doc:"Upload id." example:"0190f3c2-7b1e-7c55-9d3a-0f6a2b4c8d10"`
}

func uploadURL(id string) string { return uploadsPath + "/" + id }

type createUploadIn struct {
	Tus
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"36" doc:"A UUID of your own; the same key again is the same upload."`
	Length         string `header:"Upload-Length" maxLength:"20" doc:"Bytes of the whole file." example:"10"`
	Metadata       string `header:"Upload-Metadata" maxLength:"4000" doc:"filename and agency (id, code or slug), each value in base64 (tus, creation)." example:"filename ZGFuLXNvLmNzdg==,agency a2VzYWNo"`
	ContentType    string `header:"Content-Type"`
	Raw
}

type createUploadOut struct {
	Location string `header:"Location" doc:"Of the upload."`
	Offset   string `header:"Upload-Offset" doc:"Bytes received: go on from there."`
	Expires  string `header:"Upload-Expires" doc:"When it is forgotten (RFC 9110 section 5.6.7)."`
	Body     DataUpload
}

// progress of an upload, as headers tell it.
func progress(u app.Upload) (offset, expires string) {
	return strconv.FormatInt(u.Offset, 10), u.Expires.UTC().Format(http.TimeFormat)
}

func tusBody(required bool) *huma.RequestBody {
	return &huma.RequestBody{
		Required: required, Description: "Bytes of the file.",
		Content: map[string]*huma.MediaType{tusMedia: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}
}

func (s *service) createUpload(api huma.API) {
	change(api, huma.Operation{
		OperationID: "create-upload", Path: "/uploads", Tags: []string{tagCurating}, DefaultStatus: http.StatusCreated, Errors: []int{412},
		Summary:     "Announce a data file, and send its beginning if you like",
		Description: "Resumable uploads speak tus 1.0.0: any tus client works, and so does curl. Say in Upload-Metadata what the file is called and which agency it is for. An upload is kept for seven days.",
		RequestBody: tusBody(false),
	}, func(ctx context.Context, in *createUploadIn) (*createUploadOut, error) {
		if err := in.check(); err != nil {
			return nil, err
		}
		size, err := strconv.ParseInt(in.Length, 10, 64)
		if err != nil || size < 0 {
			return nil, errTusLength.New().At("Upload-Length")
		}
		meta, err := tusMetadata(in.Metadata)
		if err != nil {
			return nil, err
		}
		if meta["filename"] == "" || meta["agency"] == "" {
			return nil, errTusMetadata.New().At("Upload-Metadata")
		}
		q := requestOf(ctx)
		by, err := q.caller.WithCommand(in.IdempotencyKey)
		if err != nil {
			return nil, err
		}
		agency, err := s.agencyID(ctx, meta["agency"])
		if err != nil {
			return nil, err
		}
		up, err := s.app.Uploads.Begin(ctx, by, app.NewUpload{Agency: agency, Name: meta["filename"], Size: size})
		if err != nil {
			return nil, err
		}
		if in.ContentType != "" && in.size != 0 && up.Offset == 0 {
			if up, err = s.app.Uploads.Append(ctx, q.caller, up.ID, 0, in.body); err != nil {
				return nil, brokenOff(err)
			}
		}
		offset, expires := progress(up)
		return &createUploadOut{Location: uploadURL(up.ID), Offset: offset, Expires: expires, Body: q.uploadOf(up)}, nil
	})
}

// tusMetadata reads pairs of a key and a base64 value, with commas.
func tusMetadata(header string) (map[string]string, error) {
	out := map[string]string{}
	for pair := range strings.SplitSeq(header, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if key == "" {
			continue
		}
		b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
		if err != nil || !utf8.Valid(b) {
			return nil, errTusMetadata.New().At("Upload-Metadata")
		}
		out[key] = string(b)
	}
	return out, nil
}

type getUploadIn struct{ UploadKey }

type getUploadOut struct {
	Offset  string `header:"Upload-Offset" doc:"Bytes received: go on from there."`
	Length  string `header:"Upload-Length" doc:"Bytes of the whole file."`
	Expires string `header:"Upload-Expires" doc:"When it is forgotten."`
	Body    DataUpload
}

func (s *service) getUpload(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "get-upload", Path: "/uploads/{id}", Tags: []string{tagCurating},
		Summary:     "How far an upload is, and what was found in it",
		Description: "HEAD tells the offset in Upload-Offset, as tus asks. After an examination the body tells how the file is read, column by column.",
	}, func(ctx context.Context, in *getUploadIn) (*getUploadOut, error) {
		q := requestOf(ctx)
		up, err := s.app.Uploads.Get(ctx, q.caller, in.ID)
		if err != nil {
			return nil, err
		}
		offset, expires := progress(up)
		return &getUploadOut{Offset: offset, Length: strconv.FormatInt(up.Size, 10), Expires: expires, Body: q.uploadOf(up)}, nil
	})
}

type appendUploadIn struct {
	Tus
	UploadKey
	Offset string `header:"Upload-Offset" required:"true" pattern:"^[0-9]{1,18}$" doc:"Where the piece begins: what was received so far." example:"0"`
	Raw
}

type appendUploadOut struct {
	Offset  string `header:"Upload-Offset" doc:"Bytes received now."`
	Expires string `header:"Upload-Expires" doc:"When it is forgotten."`
}

func (s *service) appendUpload(api huma.API) {
	change(api, huma.Operation{
		OperationID: "append-upload", Path: "/uploads/{id}", Method: http.MethodPatch, Tags: []string{tagCurating}, DefaultStatus: http.StatusNoContent, Errors: []int{412},
		Summary:     "Send the next piece of a data file",
		Description: "A piece that does not follow what was received is 409 upload.offset: ask HEAD where to go on. What arrived before a broken line is kept.",
		RequestBody: tusBody(true),
	}, func(ctx context.Context, in *appendUploadIn) (*appendUploadOut, error) {
		if err := in.check(); err != nil {
			return nil, err
		}
		offset, err := strconv.ParseInt(in.Offset, 10, 64)
		if err != nil {
			return nil, errFormat.New().At("Upload-Offset")
		}
		if max := s.app.Limits.DatasetBytes; max > 0 && in.size > max {
			return nil, errBodyTooLarge.New("limit", max)
		}
		up, err := s.app.Uploads.Append(ctx, requestOf(ctx).caller, in.ID, offset, in.body)
		if err != nil {
			return nil, brokenOff(err)
		}
		now, expires := progress(up)
		return &appendUploadOut{Offset: now, Expires: expires}, nil
	})
}

// brokenOff turns a line that broke into a refusal that says so: what arrived is kept.
func brokenOff(err error) error {
	var late net.Error
	if fault.Of(err) == nil && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.Canceled) || errors.As(err, &late)) {
		return errBodyBroken.New().Because(err)
	}
	return tooLarge(err)
}

type discardUploadIn struct {
	Tus
	UploadKey
}

func (s *service) discardUpload(api huma.API) {
	change(api, huma.Operation{
		OperationID: "discard-upload", Path: "/uploads/{id}", Method: http.MethodDelete, Tags: []string{tagCurating}, DefaultStatus: http.StatusNoContent, Errors: []int{412},
		Summary:     "Forget an upload",
		Description: "Its bytes are removed at once. What was attached to a dataset stays.",
	}, func(ctx context.Context, in *discardUploadIn) (*struct{}, error) {
		if err := in.check(); err != nil {
			return nil, err
		}
		return nil, s.app.Uploads.Discard(ctx, requestOf(ctx).caller, in.ID)
	})
}
