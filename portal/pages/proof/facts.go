package proof

import (
	"strconv"

	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Subject is the permanent address and the title of what an event is about, with the
// lang attribute of the title; empty where it is not public.
func Subject(r *site.Request, s app.Subject) (render.Link, string) {
	switch {
	case s.Item != nil:
		return render.Link{Label: s.Item.Title, URL: r.ItemPath(*s.Item)}, reading.Foreign(r.Lang, s.Item.Language)
	case s.Dataset != nil:
		name, lang := dataset.Local(r.Lang, s.Dataset.Title, s.Dataset.TitleEn)
		return render.Link{Label: name, URL: dataset.Path(r, *s.Dataset)}, lang
	}
	return render.Link{}, ""
}

// Standing says what became since of a version that was proved; nil: it stands.
func Standing(r *site.Request, s app.Subject) *render.Notice {
	state, newest, changed := view.PublicState(""), 0, ""
	switch {
	case s.Version == 0:
		return nil
	case s.Item != nil:
		state, newest, changed = s.Item.State, s.Item.Version, i18n.Date(s.Item.UpdatedAt)
	case s.Dataset != nil:
		state, newest, changed = s.Dataset.State, s.Dataset.Version, i18n.Date(s.Dataset.UpdatedAt)
	}
	n := &render.Notice{Tone: render.Warning}
	switch {
	case state == view.Withdrawn:
		n.Title = i18n.T(r.Lang, "verify.use.withdrawn", changed, s.Reason)
	case s.Version < newest:
		n.Title = i18n.T(r.Lang, "verify.use.superseded.text", s.Version, newest)
	case state == view.Archived:
		n.Title = i18n.T(r.Lang, "verify.use.archived", changed)
	default:
		return nil
	}
	return n
}

// event tells what happened.
func event(r *site.Request, x app.Proof) []render.Fact {
	e := x.Event
	say := func(key string) string { return i18n.T(r.Lang, key) }
	var out []render.Fact
	add := func(f render.Fact) {
		if f.Text != "" || !f.Time.IsZero() {
			out = append(out, f)
		}
	}
	sentence, who := e.TextVi, e.ActorName
	if r.Lang == i18n.EN {
		sentence = e.TextEn
	}
	if link, _ := Subject(r, x.Subject); link.URL != "" {
		text := link.Label
		if x.Subject.Version > 0 {
			text = i18n.T(r.Lang, "proof.event.version", link.Label, x.Subject.Version)
		}
		add(render.Fact{Term: say("proof.event.item"), Text: text, URL: link.URL})
	}
	add(render.Fact{Term: say("proof.event.what"), Text: sentence})
	add(render.Fact{Term: say("proof.event.at"), Text: i18n.Instant(e.Recorded)})
	add(render.Fact{Term: say("proof.event.who"), Text: who})
	add(render.Fact{Term: say("item.hash"), Text: x.ContentHash, Code: true})
	add(render.Fact{Term: say("proof.event.type"), Text: e.Type, Code: true})
	add(render.Fact{Term: say("proof.event.id"), Text: e.ID, Code: true})
	add(render.Fact{Term: say("proof.event.position"), Text: strconv.FormatUint(e.Position, 10)})
	return out
}

// tree says where the event is in the signed tree, and who signed.
func (p *Page) tree(r *site.Request, x app.Proof) {
	c := x.Checkpoint
	say := func(key string) string { return i18n.T(r.Lang, key) }
	p.InTree, p.Leaf, p.Path, p.Note = true, x.Leaf, x.Path, c.Note
	p.Tree = []render.Fact{
		{Term: say("proof.tree.index"), Text: i18n.T(r.Lang, "proof.tree.index.of", i18n.Format(r.Lang, x.Index), i18n.Format(r.Lang, c.Size))},
		{Term: say("proof.tree.root"), Text: c.Root, Code: true},
	}
	if !c.Signed.IsZero() {
		p.Tree = append(p.Tree, render.Fact{Term: say("proof.tree.signed"), Text: i18n.Instant(c.Signed)})
	}
	if !x.First.IsZero() {
		p.Tree = append(p.Tree, render.Fact{Term: say("proof.tree.first"), Text: i18n.Instant(x.First)})
	}
	p.Tree = append(p.Tree, render.Fact{Term: say("proof.tree.log"), Text: c.Origin, Code: true}, render.Fact{Term: say("proof.tree.key"), Text: c.Key, Code: true})
	for _, w := range c.Witnesses {
		one := Witness{Name: w.Name}
		if !w.At.IsZero() {
			one.At = i18n.T(r.Lang, "proof.witness.at", i18n.Instant(w.At))
		}
		p.Witnesses = append(p.Witnesses, one)
	}
	if len(c.Stamp) > 0 {
		if p.Stamp = say("proof.stamp.anonymous"); c.StampedBy != "" {
			p.Stamp = i18n.T(r.Lang, "proof.stamp", c.StampedBy)
		}
	}
}

// alone is how to check without us.
func (p *Page) alone(r *site.Request, x app.Proof) {
	name, at := "chung-thuc-"+x.Event.ID+".json", "/api/v1/proofs/events/"+x.Event.ID
	reveal := map[app.Reveal]string{app.HeaderOnly: "header", app.DataOnly: "data", app.Whole: "whole"}[x.Reveal]
	p.Event = append(p.Event, render.Fact{Term: i18n.T(r.Lang, "proof.reveal"), Text: i18n.T(r.Lang, "proof.reveal."+reveal)})
	p.Commands = "curl -so " + name + " " + r.Absolute(at) + "\nminhbach verify event " + name + " --key '" + x.Checkpoint.Key + "'"
	p.Downloads = []Download{
		{Label: i18n.T(r.Lang, "proof.download.bundle"), URL: at, Name: name},
		{Label: i18n.T(r.Lang, "proof.download.checkpoint"), URL: "/log/checkpoint", Name: "checkpoint"},
	}
	if x.Content != nil {
		kind := "publications"
		if x.Subject.Dataset != nil {
			kind = "datasets"
		}
		n := strconv.Itoa(x.Subject.Version)
		p.Downloads = append(p.Downloads, Download{Label: i18n.T(r.Lang, "proof.download.content"), Name: "noi-dung-v" + n + ".json",
			URL: "/api/v1/" + kind + "/" + x.Subject.ID + "/versions/" + n + "/canonical"})
	}
}
