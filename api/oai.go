package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"unicode/utf8"

	"minhbach/domain/calendar"
	"minhbach/opendata/oaipmh"
	"minhbach/projections/view"
)

// oaiCall is one request of a harvester.
type oaiCall struct {
	*service
	context.Context
	request oaipmh.Request
	base    string
	host    string // in identifiers
	tree    *view.Tree
	answer  *oaipmh.Answer
}

// oaiPath is the base URL of the protocol.
const oaiPath = "/oai"

// serveOAI answers OAI-PMH 2.0. Errors of the protocol are answers like others.
func (s *service) serveOAI(w http.ResponseWriter, r *http.Request) error {
	q := requestOf(r.Context())
	values, err := oaiArguments(r)
	var read oaipmh.Request
	if err == nil {
		read, err = oaipmh.Read(values)
	}
	c := &oaiCall{service: s, Context: r.Context(), request: read, base: q.base, answer: oaipmh.Begin(s.now(), q.base+oaiPath, read)}
	if err == nil {
		err = c.verb()
	}
	var refusal *oaipmh.Error
	if err != nil && !errors.As(err, &refusal) {
		return err
	}
	if refusal != nil {
		// What was written of the answer before the refusal is left out.
		c.answer = oaipmh.Begin(s.now(), q.base+oaiPath, read)
		c.answer.Error(refusal)
	}
	w.Header().Set("Cache-Control", "no-cache")
	return send(w, r, http.StatusOK, oaipmh.MediaType, c.answer.End())
}

// oaiArguments are those of the query of a GET or of the form of a POST (section 3.1.1).
func oaiArguments(r *http.Request) (url.Values, error) {
	text := r.URL.RawQuery
	if r.Method == http.MethodPost {
		if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" {
			return nil, &oaipmh.Error{Code: oaipmh.BadArgument, Message: "The content type of a POST is application/x-www-form-urlencoded."}
		}
		body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, 64<<10))
		if err != nil {
			return nil, &oaipmh.Error{Code: oaipmh.BadArgument, Message: "The form is larger than 64 KiB or was broken off."}
		}
		text = string(body)
	}
	values, err := url.ParseQuery(text)
	if err != nil || !utf8.ValidString(text) {
		return nil, &oaipmh.Error{Code: oaipmh.BadArgument, Message: "The arguments are not encoded as a form."}
	}
	return values, nil
}

func (c *oaiCall) verb() error {
	var err error
	if c.tree, err = c.app.Queries.Tree(c, view.AsOf{}, calendar.Date{}); err != nil {
		return err
	}
	c.host = hostOf(c.base)
	province, _ := c.tree.Province()
	if province.Domain.FQDN != "" && province.Domain.State == "active" {
		c.host = province.Domain.FQDN // the same at every portal of the network
	}
	switch c.request.Verb {
	case oaipmh.Identify:
		return c.identify(province)
	case oaipmh.ListSets:
		c.answer.Sets(c.sets())
		return nil
	case oaipmh.ListMetadataFormats:
		return c.formats()
	case oaipmh.GetRecord:
		return c.one()
	}
	return c.list()
}
