// Package signin is where staff sign in, in one step or two, and sign out. It
// promises that no page holds a readable password and that a person comes back only
// to an address of this portal.
package signin

import (
	_ "embed"
	"errors"
	"net/http"

	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed signin.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("signin", source)

// Page is one step of signing in.
type Page struct {
	render.Base
	Step   string // "password" or "code"
	Form   render.Form
	Errors []render.Field
}

// Show is the first step.
func Show(s *site.Site, r *site.Request) error {
	if r.Caller.Account != "" {
		r.Redirect(next(r, r.URL.Query().Get("next")))
		return nil
	}
	return show(s, r, form.New(r.Lang, "", nil), r.URL.Query().Get("next"), "")
}

func next(r *site.Request, wanted string) string {
	return render.LocalPath(wanted, r.Link("/quan-tri"))
}

// Send is either step. There is no session yet, hence no token: requests from other
// sites are refused before they come here.
func Send(s *site.Site, r *site.Request) error {
	r.W.Header().Set("Cache-Control", "no-store")
	r.Body = http.MaxBytesReader(r.W, r.Body, 16<<10)
	if err := r.ParseForm(); err != nil {
		return fault.ErrInput.New().Because(err)
	}
	f := form.Of(r, "")
	in := app.SignIn{Login: f.Get("login"), Password: f.Raw("password"), Code: f.Get("code"), Address: r.Address()}
	sealed := ""
	if f.Has("pending") {
		p, ok := open(f.Get("pending"), s.Now())
		if !ok {
			f.Refuse(errStep.New())
			return show(s, r, f, f.Get("next"), "")
		}
		sealed, in.Login, in.Password = f.Get("pending"), p.Login, p.Password
		f.Set("login", p.Login)
		if in.Code == "" {
			f.RefuseAt("code", errCode.New())
			return show(s, r, f, f.Get("next"), sealed)
		}
	}
	session, err := s.App.Auth.SignIn(r.Context(), in)
	switch {
	case err != nil:
		return refused(s, r, f, err, sealed)
	case session.NeedsCode:
		return show(s, r, f, f.Get("next"), seal(in.Login, in.Password, s.Now()))
	}
	r.KeepSession(session)
	r.Redirect(next(r, f.Get("next")))
	return nil
}

// refused shows the refusal and, for wrong credentials, the step again.
func refused(s *site.Site, r *site.Request, f *form.Form, err error, sealed string) error {
	refusal := fault.Of(err)
	if refusal == nil || refusal.Code.Kind == fault.Internal {
		return err
	}
	field := "login"
	if sealed != "" {
		field = "code"
	}
	if refusal.Code.Kind != fault.Unauthenticated {
		field = "" // locked, too many tries: about no field
	}
	f.RefuseAt(field, refusal)
	return show(s, r, f, f.Get("next"), sealed)
}

var (
	errStep = fault.Define(fault.Invalid, "signin.step",
		"Đã quá năm phút hoặc bước trước không còn dùng được; hãy nhập lại tên đăng nhập và mật khẩu.",
		"More than five minutes have passed or the first step is no longer good; enter login and password again.")
	errCode = fault.Define(fault.Invalid, "signin.code",
		"Hãy nhập mã sáu chữ số trong ứng dụng xác thực.",
		"Enter the six-digit code of your authenticator.")
)

func show(s *site.Site, r *site.Request, f *form.Form, wanted, sealed string) error {
	r.W.Header().Set("Cache-Control", "no-store")
	base := r.Base(i18n.T(r.Lang, "desk.signin.title"))
	base.NoIndex, base.Alternate, base.Portal.SignIn = true, "", ""
	page := Page{Base: base, Step: "password"}
	page.Form = render.Form{Action: r.Link("/dang-nhap"), Submit: i18n.T(r.Lang, "desk.signin.submit"),
		Hidden: []render.Hidden{{Name: "next", Value: render.LocalPath(wanted, r.Link("/quan-tri"))}}}
	if sealed != "" {
		page.Step = "code"
		page.Form.Submit = i18n.T(r.Lang, "desk.signin.confirm")
		page.Form.Hidden = append(page.Form.Hidden, render.Hidden{Name: "pending", Value: sealed})
		page.Form.Fields = []render.Field{f.Field("text", "code", "desk.code.field", form.Digits, form.Narrow, form.Most(8),
			form.Complete("one-time-code"), form.Hint(i18n.T(r.Lang, "desk.code.hint")))}
		page.Form.Fields[0].Value = ""
		page.Form.Cancel = render.Link{Label: i18n.T(r.Lang, "desk.signin.again"), URL: r.Link("/dang-nhap")}
	} else {
		page.Form.Fields = []render.Field{
			f.Field("text", "login", "desk.login", form.Complete("username"), form.Most(100)),
			f.Field("password", "password", "desk.password", form.Complete("current-password"), form.Most(256)),
		}
	}
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, f.Status(), page)
}

// Out ends the session. It works without one too.
func Out(s *site.Site, r *site.Request) error {
	if err := r.SignOut(r.Context()); err != nil && !errors.Is(err, app.ErrSignInFirst) {
		return err
	}
	r.Redirect(r.Link("/dang-nhap"))
	return nil
}
