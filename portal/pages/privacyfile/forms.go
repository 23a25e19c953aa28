package privacyfile

import (
	"slices"
	"strings"

	"minhbach/domain/subject"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/privacy"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// builder makes the forms; the one that was sent keeps its answers.
type builder struct {
	r    *site.Request
	file app.PersonFile
	sent *form.Form
	deed string
}

func (b builder) all() (out []render.Form) {
	for _, d := range deeds {
		if !slices.Contains(b.file.Allowed, d.do) || !b.fits(d.do) {
			continue
		}
		f := b.sent
		if d.path != b.deed {
			f = form.New(b.r.Lang, d.path, nil)
		}
		out = append(out, b.make(d.path, d.do, f))
	}
	return out
}

// fits: the state allows it, and there is something to do it to.
func (b builder) fits(do subject.Command) bool {
	switch do {
	case subject.CommandRestrict:
		return !b.file.Restricted
	case subject.CommandLift:
		return b.file.Restricted
	case subject.CommandRelease:
		return len(b.file.Holds) > 0
	case subject.CommandNotify:
		return !b.file.Notified
	case subject.CommandExtend:
		return !b.file.EraseDue.IsZero()
	}
	return true
}

func (b builder) make(path string, do subject.Command, f *form.Form) render.Form {
	t := func(key string) string { return i18n.T(b.r.Lang, key) }
	key := "desk.privacy." + strings.ReplaceAll(path, "-", "")
	x := render.Form{ID: "viec-" + path, Heading: desk.Upper(do.Label(string(b.r.Lang))), Lead: t(key + ".lead"),
		Action: b.r.Link(privacy.Home + "/" + b.file.ID + "/" + path), Submit: desk.Upper(do.Label(string(b.r.Lang))), Tone: render.Info, Fields: b.fields(do, f)}
	if do == subject.CommandOrder {
		x.Tone = render.Danger
	}
	return desk.Fill(b.r, x, nil)
}

func (b builder) fields(do subject.Command, f *form.Form) []render.Field {
	lang := b.r.Lang
	number := func() render.Field {
		return f.Field("text", "reference", "desk.privacy.reference", form.Optional, form.Complete("off"), form.Most(60), form.Hint(i18n.T(lang, "desk.privacy.reference.hint")))
	}
	switch do {
	case subject.CommandRequest:
		if f != b.sent {
			f.Set("received_on", b.r.Today().DMY())
		}
		return []render.Field{
			f.Choice("select", "capacity", "desk.privacy.capacity", options(lang, subject.Capacities())), f.Choice("select", "basis", "desk.privacy.basis", options(lang, subject.Bases())),
			f.DateField("received_on", "desk.privacy.received"), number(),
			f.Choice("checkboxes", "third_party", "desk.privacy.third", []render.Option{{Value: "1", Label: i18n.T(lang, "desk.privacy.third.yes")}}, form.Optional),
		}
	case subject.CommandExtend:
		return []render.Field{f.Choice("select", "cause", "desk.privacy.cause", options(lang, subject.Causes()))}
	case subject.CommandRefuse:
		return []render.Field{f.Choice("select", "ground", "desk.privacy.ground", options(lang, subject.Grounds())), number()}
	case subject.CommandOrder:
		return []render.Field{f.Choice("checkboxes", "confirmed", "desk.privacy.confirm", []render.Option{{Value: "1", Label: i18n.T(lang, "desk.privacy.confirm.yes")}})}
	case subject.CommandNotify:
		return []render.Field{f.Choice("select", "channel", "desk.privacy.channel", options(lang, subject.Channels()))}
	case subject.CommandRestrict:
		return []render.Field{f.Choice("select", "cause", "desk.privacy.cause", options(lang, subject.Restrainings()))}
	case subject.CommandHold:
		return []render.Field{f.Choice("select", "ground", "desk.privacy.ground", options(lang, subject.Grounds())), f.DateField("until", "desk.privacy.until"), number()}
	case subject.CommandRelease:
		var held []render.Option
		for _, h := range b.file.Holds {
			held = append(held, render.Option{Value: h.ID, Label: i18n.T(lang, "desk.privacy.held", h.Until.DMY(), h.Ground.Label(string(lang)))})
		}
		return []render.Field{f.Choice("select", "hold", "desk.privacy.hold", held)}
	}
	return nil
}

// options of a list of the domain.
func options[T interface {
	~string
	Label(lang string) string
}](lang i18n.Lang, all []T) []render.Option {
	var out []render.Option
	for _, v := range all {
		out = append(out, render.Option{Value: string(v), Label: desk.Upper(v.Label(string(lang)))})
	}
	return out
}
