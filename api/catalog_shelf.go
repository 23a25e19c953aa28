package api

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"

	"minhbach/opendata/ckan"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

func (x *shelf) put(it view.DatasetItem) {
	if _, twice := x.byName[it.ID]; twice {
		return
	}
	owner := x.owner(it.Agency)
	x.byName[it.ID], x.byName[it.Slug] = len(x.docs), len(x.docs)
	x.docs = append(x.docs, ckan.NewDoc(it, owner))
	for _, t := range it.Topics {
		x.topics[t]++
	}
	if x.issued.IsZero() || it.PublishedAt.Before(x.issued) {
		x.issued = it.PublishedAt
	}
	if it.UpdatedAt.After(x.modified) {
		x.modified = it.UpdatedAt
	}
}

// owner is the agency that answers for a dataset now.
func (x *shelf) owner(agency string) record.Publisher {
	a, ok := x.tree.Current(agency)
	if !ok {
		a = x.tree.Ended[agency].Agency
		a.ID = agency
	}
	return record.NewPublisher("", a)
}

func (x *shelf) count() {
	counts := map[string]int{}
	for _, d := range x.docs {
		counts[d.Owner.ID]++
	}
	known := map[string]bool{}
	for _, a := range x.tree.Agencies {
		p := record.NewPublisher("", a)
		p.Datasets, known[a.ID] = counts[a.ID], true
		x.agencies = append(x.agencies, p)
	}
	for _, d := range x.docs { // of agencies that ended without an heir
		if !known[d.Owner.ID] {
			known[d.Owner.ID] = true
			p := d.Owner
			p.Datasets = counts[p.ID]
			x.agencies = append(x.agencies, p)
		}
	}
}

// doc finds a dataset by id or name.
func (x *shelf) doc(name string) (*ckan.Doc, bool) {
	i, ok := x.byName[name]
	if !ok {
		return nil, false
	}
	return x.docs[i], true
}

// agency finds one by id, CKAN name, portal name or code.
func (x *shelf) agency(name string) (record.Publisher, bool) {
	for _, p := range x.agencies {
		if name != "" && (p.ID == name || p.Slug == name || p.Code == name) {
			return p, true
		}
	}
	if a, ok := x.tree.BySlug(name); ok {
		return x.agency(a.ID)
	}
	return record.Publisher{}, false
}

// site is the catalogue for readers who came by a host.
func (x *shelf) site(base string) record.Site {
	return record.NewSite(base, x.tree, x.issued, x.modified)
}

// on is a publisher with the addresses of a host.
func (x *shelf) on(base string, p record.Publisher) record.Publisher {
	p.Homepage = base + p.Homepage
	return p
}

// tag names a document of this state; parts say which.
func (x *shelf) tag(parts ...string) string {
	h := sha256.New()
	fmt.Fprintln(h, x.key)
	for _, p := range x.agencies {
		fmt.Fprintln(h, p.ID, p.Slug, p.Name, p.NameEn, p.Email, p.Phone)
	}
	for _, part := range parts {
		fmt.Fprintf(h, "%q\n", part)
	}
	return `"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16]) + `"`
}

// page keeps a document that was made of this state.
func (x *shelf) page(key string, make func() ([]byte, error)) ([]byte, error) {
	x.mu.Lock()
	body, ok := x.pages[key]
	x.mu.Unlock()
	if ok {
		return body, nil
	}
	body, err := make()
	if err != nil {
		return nil, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.bytes+len(body) > keptPages {
		x.pages, x.bytes = map[string][]byte{}, 0
	}
	if _, twice := x.pages[key]; !twice && len(body) <= keptPages {
		x.pages[key] = body
		x.bytes += len(body)
	}
	return body, nil
}

// keywords of all datasets with how often each is used.
func (x *shelf) keywords() ([]string, map[string]int) {
	counts := map[string]int{}
	for _, d := range x.docs {
		for _, t := range d.Tags() {
			counts[t]++
		}
	}
	return slices.SortedFunc(maps.Keys(counts), strings.Compare), counts
}
