package editor

import (
	"net/http"
	"slices"

	"minhbach/domain/publication"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

func (w writing) show(s *site.Site, r *site.Request, f *form.Form, revision *int64, preview *Preview) error {
	lang := r.Lang
	title := i18n.T(lang, "desk.editor.new")
	var trail []render.Link
	page := Page{New: w.id == "", Kind: w.info.Label(string(lang)), Agency: desk.AgencyName(r, w.agency), Preview: preview, Reason: w.work.Reason}
	act := render.Form{Action: r.Link("/quan-tri/soan"), Hidden: []render.Hidden{{Name: "co-quan", Value: w.agency}, {Name: "loai", Value: string(w.info.Kind)}}}
	page.Cancel = r.Link(desk.Home)
	if !page.New {
		title = i18n.T(lang, "desk.editor.title")
		page.Cancel = r.Link("/quan-tri/muc/" + w.id)
		trail = []render.Link{{Label: orUntitled(lang, w.work.Title), URL: page.Cancel}}
		act = render.Form{Action: page.Cancel + "/sua"}
	}
	page.Base = desk.Frame(r, title, trail...)
	page.Form = desk.Fill(r, act, revision)
	page.Dirty = r.Method == http.MethodPost
	page.AliveURL = r.Link("/quan-tri/phien")

	page.Text = w.text(f, lang)
	page.Details = detailFields(f, lang, w.info)
	page.Files = attachmentFields(f, lang)
	limit := i18n.Size(lang, s.App.Limits.AttachmentBytes)
	page.Upload = f.Field("file", "files", "desk.file.add", form.Optional, form.Hint(i18n.T(lang, "desk.file.hint", limit)))
	page.Metadata = metadata(f)
	page.Languages = w.translations(f, lang)
	page.AddLanguage = addLanguage(f, lang)
	if preview != nil {
		preview.Files = page.Files
	}
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	if page.Dirty && f.Get("viec") == "tiep-tuc" {
		page.Notices = append(page.Notices, render.Notice{Tone: render.Info, Title: i18n.T(lang, "desk.conflict.continued")})
	}
	return Template.Render(s.Engine, r.W, r.Request, f.Status(), page)
}

func orUntitled(lang i18n.Lang, title string) string {
	if title == "" {
		return i18n.T(lang, "desk.untitled")
	}
	return title
}

func (w writing) text(f *form.Form, lang i18n.Lang) []render.Field {
	out := []render.Field{
		f.Field("text", "title", "desk.content.title", form.Most(publication.MaxTitle)),
		f.Field("textarea", "summary", "desk.content.summary", form.Rows(3), form.Most(publication.MaxSummary), form.Hint(i18n.T(lang, "desk.content.summary.hint"))),
	}
	body := []form.As{form.Rows(18), form.Hint(i18n.T(lang, "desk.content.body.hint"))}
	if w.info.BareText {
		body = append(body, form.Optional)
	}
	out = append(out, f.Field("textarea", "body", "desk.content.body", body...))
	if w.id == "" {
		out = append(out,
			f.Field("text", "slug", "desk.content.slug", form.Optional, form.Most(publication.MaxSlug), form.Hint(i18n.T(lang, "desk.content.slug.hint"))),
			f.Choice("select", "language", "desk.content.language", []render.Option{
				{Value: "vi", Label: desk.LanguageName(lang, "vi")}, {Value: "en", Label: desk.LanguageName(lang, "en")}}))
	}
	return out
}

func metadata(f *form.Form) []render.Field {
	out := []render.Field{f.Field("text", "metadata.creator", "desk.content.metadata.creator", form.Most(300))}
	for _, name := range []string{"contributor", "source", "subjects", "coverage", "relation", "rights"} {
		kind, as := "text", []form.As{form.Optional}
		if name == "subjects" {
			kind, as = "textarea", append(as, form.Rows(3))
		}
		out = append(out, f.Field(kind, "metadata."+name, "desk.content.metadata."+name, as...))
	}
	return out
}

func (w writing) translations(f *form.Form, lang i18n.Lang) []Translation {
	stale := map[string]bool{}
	for _, tag := range w.work.Stale {
		stale[tag] = true
	}
	var out []Translation
	for _, tag := range tags(f) {
		at := "translations." + tag + "."
		name := desk.LanguageName(lang, tag)
		label := func(field string) form.As {
			return form.Label(i18n.T(lang, "desk.content.translation", name, i18n.T(lang, "desk.content."+field)))
		}
		t := Translation{Tag: tag, Name: name, Of: f.Get(at + "of"), Stale: stale[tag], Fields: []render.Field{
			f.Field("text", at+"title", "", label("title"), form.Optional, form.Most(publication.MaxTitle)),
			f.Field("textarea", at+"summary", "", label("summary"), form.Optional, form.Rows(3), form.Most(publication.MaxSummary)),
			f.Field("textarea", at+"body", "", label("body"), form.Optional, form.Rows(10)),
		}}
		if t.Stale {
			t.Fields = append(t.Fields, f.Choice("checkboxes", at+"confirm", "desk.translation.stale",
				[]render.Option{{Value: "1", Label: i18n.T(lang, "desk.translation.confirm")}}, form.Optional))
		}
		if _, kept := w.work.Content.Translations[tag]; kept {
			drop := f.Choice("checkboxes", at+"drop", "desk.translation.drop", []render.Option{{Value: "1", Label: i18n.T(lang, "desk.translation.drop.yes", name)}}, form.Optional)
			t.Drop = &drop
		}
		t.Open = t.Stale || slices.ContainsFunc(t.Fields, func(x render.Field) bool { return x.Value != "" || x.Error != "" })
		out = append(out, t)
	}
	return out
}

func addLanguage(f *form.Form, lang i18n.Lang) render.Field {
	options := []render.Option{{Label: i18n.T(lang, "desk.choose")}}
	there := map[string]bool{f.Get("language"): true}
	for _, tag := range tags(f) {
		there[tag] = true
	}
	for _, tag := range desk.Languages {
		if !there[tag] {
			options = append(options, render.Option{Value: tag, Label: desk.LanguageName(lang, tag)})
		}
	}
	field := f.Choice("select", "them-ngon-ngu", "desk.translation.add", options, form.Optional, form.Narrow)
	return field
}
