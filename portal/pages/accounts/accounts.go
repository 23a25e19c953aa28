// Package accounts lists who works at the desk, and makes accounts.
package accounts

import (
	_ "embed"
	"time"

	"minhbach/domain"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed accounts.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("accounts", source)

// Page is the list, with the form for administrators.
type Page struct {
	render.Base
	Rows   []Row
	Create render.Form
	Errors []render.Field
}

// Row is one account.
type Row struct {
	Name, Login, URL string
	Roles            []string
	State            render.Badge
	SecondFactor     bool
	LastSignIn       time.Time
}

// Show is the list.
func Show(s *site.Site, r *site.Request) error { return show(s, r, form.New(r.Lang, "", nil)) }

// Create makes an account.
func Create(s *site.Site, r *site.Request) error {
	f := form.Of(r, "")
	cmd := app.RegisterAccount{Login: f.Get("login"), Name: f.Get("name"), Password: f.Raw("password")}
	if done, err := desk.Act(r, f, s.App.Commands.RegisterAccount, cmd, "/quan-tri/tai-khoan/{id}", "tai-khoan"); done || err != nil {
		return err
	}
	return show(s, r, f)
}

func show(s *site.Site, r *site.Request, f *form.Form) error {
	if len(r.Caller.Grants) == 0 && !r.Caller.Operator {
		return app.ErrForbidden.New()
	}
	list, err := s.App.Queries.Accounts(r.Context(), r.Caller)
	if err != nil {
		return err
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.accounts"))}
	for _, a := range list {
		row := Row{Name: a.Name, Login: a.Login, URL: r.Link("/quan-tri/tai-khoan/" + a.ID), SecondFactor: a.SecondFactor, LastSignIn: a.LastSignIn,
			State: desk.AccountState(r.Lang, a, s.Now())}
		for _, g := range a.Grants {
			row.Roles = append(row.Roles, desk.GrantText(r, g))
		}
		page.Rows = append(page.Rows, row)
	}
	if desk.Holds(r.Caller, domain.Administrator) {
		page.Create = desk.Fill(r, render.Form{ID: "tao", Heading: i18n.T(r.Lang, "desk.account.create"), Lead: i18n.T(r.Lang, "desk.account.create.lead"),
			Action: r.Link("/quan-tri/tai-khoan"), Submit: i18n.T(r.Lang, "desk.account.create"), Fields: []render.Field{
				f.Field("text", "login", "desk.login", form.Complete("off"), form.Most(64), form.Hint(i18n.T(r.Lang, "desk.login.hint"))),
				f.Field("text", "name", "desk.account.name", form.Complete("off"), form.Most(200)),
				f.Field("password", "password", "desk.account.password", form.Optional, form.Complete("new-password"), form.Most(256), form.Hint(i18n.T(r.Lang, "desk.password.hint"))),
			}}, nil)
	}
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, f.Status(), page)
}
