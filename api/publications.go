package api

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/projections/view"
)

type listPublicationsIn struct {
	Point
	Agency       string        `query:"agency" maxLength:"255" doc:"Id, code or slug." example:"kesach"`
	Subordinates bool          `query:"subordinates" doc:"Also what the agencies below it published."`
	Kind         []Kind        `query:"kind" maxItems:"15" doc:"One or several, with commas."`
	Section      Section       `query:"section"`
	Group        Group         `query:"group" doc:"Letter of the information group."`
	Number       string        `query:"number" maxLength:"300" doc:"Exact; accents and case do not matter." example:"07/2019/QĐ-UBND"`
	Title        string        `query:"title" maxLength:"300" doc:"Words of the title, with or without accents." example:"quy chế cổng thông tin"`
	Year         int           `query:"year" minimum:"1900" maximum:"2200" doc:"Of issue for documents, of publication for the rest."`
	From         Date          `query:"from" doc:"First day of publication."`
	To           Date          `query:"to" doc:"Last day of publication."`
	State        []PublicState `query:"state" maxItems:"3" doc:"Empty: published and archived."`
	Order        string        `query:"order" enum:"newest,changed,issued,title" default:"newest" doc:"By publication, by last change, by date of issue, or by title in Vietnamese order."`
	Limit        int           `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Cursor       string        `query:"cursor" maxLength:"1000" doc:"From next, or from the link rel=next."`
}

// ItemList is a page of a list.
type ItemList struct {
	Items []Item `json:"items"`
	Total int    `json:"total" doc:"Of all pages."`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last."`
}

// page of a list, with the address of the next one.
type paged[T any] struct {
	Position uint64 `header:"Minhbach-Position" doc:"Position of the log that the answer reflects."`
	ETag     string `header:"ETag" doc:"Of exactly this answer; send it as If-None-Match next time."`
	Link     string `header:"Link" doc:"The next page, rel=next (RFC 8288)."`
	Body     T
}

var orders = map[string]view.Order{"newest": view.NewestFirst, "changed": view.RecentChange, "issued": view.ByIssue, "title": view.ByTitle}

func (s *service) listPublications(api huma.API) {
	read(api, huma.Operation{
		OperationID: "list-publications", Path: "/publications", Tags: []string{tagPublications},
		Summary:     "What the portals have published",
		Description: "Pages go by cursor: following rel=next never skips or repeats an item that was there when you began with the same as_of.",
	}, func(ctx context.Context, in *listPublicationsIn) (*paged[ItemList], error) {
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		tree, err := s.app.Queries.Tree(ctx, at, calendar.Date{})
		if err != nil {
			return nil, err
		}
		f := view.ItemFilter{
			AsOf: at, Section: string(in.Section), Number: in.Number, Title: in.Title, Year: in.Year, From: in.From.Date, To: in.To.Date,
			States: strs[PublicState, view.PublicState](in.State), Order: orders[in.Order], Limit: in.Limit, Cursor: in.Cursor,
		}
		if f.Agencies, err = s.owners(ctx, tree, at, in.Agency, in.Subordinates); err != nil {
			return nil, err
		}
		var none bool
		if f.Kinds, none = kinds(in.Kind, in.Group); none {
			return &paged[ItemList]{Position: position, Body: ItemList{Items: []Item{}}}, nil
		}
		found, err := s.app.Queries.Items(ctx, f)
		if err != nil {
			return nil, err
		}
		return &paged[ItemList]{
			Position: position, Link: nextLink(ctx, "/publications", in.query(), found.Next),
			Body: ItemList{Items: each(found.Items, func(it view.Item) Item { return itemOf(it, tree) }), Total: found.Total, Next: found.Next},
		}, nil
	})
}

// owners are the agencies whose items are asked for; nil means all.
func (s *service) owners(ctx context.Context, tree *view.Tree, at view.AsOf, key string, below bool) ([]string, error) {
	if key == "" {
		if below {
			return nil, errTogether.New("names", "subordinates, agency=").At("subordinates")
		}
		return nil, nil
	}
	a, err := s.agency(ctx, key, at)
	if err != nil {
		return nil, err
	}
	if below {
		return tree.Under(a.ID), nil
	}
	return []string{a.ID}, nil
}

// kinds narrows the kinds asked for to a group; none is true when nothing is left.
func kinds(asked []Kind, group Group) (out []publication.Kind, none bool) {
	out = strs[Kind, publication.Kind](asked)
	if group == "" {
		return out, false
	}
	var of []publication.Kind
	for _, info := range publication.Kinds() {
		if info.Group == string(group) && (len(asked) == 0 || slices.Contains(out, info.Kind)) {
			of = append(of, info.Kind)
		}
	}
	return of, len(of) == 0
}

