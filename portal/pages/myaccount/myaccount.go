// Package myaccount is one's own account: password, second factor, sessions and
// tokens for programs. A secret is shown once, on the answer that made it.
package myaccount

import (
	_ "embed"

	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/qr"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed myaccount.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("myaccount", source)

const (
	home = "/quan-tri/tai-khoan-cua-toi"
	path = home + "/"
)

// Page is one's own account.
type Page struct {
	render.Base
	Facts    []render.Fact
	Grants   []string
	Errors   []render.Field
	Password render.Form
	Enrolled bool
	QR       qr.Code
	Secret   string
	Enrol    render.Form
	Address  render.Form // for notices
	Sessions render.Form
	Tokens   []Token
	Issue    render.Form
	Issued   string // a new token's secret, once
}

// Token is one for programs.
type Token struct {
	Text   string
	Revoke render.Form
}

// Show is the page.
func Show(s *site.Site, r *site.Request) error {
	return show(s, r, form.New(r.Lang, "", nil), "", "")
}

// Deeds are the last parts of the addresses that forms of this page go to.
func Deeds() []string {
	return []string{"mat-khau", "xac-thuc", "phien", "khoa", "thu-hoi-khoa", "dia-chi"}
}

// Do is the handler of one deed.
func Do(deed string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		f := form.Of(r, deed)
		done, issued, err := do(s, r, f, deed)
		if done || err != nil {
			return err
		}
		return show(s, r, f, deed, issued)
	}
}

var (
	errRepeat = fault.Define(fault.Invalid, "form.password_repeat",
		"Hai lần nhập mật khẩu mới không giống nhau; hãy nhập lại.",
		"The two entries of the new password differ; type them again.")
	errIssuedBefore = fault.Define(fault.Conflict, "token.shown_before",
		"Khóa truy cập này đã được tạo và chỉ hiện một lần; hãy thu hồi và tạo khóa mới nếu chưa kịp lưu.",
		"This token was made before and is shown once; revoke it and make another if it was not kept.")
)

func do(s *site.Site, r *site.Request, f *form.Form, deed string) (done bool, issued string, err error) {
	c := s.App.Commands
	switch deed {
	case "mat-khau":
		if f.Raw("new") != f.Raw("again") {
			f.RefuseAt("again", errRepeat.New())
		}
		done, err = desk.Act(r, f, c.ChangePassword, app.ChangePassword{Old: f.Raw("old"), New: f.Raw("new")}, home, "doi-mat-khau")
	case "xac-thuc":
		done, err = desk.Act(r, f, c.EnrolTOTP, app.EnrolTOTP{Secret: f.Get("secret"), Code: f.Get("code")}, home, "xac-thuc")
	case "dia-chi":
		done, err = desk.Act(r, f, c.Notices.SetAddress, app.SetAddress{Address: f.Get("address")}, home, "dia-chi")
	case "phien":
		done, err = desk.Act(r, f, c.RevokeSessions, app.RevokeSessions{Account: r.Caller.Account, Reason: i18n.T(r.Lang, "desk.sessions.reason")}, home, "ket-thuc-phien")
	case "thu-hoi-khoa":
		done, err = desk.Act(r, f, c.RevokeToken, app.RevokeToken{Account: r.Caller.Account, Token: f.Get("token")}, home, "thu-hoi-khoa")
	case "khoa":
		issued, err = issue(s, r, f)
	}
	return done, issued, err
}

// issue answers with the page itself: after a redirect the secret would be gone.
func issue(s *site.Site, r *site.Request, f *form.Form) (string, error) {
	cmd := app.IssueToken{Label: f.Get("label"), Expires: f.Date("expires")}
	if !f.OK() {
		return "", nil
	}
	by, err := desk.Caller(r)
	if err != nil {
		return "", err
	}
	token, err := s.App.Commands.IssueToken(r.Context(), by, cmd)
	if err != nil {
		if f.Refuse(err) {
			return "", nil
		}
		return "", err
	}
	if token.Secret == "" {
		f.Refuse(errIssuedBefore.New())
		return "", nil
	}
	_ = s.App.Queries.Wait(r.Context(), token.Position) // the list below shows it; late is no harm
	return token.Secret, nil
}

