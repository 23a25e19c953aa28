package app

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// public answers what anybody may ask.
type public struct{ Deps }

func publicQueries(d Deps, q *Queries) {
	p := public{d}
	q.Tree = p.tree
	q.Agency = p.agency
	q.ResolveHost = p.resolveHost
	q.Items = p.items
	q.Sections = p.sections
	q.Publication = p.publication
	q.ByAddress = p.byAddress
	q.Versions = p.versions
	q.Version = p.version
	q.History = p.history
	q.Diff = p.diff
	q.Replay = p.replay
	q.Duties = p.duties
	q.Board = p.board
	q.Position = p.position
	q.PositionAt = p.positionAt
	q.Wait = p.wait
	q.Names = p.names
	q.Projections = p.Projections.Status
}

func (p public) tree(ctx context.Context, at view.AsOf, on calendar.Date) (*view.Tree, error) {
	position, err := p.positionAt(ctx, at)
	if err != nil {
		return nil, err
	}
	return p.Agencies.Tree(ctx, position, p.day(at, on))
}

func (p public) agency(ctx context.Context, id string, at view.AsOf) (view.Agency, error) {
	position, err := p.positionAt(ctx, at)
	if err != nil {
		return view.Agency{}, err
	}
	a, ok, err := p.Agencies.Agency(ctx, id, position, p.day(at, calendar.Date{}))
	if err == nil && !ok {
		err = ErrNotFound.New()
	}
	return a, err
}

// day is the date on which dated facts are judged: the one asked for, else the
// day of the point in time, else today.
func (p public) day(at view.AsOf, on calendar.Date) calendar.Date {
	switch {
	case !on.IsZero():
		return on
	case !at.Instant.IsZero():
		return calendar.DateOf(at.Instant)
	}
	return calendar.DateOf(p.Now())
}

// resolveHost finds whose portal a Host header names. Names under .localhost stand
// for names under the province's own; an address or an unknown host is the
// province's portal.
func (p public) resolveHost(ctx context.Context, host string) (HostAnswer, error) {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	tree, err := p.tree(ctx, view.AsOf{}, calendar.Date{})
	if err != nil {
		return HostAnswer{}, err
	}
	province, ok := tree.Province()
	if !ok {
		return HostAnswer{}, nil
	}
	local := false
	if label, under := strings.CutSuffix(host, ".localhost"); under {
		host, local = label+"."+province.Domain.FQDN, true
	}
	agency, redirect, found, err := p.Agencies.Host(ctx, host)
	if err != nil {
		return HostAnswer{}, err
	}
	if !found {
		return HostAnswer{Agency: province.ID}, nil
	}
	if local {
		redirect = strings.TrimSuffix(redirect, province.Domain.FQDN)
		if redirect != "" {
			redirect += "localhost"
		}
	}
	return HostAnswer{Agency: agency, Redirect: redirect}, nil
}

var ErrCursor = fault.Define(fault.Invalid, "list.cursor",
	"Mã trang “cursor” không dùng được cho danh sách này; hãy mở lại danh sách từ trang đầu.",
	"That cursor does not belong to this list; open the list from its first page.")

func (p public) items(ctx context.Context, f view.ItemFilter) (view.Items, error) {
	position, err := p.positionAt(ctx, f.AsOf)
	if err != nil {
		return view.Items{}, err
	}
	page, err := p.Publications.Items(ctx, f, position)
	if errors.Is(err, view.ErrCursor) {
		return page, ErrCursor.New().At("cursor")
	}
	if page.Position = position; position == 0 {
		page.Position, err = p.seen(ctx, err)
	}
	return page, err
}

func (p public) seen(ctx context.Context, err error) (uint64, error) {
	if err != nil {
		return 0, err
	}
	return p.position(ctx)
}

func (p public) sections(ctx context.Context, agencies []string, at view.AsOf) (map[string]int, error) {
	position, err := p.positionAt(ctx, at)
	if err != nil {
		return nil, err
	}
	return p.Publications.Sections(ctx, agencies, position)
}

func (p public) publication(ctx context.Context, id string, at view.AsOf) (view.Publication, error) {
	position, err := p.positionAt(ctx, at)
	if err != nil {
		return view.Publication{}, err
	}
	item, err := p.Publications.Publication(ctx, id, position)
	return p.named(ctx, item, err)
}

func (p public) byAddress(ctx context.Context, agency, section, slug string, at view.AsOf) (view.Publication, error) {
	position, err := p.positionAt(ctx, at)
	if err != nil {
		return view.Publication{}, err
	}
	item, err := p.Publications.ByAddress(ctx, agency, section, slug, position)
	return p.named(ctx, item, err)
}

// named puts display names in place of account ids.
func (p public) named(ctx context.Context, item view.Publication, err error) (view.Publication, error) {
	if err != nil {
		return item, notFound(err)
	}
	names, err := p.names(ctx)
	if err != nil {
		return item, err
	}
	item.ApprovedBy = names[item.ApprovedBy]
	if item.Creator = item.Content.Metadata.Creator; item.Creator == "" {
		item.Creator = names[item.Drafter]
	}
	return item, nil
}

func notFound(err error) error {
	if errors.Is(err, view.ErrNotFound) {
		return ErrNotFound.New()
	}
	return err
}

func (p public) versions(ctx context.Context, id string, at view.AsOf) ([]view.Version, error) {
	position, err := p.positionAt(ctx, at)
	if err != nil {
		return nil, err
	}
	all, err := p.Publications.Versions(ctx, id, position)
	if err != nil {
		return nil, notFound(err)
	}
	names, err := p.names(ctx)
	for i := range all {
		all[i].ApprovedBy = names[all[i].ApprovedBy]
	}
	return all, err
}

