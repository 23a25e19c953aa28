package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"minhbach/domain/fault"
	"minhbach/opendata/ckan"
)

// jsonCKAN is the media type of every answer, written as CKAN's clients compare it.
const jsonCKAN = "application/json;charset=utf-8"

// maxCall bounds the body of a call: questions, never files.
const maxCall = 1 << 20

// ckanCall is one call of an action.
type ckanCall struct {
	*service
	context.Context
	params ckan.Params
	base   string
	lang   string
	shelf  *shelf
}

// action is a name of the Action API. One without run changes something in CKAN and
// is refused here.
type action struct {
	help string
	run  func(*ckanCall) (any, error)
}

// serveVersion answers /api/3.
func (s *service) serveVersion(w http.ResponseWriter, r *http.Request) error {
	return send(w, r, http.StatusOK, jsonCKAN, []byte("{\"version\": 3}\n"))
}

// serveAction answers a call. GET and POST are the same: nothing here changes anything.
func (s *service) serveAction(w http.ResponseWriter, r *http.Request) error {
	q := requestOf(r.Context())
	if r.Method == http.MethodPost { // pages of other sites may ask by POST as well: no cookie is read
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	name := r.PathValue("action")
	do, known := actions[name]
	if !known {
		return writeCKAN(w, r, http.StatusBadRequest, "Bad request - Action name not known: "+short(name))
	}
	help := q.base + "/api/3/action/help_show?name=" + url.QueryEscape(name)
	result, err := s.act(r, q, do)
	if err == nil {
		return writeCKAN(w, r, http.StatusOK, ckan.Answer{Help: help, Success: true, Result: result})
	}
	refusal := refused(err, q.lang)
	if refusal == nil {
		return err
	}
	return writeCKAN(w, r, refusal.Status, ckan.Refusal{Help: help, Error: refusal})
}

func (s *service) act(r *http.Request, q *request, do action) (any, error) {
	params, err := paramsOf(r)
	if err != nil {
		return nil, err
	}
	if do.run == nil {
		return nil, ckan.Denied("Nothing can be changed through this interface. Publishers use " + q.base + prefix + ", where every change is approved and recorded")
	}
	x, err := s.shelf(r.Context())
	if err != nil {
		return nil, err
	}
	return do.run(&ckanCall{service: s, Context: r.Context(), params: params, base: q.base, lang: q.lang, shelf: x})
}

// refused puts an error into CKAN's words; nil where it is not the caller's to mend.
func refused(err error, lang string) *ckan.Error {
	var e *ckan.Error
	if errors.As(err, &e) {
		return e
	}
	f := fault.Of(err)
	if f == nil {
		return nil
	}
	sentence := strings.ReplaceAll(f.Sentence(lang), ": ", ", ")
	switch f.Code.Kind {
	case fault.NotFound, fault.Gone:
		return ckan.NotFound(sentence)
	case fault.Invalid:
		return ckan.Invalid("query", sentence)
	}
	return nil
}

// callback is a name of a function and nothing else.
var callback = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$.]{0,99}$`)

// writeCKAN writes an answer, as JSONP where a callback was named. That is safe here:
// no answer depends on who asks.
func writeCKAN(w http.ResponseWriter, r *http.Request, status int, v any) error {
	var b bytes.Buffer
	name := r.URL.Query().Get("callback")
	jsonp := name != "" && r.Method != http.MethodPost
	if jsonp && !callback.MatchString(name) {
		jsonp, status, v = false, http.StatusBadRequest, "Bad request - callback is no name of a function"
	}
	if jsonp {
		fmt.Fprintf(&b, "/**/%s(", name) // the comment keeps the bytes from being anything but a script
	}
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(jsonp)
	if err := enc.Encode(v); err != nil {
		return err
	}
	mediaType := jsonCKAN
	if jsonp {
		b.Truncate(b.Len() - 1)
		b.WriteString(");\n")
		mediaType = "application/javascript;charset=utf-8"
	}
	w.Header().Set("Cache-Control", "no-cache")
	return send(w, r, status, mediaType, b.Bytes())
}
