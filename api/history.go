package api

import (
	"context"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/projections/view"
)

type getHistoryIn struct {
	PublicationKey
	Fresh
	Through int64 `query:"through" minimum:"-1" default:"-1" doc:"Only events up to this revision of the publication; -1: all." example:"12"`
}

// History is the events of a publication.
type History struct {
	Events []Event `json:"events" doc:"The oldest first."`
}

// Event is one fact, told for people and for programs.
type Event struct {
	ID          string    `json:"id" format:"uuid"`
	Stream      string    `json:"stream"`
	Revision    int64     `json:"revision" doc:"In the publication's own stream."`
	Position    uint64    `json:"position" doc:"In the log: use it as as_of."`
	Type        string    `json:"type" example:"publication.approved"`
	TypeVersion int       `json:"type_version"`
	Recorded    time.Time `json:"recorded"`
	Actor       string    `json:"actor,omitempty" doc:"Account id; for the public only of those who answer for the act."`
	ActorName   string    `json:"actor_name,omitempty"`
	Role        string    `json:"role,omitempty"`
	Agency      string    `json:"agency,omitempty" doc:"Under which the actor acted."`
	OnBehalfOf  string    `json:"on_behalf_of,omitempty"`
	Rules       string    `json:"rules,omitempty" doc:"Rule pack that was applied."`
	Command     string    `json:"command,omitempty"`
	TextVi      string    `json:"text_vi" doc:"One plain sentence."`
	TextEn      string    `json:"text_en"`
	Data        any       `json:"data,omitempty" doc:"What was recorded; absent where it would show a draft."`
}

func (s *service) getHistory(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-history", Path: "/publications/{id}/history", Tags: []string{tagPublications},
		Summary:     "The events behind a publication: who, when, what",
		Description: "Anybody sees the events that led to what is public. With a token of the agency's staff, an inspector or an administrator all of them are told, drafts and remarks included.",
		Metadata:    map[string]any{tokenIs: tokenTaken},
	}, func(ctx context.Context, in *getHistoryIn) (*reply[History], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		all, err := s.app.Queries.History(ctx, requestOf(ctx).caller, in.ID)
		if err != nil {
			return nil, err
		}
		if in.Through >= 0 {
			all = slices.DeleteFunc(slices.Clone(all), func(e view.Event) bool { return e.Revision > in.Through })
		}
		return &reply[History]{Position: position, Body: History{Events: each(all, eventOf)}}, nil
	})
}

func eventOf(e view.Event) Event {
	return Event{
		ID: e.ID, Stream: e.Stream, Revision: e.Revision, Position: e.Position, Type: e.Type, TypeVersion: e.Version,
		Recorded: e.Recorded.UTC(), Actor: e.Actor, ActorName: e.ActorName, Role: e.Role, Agency: e.Agency,
		OnBehalfOf: e.OnBehalf, Rules: e.Rules, Command: e.Command, TextVi: e.TextVi, TextEn: e.TextEn, Data: e.Data,
	}
}
