package datasetedit

import (
	set "minhbach/domain/dataset"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
)

// parts are the questions, grouped as a catalogue entry is read.
func parts(f *form.Form, lang i18n.Lang) []Part {
	ask := func(kind, name string, as ...form.As) render.Field {
		if key := "desk.data.hint." + name; i18n.Has(key) {
			as = append(as, form.Hint(i18n.T(lang, key)))
		}
		return f.Field(kind, at+name, "desk.data.field."+name, as...)
	}
	part := func(id string) Part { return Part{ID: "phan-" + id, Heading: i18n.T(lang, "desk.data.part."+id)} }

	about := part("noi-dung")
	about.Wide = []render.Field{
		ask("text", "title", form.Most(set.MaxTitle)),
		ask("textarea", "summary", form.Rows(3), form.Most(set.MaxSummary)),
		ask("textarea", "description", form.Rows(10), form.Optional),
	}
	topics := f.Choice("checkboxes", at+"topics", "desk.data.field.topics", terms(set.Themes(), lang, false))
	about.Topics = &topics
	about.Pairs = []render.Field{ask("textarea", "keywords", form.Rows(4), form.Optional)}

	scope := part("pham-vi")
	scope.Pairs = []render.Field{
		ask("text", "spatial", form.Optional), ask("text", "spatial_code", form.Optional, form.Narrow),
		f.DateField(at+"period_from", "desk.data.field.period_from", form.Optional), f.DateField(at+"period_to", "desk.data.field.period_to", form.Optional),
	}
	use := part("su-dung")
	use.Pairs = []render.Field{
		f.Choice("select", at+"licence", "desk.data.field.licence", terms(set.Licences(), lang, true)),
		f.Choice("select", at+"frequency", "desk.data.field.frequency", terms(set.Frequencies(), lang, true)),
		f.DateField(at+"next_due", "desk.data.field.next_due", form.Optional),
	}
	origin := part("nguon")
	origin.Pairs = []render.Field{
		ask("text", "creator"), ask("text", "contact.unit"), ask("email", "contact.email"), ask("tel", "contact.phone", form.Optional),
		ask("textarea", "source", form.Rows(3), form.Optional), ask("url", "source_url", form.Optional),
	}
	origin.Wide = []render.Field{ask("textarea", "method", form.Rows(5), form.Optional, form.Most(set.MaxMethod))}
	english := part("tieng-anh")
	english.Wide = []render.Field{
		ask("text", "title_en", form.Optional, form.Most(set.MaxTitle)),
		ask("textarea", "summary_en", form.Rows(3), form.Optional, form.Most(set.MaxSummary)),
		ask("textarea", "description_en", form.Rows(6), form.Optional),
	}
	return []Part{about, scope, use, origin, english}
}

// terms are a controlled list to choose from.
func terms(list []set.Term, lang i18n.Lang, blank bool) []render.Option {
	var out []render.Option
	if blank {
		out = append(out, render.Option{Label: i18n.T(lang, "desk.choose")})
	}
	for _, t := range list {
		out = append(out, render.Option{Value: t.ID, Label: t.Label(string(lang))})
	}
	return out
}
