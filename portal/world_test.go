package portal_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/duty"
	"minhbach/domain/fault"
	"minhbach/domain/fold"
	"minhbach/domain/publication"
	"minhbach/domain/rules"
	"minhbach/internal/app"
	"minhbach/portal"
	"minhbach/projections/view"
)

// world is a small network that answers queries from memory: each publication is
// what it was since some position of the log. One position is one minute.
type world struct {
	t     testing.TB
	tree  *view.Tree
	log   *tree // of hashes
	items map[string][]state
	files map[string][]byte
	head  uint64
	down  error // what every query answers
	sets  *sets
}

type state struct {
	from uint64
	view.Publication
}

var began = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func at(position uint64) time.Time { return began.Add(time.Duration(position) * time.Minute) }

const (
	provinceID = "01890000-0000-7000-8000-000000000001"
	districtID = "01890000-0000-7000-8000-000000000002"
	communeID  = "01890000-0000-7000-8000-000000000003"
	endedID    = "01890000-0000-7000-8000-000000000004"
)

func newWorld(t testing.TB) *world {
	from := calendar.MustParse("2019-03-01")
	agencies := view.NewTree([]view.Agency{
		{ID: provinceID, Code: "94", Slug: "94", NameVi: "Ủy ban nhân dân tỉnh Sóc Trăng", NameEn: "People's Committee of Sóc Trăng", Level: domainname.Province, ValidFrom: from,
			Domain:  view.Domain{FQDN: "soctrang.gov.vn", State: domainname.Active},
			Contact: agency.Contact{Address: "Số 1 Trần Phú", Phone: "(0299) 3 820 000", Email: "ubnd@example.vn", Responsible: "Trưởng ban Biên tập", Intro: "Cổng của tỉnh."}},
		{ID: districtID, Code: "943", Slug: "kesach", NameVi: "Huyện Kế Sách", Level: domainname.District, Parent: provinceID, ValidFrom: from, Depth: 1,
			Domain: view.Domain{FQDN: "kesach.soctrang.gov.vn", State: domainname.Active}},
		{ID: communeID, Code: "31537", Slug: "31537", NameVi: "Xã Nhơn Mỹ", Level: domainname.Commune, Parent: districtID, ValidFrom: from, Depth: 2,
			Domain: view.Domain{FQDN: "kesach.kesach.soctrang.gov.vn", State: domainname.ConflictPending,
				Conflicts: []domainname.Conflict{{Reason: domainname.DistrictSameLabel, With: districtID, Label: "kesach", DiacriticOnly: true}}}},
	})
	agencies.Ended = map[string]view.Ended{endedID: {Agency: view.Agency{ID: endedID, NameVi: "Xã cũ"}, Heir: communeID}}
	w := &world{t: t, tree: agencies, items: map[string][]state{}, files: map[string][]byte{}}
	w.log = &tree{w: w}
	return w
}

// put makes an item public or changes it, at the next position.
func (w *world) put(p view.Publication) uint64 {
	w.head++
	info, ok := publication.KindOf(p.Kind)
	if !ok {
		w.t.Fatalf("no kind %q", p.Kind)
	}
	p.Section, p.Position, p.UpdatedAt = info.Section, w.head, at(w.head)
	if p.State != view.Withdrawn && p.State != view.Archived {
		p.Event = eventID(w.head)
	} else if before := w.items[p.ID]; len(before) > 0 {
		p.Event = before[len(before)-1].Event
	}
	p.Title, p.Summary, p.Language, p.Attachments = p.Content.Title, p.Content.Summary, p.Content.Language, len(p.Content.Attachments)
	p.ContentHash, p.Stale = publication.Hash(p.Content), p.Content.Stale()
	if d := p.Content.Details.Document; d != nil {
		p.Number, p.IssuedOn = d.Number, d.IssuedOn
	}
	before := w.items[p.ID]
	if p.PublishedAt = at(w.head); len(before) > 0 {
		p.PublishedAt = before[0].PublishedAt
	}
	if p.Version == 0 {
		p.Version = 1
	}
	if p.State == "" {
		p.State = view.Published
	}
	if p.State == view.Withdrawn {
		p.Content = publication.Content{}
	}
	w.items[p.ID] = append(before, state{w.head, p})
	return w.head
}

