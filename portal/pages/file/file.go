// Package file sends an attachment of a public item. The bytes come from the file
// store by their hash; they are sent only where a public version of the item that
// the address names has them.
package file

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"minhbach/domain/fault"
	content "minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/pages/publication"
	"minhbach/portal/reading"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

var errWithdrawn = fault.Define(fault.Gone, "file.withdrawn",
	"Nội dung có tệp này đã được gỡ; trang của nội dung cho biết lý do.",
	"The item that this file belongs to was withdrawn; its page says why.")

// Serve makes the handler of one section's files.
func Serve(section string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		if err := reading.Locate(r); err != nil {
			return err
		}
		rest := "/tep/" + r.PathValue("sha256") + "/" + r.PathValue("name")
		item, here, err := publication.Find(r, section, rest)
		if err != nil || !here {
			return err
		}
		if item.State == view.Withdrawn {
			return errWithdrawn.New()
		}
		a, err := attachment(r, item)
		if err != nil {
			return err
		}
		return Send(s, r, a)
	}
}

// attachment finds the file in the version shown, else in an earlier one.
func attachment(r *site.Request, item view.Publication) (content.Attachment, error) {
	hash := r.PathValue("sha256")
	of := func(c content.Content) (content.Attachment, bool) {
		i := slices.IndexFunc(c.Attachments, func(a content.Attachment) bool { return a.SHA256 == hash })
		if i < 0 {
			return content.Attachment{}, false
		}
		return c.Attachments[i], true
	}
	if a, ok := of(item.Content); ok {
		return a, nil
	}
	for number := item.Version - 1; number > 0; number-- {
		v, err := r.Site.App.Queries.Version(r.Context(), item.ID, number)
		if err != nil {
			return content.Attachment{}, err
		}
		if a, ok := of(*v.Content); ok {
			return a, nil
		}
	}
	return content.Attachment{}, app.ErrNotFound.New()
}

// Send answers the bytes of an attachment: to be saved, or with ?xem=1 shown where
// the type is safe. The caller has made sure that the reader may have them.
func Send(s *site.Site, r *site.Request, a content.Attachment) error {
	f, err := s.App.Files.Open(r.Context(), a.SHA256)
	if err != nil {
		return err
	}
	defer f.Close()
	h := r.W.Header()
	disposition := "attachment"
	if r.Asked.Query().Get("xem") != "" && publication.Inline[a.MediaType] {
		disposition = "inline"
	}
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": a.Name}))
	h.Set("Content-Type", a.MediaType)
	if strings.HasPrefix(a.MediaType, "text/") && !strings.Contains(a.MediaType, "charset") {
		h.Set("Content-Type", a.MediaType+"; charset=utf-8")
	}
	h.Set("Content-Security-Policy", policy(a.MediaType))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("ETag", `"`+a.SHA256+`"`)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "public, max-age=300")
	}
	http.ServeContent(r.W, r.Request, "", time.Time{}, f)
	return nil
}

// policy keeps whatever a file holds from running or loading anything. A PDF is not
// sandboxed, because browsers refuse to show one in a sandbox; it gets no script
// and no network either.
func policy(media string) string {
	if media == "application/pdf" {
		return "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
	}
	return "default-src 'none'; sandbox; frame-ancestors 'none'"
}
