package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/publication"
)

// KindList is every kind of publication.
type KindList struct {
	Kinds []KindInfo `json:"kinds" doc:"In the order of the information groups."`
}

// KindInfo is what there is to know about a kind before drafting one.
type KindInfo struct {
	Kind     Kind          `json:"kind"`
	Group    Group         `json:"group"`
	Section  Section       `json:"section"`
	NameVi   string        `json:"name_vi" example:"Văn bản quy phạm pháp luật"`
	NameEn   string        `json:"name_en" example:"Legal document"`
	Details  string        `json:"details,omitempty" doc:"The part of content.details that it has." example:"document"`
	Required bool          `json:"details_required"`
	Triggers []KindTrigger `json:"triggers" doc:"Deadlines that its content opens."`
}

// KindTrigger says which rule runs from which date.
type KindTrigger struct {
	Rule string `json:"rule" example:"R17.c1"`
	Date string `json:"date" doc:"Path in content.details." example:"document.issued_on"`
}

// noInput is for questions without parameters.
type noInput struct{}

func (s *service) listKinds(api huma.API) {
	read(api, huma.Operation{
		OperationID: "list-kinds", Path: "/kinds", Tags: []string{tagPublications},
		Summary:     "The kinds of publications, their details and deadlines",
		Description: "A kind decides the section that shows an item and the part of its details.",
	}, func(context.Context, *noInput) (*unplaced[KindList], error) {
		return &unplaced[KindList]{Body: KindList{Kinds: each(publication.Kinds(), kindOf)}}, nil
	})
}

// unplaced is an answer that comes from no position of the log.
type unplaced[T any] struct {
	ETag string `header:"ETag" doc:"Of exactly this answer; send it as If-None-Match next time."`
	Body T
}

func kindOf(k publication.KindInfo) KindInfo {
	return KindInfo{
		Kind: Kind(k.Kind), Group: Group(k.Group), Section: Section(k.Section), NameVi: k.Label("vi"), NameEn: k.Label("en"),
		Details: string(k.Part), Required: k.Part != "" && !k.Optional,
		Triggers: each(k.Triggers, func(t publication.Trigger) KindTrigger { return KindTrigger{t.Rule, t.Date} }),
	}
}