func (w *world) position(at view.AsOf) (uint64, error) {
	switch {
	case at.IsNow():
		return w.head, nil
	case at.Position > w.head:
		return 0, app.ErrFuture.New().At("as_of")
	case at.Position != 0:
		return at.Position, nil
	case at.Instant.Before(began):
		return 0, app.ErrBeforeHistory.New("first", "–").At("as_of")
	}
	return min(uint64(at.Instant.Sub(began)/time.Minute), w.head), nil
}

// then is the item as it stood; false before it was public.
func (w *world) then(id string, position uint64) (view.Publication, bool) {
	var found *view.Publication
	all := w.items[id]
	for i := range all {
		if all[i].from <= position {
			found = &all[i].Publication
		}
	}
	if found == nil {
		return view.Publication{}, false
	}
	p := *found
	if last := all[len(all)-1]; last.from > position {
		p.Later = &view.Later{State: last.State, Version: last.Version, Reason: last.Reason, At: at(last.from)}
	}
	return p, true
}

func (w *world) find(match func(view.Publication) bool, asOf view.AsOf) ([]view.Publication, error) {
	if w.down != nil {
		return nil, w.down
	}
	position, err := w.position(asOf)
	var out []view.Publication
	for id := range w.items {
		if p, ok := w.then(id, position); ok && match(p) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b view.Publication) int { return b.PublishedAt.Compare(a.PublishedAt) })
	return out, err
}

func fits(f view.ItemFilter) func(view.Publication) bool {
	states := f.States
	if states == nil {
		states = []view.PublicState{view.Published, view.Archived}
	}
	return func(p view.Publication) bool {
		for _, word := range fold.Tokens(f.Title) {
			if !slices.Contains(fold.Tokens(p.Title), word) {
				return false
			}
		}
		return slices.Contains(states, p.State) && (f.Agencies == nil || slices.Contains(f.Agencies, p.Agency)) &&
			(f.Section == "" || f.Section == p.Section) && (f.Slug == "" || f.Slug == p.Slug) &&
			(len(f.Kinds) == 0 || slices.Contains(f.Kinds, p.Kind)) && (f.Number == "" || fold.String(f.Number) == fold.String(p.Number)) &&
			(f.Year == 0 || f.Year == p.IssuedOn.Year() || p.IssuedOn.IsZero() && f.Year == p.PublishedAt.Year())
	}
}

func (w *world) list(f view.ItemFilter) (view.Items, error) {
	all, err := w.find(fits(f), f.AsOf)
	if err != nil {
		return view.Items{}, err
	}
	out := view.Items{Total: len(all), Position: w.head}
	from := 0
	if f.Cursor != "" {
		if from = slices.IndexFunc(all, func(p view.Publication) bool { return p.ID == f.Cursor }) + 1; from == 0 {
			return out, app.ErrCursor.New().At("cursor")
		}
	}
	limit := f.Limit
	if limit == 0 {
		limit = 20
	}
	for i, p := range all[from:] {
		if i == limit {
			out.Next = out.Items[limit-1].ID
			break
		}
		out.Items = append(out.Items, p.Item)
	}
	return out, nil
}

func (w *world) versions(id string, asOf view.AsOf) ([]view.Version, error) {
	position, err := w.position(asOf)
	if err != nil {
		return nil, err
	}
	var out []view.Version
	for _, s := range w.items[id] {
		if s.from <= position && (len(out) == 0 || s.Version > out[len(out)-1].Number) {
			c := s.Content
			out = append(out, view.Version{Number: s.Version, PublishedAt: s.UpdatedAt, Position: s.from, ContentHash: s.ContentHash, Event: s.Event,
				Reason: s.Reason, ApprovedBy: s.ApprovedBy, Authority: s.Authority, Title: s.Title, Content: &c})
		}
	}
	if out == nil {
		return nil, app.ErrNotFound.New()
	}
	return out, nil
}

func (w *world) version(id string, number int) (view.Version, error) {
	all, err := w.versions(id, view.AsOf{})
	for _, v := range all {
		if v.Number == number {
			return v, nil
		}
	}
	if err == nil {
		err = app.ErrNotFound.New()
	}
	return view.Version{}, err
}

