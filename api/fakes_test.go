package api

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

const (
	provinceID = "0190f3c2-0000-7000-8000-000000000001"
	districtID = "0190f3c2-0000-7000-8000-000000000002"
	communeID  = "0190f3c2-0000-7000-8000-000000000003"
	itemID     = "0190f3c2-0000-7000-8000-000000000010"
	goneID     = "0190f3c2-0000-7000-8000-000000000011"
	staffID    = "0190f3c2-0000-7000-8000-000000000020"
	sha        = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	goodToken  = "mb_good"
	keyUUID    = "0190f3c2-0000-7000-8000-0000000000aa"
)

var testNow = time.Date(2026, 11, 23, 9, 30, 0, 0, calendar.Zone)

// fake is an app whose every function can be replaced, and which remembers the
// last command.
type fake struct {
	*app.App
	by      app.Caller
	command any
	filter  view.ItemFilter
	asOf    view.AsOf
	waited  uint64
	err     error // what every command answers
	files   map[string]string
	data    fakeData
	proof   *app.Proof
}

func newFake() *fake {
	f := &fake{App: &app.App{Limits: app.Limits{AttachmentBytes: 1000, ImportBytes: 1000}}, files: map[string]string{sha: "nội dung tệp"}}
	f.fill(reflect.ValueOf(&f.Commands).Elem())
	f.queries()
	f.openData()
	f.proofs()
	f.App.Auth.Token = func(_ context.Context, token string) (app.Caller, error) {
		if token != goodToken {
			return app.Caller{}, errTestToken.New()
		}
		return app.Caller{Account: staffID, Name: "Nguyễn Thị A", Grants: []view.Grant{{Role: domain.Editor, Agency: districtID, From: calendar.MustParse("2026-01-01")}}}, nil
	}
	f.App.Files = f
	return f
}

var errTestToken = fault.Define(fault.Unauthenticated, "test.token", "Mã không đúng.", "Wrong token.")

// fill gives every command a body that remembers what it was given.
func (f *fake) fill(commands reflect.Value) {
	for i := range commands.NumField() {
		kind := commands.Field(i).Type()
		if kind.Kind() == reflect.Struct {
			f.fill(commands.Field(i))
			continue
		}
		if kind.NumIn() != 3 {
			continue
		}
		commands.Field(i).Set(reflect.MakeFunc(kind, func(in []reflect.Value) []reflect.Value {
			f.by, f.command = in[1].Interface().(app.Caller), in[2].Interface()
			out := reflect.New(kind.Out(0)).Elem()
			r := app.Receipt{ID: itemID, Revision: 13, Position: 99}
			switch out.Interface().(type) {
			case app.Receipt:
				out.Set(reflect.ValueOf(r))
			case app.IssuedToken:
				out.Set(reflect.ValueOf(app.IssuedToken{Receipt: r, Secret: "mb_secret"}))
			case app.ImportReport:
				out.Set(reflect.ValueOf(app.ImportReport{Registered: 1, Position: 99, Units: []app.ImportedUnit{{Line: 2, Agency: communeID, Code: "31", Name: "Xã", Level: "commune", New: true}}}))
			}
			err := reflect.New(kind.Out(1)).Elem()
			if f.err != nil {
				err.Set(reflect.ValueOf(f.err))
			}
			return []reflect.Value{out, err}
		}))
	}
}

func testTree() *view.Tree {
	from := calendar.MustParse("2019-01-01")
	domainOf := func(fqdn string) view.Domain { return view.Domain{FQDN: fqdn, State: "active"} }
	return view.NewTree([]view.Agency{
		{ID: provinceID, Code: "94", Slug: "soctrang", NameVi: "UBND tỉnh Sóc Trăng", UnitType: "Tỉnh", Level: "province", Obligation: "mandatory", ValidFrom: from, Domain: domainOf("soctrang.gov.vn")},
		{ID: districtID, Code: "943", Slug: "kesach", NameVi: "UBND huyện Kế Sách", NameEn: "Ke Sach", UnitType: "Huyện", Level: "district", Parent: provinceID, Obligation: "mandatory", ValidFrom: from, Depth: 1, Domain: domainOf("kesach.soctrang.gov.vn")},
		{ID: communeID, Code: "31", Slug: "nhonmy.kesach", NameVi: "UBND xã Nhơn Mỹ", UnitType: "Xã", Level: "commune", Parent: districtID, Obligation: "mandatory", ValidFrom: from, Depth: 2, Domain: view.Domain{FQDN: "nhonmy.kesach.soctrang.gov.vn", State: "conflict_pending"}},
	})
}

