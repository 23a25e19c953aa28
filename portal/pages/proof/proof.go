// Package proof is the page that proves one event: the verdict in plain words, made
// anew for each reader by the same code as the offline command; where the event is in
// the signed tree; who else signed; how to check all of it without us; and what is
// not proved.
package proof

import (
	_ "embed"
	"net/http"
	"strconv"

	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed proof.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("proof", source)

// Page is the proof of one event.
type Page struct {
	render.Base
	Item      *render.Link
	ItemLang  string
	Verdict   render.Notice
	Standing  *render.Notice // what became of the version since
	Event     []render.Fact
	InTree    bool
	Tree      []render.Fact
	Leaf      string
	Path      []string
	Note      string
	Witnesses []Witness
	Stamp     string
	Commands  string
	Downloads []Download
	Not       []string
}

// Witness is somebody else who signed the checkpoint.
type Witness struct{ Name, At string }

// Download is a file with which a reader checks alone.
type Download struct{ Label, URL, Name string }

// Serve shows the proof. Nobody keeps it: the verdict is of this moment.
func Serve(s *site.Site, r *site.Request) error {
	h := r.W.Header()
	h.Set("Cache-Control", "no-cache")
	if r.Caller.Account != "" {
		h.Set("Cache-Control", "private, no-store")
	}
	x, err := s.App.Queries.Proofs.Event(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	title := i18n.T(r.Lang, "proof.title")
	p := Page{Base: reading.Base(r, title,
		render.Link{Label: i18n.T(r.Lang, "verify.title"), URL: r.Link(reading.VerifyPath)}, render.Link{Label: title})}
	p.When, p.AsOf = nil, nil // a proof is of now, whatever it proves
	p.Description = i18n.T(r.Lang, "proof.description")
	p.NoIndex = x.Subject.Item == nil && x.Subject.Dataset == nil
	p.subject(r, x)
	p.Verdict, p.Standing = Verdict(r, x), Standing(r, x.Subject)
	p.Event = event(r, x)
	p.Not = not(r.Lang)
	if p.Print.Hash = x.ContentHash; x.Subject.Version > 0 {
		p.Print.Version = strconv.Itoa(x.Subject.Version)
	}
	if x.Checkpoint.Size > 0 {
		p.tree(r, x)
		p.alone(r, x)
	}
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

// subject names what the event is about, and leads back to it.
func (p *Page) subject(r *site.Request, x app.Proof) {
	link, lang := Subject(r, x.Subject)
	if link.URL == "" {
		return
	}
	p.Item, p.ItemLang = &link, lang
	p.Title += ": " + link.Label
}

// Verdict is the answer in plain words.
func Verdict(r *site.Request, x app.Proof) render.Notice {
	say := func(key string, args ...any) string { return i18n.T(r.Lang, key, args...) }
	day := i18n.Date(x.Event.Recorded)
	switch {
	case x.Verdict == app.Fails:
		return render.Notice{Tone: render.Danger, Title: say("proof.fails"), Text: x.Why.Sentence(string(r.Lang))}
	case x.Verdict == app.Pending:
		return render.Notice{Tone: render.Warning, Title: say("proof.pending"), Text: say("proof.pending.text"),
			Links: []render.Link{{Label: say("proof.pending.link"), URL: r.Asked.Path}}}
	case x.ContentHash == "":
		return render.Notice{Tone: render.Success, Title: say("proof.holds.event", day), Text: say("proof.holds.event.text")}
	case x.Content == nil:
		return render.Notice{Tone: render.Success, Title: say("proof.holds.event", day), Text: say("proof.holds.gone")}
	}
	return render.Notice{Tone: render.Success, Title: say("proof.holds.version", day), Text: say("proof.holds.version.text")}
}

func not(lang i18n.Lang) []string {
	return []string{
		i18n.T(lang, "proof.not.truth"), i18n.T(lang, "proof.not.time"), i18n.T(lang, "proof.not.unrecorded"), i18n.T(lang, "proof.not.fork"),
	}
}
