package form

import (
	"net/http"
	"regexp"
	"strings"

	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// OK tells that nothing was refused so far.
func (f *Form) OK() bool { return len(f.wrong) == 0 }

// Status is the HTTP status that the form is shown with.
func (f *Form) Status() int { return f.status }

// Refuse takes what a command refused. It answers false for what no form can
// mend: then the error is for the error page.
func (f *Form) Refuse(err error) bool {
	refused := fault.Of(err)
	if refused == nil {
		return false
	}
	switch refused.Code.Kind {
	case fault.Unauthenticated, fault.NotFound, fault.Gone, fault.Internal:
		return false
	}
	f.status = site.Status[refused.Code.Kind]
	f.take(refused)
	return true
}

func (f *Form) take(refused *fault.Fault) {
	if len(refused.Fields) == 0 {
		f.wrong = append(f.wrong, wrong{path: fieldName(refused.Path), fault: refused})
		return
	}
	for _, one := range refused.Fields {
		f.take(one)
	}
}

// Move puts the refusals of one field beside another, where a page asks under a name
// of its own.
func (f *Form) Move(from, to string) {
	for i := range f.wrong {
		if f.wrong[i].path == from {
			f.wrong[i].path = to
		}
	}
}

func (f *Form) refuseAt(name string, err error) {
	if refused := fault.Of(err); refused != nil {
		f.RefuseAt(name, refused)
	}
}

// RefuseAt puts a refusal beside a field.
func (f *Form) RefuseAt(name string, refused *fault.Fault) {
	f.status = http.StatusUnprocessableEntity
	if s, ok := site.Status[refused.Code.Kind]; ok {
		f.status = s
	}
	f.wrong = append(f.wrong, wrong{path: name, fault: refused})
}

var index = regexp.MustCompile(`\[(\d+)\]`)

// fieldName is the field that a path of the domain is about: names of fields are
// those paths, without the part that all share.
func fieldName(path string) string {
	return index.ReplaceAllString(strings.TrimPrefix(path, "content."), ".$1")
}

// errorAt is what is wrong with a field; a list's entry counts for the list.
func (f *Form) errorAt(name string) string {
	var sentences []string
	for i := range f.wrong {
		w := &f.wrong[i]
		if w.path == name || !w.placed && strings.HasPrefix(w.path, name+".") && isIndex(w.path[len(name)+1:]) {
			w.placed = true
			sentence := w.fault.Sentence(string(f.lang))
			if w.about != "" {
				sentence = w.about + ": " + sentence
			}
			sentences = append(sentences, sentence)
		}
	}
	return strings.Join(sentences, " ")
}

func isIndex(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// Errors are the fields to mend, for the summary.
func (f *Form) Errors() []render.Field { return render.Errors(f.fields...) }

// Notices are the refusals that are about no field shown, with their codes.
func (f *Form) Notices() []render.Notice {
	var out []render.Notice
	for _, w := range f.wrong {
		if !w.placed {
			out = append(out, Notice(f.lang, w.fault))
		}
	}
	return out
}

// Notice tells a refusal with its code.
func Notice(lang i18n.Lang, refused *fault.Fault) render.Notice {
	return render.Notice{Tone: render.Danger, Title: refused.Sentence(string(lang)), Text: i18n.T(lang, "desk.code", refused.Code.Name)}
}

var errFile = fault.Define(fault.Invalid, "form.file",
	"Không nhận được tệp “{name}”; hãy thử gửi lại tệp này.",
	"The file “{name}” could not be taken; try to send it again.")

// RefuseFile tells why one file was not taken.
func (f *Form) RefuseFile(field, name string, err error) {
	refused := fault.Of(err)
	if refused == nil {
		refused = errFile.New("name", name).Because(err)
	}
	f.RefuseAt(field, refused)
	w := &f.wrong[len(f.wrong)-1]
	w.about = name
}