// query is the list's own address again, for the next page.
func (in *listPublicationsIn) query() url.Values {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("as_of", in.AsOf)
	set("agency", in.Agency)
	if in.Subordinates {
		set("subordinates", "true")
	}
	set("kind", strings.Join(strs[Kind, string](in.Kind), ","))
	set("section", string(in.Section))
	set("group", string(in.Group))
	set("number", in.Number)
	set("title", in.Title)
	if in.Year != 0 {
		set("year", strconv.Itoa(in.Year))
	}
	set("from", in.From.String())
	set("to", in.To.String())
	set("state", strings.Join(strs[PublicState, string](in.State), ","))
	if in.Order != "newest" {
		set("order", in.Order)
	}
	if in.Limit != 20 {
		set("limit", strconv.Itoa(in.Limit))
	}
	return q
}

func nextLink(ctx context.Context, path string, query url.Values, cursor string) string {
	if cursor == "" {
		return ""
	}
	query.Set("cursor", cursor)
	return "<" + requestOf(ctx).base + prefix + path + "?" + query.Encode() + `>; rel="next"`
}

// PublicationKey names a publication in an address.
type PublicationKey struct {
	ID string `path:"id" format:"uuid" doc:"Publication id." example:"0190f3c2-7b1e-7c55-9d3a-0f6a2b4c8d10"`
}

// Publication is one public item with everything a reader may see.
type Publication struct {
	Item
	Content     *Content   `json:"content,omitempty" doc:"Absent when withdrawn."`
	ContentHash string     `json:"content_hash" doc:"SHA-256 of the canonical bytes of the content."`
	Reason      string     `json:"reason,omitempty" doc:"Of the correction, withdrawal or archiving."`
	Creator     string     `json:"creator"`
	ApprovedBy  string     `json:"approved_by"`
	Authority   *Authority `json:"authority,omitempty"`
	Stale       []string   `json:"stale_translations" doc:"Languages whose translation was made from an older original."`
	Files       []File     `json:"files"`
	Duties      []Duty     `json:"duties" doc:"Its legal deadlines."`
	Later       *Later     `json:"later,omitempty" doc:"With as_of: how it stands now, where that differs."`
	DublinCore  DublinCore `json:"dublin_core" doc:"Metadata by Circular 24/2011/TT-BTTTT Article 4."`
}

type getPublicationIn struct {
	PublicationKey
	Point
}

func (s *service) getPublication(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-publication", Path: "/publications/{id}", Tags: []string{tagPublications},
		Summary:     "One publication, now or as it stood then",
		Description: "A withdrawn one is answered with its reason and without its content.",
	}, func(ctx context.Context, in *getPublicationIn) (*reply[Publication], error) {
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		p, err := s.app.Queries.Publication(ctx, in.ID, at)
		if err != nil {
			return nil, err
		}
		tree, err := s.app.Queries.Tree(ctx, at, calendar.Date{})
		if err != nil {
			return nil, err
		}
		owner, ok := tree.ByID(p.Agency)
		if !ok {
			if owner, err = s.app.Queries.Agency(ctx, p.Agency, at); err != nil && !isNotFound(err) {
				return nil, err
			}
		}
		return &reply[Publication]{Position: position, Body: s.publicationOf(ctx, p, tree, owner, at)}, nil
	})
}

func (s *service) publicationOf(ctx context.Context, p view.Publication, tree *view.Tree, owner view.Agency, at view.AsOf) Publication {
	out := Publication{
		Item: itemOf(p.Item, tree), ContentHash: p.ContentHash, Reason: p.Reason, Creator: p.Creator, ApprovedBy: p.ApprovedBy,
		Authority: authorityOf(p.Authority), Stale: p.Stale, Later: laterOf(p.Later),
		Files:  filesOf(p.Content.Attachments, publicationURL(p.ID), at),
		Duties: each(p.Duties, func(d view.Duty) Duty { return dutyOf(d, s.day(at)) }),
	}
	if out.Stale == nil {
		out.Stale = []string{}
	}
	if p.State != view.Withdrawn {
		c := contentOf(p.Content)
		out.Content = &c
	}
	out.DublinCore = dublinCore(p, out.Item, owner, requestOf(ctx).base)
	return out
}

// day is the date on which deadlines are judged.
func (s *service) day(at view.AsOf) calendar.Date {
	if !at.Instant.IsZero() {
		return calendar.DateOf(at.Instant)
	}
	return calendar.DateOf(s.now())
}

func isNotFound(err error) bool { return err != nil && statusOfErr(err) == 404 }
