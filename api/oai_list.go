package api

import (
	"strings"
	"time"

	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/opendata/oaipmh"
	"minhbach/projections/view"
)

// oaiPage is how many records one answer has, and how many are asked for at a time.
const oaiPage = 100

var errBadToken = &oaipmh.Error{Code: oaipmh.BadResumptionToken, Message: "This token was not given out here; begin the harvest again."}

// harvest goes through everything that was public at a position, datasets first.
type harvest struct {
	*oaiCall
	at       view.AsOf
	agencies []string // of the set
	kinds    []publication.Kind
	datasets bool // are asked for
	items    bool // publications are
	records  []oaipmh.Record
	next     *oaipmh.Token
}

// list answers ListRecords and ListIdentifiers.
func (c *oaiCall) list() error {
	r := c.request
	h := &harvest{oaiCall: c}
	if err := h.choose(r); err != nil {
		return err
	}
	now, err := c.app.Queries.Position(c)
	if err != nil {
		return err
	}
	token := r.Begin(max(now, 1))
	if r.Token != nil {
		if token = *r.Token; token.Position > max(now, 1) {
			return errBadToken
		}
	}
	h.at = view.AsOf{Position: token.Position}
	if r.Token == nil && r.From.IsZero() && r.Until.IsZero() {
		if token.Size, err = h.size(); err != nil {
			return err
		}
	}
	if err := h.walk(token); err != nil {
		if f := fault.Of(err); r.Token != nil && f != nil && f.Code.Kind == fault.Invalid {
			return errBadToken // its place in a list is not one of ours
		}
		return err
	}
	if len(h.records) == 0 {
		if r.Token != nil {
			return errBadToken
		}
		return &oaipmh.Error{Code: oaipmh.NoRecordsMatch, Message: "Nothing public fits these arguments."}
	}
	c.answer.List(r.Verb, h.records, token.Sent, token.Size, h.next)
	return nil
}

// choose reads format and set.
func (h *harvest) choose(r oaipmh.Request) error {
	switch r.Prefix {
	case oaipmh.DC.Prefix:
		h.datasets, h.items = true, true
	case oaipmh.DCAT.Prefix:
		h.datasets = true
	default:
		return &oaipmh.Error{Code: oaipmh.CannotDisseminateFormat, Message: "The formats are oai_dc and dcat."}
	}
	switch kind, isKind := strings.CutPrefix(r.Set, setKind); {
	case r.Set == "":
	case r.Set == setDataset:
		h.items = false
	case isKind:
		h.datasets = false
		if _, known := publication.KindOf(publication.Kind(kind)); !known {
			h.items = false
		}
		h.kinds = []publication.Kind{publication.Kind(kind)}
	case strings.HasPrefix(r.Set, setAgency):
		h.agencies = []string{strings.TrimPrefix(r.Set, setAgency)}
	default:
		h.datasets, h.items = false, false
	}
	return nil
}

// datasetFilter and itemFilter are the whole lists, of which pages are asked for.
func (h *harvest) datasetFilter() view.DatasetFilter {
	f := view.DatasetFilter{AsOf: h.at, States: everyState, Agencies: h.agencies, Order: view.ByID, Limit: oaiPage}
	if f.Changed.From = h.request.From; !h.request.Until.IsZero() {
		f.Changed.To = h.request.Until.Add(time.Second - time.Microsecond)
	}
	return f
}

func (h *harvest) itemFilter() view.ItemFilter {
	return view.ItemFilter{AsOf: h.at, States: everyState, Agencies: h.agencies, Kinds: h.kinds, Order: view.RecentChange, Limit: oaiPage}
}

// size of the whole list.
func (h *harvest) size() (int, error) {
	n := 0
	if h.datasets {
		f := h.datasetFilter()
		f.Limit = 1
		all, err := h.app.Queries.Datasets.List(h, f)
		if err != nil {
			return 0, err
		}
		n += all.Total
	}
	if h.items {
		f := h.itemFilter()
		f.Limit = 1
		all, err := h.app.Queries.Items(h, f)
		if err != nil {
			return 0, err
		}
		n += all.Total
	}
	return n, nil
}

// walk fills the answer from a place on, and keeps the place at which the next one
// begins: at a record that is there, so that no answer is empty.
func (h *harvest) walk(from oaipmh.Token) error {
	at := from
	for {
		var end bool
		var err error
		if at.Part == oaipmh.Datasets {
			end, err = h.datasetPage(&at)
		} else {
			end, err = h.itemPage(&at)
		}
		if err != nil || h.next != nil {
			return err
		}
		if end {
			if at.Part == oaipmh.Publications {
				return nil
			}
			at.Part, at.Page, at.Skip = oaipmh.Publications, "", 0
		}
	}
}
