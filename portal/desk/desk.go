// Package desk is what every staff page stands on: its frame, its menu, what a
// person may look at, and the one way in which a form becomes a command.
//
// It hides what a person has no use for; it grants nothing. Whatever arrives is
// decided by commands and queries.
package desk

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minhbach/domain"
	"minhbach/domain/domainname"
	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// Home is the work list.
const Home = "/quan-tri"

// Frame is the base of a staff page below the work list.
func Frame(r *site.Request, title string, trail ...render.Link) render.Base {
	b := r.Base(title)
	b.Wide, b.Feeds, b.DublinCore = true, nil, nil
	b.Nav = menu(r)
	b.Breadcrumbs = append([]render.Link{{Label: i18n.T(r.Lang, "desk.list"), URL: r.Link(Home)}}, trail...)
	if r.Tail == Home {
		b.Breadcrumbs = nil
	} else {
		b.Breadcrumbs = append(b.Breadcrumbs, render.Link{Label: title})
	}
	if key := "desk.done." + r.URL.Query().Get("xong"); r.Method == "GET" && i18n.Has(key) {
		b.Notices = append(b.Notices, render.Notice{Tone: render.Success, Title: i18n.T(r.Lang, key)})
	}
	return b
}

func menu(r *site.Request) []render.Link {
	links := []render.Link{{Label: i18n.T(r.Lang, "desk.list"), URL: r.Link(Home), Current: r.Tail == Home}}
	add := func(show bool, key, path string) {
		if show {
			links = append(links, render.Link{Label: i18n.T(r.Lang, key), URL: r.Link(path), Current: r.Tail == path})
		}
	}
	add(CanDraft(r.Caller), "desk.new", "/quan-tri/soan")
	add(len(r.Caller.Grants) > 0, "desk.data", "/quan-tri/du-lieu")
	add(len(r.Caller.Grants) > 0, "desk.boards", "/quan-tri/ban-bien-tap")
	add(len(r.Caller.Grants) > 0, "desk.accounts", "/quan-tri/tai-khoan")
	add(len(r.Caller.Grants) > 0, "desk.retention", "/quan-tri/luu-tru")
	add(Overview(r.Caller), "desk.agencies", "/quan-tri/co-quan")
	add(Overview(r.Caller), "desk.privacy", "/quan-tri/du-lieu-ca-nhan")
	add(Administers(r), "desk.notices", "/quan-tri/thong-bao")
	add(Overview(r.Caller), "desk.system", "/quan-tri/he-thong")
	add(true, "desk.me", "/quan-tri/tai-khoan-cua-toi")
	return links
}

// Holds tells whether the caller has one of the roles anywhere.
func Holds(by app.Caller, roles ...domain.Role) bool {
	return by.Operator || slices.ContainsFunc(by.Grants, func(g grant) bool { return slices.Contains(roles, g.Role) })
}

// HoldsAt tells whether the caller has one of the roles at an agency; any role
// when none is named.
func HoldsAt(by app.Caller, agency string, roles ...domain.Role) bool {
	return by.Operator || slices.ContainsFunc(by.Grants, func(g grant) bool {
		return g.Agency == agency && (len(roles) == 0 || slices.Contains(roles, g.Role))
	})
}

// Overview tells whether the caller looks at every agency (Điều 30).
func Overview(by app.Caller) bool { return Holds(by, domain.Administrator, domain.Inspector) }

// Administers tells whether the caller administers the province, also by a grant at one
// that has ended.
func Administers(r *site.Request) bool {
	return r.Caller.Operator || slices.ContainsFunc(r.Caller.Grants, func(g grant) bool {
		at, known := r.Tree.ByID(g.Agency)
		if !known {
			at.Level = r.Tree.Ended[g.Agency].Level
		}
		return g.Role == domain.Administrator && (g.Agency == app.Network || at.Level == domainname.Province)
	})
}

// CanDraft tells whether the caller writes for some agency.
func CanDraft(by app.Caller) bool {
	return Holds(by, publication.RolesFor(publication.CommandDraft)...)
}

// ReadsOnly tells that all the caller's roles are an inspector's.
func ReadsOnly(by app.Caller) bool {
	return !by.Operator && !slices.ContainsFunc(by.Grants, func(g grant) bool { return g.Role != domain.Inspector })
}

// Caller is who sent a form, with an idempotency key and the revision it names.
// The key is the form's own together with what was answered: the same answers sent
// twice are one command, and other answers under a form's old key are another.
func Caller(r *site.Request) (app.Caller, error) {
	by, err := r.Caller.WithCommand(r.PostForm.Get("key"))
	if err == nil && !by.Command.IsZero() {
		by, err = r.Caller.WithCommand(derive(r.PostForm))
	}
	if err != nil {
		return by, err
	}
	if text := r.PostForm.Get("revision"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return by, app.ErrStale.New("named", text, "actual", "?")
		}
		by = by.At(n)
	}
	return by, nil
}

func derive(answers url.Values) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		if name == "csrf" {
			continue
		}
		for _, v := range answers[name] {
			fmt.Fprintf(h, "%d:%s%d:%s", len(name), name, len(v), v)
		}
	}
	id := h.Sum(nil)[:16]
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // a UUID of version 8 (RFC 9562)
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// Fill completes a form's hidden parts. A form that is sent twice, by a double click
// or after a lost answer, carries one key and has one effect.
func Fill(r *site.Request, f render.Form, revision *int64) render.Form {
	f.CSRF, f.Key = r.CSRF(), app.NewKey(r.Site.Now())
	if revision != nil {
		f.Revision = strconv.FormatInt(*revision, 10)
	}
	return f
}

// Act runs one command from a form. On success it sends the reader on ("{id}" in path
// is the id of the thing); on a refusal that the form can show, it answers false and
// the page is shown again.
func Act[C any](r *site.Request, f *form.Form, command app.Command[C], cmd C, path, done string) (bool, error) {
	if !f.OK() {
		return false, nil
	}
	by, err := Caller(r)
	if err == nil {
		var receipt app.Receipt
		if receipt, err = command(r.Context(), by, cmd); err == nil {
			r.Done(receipt, r.Link(strings.ReplaceAll(path, "{id}", receipt.ID))+"?xong="+done)
			return true, nil
		}
	}
	if f.Refuse(err) {
		return false, nil
	}
	return false, err
}
