package app

import (
	"context"
	"errors"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// Subjects are the persons whose data is sealed; for now members of staff, each
// under the id of the account.
//
// An erasure is ordered by a second person and then carried out by Carry, which
// may be interrupted anywhere and given again: the key is destroyed before the log
// says so, and the log's word makes every copy of the key that comes back go again.

// SubjectCommands lists what can be done about a person's data. All take an
// administrator of the province.
type SubjectCommands struct {
	RequestErasure     Command[RequestErasure]
	AcknowledgeErasure Command[AcknowledgeErasure]
	ExtendErasure      Command[ExtendErasure]
	RefuseErasure      Command[RefuseErasure]
	OrderErasure       Command[OrderErasure]
	NotifyRequester    Command[NotifyRequester]
	Restrict           Command[RestrictData]
	LiftRestriction    Command[LiftRestriction]
	PlaceHold          Command[PlaceHold]
	LiftHold           Command[LiftHold]

	// Carry carries out an erasure that was ordered, and destroys again the key of one
	// that was carried out. It is the system's.
	Carry func(ctx context.Context, id string) (Receipt, error)
	// View records that the caller read sealed data of somebody. Pages do not wait for
	// it; see KeepViews. What is one's own is not recorded.
	View func(ctx context.Context, by Caller, id string, fields []subject.Field, purpose subject.Purpose)
	// KeepViews writes down what View collected.
	KeepViews func(ctx context.Context) error
}

// SubjectQueries lists what can be asked, by administrators and inspectors of the
// province.
type SubjectQueries struct {
	List func(ctx context.Context, by Caller) ([]view.Subject, error)
	// Get is one person's file; nothing done yet is no error.
	Get func(ctx context.Context, by Caller, id string) (PersonFile, error)
	// Find takes an id or a login.
	Find func(ctx context.Context, by Caller, who string) (id string, err error)
}

type (
	RequestErasure struct {
		Subject    string
		Capacity   subject.Capacity
		Basis      subject.Basis
		Reference  string        // number of the letter or decision
		ReceivedOn calendar.Date // zero: today
		ThirdParty bool
	}
	AcknowledgeErasure struct{ Subject string }
	ExtendErasure      struct {
		Subject string
		Cause   subject.Cause
	}
	RefuseErasure struct {
		Subject   string
		Ground    subject.Ground
		Reference string
	}
	OrderErasure    struct{ Subject string }
	NotifyRequester struct {
		Subject string
		Channel subject.Channel
	}
	RestrictData struct {
		Subject string
		Cause   subject.Restraining
	}
	LiftRestriction struct{ Subject string }
	PlaceHold       struct {
		Subject   string
		Ground    subject.Ground
		Reference string
		Until     calendar.Date
	}
	LiftHold struct{ Subject, Hold string }
)

// SubjectReader is the read model of what is under way.
type SubjectReader interface {
	Subjects(ctx context.Context) ([]view.Subject, error)
	Subject(ctx context.Context, id string) (view.Subject, error)
	Restricted(ctx context.Context) (map[string]bool, error)
}

// Shredder destroys the keys under which personal data is sealed.
type Shredder interface {
	// Destroy may be repeated until it succeeds.
	Destroy(ctx context.Context, subject string) error
	// Destroyed tells whether the key is gone for ever.
	Destroyed(ctx context.Context, subject string) (bool, error)
}

var (
	ErrPlainHistory = fault.Define(fault.Conflict, "subject.plain_history",
		"Nhật ký còn {events} sự kiện về người này được ghi từ trước khi có niêm phong, không thể xóa tại chỗ; hãy hạn chế hiển thị dữ liệu và dựng lại nhật ký có niêm phong trước khi quyết định xóa.",
		"The log holds {events} events about this person from before data was sealed, which cannot be erased in place; restrict the data, and make a sealed log anew before ordering the erasure.")
	ErrNoVault = fault.Define(fault.Unavailable, "subject.no_vault",
		"Kho khóa dữ liệu cá nhân chưa sẵn sàng nên chưa xóa được; hãy chạy “minhbach doctor” để biết nguyên nhân.",
		"The vault of personal keys is not available, so nothing can be erased; run “minhbach doctor” to learn why.")
)

const subjectPrefix = "subject-"

// guardians run commands on the data of persons.
type guardians struct {
	*registry
}

func subjectCommands(r *registry, c *Commands) {
	g := guardians{r}
	c.Subjects = SubjectCommands{
		RequestErasure: g.requestErasure, AcknowledgeErasure: g.acknowledgeErasure, ExtendErasure: g.extendErasure, RefuseErasure: g.refuseErasure,
		OrderErasure: g.orderErasure, NotifyRequester: g.notifyRequester, Restrict: g.restrictData, LiftRestriction: g.liftRestriction,
		PlaceHold: g.placeHold, LiftHold: g.liftHold, Carry: g.carry, View: g.seen.view, KeepViews: g.seen.keep,
	}
}

func (c *Commands) subjectKeys(d Deps) {
	s := &c.Subjects
	s.RequestErasure = keyed(d, "RequestErasure", s.RequestErasure)
	s.AcknowledgeErasure = keyed(d, "AcknowledgeErasure", s.AcknowledgeErasure)
	s.ExtendErasure = keyed(d, "ExtendErasure", s.ExtendErasure)
	s.RefuseErasure = keyed(d, "RefuseErasure", s.RefuseErasure)
	s.OrderErasure = keyed(d, "OrderErasure", s.OrderErasure)
	s.NotifyRequester = keyed(d, "NotifyRequester", s.NotifyRequester)
	s.Restrict = keyed(d, "RestrictData", s.Restrict)
	s.LiftRestriction = keyed(d, "LiftRestriction", s.LiftRestriction)
	s.PlaceHold = keyed(d, "PlaceHold", s.PlaceHold)
	s.LiftHold = keyed(d, "LiftHold", s.LiftHold)
}

type deciding func(s *subject.Subject, as domain.Actor) ([]domain.Event, error)

// decide runs a command on the data of somebody who has an account.
func (g guardians) decide(ctx context.Context, by Caller, id string, decide deciding) (Receipt, error) {
	as, err := g.guardian(ctx, by)
	if err != nil {
		return Receipt{}, err
	}
	if _, err := g.loadAccount(ctx, id); err != nil {
		return Receipt{}, err
	}
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(g.Now())
	}
	out, err := eventstore.Execute(ctx, g.Repo, subjectPrefix+id, subject.New, by.named(), envelope(by, as),
		func(s *subject.Subject, _ eventstore.Revision) ([]domain.Event, error) { return decide(s, as) })
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	return receipt(id, out), nil
}

