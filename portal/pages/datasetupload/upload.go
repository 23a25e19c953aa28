// Package datasetupload brings a data file in: the file itself, whole by a plain
// form or in pieces by a script; what the reading of it found, column by column;
// and the publisher's decision.
//
// It promises that every guess can be changed, that no row is left out in silence,
// and that nothing becomes data of a dataset before its publisher says so. Reading
// and limits are the ingest's, the decision is a command.
package datasetupload

import (
	_ "embed"
	"encoding/json"
	"io"
	"net/http"

	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/opendata/ingest"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed upload.html
var source string

// Template is the template of the page that asks for a file.
var Template = render.Define[Page]("datasetupload", source)

// Plain is how large a file may be that comes by a form without a script.
const Plain = 100 << 20

// Page asks for a file.
type Page struct {
	render.Base
	Form   render.Form
	Errors []render.Field
	File   render.Field
	Have   string // the data in hand
	Cancel string
	Script Script
}

// Script is what the page's script needs to send a file in pieces.
type Script struct {
	Max                              int64
	Sending, Again, Lost, Large, Yes string
}

var errNoFile = fault.Define(fault.Invalid, "form.no_file",
	"Chưa chọn tệp nào; hãy chọn tệp dữ liệu rồi gửi lại.",
	"No file was chosen; choose a data file and send again.")

func item(id string) string { return datasetdesk.Path(id) + "/tai-len" }

// load finds the dataset and whether data may be attached now.
func load(s *site.Site, r *site.Request) (view.DatasetWork, bool, error) {
	w, err := s.App.Queries.Datasets.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil || datasetdesk.May(w, editorial.CommandAttach) {
		return w, true, err
	}
	if refused := w.Refused[editorial.CommandAttach]; refused != nil {
		return w, false, refused
	}
	r.Redirect(r.Link(datasetdesk.Path(w.ID)))
	return w, false, nil
}

// MayStore is asked before a file of the form is taken.
func MayStore(s *site.Site, r *site.Request) error {
	w, err := s.App.Queries.Datasets.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err == nil && !datasetdesk.May(w, editorial.CommandAttach) {
		err = app.ErrForbidden.New()
	}
	return err
}

// Ask shows the form.
func Ask(s *site.Site, r *site.Request) error {
	w, ok, err := load(s, r)
	if err != nil || !ok {
		return err
	}
	return ask(s, r, w, form.New(r.Lang, "", nil))
}

func ask(s *site.Site, r *site.Request, w view.DatasetWork, f *form.Form) error {
	lang := r.Lang
	most := i18n.Size(lang, s.App.Limits.DatasetBytes)
	page := Page{Base: datasetdesk.Below(r, w, i18n.T(lang, "desk.data.upload")), Cancel: r.Link(datasetdesk.Path(w.ID))}
	page.Form = desk.Fill(r, render.Form{Action: r.Link(item(w.ID)), Multipart: true, Submit: i18n.T(lang, "desk.data.upload.do")}, nil)
	page.File = f.Field("file", "tep", "desk.data.upload.file", form.Hint(i18n.T(lang, "desk.data.upload.hint", i18n.Size(lang, Plain), most)),
		form.Accept(".csv,.tsv,.txt,.xlsx,.ods,.json,.ndjson,.jsonl,.geojson,.parquet"))
	if x := w.Content.Release; x != nil {
		page.Have = i18n.T(lang, "desk.data.have", x.File.Name, i18n.Number(lang, x.Rows))
	}
	page.Script = Script{Max: s.App.Limits.DatasetBytes, Sending: i18n.T(lang, "desk.data.upload.sending"), Again: i18n.T(lang, "desk.data.upload.again"),
		Lost: i18n.T(lang, "desk.data.upload.lost"), Large: i18n.T(lang, "desk.data.upload.large", most), Yes: i18n.T(lang, "desk.data.upload.done")}
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, f.Status(), page)
}

// Send takes a whole file, or begins an upload in pieces for the page's script.
func Send(s *site.Site, r *site.Request) error {
	w, ok, err := load(s, r)
	if err != nil || !ok {
		return err
	}
	f := form.Of(r, "")
	if f.Get("viec") == "bat-dau" {
		return begin(s, r, w, f)
	}
	if len(r.Uploads) == 0 || r.Uploads[0].Name == "" {
		if r.FormFault != nil {
			f.RefuseAt("tep", r.FormFault)
		} else {
			f.RefuseAt("tep", errNoFile.New())
		}
		return ask(s, r, w, f)
	}
	file := r.Uploads[0]
	if file.Err != nil {
		f.RefuseFile("tep", file.Name, file.Err)
		return ask(s, r, w, f)
	}
	up, err := take(s, r, w, file)
	if refused := fault.Of(err); refused != nil && refused.Code.Kind != fault.Internal && refused.Code.Kind != fault.NotFound {
		f.RefuseFile("tep", file.Name, err)
		return ask(s, r, w, f)
	} else if err != nil {
		return err
	}
	if _, err = read(s, r, up.ID, ingest.Choices{}); err != nil {
		return err
	}
	r.Redirect(r.Link(item(w.ID) + "/" + up.ID))
	return nil
}

// take hands a spooled file on. The same form with the same file is one upload.
func take(s *site.Site, r *site.Request, w view.DatasetWork, file site.Upload) (app.Upload, error) {
	r.PostForm.Set("tep", file.Spooled.SHA256)
	by, err := desk.Caller(r)
	if err != nil {
		return app.Upload{}, err
	}
	up, err := s.App.Uploads.Begin(r.Context(), by, app.NewUpload{Agency: w.Agency, Name: file.Name, Size: file.Spooled.Size})
	if err != nil || up.Offset == up.Size {
		return up, err
	}
	if _, err := file.Spooled.Seek(up.Offset, io.SeekStart); err != nil {
		return up, err
	}
	return s.App.Uploads.Append(r.Context(), by, up.ID, up.Offset, file.Spooled)
}

// begin answers the script with where to send the pieces, or with the reason why not.
func begin(s *site.Site, r *site.Request, w view.DatasetWork, f *form.Form) error {
	size := f.Whole("size")
	by, err := desk.Caller(r)
	if err == nil && !f.OK() {
		err = app.ErrUploadSize.New("max", s.App.Limits.DatasetBytes>>20)
	}
	var up app.Upload
	if err == nil {
		up, err = s.App.Uploads.Begin(r.Context(), by, app.NewUpload{Agency: w.Agency, Name: f.Get("name"), Size: size})
	}
	if refused := fault.Of(err); refused != nil && refused.Code.Kind != fault.Internal {
		return answer(r, site.Status[refused.Code.Kind], map[string]any{"code": refused.Code.Name, "sentence": refused.Sentence(string(r.Lang))})
	} else if err != nil {
		return err
	}
	at := r.Link(item(w.ID) + "/" + up.ID)
	r.W.Header().Set("Location", at)
	return answer(r, http.StatusCreated, map[string]any{"url": at, "offset": up.Offset})
}

func answer(r *site.Request, status int, v any) error {
	r.W.Header().Set("Content-Type", "application/json")
	r.W.WriteHeader(status)
	return json.NewEncoder(r.W).Encode(v)
}
