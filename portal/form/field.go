package form

import (
	"slices"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
)

// As changes a field while it is made.
type As func(*render.Field)

// Optional says that a field may stay empty.
func Optional(f *render.Field) { f.Optional = true }

// Narrow is for short answers.
func Narrow(f *render.Field) { f.Narrow = true }

// Rows of a text area.
func Rows(n int) As { return func(f *render.Field) { f.Rows = n } }

// Most characters of an answer.
func Most(n int) As { return func(f *render.Field) { f.MaxLength = n } }

// Hint explains the question.
func Hint(text string) As { return func(f *render.Field) { f.Hint = text } }

// Accept names the files wanted.
func Accept(kinds string) As { return func(f *render.Field) { f.Accept = kinds } }

// Complete names what a browser may fill in (WCAG 1.3.5).
func Complete(token string) As { return func(f *render.Field) { f.Autocomplete = token } }

// Digits brings up the number keys.
func Digits(f *render.Field) { f.InputMode = "numeric" }

// Label in words of its own, instead of a message.
func Label(text string) As { return func(f *render.Field) { f.Label = text } }

// Field is a question with the answer given and what is wrong with it. Its label is
// the message under key.
func (f *Form) Field(kind, name, key string, as ...As) render.Field {
	x := render.Field{Kind: kind, ID: f.id(name), Name: name, Value: f.values.Get(name), Error: f.errorAt(name)}
	if kind == "password" || kind == "file" {
		x.Value = ""
	}
	for _, change := range as {
		change(&x)
	}
	if x.Label == "" {
		x.Label = i18n.T(f.lang, key)
	}
	f.fields = append(f.fields, x)
	return x
}

// Choice is a question with options: "select", "radios" or "checkboxes".
func (f *Form) Choice(kind, name, key string, options []render.Option, as ...As) render.Field {
	chosen := f.values[name]
	options = slices.Clone(options)
	for i := range options {
		if len(chosen) > 0 {
			options[i].Selected = slices.Contains(chosen, options[i].Value)
		}
	}
	return f.Field(kind, name, key, append(as, func(x *render.Field) { x.Options, x.Value = options, "" })...)
}

// DateField is a date typed as dd/mm/yyyy: the same in every browser, and what a
// browser's own date field would send is read as well.
func (f *Form) DateField(name, key string, as ...As) render.Field {
	return f.Field("text", name, key, append([]As{Narrow, Most(10), Hint(i18n.T(f.lang, "desk.date.hint"))}, as...)...)
}

// Reason asks why.
func (f *Form) Reason(name, key string, as ...As) render.Field {
	return f.Field("textarea", name, key, append([]As{Rows(3), Most(2000)}, as...)...)
}

func (f *Form) id(name string) string {
	id := strings.NewReplacer(".", "-", "_", "-").Replace(name)
	if f.prefix != "" {
		return f.prefix + "-" + id
	}
	return id
}

// Text of a date for a field.
func Text(d calendar.Date) string { return d.DMY() }