func (w *world) history(id string) []view.Event {
	var out []view.Event
	for _, s := range w.items[id] {
		e := view.Event{ID: eventID(s.from), Position: s.from, Recorded: at(s.from), Type: publication.TypePublished, ActorName: s.ApprovedBy}
		var fact interface {
			EventType() string
			EventVersion() int
		} = publication.Published{Version: s.Version, Content: s.ContentHash}
		switch {
		case s.State == view.Withdrawn:
			fact = publication.Withdrawn{Reason: s.Reason, Authority: publication.Authority{Position: publication.PositionHead}}
		case s.Version > 1:
			fact = publication.Corrected{Version: s.Version, Content: s.ContentHash, Reason: s.Reason}
		}
		e.Type, e.Data = fact.EventType(), fact
		e.TextVi, e.TextEn = publication.Describe(fact, "vi"), publication.Describe(fact, "en")
		out = append(out, e)
	}
	return out
}

func (w *world) app() *app.App {
	one := func(ps []view.Publication, err error) (view.Publication, error) {
		if err != nil || len(ps) == 0 {
			if err == nil {
				err = app.ErrNotFound.New()
			}
			return view.Publication{}, err
		}
		return ps[0], nil
	}
	a := &app.App{Files: w, Limits: app.Limits{AttachmentBytes: 1 << 20, FormBytes: 1 << 20}}
	a.Queries = app.Queries{
		Tree: func(_ context.Context, at view.AsOf, on calendar.Date) (*view.Tree, error) {
			if _, err := w.position(at); err != nil || w.down != nil {
				return nil, errorsOr(w.down, err)
			}
			if !on.IsZero() && on.Before(calendar.MustParse("2019-03-01")) {
				return view.NewTree(nil), nil
			}
			return w.tree, nil
		},
		Agency: func(_ context.Context, id string, _ view.AsOf) (view.Agency, error) {
			a, ok := w.tree.ByID(id)
			if !ok {
				return a, app.ErrNotFound.New()
			}
			return a, nil
		},
		ResolveHost: func(_ context.Context, host string) (app.HostAnswer, error) {
			if host == "kesach.localhost" {
				return app.HostAnswer{Agency: districtID}, nil
			}
			return app.HostAnswer{Agency: provinceID}, nil
		},
		Items: func(_ context.Context, f view.ItemFilter) (view.Items, error) { return w.list(f) },
		Publication: func(_ context.Context, id string, at view.AsOf) (view.Publication, error) {
			return one(w.find(func(p view.Publication) bool { return p.ID == id }, at))
		},
		ByAddress: func(_ context.Context, agency, section, slug string, at view.AsOf) (view.Publication, error) {
			return one(w.find(func(p view.Publication) bool { return p.Agency == agency && p.Section == section && p.Slug == slug }, at))
		},
		Versions: func(_ context.Context, id string, at view.AsOf) ([]view.Version, error) { return w.versions(id, at) },
		Version:  func(_ context.Context, id string, number int) (view.Version, error) { return w.version(id, number) },
		History:  func(_ context.Context, _ app.Caller, id string) ([]view.Event, error) { return w.history(id), nil },
		Diff: func(_ context.Context, id string, from, to int) (app.VersionDiff, error) {
			a, err := w.version(id, from)
			if err != nil {
				return app.VersionDiff{}, err
			}
			b, err := w.version(id, to)
			return app.VersionDiff{Publication: id, From: a, To: b, Changes: publication.DiffContent(*a.Content, *b.Content)}, err
		},
		Duties: func(_ context.Context, q app.DutyQuery) ([]view.Duty, error) {
			ps, err := w.find(func(p view.Publication) bool { return q.Agencies == nil || slices.Contains(q.Agencies, p.Agency) }, q.AsOf)
			var out []view.Duty
			for _, p := range ps {
				for _, d := range p.Duties {
					d.Publication, d.Title = p.ID, p.Title
					out = append(out, d)
				}
			}
			return out, err
		},
		Sections: func(_ context.Context, agencies []string, at view.AsOf) (map[string]int, error) {
			ps, err := w.find(fits(view.ItemFilter{Agencies: agencies}), at)
			counts := map[string]int{}
			for _, p := range ps {
				counts[p.Section]++
			}
			return counts, err
		},
		Position:   func(context.Context) (uint64, error) { return w.head, w.down },
		Wait:       func(context.Context, uint64) error { return nil },
		PositionAt: func(_ context.Context, at view.AsOf) (uint64, error) { return w.position(at) },
	}
	if w.sets == nil {
		w.withData()
	}
	a.Queries.Proofs = w.log.queries()
	a.Queries.Datasets, a.Queries.Search, a.Queries.Suggest = w.sets.queries(), w.sets.search, w.sets.suggest
	a.Auth = app.Auth{
		SignIn: func(context.Context, app.SignIn) (app.Session, error) { return app.Session{}, app.ErrForbidden.New() },
		Resume: func(_ context.Context, sealed string) (app.Caller, app.Session, error) {
			return app.Caller{Account: "an", Name: "Trần Thị An", Grants: []view.Grant{{Agency: provinceID}}}, app.Session{ID: sealed}, nil
		},
		CSRF:      func(string) string { return "token-of-the-session" },
		CheckCSRF: func(_, token string) bool { return token == "token-of-the-session" },
	}
	return a
}

