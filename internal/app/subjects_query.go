package app

import (
	"context"
	"errors"
	"slices"

	"minhbach/domain/staff"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// PersonFile is what is under way about one person's data, and what was.
type PersonFile struct {
	view.Subject
	Refused *subject.ErasureRefused // the newest refusal, where the state is refused
	Allowed []subject.Command
	History []view.Event // newest first; without readings
	Views   []view.Event // who read sealed data, newest first
}

// mostViews of a person are shown; all are in the log.
const mostViews = 200

// archive answers about the data of persons.
type archive struct{ internal }

func subjectQueries(d Deps, q *Queries) {
	a := archive{internal{d}}
	q.Subjects = SubjectQueries{List: a.list, Get: a.file, Find: a.find}
}

// overseer wants an administrator or an inspector of the province.
func (a archive) overseer(ctx context.Context, by Caller) error {
	if err := a.signedIn(by); err != nil {
		return err
	}
	if all, err := a.overview(ctx, by); err != nil || all {
		return err
	}
	return ErrForbidden.New()
}

func (a archive) list(ctx context.Context, by Caller) ([]view.Subject, error) {
	if err := a.overseer(ctx, by); err != nil {
		return nil, err
	}
	return a.Subjects.Subjects(ctx)
}

func (a archive) file(ctx context.Context, by Caller, id string) (PersonFile, error) {
	if err := a.overseer(ctx, by); err != nil {
		return PersonFile{}, err
	}
	if _, err := a.loadAccount(ctx, id); err != nil {
		if errors.Is(err, staff.ErrNotRegistered) {
			err = ErrNotFound.New()
		}
		return PersonFile{}, err
	}
	s, at, err := a.loadSubject(ctx, id)
	if err != nil {
		return PersonFile{}, err
	}
	f := PersonFile{Subject: view.Subject{ID: id, State: s.State(), Revision: int64(at), Restricted: s.Restricted(), Notified: s.Notified()}, Allowed: subject.Allowed(s.State())}
	f.fill(s)
	facts, err := a.Repo.History(ctx, subjectPrefix+id)
	if err != nil && !errors.Is(err, eventstore.ErrNoStream) {
		return f, mapErr(err)
	}
	for _, fact := range slices.Backward(facts) {
		e := a.tell(fact)
		if _, read := fact.Payload.(subject.Viewed); !read {
			f.History = append(f.History, e)
		} else if len(f.Views) < mostViews {
			f.Views = append(f.Views, e)
		}
		if done, ok := fact.Payload.(subject.Erased); ok {
			f.Erased, f.ErasedAt, f.Basis = uint64(fact.Position), fact.Recorded, done.Basis
		}
	}
	return f, nil
}

func (f *PersonFile) fill(s *subject.Subject) {
	asked := s.Request()
	f.Basis, f.RequestedBy, f.ReceivedOn = asked.Basis, asked.By, asked.ReceivedOn
	if asked.Acknowledge != nil {
		f.AnswerDue = asked.Acknowledge.DueDate
	}
	if due := s.Execute(); due != nil {
		f.EraseDue = due.DueDate
	}
	for _, h := range s.Holds() {
		f.Holds = append(f.Holds, view.Hold{ID: h.ID, Ground: h.Ground, Until: h.Until})
	}
	if s.State() == subject.StateRefused {
		why := s.Refusal()
		f.Refused = &why
	}
}

// tell puts a fact into words. Who did it is an id: the page knows the names.
func (a archive) tell(f eventstore.Fact) view.Event {
	actor := f.Meta.Actor
	if f.Meta.OnBehalfOf != "" {
		actor = f.Meta.OnBehalfOf
	}
	return view.Event{
		ID: f.ID.String(), Stream: f.Stream, Revision: int64(f.Revision), Position: uint64(f.Position), Type: f.Payload.EventType(), Version: f.Meta.Version,
		Recorded: f.Recorded, Actor: actor, Role: f.Meta.Role, Agency: f.Meta.Agency, TextVi: subject.Describe(f.Payload, "vi"), TextEn: subject.Describe(f.Payload, "en"),
	}
}

// find takes an id, or the login of somebody whose data is not erased.
func (a archive) find(ctx context.Context, by Caller, who string) (string, error) {
	if err := a.overseer(ctx, by); err != nil {
		return "", err
	}
	if _, err := eventstore.ParseID(who); err == nil {
		_, err := a.loadAccount(ctx, who)
		return who, err
	}
	account, err := a.People.ByLogin(ctx, staff.FoldLogin(who))
	if errors.Is(err, view.ErrNotFound) {
		return "", staff.ErrNotRegistered.New().At("account")
	}
	return account.ID, err
}
