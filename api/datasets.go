package api

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/dataset/quality"
	"minhbach/projections/view"
)

type listDatasetsIn struct {
	Point
	Q            string        `query:"q" maxLength:"300" doc:"Words, with or without accents, in title, summary, keywords and columns." example:"thong ke dan so"`
	Topic        []Topic       `query:"topic" maxItems:"12" doc:"One or several, with commas."`
	Agency       string        `query:"agency" maxLength:"255" doc:"Id, code or slug." example:"kesach"`
	Subordinates bool          `query:"subordinates" doc:"Also what the agencies below it published."`
	Format       []FileFormat  `query:"format" maxItems:"8" doc:"Of the publisher's own file."`
	Licence      []Licence     `query:"licence" maxItems:"10"`
	Year         []int         `query:"year" maxItems:"20" doc:"Of the period that the data speaks of." example:"[2025]"`
	Band         []Band        `query:"band" maxItems:"4" doc:"Of quality of the description."`
	Keyword      []string      `query:"keyword" maxItems:"20" doc:"One or several, with commas."`
	State        []PublicState `query:"state" maxItems:"3" doc:"Empty: published and archived."`
	Sort         string        `query:"sort" enum:"newest,changed,title,relevance,id" doc:"By publication, last change, title in Vietnamese order, relevance to q, or id. Default: relevance with q, else newest."`
	Limit        int           `query:"limit" minimum:"1" maximum:"1000" default:"20"`
	Offset       int           `query:"offset" minimum:"0" maximum:"1000000" doc:"How many to leave out first."`
	Facets       bool          `query:"facets" doc:"Also count the values of each filter among everything found."`
}

// DatasetList is a page of the catalogue.
type DatasetList struct {
	Items  []DatasetItem      `json:"items"`
	Total  int                `json:"total" doc:"Of all pages."`
	Facets map[string][]Facet `json:"facets,omitempty" doc:"By filter: agency, topic, keyword, format, licence, band, year. With facets=true only."`
}

// Facet is one value of a filter and how many things have it.
type Facet struct {
	Value string `json:"value" doc:"Send it as the filter."`
	Vi    string `json:"vi" doc:"Name for people."`
	En    string `json:"en"`
	Count int    `json:"count"`
}

var datasetOrders = map[string]view.Order{
	"newest": view.NewestFirst, "changed": view.RecentChange, "title": view.ByTitle, "relevance": view.ByRelevance, "id": view.ByID,
}

func (s *service) listDatasets(api huma.API) {
	read(api, huma.Operation{
		OperationID: "list-datasets", Path: "/datasets", Tags: []string{tagDatasets},
		Summary:     "The catalogue of open data, with filters, counts and words",
		Description: "The values of one filter are alternatives, filters hold together. Follow rel=next, which repeats the question.",
	}, func(ctx context.Context, in *listDatasetsIn) (*paged[DatasetList], error) {
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		tree, err := s.app.Queries.Tree(ctx, at, calendar.Date{})
		if err != nil {
			return nil, err
		}
		f := view.DatasetFilter{
			AsOf: at, Topics: strs[Topic, string](in.Topic), Keywords: in.Keyword, Formats: strs[FileFormat, string](in.Format),
			Licences: strs[Licence, string](in.Licence), Bands: strs[Band, string](in.Band), Years: in.Year, Words: strings.TrimSpace(in.Q),
			States: strs[PublicState, view.PublicState](in.State), Order: datasetOrders[in.Sort], Limit: in.Limit, Offset: in.Offset, Facets: in.Facets,
		}
		if in.Sort == "" {
			f.Order = view.NewestFirst
			if f.Words != "" {
				f.Order = view.ByRelevance
			}
		}
		if f.Agencies, err = s.owners(ctx, tree, at, in.Agency, in.Subordinates); err != nil {
			return nil, err
		}
		found, err := s.app.Queries.Datasets.List(ctx, f)
		if err != nil {
			return nil, err
		}
		if at.IsNow() && found.Position != 0 {
			position = found.Position
		}
		body := DatasetList{Items: each(found.Items, func(d view.DatasetItem) DatasetItem { return datasetItemOf(d, tree) }), Total: found.Total}
		if in.Facets {
			body.Facets = map[string][]Facet{}
			for name, counts := range found.Facets {
				body.Facets[name] = each(counts, func(c view.Count) Facet { return facetOf(name, c.Value, c.Count, tree) })
			}
		}
		link := ""
		if next := in.Offset + len(found.Items); len(found.Items) > 0 && next < found.Total {
			link = nextOffset(ctx, "/datasets", in.query(), next)
		}
		return &paged[DatasetList]{Position: position, Link: link, Body: body}, nil
	})
}

// facetOf names a value of a filter for people.
func facetOf(filter, value string, count int, tree *view.Tree) Facet {
	f := Facet{Value: value, Vi: value, En: value, Count: count}
	var t dataset.Term
	ok := false
	switch filter {
	case "topic":
		t, ok = dataset.ThemeOf(value)
	case "licence":
		t, ok = dataset.LicenceOf(value)
	case "band":
		for _, b := range quality.Bands() {
			if b.ID == value {
				t, ok = b, true
			}
		}
	case "agency":
		if a, found := tree.ByID(value); found {
			f.Vi, f.En = a.Name("vi"), a.Name("en")
		}
	}
	if ok {
		f.Vi, f.En = t.Vi, t.En
	}
	return f
}

// nextOffset is the Link header of lists that are paged by counting.
func nextOffset(ctx context.Context, path string, query url.Values, offset int) string {
	query.Set("offset", strconv.Itoa(offset))
	return "<" + requestOf(ctx).base + prefix + path + "?" + query.Encode() + `>; rel="next"`
}

// query is the list's own address again, for the next page.
func (in *listDatasetsIn) query() url.Values {
	q := url.Values{}
	set := func(name string, values ...string) {
		if text := strings.Join(values, ","); text != "" {
			q.Set(name, text)
		}
	}
	set("as_of", in.AsOf)
	set("q", in.Q)
	set("topic", strs[Topic, string](in.Topic)...)
	set("agency", in.Agency)
	if in.Subordinates {
		set("subordinates", "true")
	}
	set("format", strs[FileFormat, string](in.Format)...)
	set("licence", strs[Licence, string](in.Licence)...)
	set("year", each(in.Year, strconv.Itoa)...)
	set("band", strs[Band, string](in.Band)...)
	set("keyword", in.Keyword...)
	set("state", strs[PublicState, string](in.State)...)
	set("sort", in.Sort)
	if in.Limit != 20 {
		set("limit", strconv.Itoa(in.Limit))
	}
	return q
}