func show(s *site.Site, r *site.Request, sent *form.Form, deed, issued string) error {
	a, err := s.App.Queries.Account(r.Context(), r.Caller, r.Caller.Account)
	if err != nil {
		return err
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.me")), Enrolled: a.SecondFactor, Issued: issued}
	page.Facts = []render.Fact{{Term: i18n.T(r.Lang, "desk.account.name"), Text: a.Name}, {Term: i18n.T(r.Lang, "desk.login"), Text: a.Login}}
	if !r.Session.Expires.IsZero() {
		page.Facts = append(page.Facts, render.Fact{Term: i18n.T(r.Lang, "desk.session.until"), Time: r.Session.Expires})
	}
	for _, g := range a.Grants {
		page.Grants = append(page.Grants, desk.GrantText(r, g))
	}
	if r.Session.MustChange {
		page.Notices = append(page.Notices, render.Notice{Tone: render.Warning, Title: i18n.T(r.Lang, "desk.me.mustchange")})
	}
	if r.Session.MustEnrol {
		page.Notices = append(page.Notices, render.Notice{Tone: render.Warning, Title: i18n.T(r.Lang, "desk.me.mustenrol")})
	}
	b := builder{r, a, sent, deed}
	b.build(&page)
	if err := b.enrol(&page); err != nil {
		return err
	}
	if err := b.address(&page); err != nil {
		return err
	}
	page.Errors = sent.Errors()
	page.Notices = append(page.Notices, sent.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, sent.Status(), page)
}

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

func (b builder) make(deed, key string, tone render.Tone, fields ...render.Field) render.Form {
	t := func(key string) string { return i18n.T(b.r.Lang, key) }
	return desk.Fill(b.r, render.Form{ID: "viec-" + deed, Heading: t(key), Lead: t(key + ".lead"), Action: b.r.Link(path + deed),
		Submit: t(key + ".submit"), Tone: tone, Fields: fields}, nil)
}

func (b builder) build(page *Page) {
	lang := b.r.Lang
	f := b.form("mat-khau")
	page.Password = b.make("mat-khau", "desk.me.password", render.Neutral,
		f.Field("password", "old", "desk.me.password.old", form.Complete("current-password"), form.Most(256)),
		f.Field("password", "new", "desk.me.password.new", form.Complete("new-password"), form.Most(256), form.Hint(i18n.T(lang, "desk.password.hint"))),
		f.Field("password", "again", "desk.me.password.again", form.Complete("new-password"), form.Most(256)))
	if b.r.Session.MustChange {
		return
	}
	page.Sessions = b.make("phien", "desk.me.sessions", render.Info)
	for _, t := range b.a.Tokens {
		token := Token{Text: desk.TokenText(lang, t)}
		if !t.Revoked {
			token.Revoke = b.make("thu-hoi-khoa", "desk.me.token.revoke", render.Info)
			token.Revoke.Heading, token.Revoke.Lead = "", ""
			token.Revoke.Hidden = []render.Hidden{{Name: "token", Value: t.ID}}
		}
		page.Tokens = append(page.Tokens, token)
	}
	if b.r.Session.MustEnrol {
		return
	}
	f = b.form("khoa")
	if page.Issued != "" {
		f = form.New(lang, "khoa", nil)
	}
	if !f.Has("expires") {
		f.Set("expires", b.r.Today().AddDays(90).DMY())
	}
	page.Issue = b.make("khoa", "desk.me.token", render.Info,
		f.Field("text", "label", "desk.me.token.label", form.Most(100)), f.DateField("expires", "desk.me.token.expires"))
}

// enrol shows a new key, or the one of the try before.
func (b builder) enrol(page *Page) error {
	if page.Enrolled {
		return nil
	}
	f := b.form("xac-thuc")
	secret, uri := "", ""
	if b.deed == "xac-thuc" && f.Has("secret") {
		secret = f.Get("secret")
	} else {
		var err error
		if secret, uri, err = b.r.Site.App.Auth.NewTOTP(b.r.Context(), b.r.Caller); err != nil {
			return err
		}
		f.Set("uri", uri)
	}
	if code, err := qr.NewKey(f.Get("uri")); err == nil {
		page.QR = code
	}
	page.Secret = desk.InFours(secret)
	page.Enrol = b.make("xac-thuc", "desk.me.enrol", render.Neutral,
		f.Field("text", "code", "desk.code.field", form.Digits, form.Narrow, form.Most(8), form.Complete("one-time-code"), form.Hint(i18n.T(b.r.Lang, "desk.code.hint"))))
	page.Enrol.Heading, page.Enrol.Lead = "", ""
	page.Enrol.Fields[0].Value = ""
	page.Enrol.Hidden = []render.Hidden{{Name: "secret", Value: secret}, {Name: "uri", Value: f.Get("uri")}}
	return nil
}

// address is where notices go; nobody else sees it.
func (b builder) address(page *Page) error {
	if b.r.Session.MustChange || b.r.Session.MustEnrol {
		return nil
	}
	f := b.form("dia-chi")
	if !f.Has("address") {
		now, err := b.r.Site.App.Queries.Notices.Address(b.r.Context(), b.r.Caller)
		if err != nil {
			return err
		}
		f.Set("address", now)
	}
	page.Address = b.make("dia-chi", "desk.me.address", render.Info,
		f.Field("email", "address", "desk.me.address.field", form.Optional, form.Complete("email"), form.Most(254), form.Hint(i18n.T(b.r.Lang, "desk.me.address.hint"))))
	return nil
}
