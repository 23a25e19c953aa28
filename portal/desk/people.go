package desk

import (
	"strings"
	"time"

	"minhbach/domain/board"
	"minhbach/domain/staff"
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// AccountState is how an account stands.
func AccountState(lang i18n.Lang, a view.Account, now time.Time) render.Badge {
	switch {
	case a.Disabled:
		return render.Badge{Tone: render.Danger, Label: i18n.T(lang, "desk.account.disabled")}
	case a.LockedUntil.After(now):
		return render.Badge{Tone: render.Warning, Label: i18n.T(lang, "desk.account.locked", i18n.DateTime(a.LockedUntil))}
	case !a.HasPassword:
		return render.Badge{Tone: render.Neutral, Label: i18n.T(lang, "desk.account.nopassword")}
	case a.MustChange:
		return render.Badge{Tone: render.Info, Label: i18n.T(lang, "desk.account.mustchange")}
	}
	return render.Badge{Tone: render.Success, Label: i18n.T(lang, "desk.account.active")}
}

// GrantText tells a role, where and how long it holds.
func GrantText(r *site.Request, g view.Grant) string {
	return Upper(staff.RoleLabel(g.Role, string(r.Lang))) + " – " + Place(r, g.Agency) + ", " + Term(r.Lang, g.From.DMY(), g.To.DMY())
}

// Place names an agency, or the whole network.
func Place(r *site.Request, id string) string {
	if id == app.Network {
		return i18n.T(r.Lang, "desk.network")
	}
	return AgencyName(r, id)
}

// Term tells from when to when.
func Term(lang i18n.Lang, from, to string) string {
	if to == "" {
		return i18n.T(lang, "desk.term.open", from)
	}
	return i18n.T(lang, "desk.term", from, to)
}

// PositionName names a seat on a board.
func PositionName(lang i18n.Lang, position string) string {
	if key := "desk.position." + position; i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return position
}

// PositionOptions are the seats of a board.
func PositionOptions(lang i18n.Lang) []render.Option {
	var out []render.Option
	for _, p := range []board.Position{board.Head, board.Deputy, board.Member} {
		out = append(out, render.Option{Value: string(p), Label: PositionName(lang, string(p))})
	}
	return out
}

// TokenText tells a token for programs.
func TokenText(lang i18n.Lang, t view.Token) string {
	if t.Revoked {
		return i18n.T(lang, "desk.token.revoked", t.Label)
	}
	return i18n.T(lang, "desk.token.until", t.Label, t.Expires.DMY())
}

// InFours writes a key so that it can be typed.
func InFours(key string) string {
	var b strings.Builder
	for i, c := range key {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}
