// Package datasetact is one page a deed with a dataset: what it will do, the reason
// where one is needed, and the button. It uses the page that publications have.
package datasetact

import (
	"slices"

	set "minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/act"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Deed is a command on a dataset that has a page of its own.
type Deed struct {
	Path    string // last part of the address
	Command editorial.Command
	public  bool // the reason is shown to everybody
	bare    bool // a reason may be left out
	silent  bool // no reason is asked
	final   bool // cannot be taken back
	send    func(r *site.Request, f *form.Form, c app.DatasetCommands, id, done string) (bool, error)
}

// Deeds lists every one.
func Deeds() []Deed { return slices.Clone(deeds) }

// Of is the deed that gives a command.
func Of(c editorial.Command) (Deed, bool) {
	i := slices.IndexFunc(deeds, func(d Deed) bool { return d.Command == c })
	if i < 0 {
		return Deed{}, false
	}
	return deeds[i], true
}

// give is a deed whose command needs the id and a reason only.
func give[C any](of func(app.DatasetCommands) app.Command[C], cmd func(id, reason string) C, rest string) func(*site.Request, *form.Form, app.DatasetCommands, string, string) (bool, error) {
	return func(r *site.Request, f *form.Form, c app.DatasetCommands, id, done string) (bool, error) {
		return desk.Act(r, f, of(c), cmd(id, f.Raw("reason")), datasetdesk.Path(id)+rest, done)
	}
}

var deeds = []Deed{
	{Path: "gui-duyet", Command: editorial.CommandSubmit, bare: true, send: give(
		func(c app.DatasetCommands) app.Command[app.SubmitDataset] { return c.Submit },
		func(id, reason string) app.SubmitDataset { return app.SubmitDataset{ID: id, Note: reason} }, "")},
	{Path: "rut-lai", Command: editorial.CommandRecall, bare: true, send: give(
		func(c app.DatasetCommands) app.Command[app.RecallDataset] { return c.Recall },
		func(id, reason string) app.RecallDataset { return app.RecallDataset{ID: id, Reason: reason} }, "")},
	{Path: "huy-duyet", Command: editorial.CommandRevokeApproval, send: give(
		func(c app.DatasetCommands) app.Command[app.RevokeDatasetApproval] { return c.RevokeApproval },
		func(id, reason string) app.RevokeDatasetApproval {
			return app.RevokeDatasetApproval{ID: id, Reason: reason}
		}, "")},
	{Path: "bo-du-lieu", Command: set.CommandDetach, silent: true, send: give(
		func(c app.DatasetCommands) app.Command[app.DetachRelease] { return c.Detach },
		func(id, _ string) app.DetachRelease { return app.DetachRelease{ID: id} }, "")},
	{Path: "sua-doi", Command: set.CommandOpenRevision, public: true, send: give(
		func(c app.DatasetCommands) app.Command[app.OpenRevision] { return c.OpenRevision },
		func(id, reason string) app.OpenRevision { return app.OpenRevision{ID: id, Reason: reason} }, "")},
	{Path: "bo-sua-doi", Command: set.CommandDropRevision, final: true, send: give(
		func(c app.DatasetCommands) app.Command[app.DropRevision] { return c.DropRevision },
		func(id, reason string) app.DropRevision { return app.DropRevision{ID: id, Reason: reason} }, "")},
	{Path: "ra-soat", Command: set.CommandReview, bare: true, public: true, send: give(
		func(c app.DatasetCommands) app.Command[app.ReviewDataset] { return c.Review },
		func(id, reason string) app.ReviewDataset { return app.ReviewDataset{ID: id, Note: reason} }, "")},
	{Path: "go", Command: editorial.CommandWithdraw, public: true, final: true, send: give(
		func(c app.DatasetCommands) app.Command[app.WithdrawDataset] { return c.Withdraw },
		func(id, reason string) app.WithdrawDataset { return app.WithdrawDataset{ID: id, Reason: reason} }, "")},
	{Path: "luu-tru", Command: editorial.CommandArchive, public: true, final: true, send: give(
		func(c app.DatasetCommands) app.Command[app.ArchiveDataset] { return c.Archive },
		func(id, reason string) app.ArchiveDataset { return app.ArchiveDataset{ID: id, Reason: reason} }, "")},
	{Path: "bo", Command: editorial.CommandDiscard, final: true, send: give(
		func(c app.DatasetCommands) app.Command[app.DiscardDataset] { return c.Discard },
		func(id, reason string) app.DiscardDataset { return app.DiscardDataset{ID: id, Reason: reason} }, "")},
}

// Ask shows the deed.
func (d Deed) Ask(s *site.Site, r *site.Request) error {
	w, err := s.App.Queries.Datasets.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	if refused := w.Refused[d.Command]; refused != nil {
		return refused
	}
	if !datasetdesk.May(w, d.Command) {
		r.Redirect(r.Link(datasetdesk.Path(w.ID))) // the state does not have it; the desk tells the state
		return nil
	}
	return d.show(s, r, form.New(r.Lang, "", nil), w)
}

// Do does it.
func (d Deed) Do(s *site.Site, r *site.Request) error {
	f := form.Of(r, "")
	if done, err := d.send(r, f, s.App.Commands.Datasets, r.PathValue("id"), d.Path); done || err != nil {
		return err
	}
	w, err := s.App.Queries.Datasets.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	return d.show(s, r, f, w)
}

func (d Deed) show(s *site.Site, r *site.Request, f *form.Form, w view.DatasetWork) error {
	lang, home := r.Lang, r.Link(datasetdesk.Path(w.ID))
	name := "desk.data.act." + string(d.Command)
	page := act.Page{Base: datasetdesk.Below(r, w, i18n.T(lang, name)), Item: datasetdesk.Name(lang, w.Title), State: datasetdesk.State(lang, w.State),
		Final: d.final, Effects: []string{i18n.T(lang, name+".effect")}}
	page.Form = desk.Fill(r, render.Form{Action: home + "/" + d.Path, Submit: i18n.T(lang, name), Cancel: render.Link{Label: i18n.T(lang, "desk.back"), URL: home}}, &w.Revision)
	if d.final && d.Command != editorial.CommandArchive {
		page.Form.Tone = render.Danger
	}
	key, as := "desk.act.reason", []form.As{}
	if d.public {
		key, as = "desk.act.reason.public", append(as, form.Hint(i18n.T(lang, "desk.act.reason.public.hint")))
	}
	switch d.Command {
	case editorial.CommandSubmit:
		key = "desk.act.note"
	case set.CommandReview:
		key = "desk.data.act.review.note"
	}
	if d.bare {
		as = append(as, form.Optional)
	}
	if !d.silent {
		page.Form.Fields = []render.Field{f.Reason("reason", key, as...)}
	}
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	if d.Command == editorial.CommandSubmit && !f.OK() {
		page.Notices = append(page.Notices, render.Notice{Tone: render.Info, Title: i18n.T(lang, "desk.act.submit.mend"), Links: []render.Link{
			{Label: i18n.T(lang, "desk.data.edit"), URL: home + "/sua"}, {Label: i18n.T(lang, "desk.data.upload"), URL: home + "/tai-len"}}})
	}
	return act.Template.Render(s.Engine, r.W, r.Request, f.Status(), page)
}
