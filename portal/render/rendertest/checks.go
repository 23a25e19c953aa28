package rendertest

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// Faults lists every rule of the house that a page breaks.
func Faults(d *Doc) (faults []string) {
	d.t.Helper()
	for _, check := range []func(*Doc) []string{frame, headings, inline, names, references, addresses} {
		faults = append(faults, check(d)...)
	}
	return faults
}

// frame: language, title, landmarks, skip link, no unknown message.
func frame(d *Doc) (faults []string) {
	if lang := attr(d.One("html"), "lang"); lang != "vi" && lang != "en" {
		faults = append(faults, fmt.Sprintf("html lang is %q", lang))
	}
	if d.Text("head > title") == "" {
		faults = append(faults, "no title")
	}
	for _, landmark := range []string{"main", "body > header", "body > footer"} {
		if n := len(d.All(landmark)); n != 1 {
			faults = append(faults, fmt.Sprintf("%d × %s", n, landmark))
		}
	}
	links := d.All("body a")
	if len(links) == 0 || attr(links[0], "href") != "#noi-dung" || !d.Has("main#noi-dung") {
		faults = append(faults, "the first link must skip to main#noi-dung")
	}
	for _, nav := range d.All("nav") {
		if attr(nav, "aria-label") == "" && attr(nav, "aria-labelledby") == "" {
			faults = append(faults, "a nav without a name")
		}
	}
	if strings.Contains(d.HTML, "⟦") {
		faults = append(faults, "an unknown message key shows: ⟦…⟧")
	}
	if strings.Contains(d.HTML, "ZgotmplZ") || strings.Contains(d.HTML, "%!") && strings.Contains(d.HTML, "(MISSING)") {
		faults = append(faults, "the template engine refused a value (ZgotmplZ)")
	}
	return faults
}

// headings: one h1 with text, no level skipped on the way down.
func headings(d *Doc) (faults []string) {
	if h1 := d.All("h1"); len(h1) != 1 || Text(h1[0]) == "" {
		faults = append(faults, fmt.Sprintf("%d × h1, want one with text", len(h1)))
	}
	last := 0
	for _, h := range d.All("main h1, main h2, main h3, main h4, main h5, main h6") {
		level := int(h.Data[1] - '0')
		if level > last+1 {
			faults = append(faults, fmt.Sprintf("%s %q follows h%d", h.Data, Text(h), last))
		}
		last = level
	}
	return faults
}

// inline: nothing that the Content-Security-Policy would refuse.
func inline(d *Doc) (faults []string) {
	for _, n := range d.All("script:not([src]):not([type='application/ld+json']), style, [style], iframe, object, embed, base") {
		faults = append(faults, "inline or embedded: "+n.Data+" "+attr(n, "style"))
	}
	for _, n := range d.All("*") {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") {
				faults = append(faults, "handler attribute "+a.Key+" on "+n.Data)
			}
		}
	}
	return faults
}

// names: images, controls, links, buttons and tables say what they are.
func names(d *Doc) (faults []string) {
	for _, n := range d.All("img:not([alt]), svg:not([aria-hidden]):not([role=img]), svg[role=img]:not([aria-label]):not([aria-labelledby])") {
		faults = append(faults, n.Data+" without a text alternative: "+attr(n, "src"))
	}
	labels := map[string]bool{}
	for _, l := range d.All("label[for]") {
		if Text(l) != "" {
			labels[attr(l, "for")] = true
		}
	}
	for _, n := range d.All("input, select, textarea") {
		switch attr(n, "type") {
		case "hidden", "submit", "button", "reset":
			continue
		}
		if !labels[attr(n, "id")] && !inside(n, "label") && attr(n, "aria-label") == "" && attr(n, "aria-labelledby") == "" {
			faults = append(faults, fmt.Sprintf("%s %q without a label", n.Data, attr(n, "name")))
		}
	}
	for _, n := range d.All("a[href], button, summary, legend, th, option, dt") {
		if Text(n) == "" && attr(n, "aria-label") == "" && !imageText(n) {
			faults = append(faults, "empty "+n.Data+" "+attr(n, "href"))
		}
	}
	for _, n := range d.All("table") {
		if !hasChild(n, "th") {
			faults = append(faults, "a table without header cells")
		}
	}
	return faults
}

func imageText(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Data == "img" && attr(c, "alt") != "" || c.Data == "svg" && attr(c, "aria-label") != "" {
			return true
		}
	}
	return false
}

func hasChild(n *html.Node, element string) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.Data == element {
			return true
		}
	}
	return false
}

// references: ids are unique, and what refers to an id finds it.
func references(d *Doc) (faults []string) {
	ids := map[string]bool{}
	for _, n := range d.All("[id]") {
		id := attr(n, "id")
		if ids[id] || id == "" || strings.ContainsAny(id, " \t\n") {
			faults = append(faults, fmt.Sprintf("id %q is repeated or malformed", id))
		}
		ids[id] = true
	}
	for _, name := range []string{"for", "aria-describedby", "aria-labelledby", "aria-controls", "popovertarget", "headers", "list"} {
		for _, n := range d.All("[" + name + "]") {
			for id := range strings.FieldsSeq(attr(n, name)) {
				if !ids[id] {
					faults = append(faults, fmt.Sprintf("%s=%q on %s leads nowhere", name, id, n.Data))
				}
			}
		}
	}
	for _, n := range d.All("a[href^='#']") {
		if id := attr(n, "href")[1:]; id != "" && !ids[id] {
			faults = append(faults, fmt.Sprintf("link to #%s leads nowhere", id))
		}
	}
	return faults
}

// addresses: nothing is loaded from elsewhere, no form goes elsewhere, forms
// that change something use POST with a token when there is a session.
func addresses(d *Doc) (faults []string) {
	for _, n := range d.All("img, script, link[rel=stylesheet], link[rel=preload], link[rel=icon], source, video, audio") {
		for _, name := range []string{"src", "href", "srcset", "poster"} {
			if v := attr(n, name); v != "" && (!strings.HasPrefix(v, "/") || strings.HasPrefix(v, "//")) {
				faults = append(faults, n.Data+" loads "+v)
			}
		}
	}
	for _, n := range d.All("a, form, button") {
		for _, name := range []string{"href", "action", "formaction"} {
			v := strings.ToLower(attr(n, name))
			if strings.HasPrefix(v, "javascript:") || strings.HasPrefix(v, "data:") || strings.HasPrefix(v, "vbscript:") {
				faults = append(faults, n.Data+" leads to "+v)
			}
			if name != "href" && (strings.HasPrefix(v, "//") || strings.Contains(v, "://")) {
				faults = append(faults, "a form goes to "+v)
			}
		}
	}
	return faults
}
