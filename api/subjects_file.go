package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/projections/view"
)

// PersonalDataFile is one person's file with what was done, and who read the data.
type PersonalDataFile struct {
	PersonalData
	History []PersonalDataEvent `json:"history" doc:"Newest first."`
	Views   []PersonalDataEvent `json:"views" doc:"Who read sealed data, newest first; at most 200."`
}

// PersonalDataEvent is one fact in words.
type PersonalDataEvent struct {
	ID       string    `json:"id" format:"uuid"`
	Position uint64    `json:"position"`
	Type     string    `json:"type"`
	Recorded time.Time `json:"recorded"`
	Actor    string    `json:"actor" doc:"Account id, or system."`
	Role     string    `json:"role,omitempty"`
	TextVi   string    `json:"text_vi"`
	TextEn   string    `json:"text_en"`
}

func personalDataEventOf(e view.Event) PersonalDataEvent {
	return PersonalDataEvent{e.ID, e.Position, e.Type, e.Recorded.UTC(), e.Actor, e.Role, e.TextVi, e.TextEn}
}

type getSubjectIn struct {
	AccountKey
	Fresh
}

func (s *service) getSubject(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "get-subject", Path: "/subjects/{account}", Tags: []string{tagAccounts},
		Summary:     "What is under way about one person's data",
		Description: "It holds no personal data. Where nothing was done yet the state is none.",
	}, func(ctx context.Context, in *getSubjectIn) (*reply[PersonalDataFile], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		f, err := s.app.Queries.Subjects.Get(ctx, requestOf(ctx).caller, in.Account)
		if err != nil {
			return nil, err
		}
		return &reply[PersonalDataFile]{Position: position, Body: PersonalDataFile{
			PersonalData: personalDataOf(f.Subject), History: each(f.History, personalDataEventOf), Views: each(f.Views, personalDataEventOf),
		}}, nil
	})
}
