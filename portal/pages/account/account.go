// Package account is one account: its roles and their terms, and what an
// administrator or the head of an agency may do about it.
package account

import (
	_ "embed"
	"slices"
	"strings"

	"minhbach/domain"
	"minhbach/domain/staff"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed account.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("account", source)

// Page is one account with the forms that fit the reader.
type Page struct {
	render.Base
	State  render.Badge
	Facts  []render.Fact
	Grants []Grant
	Tokens []Token
	Errors []render.Field
	Forms  []render.Form
}

// Grant is a role with the form that takes it back.
type Grant struct {
	Text   string
	Revoke render.Form
}

// Token is one for programs.
type Token struct {
	Text   string
	Revoke render.Form
}

// Show is the page.
func Show(s *site.Site, r *site.Request) error { return show(s, r, form.New(r.Lang, "", nil), "") }

// Deeds are the last parts of the addresses that forms of this page go to.
func Deeds() []string {
	return []string{"mat-khau", "vai-tro", "thu-hoi-vai-tro", "khoa", "mo-khoa", "ket-thuc-phien", "go-xac-thuc", "thu-hoi-khoa"}
}

// Do is the handler of one deed.
func Do(deed string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		f := form.Of(r, deed)
		if done, err := do(s, r, f, deed, r.PathValue("id")); done || err != nil {
			return err
		}
		return show(s, r, f, deed)
	}
}

func do(s *site.Site, r *site.Request, f *form.Form, deed, id string) (bool, error) {
	c, back, why := s.App.Commands, "/quan-tri/tai-khoan/"+id, f.Raw("reason")
	switch deed {
	case "mat-khau":
		return desk.Act(r, f, c.SetPassword, app.SetPassword{Account: id, Password: f.Raw("password")}, back, "mat-khau")
	case "vai-tro":
		cmd := app.GrantRole{Account: id, Role: domain.Role(f.Get("role")), Agency: f.Get("agency"), From: f.Date("from"), To: f.Date("to")}
		return desk.Act(r, f, c.GrantRole, cmd, back, "vai-tro")
	case "thu-hoi-vai-tro":
		cmd := app.RevokeRole{Account: id, Role: domain.Role(f.Get("role")), Agency: f.Get("agency"), Reason: why}
		return desk.Act(r, f, c.RevokeRole, cmd, back, "thu-hoi-vai-tro")
	case "khoa":
		return desk.Act(r, f, c.DisableAccount, app.DisableAccount{Account: id, Reason: why}, back, "khoa")
	case "mo-khoa":
		return desk.Act(r, f, c.EnableAccount, app.EnableAccount{Account: id, Reason: why}, back, "mo-khoa")
	case "ket-thuc-phien":
		return desk.Act(r, f, c.RevokeSessions, app.RevokeSessions{Account: id, Reason: why}, back, "ket-thuc-phien")
	case "go-xac-thuc":
		return desk.Act(r, f, c.RemoveTOTP, app.RemoveTOTP{Account: id, Reason: why}, back, "go-xac-thuc")
	case "thu-hoi-khoa":
		return desk.Act(r, f, c.RevokeToken, app.RevokeToken{Account: id, Token: f.Get("token")}, back, "thu-hoi-khoa")
	}
	return false, app.ErrNotFound.New()
}

