package verify

import (
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/proof"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Use is one public version that a hash stands for.
type Use struct {
	Title, URL, Lang string
	Kicker           string
	Badge            render.Badge
	What, When       string
	Standing         string // what became of it since
	Proof            string
}

// hash tells what published a hash.
func (p *Page) hash(r *site.Request, text string) error {
	hash, err := app.NormalHash(text)
	if err != nil {
		return err
	}
	all, err := r.Site.App.Queries.Proofs.Hash(r.Context(), hash)
	if err != nil {
		return err
	}
	p.Answer = &Answer{Facts: []render.Fact{{Term: i18n.T(r.Lang, "verify.hash"), Text: hash, Code: true}}}
	if len(all) == 0 {
		p.Answer.Verdict = render.Notice{Tone: render.Warning, Title: i18n.T(r.Lang, "verify.unknown"), Text: i18n.T(r.Lang, "verify.unknown.text")}
		return nil
	}
	p.Answer.Verdict = render.Notice{Tone: render.Success, Title: i18n.T(r.Lang, "verify.found", len(all)), Text: i18n.T(r.Lang, "verify.found.text")}
	for _, u := range all {
		p.Answer.Uses = append(p.Answer.Uses, use(r, u))
	}
	return nil
}

func use(r *site.Request, u view.Use) Use {
	say := func(key string, args ...any) string { return i18n.T(r.Lang, key, args...) }
	link, lang := proof.Subject(r, app.Subject{Item: u.Item, Dataset: u.Dataset})
	out := Use{Title: link.Label, URL: link.URL, Lang: lang, What: say("verify.use.content"), Proof: reading.Proof(r, u.Event)}
	out.When = say("verify.use.version", u.Version, i18n.Instant(u.PublishedAt))
	about := app.Subject{Item: u.Item, Dataset: u.Dataset, Version: u.Version, Reason: u.Reason}
	state := view.Published
	if d := u.Dataset; d != nil {
		state, out.Kicker = d.State, say("data.kicker")+" · "+reading.AgencyName(r, d.Agency)
		if u.File != "" {
			out.What = say("verify.use.file", u.File)
		}
	} else {
		state, out.Kicker = u.Item.State, u.Item.Kind.Label(string(r.Lang))+" · "+reading.AgencyName(r, u.Item.Agency)
		if u.File != "" {
			out.What = say("verify.use.attachment", u.File)
		}
	}
	if since := proof.Standing(r, about); since != nil {
		out.Standing = since.Title
	}
	switch {
	case state == view.Withdrawn:
		out.Badge = render.Badge{Tone: render.Warning, Label: say("item.state.withdrawn")}
	case out.Standing == "":
		out.Badge = render.Badge{Tone: render.Success, Label: say("verify.use.current")}
	case state == view.Archived:
		out.Badge = render.Badge{Tone: render.Neutral, Label: say("item.state.archived")}
	default:
		out.Badge = render.Badge{Tone: render.Warning, Label: say("verify.use.superseded")}
	}
	return out
}

// bundle judges a bundle.
func (p *Page) bundle(r *site.Request, raw []byte) error {
	x, err := r.Site.App.Queries.Proofs.Check(r.Context(), r.Caller, raw)
	if err != nil {
		return err
	}
	say := func(key string, args ...any) string { return i18n.T(r.Lang, key, args...) }
	p.Answer = &Answer{Verdict: render.Notice{Tone: render.Success, Title: say("verify.bundle.holds"), Text: say("verify.bundle.holds.text")}}
	if x.Verdict != app.Holds {
		p.Answer.Verdict = render.Notice{Tone: render.Danger, Title: say("verify.bundle.fails"), Text: x.Why.Sentence(string(r.Lang))}
		return nil // what a false bundle says is not worth repeating
	}
	data := say("verify.bundle.data.no")
	if x.Data {
		data = say("verify.bundle.data.yes")
	}
	p.Answer.Facts = []render.Fact{
		{Term: say("proof.event.type"), Text: x.Type, Code: true},
		{Term: say("proof.event.at"), Text: i18n.Instant(x.Recorded)},
		{Term: say("verify.bundle.data"), Text: data},
		{Term: say("proof.event.id"), Text: x.ID, Code: true},
		{Term: say("proof.tree.index"), Text: say("proof.tree.index.of", i18n.Format(r.Lang, x.Index), i18n.Format(r.Lang, x.Checkpoint.Size))},
		{Term: say("proof.tree.root"), Text: x.Checkpoint.Root, Code: true},
	}
	if x.Proof == nil {
		return nil
	}
	if link, _ := proof.Subject(r, x.Proof.Subject); link.URL != "" {
		p.Answer.Facts = append([]render.Fact{{Term: say("proof.event.item"), Text: link.Label, URL: link.URL}}, p.Answer.Facts...)
	}
	p.Answer.Verdict.Links = []render.Link{{Label: say("verify.bundle.proof"), URL: reading.Proof(r, x.ID)}}
	return nil
}
