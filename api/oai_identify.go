package api

import (
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/opendata/oaipmh"
	"minhbach/projections/view"
)

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