// guardian wants an administrator of the province who is a person, or the operator,
// who may name the administrator in whose name the command is given.
func (g guardians) guardian(ctx context.Context, by Caller) (domain.Actor, error) {
	if !by.Operator {
		if err := person(by); err != nil {
			return domain.Actor{}, err
		}
		return g.administrator(ctx, by)
	}
	as, err := g.administrator(ctx, by)
	if err != nil || by.OnBehalfOf == "" {
		return as, err
	}
	if err := g.administers(ctx, by.OnBehalfOf); err != nil {
		return domain.Actor{}, err
	}
	as.OnBehalfOf = by.OnBehalfOf
	return as, nil
}

// administers wants an account that is an administrator of the province today.
func (g guardians) administers(ctx context.Context, id string) error {
	p, err := g.places(ctx)
	if err != nil {
		return mapErr(err)
	}
	a, err := g.loadAccount(ctx, id)
	if err != nil {
		return err
	}
	for _, grant := range a.RolesOn(p.today) {
		if grant.Role == domain.Administrator && p.isProvince(grant.Agency) {
			return nil
		}
	}
	return ErrForbidden.New()
}

// loadSubject as it is in the log.
func (d Deps) loadSubject(ctx context.Context, id string) (*subject.Subject, eventstore.Revision, error) {
	s := subject.New()
	at, _, err := eventstore.Load(ctx, d.Repo, subjectPrefix+id, s)
	if errors.Is(err, eventstore.ErrNoStream) {
		err = nil
	}
	return s, at, mapErr(err)
}
