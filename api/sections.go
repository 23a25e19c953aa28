package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/domain/publication"
)

type listSectionsIn struct {
	Point
	Agency       string `query:"agency" maxLength:"255" doc:"Count what this agency published: id, code or slug."`
	Subordinates bool   `query:"subordinates" doc:"Also what the agencies below it published."`
}

// SectionList is the parts of a portal.
type SectionList struct {
	Sections []SectionInfo `json:"sections" doc:"In the order of the law."`
}

// SectionInfo is one part of a portal, for one information group.
type SectionInfo struct {
	Section Section `json:"section"`
	Group   Group   `json:"group"`
	NameVi  string  `json:"name_vi" example:"Văn bản"`
	NameEn  string  `json:"name_en" example:"Documents"`
	Kinds   []Kind  `json:"kinds"`
	Items   int     `json:"items" doc:"How many are public."`
}

func (s *service) listSections(api huma.API) {
	read(api, huma.Operation{
		OperationID: "list-sections", Path: "/sections", Tags: []string{tagPublications},
		Summary:     "The sections of a portal and how much is in each",
		Description: "One for each information group of Decree 43/2011/NĐ-CP Article 10 clause 1.",
	}, func(ctx context.Context, in *listSectionsIn) (*reply[SectionList], error) {
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		tree, err := s.app.Queries.Tree(ctx, at, calendar.Date{})
		if err != nil {
			return nil, err
		}
		owners, err := s.owners(ctx, tree, at, in.Agency, in.Subordinates)
		if err != nil {
			return nil, err
		}
		counts, err := s.app.Queries.Sections(ctx, owners, at)
		if err != nil {
			return nil, err
		}
		return &reply[SectionList]{Position: position, Body: SectionList{
			Sections: each(publication.Sections(), func(x publication.Section) SectionInfo {
				return SectionInfo{
					Section: Section(x.Slug), Group: Group(x.Group), NameVi: x.Label("vi"), NameEn: x.Label("en"),
					Kinds: strs[publication.Kind, Kind](publication.SectionKinds(x.Slug)), Items: counts[x.Slug],
				}
			}),
		}}, nil
	})
}
