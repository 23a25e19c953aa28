package publication

import (
	"net/url"
	"strings"

	"minhbach/domain/duty"
	"minhbach/domain/publication"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Attachment is a file with what a reader wants to know before opening it.
type Attachment struct {
	Title, Type, SHA256 string
	Size                int64
	URL, View, Proof    string // View opens it in the browser where that is safe
}

func attachments(r *site.Request, item item) []Attachment {
	var out []Attachment
	for _, a := range item.Content.Attachments {
		address := r.ItemPath(item.Item) + "/tep/" + a.SHA256 + "/" + url.PathEscape(a.Name)
		x := Attachment{Title: a.Title, Type: fileType(a.Name, a.MediaType), SHA256: a.SHA256, Size: a.Size, URL: r.Then(address), Proof: reading.ProofOf(r, a.SHA256)}
		if x.Title == "" {
			x.Title = a.Name
		}
		if Inline[a.MediaType] {
			x.View = reading.With(address, url.Values{"xem": {"1"}, "as_of": r.Asked.Query()["as_of"]})
		}
		out = append(out, x)
	}
	return out
}

// Inline are the types that a browser may show from our own address: they cannot
// carry script that runs here.
var Inline = map[string]bool{"application/pdf": true, "image/png": true, "image/jpeg": true}

// fileType is what people call a type of file.
func fileType(name, media string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name)-i <= 6 {
		return strings.ToUpper(name[i+1:])
	}
	return media
}

// Deadline is a legal deadline of the item and how it was met.
type Deadline struct {
	Badge    render.Badge
	Sentence string
	Law      string
}

func deadlines(r *site.Request, item item) []Deadline {
	var out []Deadline
	for _, d := range item.Duties {
		x := Deadline{Law: d.Cite(string(r.Lang))}
		if d.Verdict == nil {
			x.Badge = render.Badge{Tone: render.Info, Label: i18n.T(r.Lang, "deadlines.open")}
			x.Sentence = i18n.T(r.Lang, "item.deadline.open", d.TriggerDate.DMY(), d.DueDate.DMY())
		} else {
			x.Badge = render.Badge{Tone: render.Success, Label: i18n.Late(r.Lang, d.Verdict.DaysLate, i18n.Unit(d.Verdict.Unit))}
			if d.Verdict.State == duty.Late {
				x.Badge.Tone = render.Warning
			}
			x.Sentence = i18n.T(r.Lang, "item.deadline.met", d.Verdict.MetOn.DMY(), d.Verdict.DueDate.DMY(), d.TriggerDate.DMY())
		}
		out = append(out, x)
	}
	return out
}

// responsible is who answers for the item (Điều 4 khoản 2, Điều 22 khoản 6).
func responsible(r *site.Request, item item) []render.Fact {
	l := &list{lang: r.Lang}
	l.text("item.agency", reading.AgencyName(r, item.Agency))
	l.text("item.author", item.Creator)
	l.text("item.approved-by", item.ApprovedBy)
	l.text("item.approved-as", PositionName(r.Lang, item.Authority.Position))
	l.text("item.board", reading.AgencyName(r, item.Authority.Agency))
	l.text("item.board-decision", item.Authority.Decision)
	if item.Authority.Delegator != "" {
		l.text("item.delegated", i18n.T(r.Lang, "item.delegated.yes"))
	}
	return l.facts
}

// record is what identifies exactly this text.
func record(r *site.Request, item item) []render.Fact {
	l := &list{lang: r.Lang}
	l.facts = append(l.facts, render.Fact{Term: i18n.T(r.Lang, "item.published"), Time: item.PublishedAt})
	if item.UpdatedAt.After(item.PublishedAt) {
		l.facts = append(l.facts, render.Fact{Term: i18n.T(r.Lang, "item.updated"), Time: item.UpdatedAt})
	}
	l.text("item.version", i18n.Format(r.Lang, item.Version))
	address := r.Absolute(r.ItemPath(item.Item))
	l.link("item.permalink", address, address)
	if item.State != "withdrawn" {
		l.facts = append(l.facts, render.Fact{Term: i18n.T(r.Lang, "item.hash"), Text: item.ContentHash, Code: true})
	}
	if item.Event != "" {
		// The proof is of the version, which outlives its withdrawal.
		fits := item.State == view.Withdrawn || publication.Hash(item.Content) == item.ContentHash
		badge := reading.Standing(r, fits, item.Position)
		l.facts = append(l.facts, render.Fact{Term: i18n.T(r.Lang, "proof.title"), Text: i18n.T(r.Lang, "proof.link"), URL: reading.Proof(r, item.Event), Badge: &badge})
	}
	return l.facts
}

// links are the ways on from the item.
func links(r *site.Request, item item) []render.Link {
	at := func(key, path string) render.Link {
		return render.Link{Label: i18n.T(r.Lang, key), URL: r.Then(path)}
	}
	address := r.ItemPath(item.Item)
	out := []render.Link{at("item.link.history", address+"/lich-su")}
	if item.State != "withdrawn" {
		out = append(out, at("item.link.print", address+"/ban-in"), at("item.link.dublin-core", address+"/dublin-core.json"))
	}
	return append(out, at("item.link.api", "/api/v1/publications/"+item.ID),
		render.Link{Label: i18n.T(r.Lang, "item.link.feed"), URL: r.Link("/feeds/" + item.Section + ".atom")})
}
