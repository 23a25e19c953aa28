package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/subject"
	"minhbach/projections/view"
)

// PersonalData is what is under way about one person's data: ids and choices only.
type PersonalData struct {
	Account     string       `json:"account" format:"uuid" doc:"Account id of the person."`
	State       ErasureState `json:"state"`
	Basis       string       `json:"basis,omitempty" doc:"Ground of the erasure."`
	RequestedBy string       `json:"requested_by,omitempty" doc:"Account id of who recorded the newest request; somebody else orders the erasure."`
	ReceivedOn  Date         `json:"received_on,omitzero"`
	AnswerDue   Date         `json:"answer_due,omitzero"`
	EraseDue    Date         `json:"erase_due,omitzero"`
	Due         Date         `json:"due,omitzero" doc:"The nearest day on which something is owed."`
	Restricted  bool         `json:"restricted" doc:"Hidden from public views, exports and search."`
	Holds       []LegalHold  `json:"holds"`
	Notified    bool         `json:"notified" doc:"The requester was told of the outcome."`
	ErasedAt    time.Time    `json:"erased_at,omitzero"`
}

// LegalHold keeps the data until its last day.
type LegalHold struct {
	ID     string `json:"id"`
	Ground string `json:"ground"`
	Until  Date   `json:"until"`
}

// ErasureState of the newest request.
type ErasureState string

// Schema satisfies huma.SchemaProvider.
func (ErasureState) Schema(huma.Registry) *huma.Schema { return choice(subject.States()) }

func personalDataOf(s view.Subject) PersonalData {
	return PersonalData{
		Account: s.ID, State: ErasureState(s.State), Basis: string(s.Basis), RequestedBy: s.RequestedBy, ReceivedOn: Date{s.ReceivedOn},
		AnswerDue: Date{s.AnswerDue}, EraseDue: Date{s.EraseDue}, Due: Date{s.Due()}, Restricted: s.Restricted, Notified: s.Notified, ErasedAt: utc(s.ErasedAt),
		Holds: each(s.Holds, func(h view.Hold) LegalHold { return LegalHold{h.ID, string(h.Ground), Date{h.Until}} }),
	}
}

// PersonalDataList is everything under way.
type PersonalDataList struct {
	Subjects []PersonalData `json:"subjects" doc:"What is due soonest first."`
}

type listSubjectsIn struct{ Fresh }

func (s *service) listSubjects(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "list-subjects", Path: "/subjects", Tags: []string{tagAccounts},
		Summary:     "Requests about personal data",
		Description: "For administrators and inspectors of the province. Requests are recorded and decided by people on the portal or by the operator, never by a program.",
	}, func(ctx context.Context, in *listSubjectsIn) (*reply[PersonalDataList], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		all, err := s.app.Queries.Subjects.List(ctx, requestOf(ctx).caller)
		if err != nil {
			return nil, err
		}
		return &reply[PersonalDataList]{Position: position, Body: PersonalDataList{each(all, personalDataOf)}}, nil
	})
}
