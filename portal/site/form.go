package site

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"

	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/internal/app"
)

// Form says what a page with a form does beyond Staff.
type Form struct {
	// Lost shows what was sent when the session or the form's token is gone, so that
	// nothing typed is lost. It acts on nothing. Nil: the refusal alone.
	Lost func(s *Site, r *Request, err error) error
	// Files is asked before any file is stored; files of forms without it stay in
	// memory, at most Limits.ImportBytes each.
	Files Handler
	// Spool is how large one file may be that comes to a temporary file of its own,
	// for data that is not kept with the attachments; Files is asked as well.
	Spool int64
	// Raw says that the body is the handler's; the token comes in the header
	// X-CSRF-Token.
	Raw bool
}

// Upload is one file of a form, stored or in memory, or the reason why not.
type Upload struct {
	Field, Name string
	Attachment  publication.Attachment
	Bytes       []byte
	Spooled     *Spooled
	Err         error
}

var errForm = fault.Define(fault.Forbidden, "form.expired",
	"Biểu mẫu đã hết hiệu lực hoặc không đến từ trang này; hãy tải lại trang và gửi lại.",
	"The form has expired or did not come from this site; reload the page and send it again.")
var errFormSize = fault.Define(fault.TooLarge, "form.too_large",
	"Biểu mẫu quá lớn; hãy gửi ít dữ liệu hơn hoặc tải tệp lên riêng.",
	"The form is too large; send less or upload files one by one.")
var errFormRead = fault.Define(fault.Invalid, "form.unreadable",
	"Không đọc được biểu mẫu; hãy tải lại trang và gửi lại.",
	"The form could not be read; reload the page and send it again.")

// filesAtOnce bounds a request: a form may bring so many files of full size.
const filesAtOnce = 4

// CheckForm reads the form and its CSRF token. Text that came before something
// unreadable or too large is kept, and FormFault tells.
func (r *Request) CheckForm(f Form) error {
	if f.Raw {
		if r.sealed == "" || !r.Site.App.Auth.CheckCSRF(r.sealed, r.Header.Get("X-CSRF-Token")) {
			return errForm.New()
		}
		return nil
	}
	r.readForm(f)
	if !r.tokenFits() {
		return errForm.New()
	}
	if f.Files == nil && r.FormFault != nil {
		return r.FormFault
	}
	return nil
}

func (r *Request) tokenFits() bool {
	return r.sealed != "" && r.Site.App.Auth.CheckCSRF(r.sealed, r.PostForm.Get("csrf"))
}

func (r *Request) readForm(f Form) {
	limits := r.Site.App.Limits
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		r.Body = http.MaxBytesReader(r.W, r.Body, limits.FormBytes)
		r.note(r.ParseForm())
		if r.PostForm == nil {
			r.PostForm = url.Values{}
		}
		return
	}
	r.PostForm = url.Values{}
	r.Form = r.PostForm
	most := filesAtOnce * limits.AttachmentBytes
	if f.Spool > 0 {
		most = f.Spool + 1<<20 // so that a little too much is told beside the field
	}
	r.Body = http.MaxBytesReader(r.W, r.Body, limits.FormBytes+most)
	parts, err := r.MultipartReader()
	left := limits.FormBytes
	for err == nil {
		var part *multipart.Part
		if part, err = parts.NextPart(); err != nil {
			break
		}
		if part.FileName() != "" {
			r.file(f, part)
			continue
		}
		var text []byte
		text, err = io.ReadAll(io.LimitReader(part, left+1))
		if left -= int64(len(text)); left < 0 {
			r.FormFault = errFormSize.New()
			return
		}
		r.PostForm.Add(part.FormName(), string(text))
	}
	if err != io.EOF {
		r.note(err)
	}
}

func (r *Request) note(err error) {
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
	case errors.As(err, &tooLarge):
		r.FormFault = errFormSize.New().Because(err)
	default:
		r.FormFault = errFormRead.New().Because(err)
	}
}

// file takes one file. Nothing is stored for somebody without session, token or right.
func (r *Request) file(f Form, part *multipart.Part) {
	up := Upload{Field: part.FormName(), Name: part.FileName()}
	limits := r.Site.App.Limits
	switch {
	case r.Caller.Account == "" || !r.tokenFits():
		return
	case f.Files == nil:
		up.Bytes, up.Err = io.ReadAll(io.LimitReader(part, limits.ImportBytes+1))
		if int64(len(up.Bytes)) > limits.ImportBytes {
			up.Bytes, up.Err = nil, errFormSize.New()
		}
	default:
		if r.mayStore == nil {
			err := f.Files(r.Site, r)
			r.mayStore = &err
		}
		switch up.Err = *r.mayStore; {
		case up.Err != nil:
		case f.Spool > 0:
			up.Spooled, up.Err = spool(part, f.Spool)
		default:
			up.Attachment, up.Err = r.Site.App.Files.Put(r.Context(), up.Name, limits.AttachmentBytes, part)
		}
	}
	r.Uploads = append(r.Uploads, up)
}

// StaffForm is Staff for pages with forms that keep what was typed.
func (s *Site) StaffForm(h Handler, f Form) http.Handler {
	return s.Handle(func(s *Site, r *Request) error {
		r.W.Header().Set("Cache-Control", "no-store")
		posted := r.Method != http.MethodGet && r.Method != http.MethodHead
		switch {
		case r.Caller.Account == "" && posted:
			refusal := app.ErrSignInFirst.New()
			if f.Lost == nil || f.Raw {
				return refusal
			}
			r.readForm(f)
			return f.Lost(s, r, refusal)
		case r.Caller.Account == "":
			r.Redirect(r.Link("/dang-nhap") + "?next=" + escape(r.RequestPath()))
			return nil
		case (r.Session.MustChange || r.Session.MustEnrol) && !settling[r.Tail]:
			r.Redirect(r.Link("/quan-tri/tai-khoan-cua-toi"))
			return nil
		}
		if posted {
			defer r.sweep()
			if err := r.CheckForm(f); errors.Is(err, errForm) && f.Lost != nil && !f.Raw {
				return f.Lost(s, r, err)
			} else if err != nil {
				return err
			}
		}
		return h(s, r)
	})
}
