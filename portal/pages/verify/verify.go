// Package verify takes a file, a hash or a proof bundle and says what published it,
// when, and how that stands now. With scripts the browser hashes the file itself and
// asks for the hash alone; without, the file is hashed as it arrives. Nothing that is
// sent here is kept.
package verify

import (
	_ "embed"
	"net/http"
	"strings"

	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed verify.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("verify", source)

// Page is the box and, once something was asked, its answer.
type Page struct {
	render.Base
	Action  string
	Text    render.Field
	File    render.Field
	Errors  []render.Field
	Answer  *Answer
	Limit   int64 // MB of a file that is sent
	Working string
	Large   string
}

// Answer to what was asked.
type Answer struct {
	Verdict render.Notice
	Facts   []render.Fact
	Uses    []Use
}

// Serve shows the box, and answers ?bam=.
func Serve(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	p, status := page(r), http.StatusOK
	if text := r.Asked.Query().Get(reading.HashParam); text != "" {
		p.NoIndex, p.Text.Value = true, text
		if err := p.hash(r, text); err != nil {
			if status = p.refuse(r, &p.Text, err); status == 0 {
				return err
			}
		}
	}
	return Template.Render(s.Engine, r.W, r.Request, status, p)
}

// ServePost answers what was sent by the form.
func ServePost(s *site.Site, r *site.Request) error {
	r.W.Header().Set("Cache-Control", "no-store")
	p := page(r)
	p.NoIndex, p.Alternate = true, ""
	sent, err := receive(r)
	field := &p.Text
	if sent.named {
		field = &p.File
	}
	if p.Text.Value = sent.text; len(p.Text.Value) > 1<<13 {
		p.Text.Value = "" // nobody looks for a mistake in so much
	}
	status := http.StatusOK
	if err == nil {
		done := false
		if done, err = p.answer(r, sent); done {
			return nil
		}
	}
	if err != nil {
		if status = p.refuse(r, field, err); status == 0 {
			return err
		}
	}
	return Template.Render(s.Engine, r.W, r.Request, status, p)
}

// answer finds out what was sent: a file, a bundle, an event's id or a hash.
func (p *Page) answer(r *site.Request, sent sent) (done bool, err error) {
	text := strings.TrimSpace(sent.text)
	switch {
	case sent.named && sent.bundle != nil:
		return false, p.bundle(r, sent.bundle)
	case sent.named:
		return false, p.hash(r, sent.sum)
	case strings.HasPrefix(text, "{"):
		return false, p.bundle(r, []byte(text))
	case len(text) == 36 && strings.Count(text, "-") == 4:
		r.Redirect(reading.Proof(r, strings.ToLower(text)))
		return true, nil
	case text == "":
		return false, errEmpty.New()
	}
	hash, err := app.NormalHash(text)
	if err != nil {
		return false, err
	}
	r.Redirect(reading.ProofOf(r, hash)) // an address that can be passed on
	return true, nil
}

func page(r *site.Request) Page {
	say := func(key string, args ...any) string { return i18n.T(r.Lang, key, args...) }
	title := say("verify.title")
	p := Page{Base: reading.Base(r, title, render.Link{Label: title}), Action: r.Link(reading.VerifyPath), Limit: r.Site.App.Limits.AttachmentBytes >> 20}
	p.When, p.AsOf, p.Description = nil, nil, say("verify.description")
	p.File = render.Field{Kind: "file", ID: "tep", Label: say("verify.file"), Optional: true, Hint: say("verify.file.sent", p.Limit)}
	p.Text = render.Field{Kind: "textarea", ID: "ma", Rows: 4, Label: say("verify.text"), Optional: true, Hint: say("verify.text.hint")}
	p.Working, p.Large = say("verify.working"), say("verify.large")
	return p
}

// refuse shows a fault beside its field; 0 where it is none of the reader's doing.
func (p *Page) refuse(r *site.Request, field *render.Field, err error) int {
	f := fault.Of(err)
	if f == nil || site.Status[f.Code.Kind] >= http.StatusInternalServerError {
		return 0
	}
	field.Error = f.Sentence(string(r.Lang))
	p.Errors = render.Errors(p.File, p.Text)
	return site.Status[f.Code.Kind]
}
