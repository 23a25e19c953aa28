package editor

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"minhbach/domain/publication"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// Attachment is one file on the form.
type Attachment struct {
	Name, Kind, Size string
	Hidden           []render.Hidden
	Title            render.Field
	Order            render.Field
	Remove           render.Field
}

// maxFiles bounds what a forged form may name; the domain has its own limit.
const maxFiles = 200

// readAttachments reads the files in the order that the answers give them.
func readAttachments(f *form.Form) []publication.Attachment {
	type placed struct {
		publication.Attachment
		order int64
	}
	var all []placed
	for i := range maxFiles {
		at := fmt.Sprintf("attachments.%d.", i)
		if !f.Has(at + "sha256") {
			break
		}
		if f.Has(at + "remove") {
			continue
		}
		size, _ := strconv.ParseInt(f.Get(at+"size"), 10, 64)
		all = append(all, placed{publication.Attachment{
			SHA256: f.Get(at + "sha256"), Name: f.Get(at + "name"), Title: f.Raw(at + "title"), MediaType: f.Get(at + "media_type"), Size: size,
		}, f.Whole(at + "order")})
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.order, b.order) })
	var out []publication.Attachment
	for _, a := range all {
		out = append(out, a.Attachment)
	}
	return out
}

// takeUploads adds the files that came with the form, and numbers the list anew.
func takeUploads(r *site.Request, f *form.Form) {
	list := readAttachments(f)
	for i := range maxFiles {
		for _, name := range []string{"sha256", "name", "title", "media_type", "size", "order", "remove"} {
			f.Unset(fmt.Sprintf("attachments.%d.%s", i, name))
		}
	}
	for _, up := range r.Uploads {
		if up.Err != nil {
			f.RefuseFile("files", up.Name, up.Err)
			continue
		}
		a := up.Attachment
		if a.Title == "" {
			a.Title = a.Name
		}
		if !slices.ContainsFunc(list, func(b publication.Attachment) bool { return b.SHA256 == a.SHA256 && b.Name == a.Name }) {
			list = append(list, a)
		}
	}
	if r.FormFault != nil {
		f.RefuseAt("files", r.FormFault)
	}
	for i, a := range list {
		writeAttachment(f.Values(), i, a)
	}
}

// attachmentFields shows the files with what can be changed about each.
func attachmentFields(f *form.Form, lang i18n.Lang) []Attachment {
	var out []Attachment
	for i := range maxFiles {
		at := fmt.Sprintf("attachments.%d.", i)
		if !f.Has(at + "sha256") {
			break
		}
		name := f.Get(at + "name")
		size, _ := strconv.ParseInt(f.Get(at+"size"), 10, 64)
		a := Attachment{Name: name, Kind: f.Get(at + "media_type"), Size: i18n.Size(lang, size)}
		for _, part := range []string{"sha256", "name", "media_type", "size"} {
			a.Hidden = append(a.Hidden, render.Hidden{Name: at + part, Value: f.Get(at + part)})
		}
		a.Title = f.Field("text", at+"title", "", form.Optional, form.Label(i18n.T(lang, "desk.file.title", name)), form.Most(publication.MaxTitle))
		a.Order = f.Field("text", at+"order", "", form.Digits, form.Narrow, form.Most(3), form.Label(i18n.T(lang, "desk.file.order", name)))
		a.Remove = f.Choice("checkboxes", at+"remove", "", []render.Option{{Value: "1", Label: i18n.T(lang, "desk.file.remove", name)}}, form.Label(name))
		out = append(out, a)
	}
	return out
}

// known refuses files that are neither in the store nor of the size named: a form
// can be forged.
func known(r *site.Request, f *form.Form, c publication.Content, trusted ...publication.Content) {
	for i, a := range c.Attachments {
		if slices.ContainsFunc(trusted, func(t publication.Content) bool {
			return slices.ContainsFunc(t.Attachments, func(b publication.Attachment) bool {
				return a.SHA256 == b.SHA256 && a.Size == b.Size && a.MediaType == b.MediaType
			})
		}) {
			continue
		}
		file, err := r.Site.App.Files.Open(r.Context(), a.SHA256)
		if err != nil {
			f.RefuseFile("files", a.Name, err)
			continue
		}
		if file.Size() != a.Size {
			f.RefuseAt("files", publication.ErrFileSize.New("size", a.Size).At(fmt.Sprintf("attachments.%d.size", i)))
		}
		_ = file.Close() // only read
	}
}
