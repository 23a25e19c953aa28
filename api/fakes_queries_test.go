package api

import (
	"context"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/domain/rules"
	"minhbach/domain/subject"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

func testDuty() view.Duty {
	d, err := duty.Open(rules.Default(), calendar.VietNam(), rules.DocumentByIssuer, districtID, "publication-"+itemID, "document.issued_on", calendar.MustParse("2026-11-19"))
	if err != nil {
		panic(err)
	}
	return view.Duty{Duty: d, Publication: itemID, Title: "Quyết định 07"}
}

func (f *fake) queries() {
	q := &f.Queries
	q.Tree = func(_ context.Context, at view.AsOf, _ calendar.Date) (*view.Tree, error) {
		f.asOf = at
		return testTree(), nil
	}
	q.Agency = func(_ context.Context, id string, _ view.AsOf) (view.Agency, error) {
		if a, ok := testTree().ByID(id); ok {
			return a, nil
		}
		return view.Agency{}, app.ErrNotFound.New()
	}
	q.Position = func(context.Context) (uint64, error) { return 99, nil }
	q.PositionAt = func(_ context.Context, at view.AsOf) (uint64, error) {
		if at.Position > 99 {
			return 0, app.ErrFuture.New().At("as_of")
		}
		return max(at.Position, 42), nil
	}
	q.Wait = func(_ context.Context, position uint64) error {
		f.waited = position
		return nil
	}
	q.Items = func(_ context.Context, filter view.ItemFilter) (view.Items, error) {
		f.filter = filter
		return view.Items{Items: []view.Item{testItem()}, Next: "next+/=", Total: 2, Position: 99}, nil
	}
	q.Publication = f.publication
	q.Versions = func(_ context.Context, id string, _ view.AsOf) ([]view.Version, error) {
		a, b := testVersion(1), testVersion(2)
		a.Content, b.Content = nil, nil
		return []view.Version{a, b}, nil
	}
	q.Version = func(_ context.Context, _ string, n int) (view.Version, error) {
		if n > 2 {
			return view.Version{}, app.ErrNotFound.New()
		}
		return testVersion(n), nil
	}
	q.History = func(_ context.Context, by app.Caller, id string) ([]view.Event, error) {
		f.by = by
		all := []view.Event{
			{ID: keyUUID, Stream: "publication-" + id, Revision: 0, Position: 3, Type: "publication.drafted", Version: 1, Recorded: testNow, TextVi: "Soạn", TextEn: "Drafted"},
			{ID: keyUUID, Stream: "publication-" + id, Revision: 1, Position: 4, Type: "publication.published", Version: 1, Recorded: testNow, TextVi: "Đăng", TextEn: "Published", Data: publication.Published{Version: 1}},
		}
		return all, nil
	}
	q.Diff = func(_ context.Context, id string, from, to int) (app.VersionDiff, error) {
		a, b := testVersion(from), testVersion(to)
		return app.VersionDiff{Publication: id, From: a, To: b, Changes: []publication.Change{{Field: "title", Before: "a", After: "b"}}}, nil
	}
	q.Duties = func(context.Context, app.DutyQuery) ([]view.Duty, error) {
		met := testDuty()
		v := met.Meet(calendar.MustParse("2026-11-23"), calendar.VietNam())
		met.Met, met.Verdict, met.Publication = true, &v, goneID
		return []view.Duty{met, testDuty()}, nil
	}
	q.Sections = func(context.Context, []string, view.AsOf) (map[string]int, error) {
		return map[string]int{"van-ban": 7}, nil
	}
	decision := view.Decision{Number: "15/QĐ", Date: calendar.MustParse("2018-12-20"), Signer: "C"}
	q.Board = func(_ context.Context, agency string) (view.Board, error) {
		return view.Board{Agency: agency, Established: true, Revision: 5, Decision: decision,
			Seats: []view.Seat{{Account: staffID, Name: "B", Position: "head", From: calendar.MustParse("2019-01-01"), Decision: decision}}}, nil
	}
	item := view.WorkItem{ID: itemID, Agency: districtID, Kind: publication.News, Slug: "tin", State: publication.StateDraft, Title: "Tin", Revision: 12, UpdatedAt: testNow}
	q.WorkList = func(_ context.Context, by app.Caller, _ view.WorkFilter) ([]view.WorkItem, error) {
		f.by = by
		return []view.WorkItem{item}, nil
	}
	q.Work = func(_ context.Context, by app.Caller, id string) (view.Work, error) {
		if id != itemID {
			return view.Work{}, app.ErrNotFound.New()
		}
		return view.Work{
			WorkItem: item, Content: testContent(), ContentHash: publication.Hash(testContent()), Allowed: []publication.Command{publication.CommandSubmit},
			Refused: map[publication.Command]*fault.Fault{publication.CommandApprove: publication.ErrSamePerson.New()},
		}, nil
	}
	account := view.Account{ID: staffID, Login: "a", Name: "A", Grants: []view.Grant{{Role: "editor", Agency: districtID, From: calendar.MustParse("2026-01-01")}}, Revision: 3}
	q.Accounts = func(context.Context, app.Caller) ([]view.Account, error) { return []view.Account{account}, nil }
	q.Account = func(context.Context, app.Caller, string) (view.Account, error) { return account, nil }
	asked := view.Subject{ID: staffID, State: subject.StateRequested, Basis: subject.SubjectRequest, RequestedBy: staffID, ReceivedOn: calendar.MustParse("2026-03-02"),
		AnswerDue: calendar.MustParse("2026-03-04"), EraseDue: calendar.MustParse("2026-03-17"), Holds: []view.Hold{{ID: "h1", Ground: subject.Retention, Until: calendar.MustParse("2026-12-31")}}}
	q.Subjects.List = func(context.Context, app.Caller) ([]view.Subject, error) { return []view.Subject{asked}, nil }
	q.Subjects.Get = func(_ context.Context, _ app.Caller, id string) (app.PersonFile, error) {
		read := view.Event{ID: keyUUID, Position: 7, Type: subject.TypeViewed, Actor: staffID, Role: "administrator", TextVi: "Xem dữ liệu.", TextEn: "Data was read."}
		return app.PersonFile{Subject: asked, Views: []view.Event{read}}, nil
	}
	q.Projections = func(context.Context) ([]view.ProjectionStatus, error) {
		return []view.ProjectionStatus{{Name: "publications", Version: 1, Position: 99, Head: 99, LastError: "disk sda1"}}, nil
	}
}

const testBundle = `{"format":"minhbach-proof/1","leaf":"{}","proof":"c2sp.org/tlog-proof@v1\nindex 0\n\nsoctrang.gov.vn/log\n","key":"soctrang.gov.vn/log+c7619373+AQ=="}`

// proofs that hold, unless f.proof says otherwise.
func (f *fake) proofs() {
	p := &f.Queries.Proofs
	prove := func(by app.Caller) (app.Proof, error) {
		f.by = by
		if f.proof != nil {
			return *f.proof, nil
		}
		return app.Proof{Verdict: app.Holds, Event: view.Event{ID: keyUUID}, Bundle: []byte(testBundle), Media: bundleMedia}, nil
	}
	p.Event = func(_ context.Context, by app.Caller, id string) (app.Proof, error) {
		if id == goneID {
			return app.Proof{}, app.ErrNoProof.New()
		}
		return prove(by)
	}
	version := func(_ context.Context, by app.Caller, _ string, n int) (app.Proof, error) {
		if n > 2 {
			return app.Proof{}, app.ErrNotFound.New()
		}
		return prove(by)
	}
	p.Publication, p.Dataset = version, version
	p.Hash = func(context.Context, string) ([]view.Use, error) {
		it := testItem()
		it.State = view.Withdrawn
		set := view.DatasetItem{ID: dataID, Title: "Trường học", State: view.Published, Version: 1}
		return []view.Use{
			{Version: 1, Event: keyUUID, PublishedAt: testNow, ReplacedAt: testNow, File: "a.pdf", Reason: "Sai thẩm quyền", Item: &it},
			{Version: 1, Event: keyUUID, PublishedAt: testNow, Dataset: &set},
		}, nil
	}
	p.Checkpoint = func(context.Context) (app.Checkpoint, error) {
		return app.Checkpoint{Origin: "soctrang.gov.vn/log", Size: 99, Root: sha, Signed: testNow, Note: "soctrang.gov.vn/log\n99\n…\n", Key: "soctrang.gov.vn/log+c7619373+AQ==",
			Witnesses: []app.Cosignature{{Name: "cantho.gov.vn/witness", At: testNow}, {Name: "unknown"}}}, nil
	}
	p.Consistency = func(_ context.Context, from, to uint64) (app.Consistency, error) {
		if from > 99 {
			return app.Consistency{}, app.ErrSizes.New("from", from, "to", to, "newest", 99).At("from")
		}
		return app.Consistency{From: from, To: 99, RootFrom: sha, RootTo: sha, Hashes: []string{"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="}}, nil
	}
}
