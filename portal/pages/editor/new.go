package editor

import (
	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/site"
)

// Blank shows the empty form of a kind at an agency; false when one of the two is
// not chosen yet, or not the caller's to choose.
func Blank(s *site.Site, r *site.Request) (bool, error) {
	q := r.URL.Query()
	info, ok := publication.KindOf(publication.Kind(q.Get("loai")))
	if !ok || !desk.HoldsAt(r.Caller, q.Get("co-quan"), publication.RolesFor(publication.CommandDraft)...) {
		return false, nil
	}
	w := writing{agency: q.Get("co-quan"), info: info}
	f := form.New(r.Lang, "", nil)
	f.Set("language", "vi")
	f.Set("metadata.creator", desk.AgencyName(r, w.agency))
	return true, w.show(s, r, f, nil, nil)
}

// Create begins an item, or does what another button asks.
func Create(s *site.Site, r *site.Request) error {
	f := form.Of(r, "")
	info, ok := publication.KindOf(publication.Kind(f.Get("loai")))
	if !ok {
		return publication.ErrKind.New("kind", f.Get("loai"))
	}
	w := writing{agency: f.Get("co-quan"), info: info}
	content, done := w.prepare(r, f)
	if done {
		return w.again(s, r, f, content)
	}
	known(r, f, content)
	cmd := app.DraftPublication{Agency: w.agency, Kind: info.Kind, Slug: f.Get("slug"), Content: content}
	if ok, err := desk.Act(r, f, s.App.Commands.DraftPublication, cmd, "/quan-tri/muc/{id}", "soan"); ok || err != nil {
		return err
	}
	return w.again(s, r, f, content)
}
