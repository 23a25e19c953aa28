package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"

	"minhbach/domain/calendar"
	"minhbach/domain/publication"
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

func (c *oaiCall) identify(province view.Agency) error {
	earliest, err := c.earliest()
	if err != nil {
		return err
	}
	name := "Minh Bạch"
	if province.NameVi != "" {
		name = "Cổng thông tin điện tử – " + province.NameVi
	}
	email := province.Contact.Email
	if email == "" {
		email = "postmaster@" + c.host // RFC 2142 section 5
	}
	c.answer.Identify(oaipmh.Repository{
		Name: name, BaseURL: c.base + oaiPath, Email: email, Earliest: earliest, Host: c.host,
		Sample: oaipmh.Identifier(c.host, "0190f3c2-7b1e-7c55-9d3a-0f6a2b4c8d10"),
	})
	return nil
}

// earliest is the time at which the first thing became public; nothing has a
// datestamp before it.
func (c *oaiCall) earliest() (time.Time, error) {
	first := c.now()
	all, err := c.app.Queries.Datasets.List(c, view.DatasetFilter{States: everyState, Limit: 1})
	if err != nil {
		return first, err
	}
	if all.Total > 1 {
		all, err = c.app.Queries.Datasets.List(c, view.DatasetFilter{States: everyState, Limit: 1, Offset: all.Total - 1})
		if err != nil {
			return first, err
		}
	}
	for _, it := range all.Items {
		first = it.PublishedAt
	}
	day, err := c.firstDay()
	if err != nil || day.IsZero() {
		return first, err
	}
	for cursor := ""; ; {
		page, err := c.app.Queries.Items(c, view.ItemFilter{States: everyState, To: day, Limit: 100, Cursor: cursor})
		if err != nil {
			return first, err
		}
		for _, it := range page.Items {
			if it.PublishedAt.Before(first) {
				first = it.PublishedAt
			}
		}
		if page.Next == "" || page.Next == cursor {
			return first, nil
		}
		cursor = page.Next
	}
}

// firstDay is the first day with a publication, found by halving.
func (c *oaiCall) firstDay() (calendar.Date, error) {
	any := func(to calendar.Date) (bool, error) {
		page, err := c.app.Queries.Items(c, view.ItemFilter{States: everyState, To: to, Limit: 1})
		return page.Total > 0, err
	}
	last := calendar.DateOf(c.now()).AddDays(1)
	if found, err := any(last); err != nil || !found {
		return calendar.Date{}, err
	}
	from, n := calendar.MustParse("1990-01-01"), 1
	for !from.AddDays(n).After(last) {
		n *= 2
	}
	low, high := 0, n // the first day with something is above low and at most high
	for low+1 < high {
		middle := (low + high) / 2
		found, err := any(from.AddDays(middle))
		if err != nil {
			return calendar.Date{}, err
		}
		if found {
			high = middle
		} else {
			low = middle
		}
	}
	return from.AddDays(high), nil
}

// Sets are flat: one for each agency and one for each kind.
const (
	setAgency  = "agency-"
	setKind    = "kind-"
	setDataset = setKind + "dataset"
)

func (c *oaiCall) sets() []oaipmh.Set {
	all := []oaipmh.Set{{Spec: setDataset, Name: "Bộ dữ liệu"}}
	for _, k := range publication.Kinds() {
		all = append(all, oaipmh.Set{Spec: setKind + string(k.Kind), Name: k.Label("vi")})
	}
	for _, a := range c.tree.Agencies {
		all = append(all, oaipmh.Set{Spec: setAgency + a.ID, Name: a.NameVi})
	}
	for id, e := range c.tree.Ended {
		all = append(all, oaipmh.Set{Spec: setAgency + id, Name: e.NameVi})
	}
	return all
}
