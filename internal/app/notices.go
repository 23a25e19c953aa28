package app

import (
	"context"
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/disposal"
	"minhbach/domain/editorial"
	"minhbach/domain/notice"
	"minhbach/domain/publication"
	"minhbach/domain/staff"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// NoticeCommands write and close notices. All but SetAddress and SendAgain are the
// system's: reactors give them.
type NoticeCommands struct {
	// Tell writes a notice to everybody whom a fact concerns now, and returns how many
	// were written. Nothing is written twice, and nothing that is settled by now.
	Tell func(ctx context.Context, what Telling) (int, error)
	// Outcome records what became of a sending.
	Outcome func(ctx context.Context, o Outcome) (Receipt, error)
	// SendAgain wants one that failed or waits to be sent; an administrator's.
	SendAgain Command[SendAgain]
	// ReplayParked wants an event handled that a group went on without; an administrator's.
	ReplayParked Command[ReplayParked]
	// SetAddress says where one's own notices go; an empty address takes it back.
	SetAddress Command[SetAddress]
}

// NoticeQueries lists what can be asked about notices.
type NoticeQueries struct {
	List    func(ctx context.Context, by Caller, f view.NoticeFilter) ([]view.Notice, error)    // for administrators
	Titles  func(ctx context.Context, by Caller, list []view.Notice) (map[string]string, error) // of what they are about, by its id; for administrators
	Counts  func(ctx context.Context) (view.NoticeCounts, error)
	Groups  func(ctx context.Context, by Caller) (Groups, error) // for administrators
	Address func(ctx context.Context, by Caller) (string, error) // one's own
	// Letter is what is needed to send a notice. It is for the sender.
	Letter func(ctx context.Context, id string) (Letter, error)
}

type (
	// Telling is a fact that somebody is to be told.
	Telling struct {
		Kind        notice.Kind
		Sort, About string
		Event       eventstore.ID // of the fact
		Correlation eventstore.ID
	}
	// Outcome of a sending: sent, or deferred, or failed.
	Outcome struct {
		Notice string
		Event  eventstore.ID // that set the sending off
		Later  time.Time     // not zero: the server wants it later
		Cause  string        // not empty: why it was not sent
	}
	SendAgain  struct{ Notice string }
	SetAddress struct{ Address string }
)

// NoticeReader is the read model of the outbox.
type NoticeReader interface {
	Notices(ctx context.Context, f view.NoticeFilter) ([]view.Notice, error)
	NoticeCounts(ctx context.Context) (view.NoticeCounts, error)
}

const noticePrefix = "notice-"

// criers run commands on notices.
type criers struct {
	Deps
	registry *registry
}

func noticeCommands(r *registry, c *Commands) {
	k := criers{r.Deps, r}
	c.Notices = NoticeCommands{Tell: k.tell, Outcome: k.outcome, SendAgain: k.sendAgain, ReplayParked: k.replayParked, SetAddress: k.setAddress}
}

func (c *Commands) noticeKeys(d Deps) {
	c.Notices.SendAgain = keyed(d, "SendAgain", c.Notices.SendAgain)
	c.Notices.ReplayParked = keyed(d, "ReplayParked", c.Notices.ReplayParked)
	c.Notices.SetAddress = keyed(d, "SetAddress", c.Notices.SetAddress)
}

// tell finds out whom a fact concerns as things stand now: when a node comes to it late,
// what was settled meanwhile is told to nobody.
func (k criers) tell(ctx context.Context, what Telling) (int, error) {
	about, err := k.about(ctx, what)
	if err != nil || about.settled {
		return 0, mapErr(err)
	}
	var to []notice.Recipient
	for _, id := range about.people {
		address, err := k.addressOf(ctx, id)
		if err != nil {
			return 0, err
		}
		if address != "" {
			to = append(to, notice.Recipient{Account: id})
		}
	}
	if len(to) == 0 {
		to = []notice.Recipient{{Office: about.responsible}} // somebody must hear of it
	}
	written := 0
	for _, r := range to {
		id := eventstore.DeriveID("notice", string(what.Kind), what.Event.String(), r.Account, r.Office).String()
		env := eventstore.Envelope{Command: eventstore.DeriveID("notice-written", id), Correlation: what.Correlation, Actor: domain.System}
		out, err := eventstore.Execute(ctx, k.Repo, noticePrefix+id, notice.New, nil, env, func(n *notice.Notice, _ eventstore.Revision) ([]domain.Event, error) {
			return n.Write(notice.Written{Notice: id, Kind: what.Kind, To: r, Sort: what.Sort, About: what.About, Agency: about.responsible, Event: what.Event.String()})
		})
		if err != nil {
			return written, mapErr(err)
		}
		if out.Events > 0 && !out.Repeated {
			written++
		}
	}
	return written, nil
}

// concern is whom a thing concerns.
type concern struct {
	responsible string   // agency
	people      []string // accounts, sorted
	title       string
	settled     bool
}

// about reads the thing and the people in charge of it.
func (k criers) about(ctx context.Context, what Telling) (concern, error) {
	var (
		c       concern
		agency  string
		state   editorial.State
		authors []string
	)
	switch what.Sort {
	case notice.Publication:
		p := publication.New()
		if _, _, err := eventstore.Load(ctx, k.Repo, publicationPrefix+what.About, p); err != nil {
			return c, err
		}
		agency, state, authors, c.title = p.Agency(), p.State(), p.Authors(), p.Content().Title
	case notice.Dataset:
		d := dataset.New()
		if _, _, err := eventstore.Load(ctx, k.Repo, datasetPrefix+what.About, d); err != nil {
			return c, err
		}
		agency, state, authors, c.title = d.Agency(), d.State(), d.Authors(), d.Content().Description.Title
	case notice.List:
		l := disposal.New()
		if _, _, err := eventstore.Load(ctx, k.Repo, disposalPrefix+what.About, l); err != nil {
			return c, err
		}
		agency, c.settled = l.Proposed().Agency, l.State() != disposal.StateProposed
		authors = []string{l.Proposed().Author.Account, l.Proposed().Author.OnBehalfOf}
	}
	tree, err := k.tree(ctx)
	if err != nil {
		return c, err
	}
	today := calendar.DateOf(k.Now())
	var ok bool
	if c.responsible, ok = tree.Responsible(agency, today); !ok {
		c.settled = true // an agency that ended without a successor
		return c, nil
	}
	switch what.Kind {
	case notice.ForReview:
		c.settled = state != editorial.StateSubmitted && state != editorial.StateCorrectionSubmitted
		c.people, err = k.reviewers(ctx, c.responsible, today)
	case notice.Returned:
		c.settled = state != editorial.StateReturned && state != editorial.StateCorrectionReturned
		c.people, authors = authors, nil
	case notice.Disposal:
		c.people, err = k.heads(ctx, c.responsible)
	}
	slices.Sort(c.people)
	c.people = slices.DeleteFunc(slices.Compact(c.people), func(id string) bool { return id == "" || slices.Contains(authors, id) })
	return c, err
}

// reviewers are the accounts that may decide for the board today (Điều 22, 23).
func (k criers) reviewers(ctx context.Context, agency string, today calendar.Date) ([]string, error) {
	b := board.New()
	if _, _, err := eventstore.Load(ctx, k.Repo, boardPrefix+agency, b); err != nil {
		return nil, err
	}
	var out []string
	for _, s := range b.Members(today) {
		out = append(out, s.Account)
	}
	for _, d := range b.Delegations(today) {
		if _, ok := b.AuthorityOf(d.To, today); ok {
			out = append(out, d.To)
		}
	}
	return out, nil
}

// heads are the accounts with the role of head at the agency.
func (k criers) heads(ctx context.Context, agency string) ([]string, error) {
	if err := k.peopleFresh(ctx); err != nil {
		return nil, err
	}
	all, err := k.People.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	today := calendar.DateOf(k.Now())
	var out []string
	for _, a := range all {
		if !a.Disabled && slices.ContainsFunc(a.Grants, func(g view.Grant) bool {
			return g.Role == domain.AgencyHead && g.Agency == agency && !today.Before(g.From) && (g.To.IsZero() || !today.After(g.To))
		}) {
			out = append(out, a.ID)
		}
	}
	return out, nil
}

// addressOf an account; empty where it has none, is shut, or its data was erased.
func (d Deps) addressOf(ctx context.Context, account string) (string, error) {
	a := staff.New()
	if _, err := eventstore.ParseID(account); err != nil {
		return "", nil
	}
	if _, _, err := eventstore.Load(ctx, d.Repo, accountPrefix+account, a); err != nil {
		return "", mapErr(err)
	}
	if a.IsDisabled() {
		return "", nil
	}
	return a.Address(), nil
}
