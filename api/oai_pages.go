package api

import (
	"strconv"
	"time"

	"minhbach/opendata/oaipmh"
)

// full tells whether the answer has its records; then the place of the next is kept.
func (h *harvest) full(at oaipmh.Token, index int) bool {
	if len(h.records) < oaiPage {
		return false
	}
	at.Skip, at.Sent = index, at.Sent+len(h.records)
	h.next = &at
	return true
}

func (h *harvest) datasetPage(at *oaipmh.Token) (end bool, err error) {
	if !h.datasets {
		return true, nil
	}
	f := h.datasetFilter()
	if at.Page != "" {
		if f.Offset, err = strconv.Atoi(at.Page); err != nil || f.Offset < 0 {
			return false, errBadToken
		}
	}
	page, err := h.app.Queries.Datasets.List(h, f)
	if err != nil {
		return false, err
	}
	for i, it := range page.Items {
		if i < at.Skip || !h.request.Within(it.UpdatedAt) {
			continue
		}
		if h.full(*at, i) {
			return false, nil
		}
		r := oaipmh.Record{Header: h.datasetHeader(it)}
		if h.request.Verb == oaipmh.ListRecords && !r.Deleted {
			d, err := h.app.Queries.Datasets.Get(h, it.ID, h.at)
			if err != nil {
				return false, err
			}
			if r, err = h.datasetRecord(d); err != nil {
				return false, err
			}
		}
		h.records = append(h.records, r)
	}
	at.Page, at.Skip = strconv.Itoa(f.Offset+len(page.Items)), 0
	return len(page.Items) == 0 || f.Offset+len(page.Items) >= page.Total, nil
}

func (h *harvest) itemPage(at *oaipmh.Token) (end bool, err error) {
	if !h.items {
		return true, nil
	}
	f := h.itemFilter()
	f.Cursor = at.Page
	page, err := h.app.Queries.Items(h, f)
	if err != nil {
		return false, err
	}
	for i, it := range page.Items {
		if !h.request.From.IsZero() && it.UpdatedAt.Truncate(time.Second).Before(h.request.From) {
			return true, nil // the newest come first
		}
		if i < at.Skip || !h.request.Within(it.UpdatedAt) {
			continue
		}
		if h.full(*at, i) {
			return false, nil
		}
		r := oaipmh.Record{Header: h.publicationHeader(it)}
		if h.request.Verb == oaipmh.ListRecords && !r.Deleted {
			p, err := h.app.Queries.Publication(h, it.ID, h.at)
			if err != nil {
				return false, err
			}
			if r, err = h.publicationRecord(p); err != nil {
				return false, err
			}
		}
		h.records = append(h.records, r)
	}
	at.Page, at.Skip = page.Next, 0
	return page.Next == "" || page.Next == f.Cursor, nil
}
