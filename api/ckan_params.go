package api

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minhbach/opendata/ckan"
)

// paramsOf reads the parameters of a call: the query of a GET; JSON, a form or
// multipart of a POST, with the query beside it.
func paramsOf(r *http.Request) (ckan.Params, error) {
	query := ckan.FromValues(r.URL.Query())
	if r.Method != http.MethodPost {
		return tidy(query)
	}
	kind, extra, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	r.Body = http.MaxBytesReader(nil, r.Body, maxCall)
	var params ckan.Params
	switch kind {
	case "multipart/form-data":
		if extra["boundary"] == "" || r.ParseMultipartForm(maxCall) != nil {
			return nil, badRequest("the multipart body cannot be read or is larger than 1 MiB")
		}
		defer func() { _ = r.MultipartForm.RemoveAll() }()
		params = ckan.FromValues(r.MultipartForm.Value)
	default:
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, badRequest("the body cannot be read or is larger than 1 MiB")
		}
		// Clients send JSON under the label of a form, escaped or not, as CKAN has
		// always taken it.
		if kind == "application/x-www-form-urlencoded" && !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
			values, err := url.ParseQuery(string(body))
			if err != nil {
				return nil, badRequest("the form cannot be read")
			}
			only, bare := aloneIn(values)
			if params = ckan.FromValues(values); !bare {
				break
			}
			body = []byte(only)
		}
		if params, err = ckan.FromJSON(body); err != nil {
			return nil, badRequest("the body is no JSON object")
		}
	}
	for name, v := range query {
		if _, said := params[name]; !said {
			params[name] = v
		}
	}
	return tidy(params)
}

// aloneIn finds JSON that a form's label made the only name of a form.
func aloneIn(values url.Values) (string, bool) {
	for name, v := range values {
		return name, len(values) == 1 && strings.HasPrefix(name, "{") && (len(v) == 0 || v[0] == "")
	}
	return "", false
}

func badRequest(why string) error {
	return &ckan.Error{Type: "Bad Request", Status: http.StatusBadRequest, Message: "Bad request - " + why}
}

// tidy puts all text into form C and refuses what is not UTF-8.
func tidy(p ckan.Params) (ckan.Params, error) {
	for name, v := range p {
		if !wellFormed(v) {
			return nil, ckan.Invalid("data", "A parameter is not UTF-8")
		}
		p[name] = composed(v)
	}
	return p, nil
}

func wellFormed(v any) bool {
	switch v := v.(type) {
	case string:
		return utf8.ValidString(v) && len(norm.NFC.String(v)) <= maxCall
	case []any:
		for _, x := range v {
			if !wellFormed(x) {
				return false
			}
		}
	case map[string]any:
		for _, x := range v {
			if !wellFormed(x) {
				return false
			}
		}
	}
	return true
}