func (p public) version(ctx context.Context, id string, number int) (view.Version, error) {
	v, err := p.Publications.Version(ctx, id, number)
	if err != nil {
		return v, notFound(err)
	}
	names, err := p.names(ctx)
	v.ApprovedBy = names[v.ApprovedBy]
	return v, err
}

func (p public) diff(ctx context.Context, id string, from, to int) (VersionDiff, error) {
	a, err := p.version(ctx, id, from)
	if err != nil {
		return VersionDiff{}, err
	}
	b, err := p.version(ctx, id, to)
	if err != nil {
		return VersionDiff{}, err
	}
	return VersionDiff{Publication: id, From: a, To: b, Changes: publication.DiffContent(*a.Content, *b.Content)}, nil
}

func (p public) duties(ctx context.Context, q DutyQuery) ([]view.Duty, error) {
	position, err := p.positionAt(ctx, q.AsOf)
	if err != nil {
		return nil, err
	}
	all, err := p.Publications.Duties(ctx, view.DutyFilter{Agencies: q.Agencies, Open: q.Open, Public: true}, position)
	return all, err
}

func (p public) board(ctx context.Context, agency string) (view.Board, error) {
	b, err := p.People.Board(ctx, agency)
	if err != nil {
		return b, err
	}
	names, err := p.names(ctx)
	for i := range b.Seats {
		b.Seats[i].Name = names[b.Seats[i].Account]
	}
	return b, err
}

// position is what an answer is of. Where the log is far away no answer waits for it.
func (p public) position(ctx context.Context) (uint64, error) {
	if p.Known != nil {
		return p.Known(), nil
	}
	return p.head(ctx)
}

func (p public) head(ctx context.Context) (uint64, error) {
	head, err := p.Log.Head(ctx)
	return uint64(head), mapErr(err)
}

func (p public) wait(ctx context.Context, position uint64) error {
	if p.Known != nil && position <= p.Known() {
		return nil
	}
	head, err := p.head(ctx)
	if err != nil {
		return err
	}
	// A position from elsewhere must not make anybody wait for ever.
	return p.Projections.Wait(ctx, min(position, head))
}

var ErrFuture = fault.Define(fault.Invalid, "as_of.future",
	"Thời điểm được hỏi ở tương lai hoặc chưa có trong nhật ký; hãy chọn một thời điểm đã qua.",
	"That point lies ahead, or the log has not reached it; choose one in the past.")
var ErrBeforeHistory = fault.Define(fault.NotFound, "as_of.before_history",
	"Vào thời điểm đó hệ thống chưa ghi nhận gì; sự kiện đầu tiên vào lúc {first}.",
	"Nothing had been recorded at that point; the first event is of {first}.")

// positionAt is the position that a point in time stands for, once the read models
// have seen it: what they say of a position is kept, and must not change. 0 means now.
func (p public) positionAt(ctx context.Context, at view.AsOf) (uint64, error) {
	position, err := p.locate(ctx, at)
	if err != nil || position == 0 {
		return position, err
	}
	ctx, cancel := context.WithTimeout(ctx, catchUp)
	defer cancel()
	return position, mapErr(p.Projections.Wait(ctx, position))
}

// locate turns an instant into the position of the last event recorded by then, by
// bisection: recorded times never decrease along the log.
func (p public) locate(ctx context.Context, at view.AsOf) (uint64, error) {
	if at.IsNow() {
		return 0, nil
	}
	head, err := p.position(ctx)
	if err == nil && p.Known != nil && at.Position > head {
		head, err = p.head(ctx) // recorded just now, or in the future
	}
	if err != nil {
		return 0, err
	}
	if at.Position != 0 {
		if at.Position > head {
			return 0, ErrFuture.New().At("as_of")
		}
		return at.Position, nil
	}
	if now := p.Now(); at.Instant.After(now) {
		if calendar.DateOf(at.Instant) == calendar.DateOf(now) {
			return 0, nil // the end of today is not over yet: now
		}
		return 0, ErrFuture.New().At("as_of")
	}
	if p.Instants != nil {
		last, found, err := p.Instants.PositionAt(ctx, at.Instant)
		if err != nil {
			return 0, mapErr(err)
		}
		if !found {
			return 0, p.beforeHistory(ctx)
		}
		return uint64(last), nil
	}
	low, high := uint64(0), head // the answer lies in [low, high]
	for low < high {
		middle := low + (high-low)/2 // its next event is in (middle, high]
		next, recorded, err := p.after(ctx, middle)
		if err != nil {
			return 0, err
		}
		if recorded.After(at.Instant) {
			high = middle
		} else {
			low = next
		}
	}
	if low == 0 {
		return 0, p.beforeHistory(ctx)
	}
	return low, nil
}

// beforeHistory says when history begins.
func (p public) beforeHistory(ctx context.Context) error {
	_, first, err := p.after(ctx, 0)
	if err != nil {
		return err
	}
	return ErrBeforeHistory.New("first", first.In(calendar.Zone).Format("15:04 02/01/2006")).At("as_of")
}

// InstantFinder finds the last event recorded by an instant, where the log cannot be
// searched for it: the server gives out positions, and takes no others.
type InstantFinder interface {
	PositionAt(ctx context.Context, at time.Time) (position eventstore.Position, found bool, err error)
}

// after returns position and time of the first event behind a position.
func (p public) after(ctx context.Context, position uint64) (uint64, time.Time, error) {
	for ev, err := range p.Log.ReadAll(ctx, eventstore.Position(position), eventstore.Forwards, eventstore.Filter{}, 1) {
		return uint64(ev.Position), ev.Recorded, mapErr(err)
	}
	return 0, time.Time{}, ErrBeforeHistory.New("first", "–").At("as_of")
}
