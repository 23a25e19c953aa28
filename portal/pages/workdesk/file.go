package workdesk

import (
	"slices"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/pages/file"
	"minhbach/portal/site"
)

// File sends an attachment of an item in hand to those who may see the item.
func File(s *site.Site, r *site.Request) error {
	w, err := s.App.Queries.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	all := slices.Clone(w.Content.Attachments)
	if w.Live != nil {
		all = append(all, w.Live.Attachments...)
	}
	i := slices.IndexFunc(all, func(a publication.Attachment) bool { return a.SHA256 == r.PathValue("sha256") })
	if i < 0 {
		return app.ErrNotFound.New()
	}
	return file.Send(s, r, all[i])
}