func testItem() view.Item {
	return view.Item{
		ID: itemID, Agency: districtID, Kind: publication.LegalDocument, Section: "van-ban", Slug: "07-2019-qd-ubnd", State: view.Published, Version: 2,
		Language: "vi", Title: "Quyết định 07", Summary: "Tóm tắt", Number: "07/2019/QĐ-UBND", IssuedOn: calendar.MustParse("2019-04-19"),
		PublishedAt: testNow.Add(-48 * time.Hour), UpdatedAt: testNow.Add(-24 * time.Hour), Attachments: 1, Position: 40,
	}
}

func testContent() publication.Content {
	return publication.Content{
		Language: "vi", Title: "Quyết định 07", Summary: "Tóm tắt", Body: "# Điều 1\n\nNội dung.",
		Details:      publication.Details{Document: &publication.Document{Number: "07/2019/QĐ-UBND", Form: "Quyết định", Issuer: "UBND tỉnh", IssuedOn: calendar.MustParse("2019-04-19"), Signer: "A", Abstract: "Quy chế"}},
		Metadata:     publication.Metadata{Creator: "Văn phòng"},
		Attachments:  []publication.Attachment{{SHA256: sha, Name: "quyết định.pdf", Title: "Bản gốc", MediaType: "application/pdf", Size: 15}},
		Translations: map[string]publication.Translation{"en": {Title: "Decision 07"}},
	}
}

func testAuthority() publication.Authority {
	return publication.Authority{Agency: districtID, Account: staffID, Position: "head", Decision: "15/QĐ", From: calendar.MustParse("2019-01-01")}
}

func testVersion(n int) view.Version {
	c := testContent()
	v := view.Version{
		Number: n, PublishedAt: testNow, Position: 40, ContentHash: publication.Hash(c), ApprovedBy: "Trần Văn B",
		Authority: testAuthority(), Title: c.Title, Content: &c,
	}
	if n == 1 {
		v.ReplacedAt = testNow
	} else {
		v.Reason = "Đính chính"
	}
	return v
}

func (f *fake) publication(_ context.Context, id string, at view.AsOf) (view.Publication, error) {
	f.asOf = at
	p := view.Publication{
		Item: testItem(), Content: testContent(), ContentHash: publication.Hash(testContent()), Creator: "Văn phòng", ApprovedBy: "Trần Văn B",
		Authority: testAuthority(), Stale: []string{"en"}, Duties: []view.Duty{testDuty()},
	}
	switch id {
	case itemID:
		return p, nil
	case goneID:
		if p.ID = goneID; !at.IsNow() {
			return p, nil
		}
		p.ID, p.State, p.Content, p.Reason = goneID, view.Withdrawn, publication.Content{}, "Sai thẩm quyền"
		return p, nil
	}
	return view.Publication{}, app.ErrNotFound.New()
}

func (f *fake) Put(_ context.Context, name string, max int64, r io.Reader) (publication.Attachment, error) {
	b, err := io.ReadAll(r)
	return publication.Attachment{SHA256: sha, Name: name, MediaType: "application/pdf", Size: int64(len(b))}, err
}

func (f *fake) Keep(ctx context.Context, name, _ string, max int64, r io.Reader) (publication.Attachment, error) {
	return f.Put(ctx, name, max, r)
}

func (f *fake) Open(_ context.Context, sha256 string) (app.File, error) {
	text, ok := f.files[sha256]
	if !ok {
		return nil, errTestFile.New()
	}
	return testFile{strings.NewReader(text)}, nil
}

var errTestFile = fault.Define(fault.Unavailable, "test.file_missing", "Thiếu tệp.", "The file is missing.")

type testFile struct{ *strings.Reader }

func (testFile) Close() error       { return nil }
func (testFile) ModTime() time.Time { return testNow }

// server is a running API over a fake.
func server(t testing.TB, f *fake) *service {
	t.Helper()
	h, err := New(f.App, Options{Now: func() time.Time { return testNow }, Log: slog.New(slog.DiscardHandler), Rate: Rate{PerSecond: -1}, Version: "1.0.0"})
	if err != nil {
		t.Fatal(err)
	}
	return h.(*service)
}

// call asks the API; headers are pairs.
func call(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const bearerGood = "Bearer " + goodToken

var errTestOurs = errors.New("disk sda1 is on fire")

func stale(named, actual int64) error {
	return app.ErrStale.New("named", named, "actual", actual)
}
