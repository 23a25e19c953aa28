package datasetupload

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/opendata/ingest"
	"minhbach/portal/site"
)

var errOffset = fault.Define(fault.Invalid, "upload.offset_missing",
	"Thiếu vị trí bắt đầu của phần gửi lên; hãy ghi nó trong tiêu đề Upload-Offset.",
	"The piece does not say where it begins; name the byte in the header Upload-Offset.")

// Piece takes the next bytes of a file, as PATCH of the tus protocol 1.0.0 does:
// Upload-Offset says where they begin, and the answer where the next ones do.
func Piece(s *site.Site, r *site.Request) error {
	if err := MayStore(s, r); err != nil {
		return err
	}
	offset, err := strconv.ParseInt(r.Header.Get("Upload-Offset"), 10, 64)
	if err != nil || offset < 0 {
		return errOffset.New()
	}
	id := r.PathValue("upload")
	up, err := s.App.Uploads.Append(r.Context(), r.Caller, id, offset, r.Body)
	if err != nil {
		return err
	}
	if up.State == app.Received {
		if up, err = s.App.Uploads.Examine(r.Context(), r.Caller, id, ingest.Choices{}); err != nil {
			return err
		}
	}
	tell(r, up)
	r.W.WriteHeader(http.StatusNoContent)
	return nil
}

// tell says how much has arrived; the script asks for it with HEAD.
func tell(r *site.Request, up app.Upload) {
	h := r.W.Header()
	h.Set("Upload-Offset", strconv.FormatInt(up.Offset, 10))
	h.Set("Upload-Length", strconv.FormatInt(up.Size, 10))
}

// patience is how long an answer waits for a reading to end; larger files show
// their progress.
const patience = 2 * time.Second

// read has a file read and waits a moment for the end of it.
func read(s *site.Site, r *site.Request, id string, c ingest.Choices) (app.Upload, error) {
	up, err := s.App.Uploads.Examine(r.Context(), r.Caller, id, c)
	if err != nil || up.State != app.Examining {
		return up, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	up, err = s.App.Uploads.Wait(ctx, r.Caller, id)
	if errors.Is(err, context.DeadlineExceeded) {
		return s.App.Uploads.Get(r.Context(), r.Caller, id)
	}
	return up, err
}