func errorsOr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

var errMissing = fault.Define(fault.Unavailable, "test.file_missing", "Tệp hiện không đọc được; hãy thử lại sau.", "The file cannot be read now; try again later.")

func (w *world) Put(context.Context, string, int64, io.Reader) (publication.Attachment, error) {
	return publication.Attachment{}, errMissing.New()
}

func (w *world) Open(_ context.Context, sha256 string) (app.File, error) {
	b, ok := w.files[sha256]
	if !ok {
		return nil, errMissing.New()
	}
	return file{bytes.NewReader(b)}, nil
}

type file struct{ *bytes.Reader }

func (file) Close() error       { return nil }
func (file) ModTime() time.Time { return began }

// handler is the whole portal over the world, some days later.
func (w *world) handler() http.Handler {
	h, err := portal.New(w.app(), portal.Options{Now: func() time.Time { return began.AddDate(0, 0, 10) }})
	if err != nil {
		w.t.Fatal(err)
	}
	return h
}

// decision is a legal document of the province, met in time.
func decision(number int, body string) view.Publication {
	day := calendar.MustParse("2026-02-27")
	d := duty.Duty{RuleID: "R17.c1", AgencyID: provinceID, TriggerDate: day, DueDate: calendar.MustParse("2026-03-03"), Limit: 2, Unit: rules.WorkingDays,
		LegalBasisVi: "Điều 17 khoản 1 điểm c", LegalBasisEn: "Article 17(1)(c)"}
	return view.Publication{
		Item: view.Item{ID: "01890000-0000-7000-8000-0000000000d1", Agency: provinceID, Kind: publication.LegalDocument, Slug: "07-2019-qd-ubnd", Version: number},
		Content: publication.Content{Language: "vi", Title: "Quyết định 07/2019/QĐ-UBND", Summary: "Quy chế quản lý cổng.", Body: body,
			Details: publication.Details{Document: &publication.Document{Number: "07/2019/QĐ-UBND", Form: "Quyết định", Issuer: "UBND tỉnh", IssuedOn: day, Signer: "Trần Văn C", Abstract: "Quy chế"}},
		},
		Creator: "Sở Thông tin và Truyền thông", ApprovedBy: "Nguyễn Văn Bình",
		Authority: publication.Authority{Agency: provinceID, Position: publication.PositionHead, Decision: "16/QĐ-UBND"},
		Duties:    []view.Duty{{Duty: d, Met: true, Verdict: &duty.Verdict{State: duty.Met, MetOn: calendar.MustParse("2026-03-02"), DueDate: d.DueDate, Unit: rules.WorkingDays}}},
	}
}

// news is an item of the district or of whom it is given to.
func news(id, agency, slug, title string) view.Publication {
	return view.Publication{
		Item:    view.Item{ID: "01890000-0000-7000-8000-0000000000" + id, Agency: agency, Kind: publication.News, Slug: slug, Version: 1},
		Content: publication.Content{Language: "vi", Title: title, Summary: "Tóm tắt.", Body: "Nội dung."}, Creator: "Văn phòng", ApprovedBy: "Lê Thị Chi",
		Authority: publication.Authority{Agency: agency, Position: publication.PositionDeputy},
	}
}
