package api

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/projections/view"
)

type listWorkIn struct {
	Fresh
	Agency       string      `query:"agency" maxLength:"255" doc:"Id, code or slug; empty: all of yours."`
	Subordinates bool        `query:"subordinates" doc:"Also the agencies below it."`
	State        []WorkState `query:"state" maxItems:"14" doc:"Empty: what is in hand."`
	Author       string      `query:"author" maxLength:"36" doc:"Account id of somebody who wrote in it."`
	Limit        int         `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// WorkList is what is in hand.
type WorkList struct {
	Items []WorkItem `json:"items" doc:"The nearest legal deadline first."`
}

// WorkItem is a publication as staff see it in their list.
type WorkItem struct {
	ID        string      `json:"id" format:"uuid"`
	Agency    string      `json:"agency"`
	Kind      Kind        `json:"kind"`
	Slug      string      `json:"slug"`
	State     WorkState   `json:"state"`
	Public    PublicState `json:"public,omitempty" doc:"Absent when never public."`
	Version   int         `json:"version" doc:"Public version; 0 when never public."`
	Title     string      `json:"title"`
	Revision  int64       `json:"revision" doc:"For If-Match."`
	Authors   []string    `json:"authors" doc:"Account ids of those who wrote in this cycle: they cannot approve."`
	UpdatedAt time.Time   `json:"updated_at"`
	PublishAt time.Time   `json:"publish_at,omitzero" doc:"End of the embargo."`
	Due       Date        `json:"due,omitzero" doc:"Of the nearest open deadline."`
	URL       string      `json:"url" format:"uri-reference"`
}

func workItemOf(w view.WorkItem) WorkItem {
	out := WorkItem{
		ID: w.ID, Agency: w.Agency, Kind: Kind(w.Kind), Slug: w.Slug, State: WorkState(w.State), Public: PublicState(w.Public),
		Version: w.Version, Title: w.Title, Revision: w.Revision, Authors: w.Authors, UpdatedAt: w.UpdatedAt.UTC(),
		PublishAt: utc(w.PublishAt), Due: Date{w.Due}, URL: workURL(w.ID),
	}
	if out.Authors == nil {
		out.Authors = []string{}
	}
	return out
}

func (s *service) listWork(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "list-work", Path: "/work", Tags: []string{tagEditing},
		Summary:     "What is in hand at your agencies",
		Description: "Drafts and submissions of the agencies where you have a role, and of those whose work they inherited.",
	}, func(ctx context.Context, in *listWorkIn) (*reply[WorkList], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		tree, err := s.app.Queries.Tree(ctx, view.AsOf{}, calendar.Date{})
		if err != nil {
			return nil, err
		}
		agencies, err := s.owners(ctx, tree, view.AsOf{}, in.Agency, in.Subordinates)
		if err != nil {
			return nil, err
		}
		list, err := s.app.Queries.WorkList(ctx, requestOf(ctx).caller, view.WorkFilter{
			Agencies: agencies, States: strs[WorkState, publication.State](in.State), Author: in.Author, Limit: in.Limit,
		})
		if err != nil {
			return nil, err
		}
		return &reply[WorkList]{Position: position, Body: WorkList{Items: each(list, workItemOf)}}, nil
	})
}

// Work is everything staff need to act on one publication.
type Work struct {
	WorkItem
	Content     Content           `json:"content" doc:"Of the draft, submission or correction."`
	ContentHash string            `json:"content_hash" doc:"For the checklist and the approval."`
	Files       []File            `json:"files"`
	Checklist   map[string]string `json:"checklist,omitempty" doc:"As completed for this content."`
	Reason      string            `json:"reason,omitempty" doc:"Of the return or the correction."`
	Note        string            `json:"note,omitempty" doc:"Of the submission."`
	Duties      []Duty            `json:"duties"`
	Allowed     []Command         `json:"allowed" doc:"What you may do now."`
	Refused     []Refusal         `json:"refused" doc:"What its state allows, but not to you, and why."`
	Live        *Content          `json:"public_content,omitempty" doc:"The version that is up."`
	Stale       []string          `json:"stale_translations"`
}

// Refusal tells why a command is not for you.
type Refusal struct {
	Command Command `json:"command"`
	Code    string  `json:"code" example:"publication.same_person"`
	Detail  string  `json:"detail"`
}

type getWorkIn struct {
	PublicationKey
	Fresh
}

func (s *service) getWork(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "get-work", Path: "/work/{id}", Tags: []string{tagEditing},
		Summary:     "One publication in hand, and what you may do with it",
		Description: "The ETag is the revision: send it back in If-Match.",
	}, func(ctx context.Context, in *getWorkIn) (*reply[Work], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		q := requestOf(ctx)
		w, err := s.app.Queries.Work(ctx, q.caller, in.ID)
		if err != nil {
			return nil, err
		}
		return &reply[Work]{Position: position, ETag: quoteRevision(w.Revision), Body: s.workOf(w, q.lang)}, nil
	})
}

func (s *service) workOf(w view.Work, lang string) Work {
	out := Work{
		WorkItem: workItemOf(w.WorkItem), Content: contentOf(w.Content), ContentHash: w.ContentHash,
		Files: filesOf(w.Content.Attachments, workURL(w.ID), view.AsOf{}), Checklist: w.Checklist, Reason: w.Reason, Note: w.Note,
		Duties:  each(w.Duties, func(d view.Duty) Duty { return dutyOf(d, s.day(view.AsOf{})) }),
		Allowed: strs[publication.Command, Command](w.Allowed), Refused: refusals(w.Refused, lang), Stale: w.Stale,
	}
	if out.Stale == nil {
		out.Stale = []string{}
	}
	if w.Live != nil {
		c := contentOf(*w.Live)
		out.Live = &c
	}
	return out
}

func refusals(all map[publication.Command]*fault.Fault, lang string) []Refusal {
	out := []Refusal{}
	for command, f := range all {
		out = append(out, Refusal{Command(command), f.Code.Name, f.Sentence(lang)})
	}
	slices.SortFunc(out, func(a, b Refusal) int { return cmp.Compare(a.Command, b.Command) })
	return out
}

type getWorkAttachmentIn struct{ FileKey }

func (s *service) getWorkAttachment(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "get-work-attachment", Path: "/work/{id}/attachments/{sha256}", Tags: []string{tagEditing},
		Summary:     "The bytes of an attachment of what is in hand",
		Description: "Ranges are served. Only for those who may see the draft.",
		Metadata:    map[string]any{streams: true},
		Responses:   bytesAnswers(),
	}, func(ctx context.Context, in *getWorkAttachmentIn) (*huma.StreamResponse, error) {
		w, err := s.app.Queries.Work(ctx, requestOf(ctx).caller, in.ID)
		if err != nil {
			return nil, err
		}
		a, ok := among(w.Content.Attachments, in.SHA256)
		if !ok && w.Live != nil {
			a, ok = among(w.Live.Attachments, in.SHA256)
		}
		if !ok {
			return nil, errNotAttached.New().At("sha256")
		}
		return s.stream(ctx, a, "no-store")
	})
}
