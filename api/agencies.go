package api

import (
	"context"
	"regexp"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

type listAgenciesIn struct {
	Point
	ValidOn Date   `query:"valid_on" doc:"The tree as the law has it on this day, by what was recorded at as_of. Empty: the day of as_of."`
	Form    string `query:"form" enum:"flat,tree" default:"flat" doc:"One list in the order of the tree, or nested."`
	Level   Level  `query:"level" doc:"Only this level; for the flat form."`
	Parent  string `query:"parent" maxLength:"255" doc:"Only this agency and what is below it: id, code or slug."`
}

// AgencyList is the tree of agencies in one of two forms.
type AgencyList struct {
	Agencies []Agency      `json:"agencies,omitempty" doc:"Form flat: parents before children."`
	Tree     []*AgencyNode `json:"tree,omitempty" doc:"Form tree."`
	Total    int           `json:"total"`
}

func (s *service) listAgencies(api huma.API) {
	read(api, huma.Operation{
		OperationID: "list-agencies", Path: "/agencies", Tags: []string{tagAgencies},
		Summary:     "The agencies of the network, as a list or as a tree",
		Description: "The tree is dated twice: as_of asks what had been recorded by then, valid_on what the law says of a day. Agencies that have ended are not in it; ask for them by id.",
	}, func(ctx context.Context, in *listAgenciesIn) (*reply[AgencyList], error) {
		if in.Form == "tree" && in.Level != "" {
			return nil, errTogether.New("names", "form=tree, level").At("level")
		}
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		tree, err := s.app.Queries.Tree(ctx, at, in.ValidOn.Date)
		if err != nil {
			return nil, err
		}
		list := tree.Agencies
		if in.Parent != "" {
			root, ok := find(tree, in.Parent)
			if !ok {
				return nil, app.ErrNotFound.New().At("parent")
			}
			under := map[string]bool{}
			for _, id := range tree.Under(root.ID) {
				under[id] = true
			}
			list = slices.DeleteFunc(slices.Clone(list), func(a view.Agency) bool { return !under[a.ID] })
		}
		if in.Level != "" {
			list = slices.DeleteFunc(slices.Clone(list), func(a view.Agency) bool { return string(a.Level) != string(in.Level) })
		}
		body := AgencyList{Total: len(list)}
		if in.Form == "tree" {
			body.Tree = nest(list)
		} else {
			body.Agencies = each(list, agencyOf)
		}
		return &reply[AgencyList]{Position: position, Body: body}, nil
	})
}

// nest puts a list in tree order into a tree; whose parent is not in it is a root.
func nest(list []view.Agency) []*AgencyNode {
	roots := []*AgencyNode{}
	nodes := map[string]*AgencyNode{}
	for _, a := range list {
		node := &AgencyNode{Agency: agencyOf(a), Children: []*AgencyNode{}}
		nodes[a.ID] = node
		if parent := nodes[a.Parent]; parent != nil {
			parent.Children = append(parent.Children, node)
		} else {
			roots = append(roots, node)
		}
	}
	return roots
}

// AgencyKey names an agency in an address.
type AgencyKey struct {
	Agency string `path:"agency" maxLength:"255" doc:"Id, official code, or slug." example:"kesach"`
}

type getAgencyIn struct {
	AgencyKey
	Point
}

func (s *service) getAgency(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-agency", Path: "/agencies/{agency}", Tags: []string{tagAgencies},
		Summary:     "One agency, also one that has ended",
		Description: "An agency that has ended is found by its id and names its successors.",
	}, func(ctx context.Context, in *getAgencyIn) (*reply[Agency], error) {
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		a, err := s.agency(ctx, in.Agency, at)
		if err != nil {
			return nil, err
		}
		return &reply[Agency]{Position: position, Body: agencyOf(a)}, nil
	})
}

func find(tree *view.Tree, key string) (view.Agency, bool) {
	if a, ok := tree.ByID(key); ok {
		return a, true
	}
	return tree.BySlug(key)
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// agency finds one by id, code or slug; one that has ended by its id.
func (s *service) agency(ctx context.Context, key string, at view.AsOf) (view.Agency, error) {
	tree, err := s.app.Queries.Tree(ctx, at, calendar.Date{})
	if err != nil {
		return view.Agency{}, err
	}
	if a, ok := find(tree, key); ok {
		return a, nil
	}
	if !uuid.MatchString(key) {
		return view.Agency{}, app.ErrNotFound.New().At("agency")
	}
	return s.app.Queries.Agency(ctx, key, at)
}

// agencyID is agency for commands: the id is what they take.
func (s *service) agencyID(ctx context.Context, key string) (string, error) {
	if uuid.MatchString(key) || key == app.Network {
		return key, nil
	}
	a, err := s.agency(ctx, key, view.AsOf{})
	return a.ID, err
}