func show(s *site.Site, r *site.Request, sent *form.Form, deed string) error {
	a, err := s.App.Queries.Account(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := Page{Base: desk.Frame(r, a.Name, render.Link{Label: i18n.T(r.Lang, "desk.accounts"), URL: r.Link("/quan-tri/tai-khoan")}),
		State: desk.AccountState(r.Lang, a, s.Now())}
	page.Facts = facts(r.Lang, a)
	b := builder{r: r, a: a, sent: sent, deed: deed}
	b.build(&page)
	page.Errors = sent.Errors()
	page.Notices = append(page.Notices, sent.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, sent.Status(), page)
}

func facts(lang i18n.Lang, a view.Account) []render.Fact {
	yes := func(b bool) string {
		if b {
			return i18n.T(lang, "desk.yes")
		}
		return i18n.T(lang, "desk.no")
	}
	out := []render.Fact{
		{Term: i18n.T(lang, "desk.login"), Text: a.Login},
		{Term: i18n.T(lang, "desk.account.factor"), Text: yes(a.SecondFactor)},
	}
	if !a.LastSignIn.IsZero() {
		out = append(out, render.Fact{Term: i18n.T(lang, "desk.account.last"), Time: a.LastSignIn})
	}
	return append(out, render.Fact{Term: i18n.T(lang, "desk.account.id"), Text: a.ID, Code: true})
}

// builder makes the forms; the one that was sent keeps its answers.
type builder struct {
	r    *site.Request
	a    view.Account
	sent *form.Form
	deed string
}

func (b builder) form(deed string) *form.Form {
	if deed == b.deed {
		return b.sent
	}
	return form.New(b.r.Lang, deed, nil)
}

func (b builder) make(deed string, tone render.Tone, fields ...render.Field) render.Form {
	t := func(key string) string { return i18n.T(b.r.Lang, key) }
	key := "desk.account." + strings.ReplaceAll(deed, "-", "")
	return desk.Fill(b.r, render.Form{ID: "viec-" + deed, Heading: t(key), Lead: t(key + ".lead"),
		Action: b.r.Link("/quan-tri/tai-khoan/" + b.a.ID + "/" + deed), Submit: t(key), Tone: tone, Fields: fields}, nil)
}

func (b builder) build(page *Page) {
	r := b.r
	admin := desk.Holds(r.Caller, domain.Administrator)
	heads := desk.OwnAgencies(r, domain.AgencyHead)
	for _, g := range b.a.Grants {
		grant := Grant{Text: desk.GrantText(r, g)}
		if admin || slices.Contains(heads, g.Agency) {
			grant.Revoke = b.revoke(g)
		}
		page.Grants = append(page.Grants, grant)
	}
	for _, t := range b.a.Tokens {
		token := Token{Text: desk.TokenText(r.Lang, t)}
		if admin && !t.Revoked {
			token.Revoke = b.make("thu-hoi-khoa", render.Info)
			token.Revoke.Heading, token.Revoke.Lead = "", ""
			token.Revoke.Hidden = []render.Hidden{{Name: "token", Value: t.ID}}
		}
		page.Tokens = append(page.Tokens, token)
	}
	if !admin && len(heads) == 0 {
		return
	}
	page.Forms = append(page.Forms, b.grant(admin, heads))
	if !admin {
		return
	}
	f := b.form("mat-khau")
	page.Forms = append(page.Forms, b.make("mat-khau", render.Info,
		f.Field("password", "password", "desk.account.password", form.Complete("new-password"), form.Most(256), form.Hint(i18n.T(r.Lang, "desk.password.hint")))))
	deeds := []string{"ket-thuc-phien", "khoa"}
	if b.a.Disabled {
		deeds = []string{"mo-khoa"}
	}
	if b.a.SecondFactor {
		deeds = append(deeds, "go-xac-thuc")
	}
	for _, deed := range deeds {
		tone := render.Info
		if deed == "khoa" {
			tone = render.Danger
		}
		page.Forms = append(page.Forms, b.make(deed, tone, b.form(deed).Reason("reason", "desk.act.reason")))
	}
}

func (b builder) grant(admin bool, heads []string) render.Form {
	r, f := b.r, b.form("vai-tro")
	agencies := desk.AgencyOptions(r, heads, true)
	if admin {
		agencies = desk.AgencyOptions(r, nil, true)
		agencies = append(agencies, render.Option{Value: app.Network, Label: i18n.T(r.Lang, "desk.network")})
	}
	if f != b.sent {
		f.Set("from", r.Today().DMY())
	}
	return b.make("vai-tro", render.Neutral,
		f.Choice("select", "role", "desk.account.role", desk.RoleOptions(r.Lang)),
		f.Choice("select", "agency", "desk.agency", agencies),
		f.DateField("from", "desk.term.from"), f.DateField("to", "desk.term.to", form.Optional))
}

// revoke is the form that takes one role back.
func (b builder) revoke(g view.Grant) render.Form {
	deed := "thu-hoi-vai-tro"
	prefix := "thu-hoi-" + string(g.Role) + "-" + g.Agency
	f := form.New(b.r.Lang, prefix, nil)
	if b.deed == deed && b.sent.Get("role") == string(g.Role) && b.sent.Get("agency") == g.Agency {
		f = b.sent
	}
	x := b.make(deed, render.Info, f.Reason("reason", "desk.act.reason", form.Rows(2)))
	x.Heading, x.Lead = "", ""
	x.Hidden = []render.Hidden{{Name: "role", Value: string(g.Role)}, {Name: "agency", Value: g.Agency}}
	x.Submit = i18n.T(b.r.Lang, "desk.account.revoke", staff.RoleLabel(g.Role, string(b.r.Lang)))
	return x
}
