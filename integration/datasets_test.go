package integration

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/internal/testkit"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

const dataUnits = `level,code,name_vi,name_en,unit_type,parent_code
province,94,Sóc Trăng,Soc Trang,Tỉnh,
district,944,Kế Sách,Ke Sach,Huyện,94
`

// bureau is a node with an agency that publishes data: an author and two on the board.
type bureau struct {
	*testkit.Node
	author, second *testkit.Person
	agency         string
}

func newBureau(t *testing.T) *bureau {
	n := testkit.New(t, time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	if _, err := n.Import(dataUnits, "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	b := &bureau{Node: n, agency: n.Agency("944")}
	b.author = n.Account("lan", domain.Editor, "944")
	b.second = n.Account("hung", domain.BoardMember, "944")
	b.second.Seat(board.Member, "944")
	return b
}

func (b *bureau) as(p *testkit.Person) app.Caller {
	b.T.Helper()
	a, err := b.App.Queries.Account(context.Background(), testkit.Operator, p.ID)
	if err != nil {
		b.T.Fatal(err)
	}
	return app.Caller{Account: p.ID, Name: a.Name, Grants: a.Grants}
}

func (b *bureau) ok(r app.Receipt, err error) app.Receipt {
	b.T.Helper()
	if err != nil {
		b.T.Fatal(err)
	}
	b.Settle()
	return r
}

// upload sends a file in two pieces and has it read.
func (b *bureau) upload(name string, text []byte) app.Upload {
	b.T.Helper()
	ctx, by := context.Background(), b.as(b.author)
	u, err := b.App.Uploads.Begin(ctx, by, app.NewUpload{Agency: b.agency, Name: name, Size: int64(len(text))})
	if err != nil {
		b.T.Fatal(err)
	}
	half := len(text) / 2
	for _, piece := range []struct {
		at   int
		text []byte
	}{{0, text[:half]}, {half, text[half:]}} {
		if u, err = b.App.Uploads.Append(ctx, by, u.ID, int64(piece.at), bytes.NewReader(piece.text)); err != nil {
			b.T.Fatal(err)
		}
	}
	if u, err = b.App.Uploads.Examine(ctx, by, u.ID, u.Choices); err != nil {
		b.T.Fatal(err)
	}
	if u, err = b.App.Uploads.Wait(ctx, by, u.ID); err != nil {
		b.T.Fatal(err)
	}
	return u
}

var described = dataset.Description{
	Title: "Dân số theo xã huyện Kế Sách", Summary: "Số dân từng xã qua các năm.", Topics: []string{"dan-so-hanh-chinh"},
	Keywords: []string{"dân số", "xã"}, Licence: "vn-open-data", Frequency: "annual", Creator: "Chi cục Thống kê huyện Kế Sách",
	Contact: dataset.Contact{Unit: "Chi cục Thống kê huyện Kế Sách", Email: "thongke@kesach.example.vn"}, Spatial: "Huyện Kế Sách",
}

func code(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Code.Name
	}
	return ""
}

func answers() map[string]string {
	items := map[string]string{}
	for _, c := range editorial.Checks() {
		items[c.ID] = ""
	}
	return items
}

// publish brings what is in hand before the public.
func (b *bureau) publish(id string) {
	b.T.Helper()
	ctx, c := context.Background(), b.App.Commands.Datasets
	b.ok(c.Submit(ctx, b.as(b.author), app.SubmitDataset{ID: id}))
	b.ok(c.Approve(ctx, b.as(b.second), app.ApproveDataset{ID: id, Checklist: answers()}))
}

// population is a file as offices have them: a title above the header, semicolons,
// points between thousands, percent, a mark for “nothing”, and one row that is wrong.
func population() string {
	var text strings.Builder
	text.WriteString("\ufeffThống kê dân số theo xã;;;;\n;;;;\nMã xã;Tên xã;Năm;Số dân;Tỉ lệ nữ\n001;Kế Sách;2024;14.250;50,3%\n")
	for i := 2; i <= 200; i++ {
		count := fmt.Sprintf("12.%03d", i)
		switch i {
		case 7:
			count = "-"
		case 9:
			count = "không rõ"
		}
		fmt.Fprintf(&text, "%03d;Xã thứ %d;2024;%s;49,%d%%\n", i, i, count, i%10)
	}
	return text.String()
}

func TestDatasetFromFileToPublic(t *testing.T) {
	b := newBureau(t)
	ctx, c, q := context.Background(), b.App.Commands.Datasets, b.App.Queries
	id := b.ok(c.Draft(ctx, b.as(b.author), app.DraftDataset{Agency: b.agency, Description: described})).ID
	u := b.upload("dan-so.csv", []byte(population()))
	if u.State != app.Examined || u.Examined.Rows != 199 || u.Examined.Report.Total != 1 || u.Examined.Report.Rejected[0].Line != 12 {
		t.Fatalf("%+v %+v %v", u, u.Examined, u.Fault)
	}
	if _, err := c.Attach(ctx, b.as(b.author), app.AttachRelease{ID: id, Upload: u.ID, Change: dataset.NewData}); code(err) != "dataset.rejected_rows" {
		t.Fatalf("rejected rows were passed over in silence: %v", err)
	}
	b.ok(c.Attach(ctx, b.as(b.author), app.AttachRelease{ID: id, Upload: u.ID, Change: dataset.NewData, AcceptRejected: true}))
	if _, err := q.Datasets.Get(ctx, id, view.AsOf{}); code(err) != "not_found" {
		t.Fatalf("a draft is public: %v", err)
	}
	b.ok(c.Submit(ctx, b.as(b.author), app.SubmitDataset{ID: id}))
	if _, err := c.Approve(ctx, b.as(b.author), app.ApproveDataset{ID: id, Checklist: answers()}); err == nil {
		t.Fatal("the author approved")
	}
	b.ok(c.Approve(ctx, b.as(b.second), app.ApproveDataset{ID: id, Checklist: answers()}))

	d, err := q.Datasets.Get(ctx, "dan-so-theo-xa-huyen-ke-sach", view.AsOf{})
	if err != nil || d.ID != id || d.Version != 1 || d.UpdateDue.IsZero() || d.ReviewDue.IsZero() {
		t.Fatalf("%+v, %v", d, err)
	}
	page, err := q.Datasets.Rows(ctx, app.Target{Dataset: id}, analytics.Query{Limit: 10, Where: analytics.Match{Column: "ten_xa", Kind: analytics.Contains, Text: "ke sach"}})
	if err != nil || page.Total != 1 || page.Rows[0][0] != "001" || page.Rows[0][3] != int64(14250) {
		t.Fatalf("%+v, %v", page, err)
	}
	report, err := q.Datasets.Report(ctx, app.Target{Dataset: id})
	if err != nil || report.Total != u.Examined.Report.Total {
		t.Errorf("report %+v, %v", report, err)
	}
	r, f, err := q.Datasets.Original(ctx, app.Target{Dataset: id})
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := io.ReadAll(f)
	f.Close()
	if string(kept) != population() || r.File.Size != int64(len(kept)) {
		t.Error("the original is not byte-exact")
	}
	for _, format := range []string{"csv", "excel", "xlsx", "json", "ndjson", "parquet"} {
		f, err := q.Datasets.Export(ctx, app.Target{Dataset: id}, format)
		if err != nil || f.Size() == 0 {
			t.Errorf("%s: %v", format, err)
			continue
		}
		f.Close()
	}
	for _, text := range []string{"dân số theo xã", "dan so theo xa", "ke sach", "DAN SO"} {
		if found, err := q.Search(ctx, search.Query{Text: text, Kinds: []string{search.Dataset}}); err != nil || found.Total != 1 {
			t.Errorf("%q finds %+v, %v", text, found, err)
		}
	}
}

func TestRevisionsAreComparedAndOldOnesStay(t *testing.T) {
	b := newBureau(t)
	ctx, c, q := context.Background(), b.App.Commands.Datasets, b.App.Queries.Datasets
	id := b.ok(c.Draft(ctx, b.as(b.author), app.DraftDataset{Agency: b.agency, Description: described})).ID
	attach := func(text string, change dataset.Change, reason string) {
		t.Helper()
		u := b.upload("dan-so.csv", []byte(text))
		if u.Fault != nil {
			t.Fatal(u.Fault)
		}
		b.ok(c.Attach(ctx, b.as(b.author), app.AttachRelease{ID: id, Upload: u.ID, Change: change, Reason: reason}))
	}
	attach("mã,số dân\n01,100\n02,200\n03,300\n", dataset.NewData, "")
	b.publish(id)
	before, err := b.App.Queries.Position(ctx)
	if err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(24 * time.Hour)
	b.ok(c.OpenRevision(ctx, b.as(b.author), app.OpenRevision{ID: id, Reason: "Số liệu xã 02 nhập nhầm."}))
	attach("mã,số dân,nữ\n01,100,50\n02,250,120\n04,400,200\n", dataset.Correction, "Số liệu xã 02 nhập nhầm.")
	work, err := q.Work(ctx, b.as(b.author), id)
	if err != nil {
		t.Fatal(err)
	}
	columns := work.Content.Release.Columns
	columns[0].Key = true
	b.ok(c.Describe(ctx, b.as(b.author), app.DescribeDataset{ID: id, Description: work.Content.Description, Columns: columns}))
	if page, err := q.Rows(ctx, app.Target{Dataset: id}, analytics.Query{}); err != nil || page.Total != 3 || len(page.Columns) != 2 {
		t.Fatalf("readers see the draft's rows: %+v, %v", page, err)
	}
	b.publish(id)
	diff, err := q.Compare(ctx, id, 1, 2, 10)
	if err != nil || diff.Data == nil {
		t.Fatalf("%+v, %v", diff, err)
	}
	if d := diff.Data; d.Added != 1 || d.Removed != 1 || d.Changed != 1 || d.Same != 1 || len(d.ColumnsAdded) != 1 {
		t.Errorf("added %d, removed %d, changed %d, same %d, columns added %v", d.Added, d.Removed, d.Changed, d.Same, d.ColumnsAdded)
	}
	for name, target := range map[string]app.Target{"by number": {Dataset: id, Version: 1}, "as of": {Dataset: id, AsOf: view.AsOf{Position: before}}} {
		page, err := q.Rows(ctx, target, analytics.Query{Where: analytics.Compare{Column: "so_dan", Op: analytics.Eq, Value: int64(200)}})
		if err != nil || page.Total != 1 {
			t.Errorf("version 1 %s: %+v, %v", name, page, err)
		}
	}
	if err := b.RebuildTables(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if again, err := q.Compare(ctx, id, 1, 2, 10); err != nil || again.Data.Changed != 1 {
		t.Errorf("after rebuilding: %+v, %v", again, err)
	}
	b.ok(c.Review(ctx, b.as(b.author), app.ReviewDataset{ID: id, Note: "Vẫn đúng."}))
	b.Restart()
	if page, err := b.App.Queries.Datasets.Rows(ctx, app.Target{Dataset: id}, analytics.Query{}); err != nil || page.Total != 3 || len(page.Columns) != 3 {
		t.Errorf("after a restart: %+v, %v", page, err)
	}
	b.ok(b.App.Commands.Datasets.Withdraw(ctx, b.head(), app.WithdrawDataset{ID: id, Reason: "Cơ quan cấp trên công bố thay."}))
	if _, err := b.App.Queries.Datasets.Rows(ctx, app.Target{Dataset: id, Version: 1}, analytics.Query{}); code(err) != "dataset.no_data" {
		t.Errorf("rows of a withdrawn dataset: %v", err)
	}
}

// head is the agency's head, who may withdraw.
func (b *bureau) head() app.Caller {
	b.T.Helper()
	return b.as(b.Account("thanh", domain.AgencyHead, "944"))
}

func TestPersonalDataStopsADataset(t *testing.T) {
	b := newBureau(t)
	ctx, c := context.Background(), b.App.Commands.Datasets
	id := b.ok(c.Draft(ctx, b.as(b.author), app.DraftDataset{Agency: b.agency, Description: described})).ID
	u := b.upload("danh-ba.csv", []byte("đơn vị,thư điện tử\nPhòng Nội vụ,nguyenvana@gmail.com\nPhòng Tư pháp,tranthib@yahoo.com\n"))
	if u.Fault != nil || len(u.Examined.Findings) == 0 {
		t.Fatalf("nothing was found: %+v %v", u.Examined, u.Fault)
	}
	b.ok(c.Attach(ctx, b.as(b.author), app.AttachRelease{ID: id, Upload: u.ID, Change: dataset.NewData}))
	b.ok(c.Submit(ctx, b.as(b.author), app.SubmitDataset{ID: id}))
	if _, err := c.Approve(ctx, b.as(b.second), app.ApproveDataset{ID: id, Checklist: answers()}); code(err) != "dataset.personal_data_found" {
		t.Fatalf("approved with findings: %v", err)
	}
	if _, err := c.ClearPersonalData(ctx, b.as(b.author), app.ClearPersonalData{ID: id, Reason: "Đây là địa chỉ công vụ của phòng."}); err == nil {
		t.Fatal("the author cleared the findings")
	}
	b.ok(c.ClearPersonalData(ctx, b.as(b.second), app.ClearPersonalData{ID: id, Reason: "Đây là địa chỉ công vụ của phòng."}))
	b.ok(c.Approve(ctx, b.as(b.second), app.ApproveDataset{ID: id, Checklist: answers()}))
}

func TestAnotherAgencyKnowsNothingOfAnUpload(t *testing.T) {
	b := newBureau(t)
	ctx := context.Background()
	u := b.upload("dan-so.csv", []byte("a,b\n1,2\n"))
	stranger := b.as(b.Account("khach", domain.Editor, "94"))
	if _, err := b.App.Uploads.Get(ctx, stranger, u.ID); code(err) != "upload.unknown" {
		t.Errorf("a stranger sees the upload: %v", err)
	}
	if _, err := b.App.Uploads.Begin(ctx, stranger, app.NewUpload{Agency: b.agency, Name: "x.csv", Size: 3}); code(err) != "auth.forbidden" {
		t.Errorf("a stranger uploads for the agency: %v", err)
	}
	if _, err := b.App.Uploads.Begin(ctx, app.Caller{}, app.NewUpload{Agency: b.agency, Name: "x.csv", Size: 3}); code(err) != "auth.required" {
		t.Errorf("anybody uploads: %v", err)
	}
}

func TestRealFilesThroughTheWholeFlow(t *testing.T) {
	for name, want := range map[string]int64{"gdp.csv": 13979, "soc-trang-units-2025-03.csv": 120, "can-tho-units-2026-07.csv": 104} {
		t.Run(name, func(t *testing.T) {
			text := shared(t, name)
			b := newBureau(t)
			ctx, c, q := context.Background(), b.App.Commands.Datasets, b.App.Queries.Datasets
			d := described
			d.Title = "Dữ liệu thật " + name
			id := b.ok(c.Draft(ctx, b.as(b.author), app.DraftDataset{Agency: b.agency, Description: d})).ID
			u := b.upload(name, []byte(text))
			if u.Fault != nil || u.Examined.Report.Total != 0 || u.Examined.Rows != want {
				t.Fatalf("%d rows, %d rejected, %v; want %d", u.Examined.Rows, u.Examined.Report.Total, u.Fault, want)
			}
			b.ok(c.Attach(ctx, b.as(b.author), app.AttachRelease{ID: id, Upload: u.ID, Change: dataset.NewData}))
			b.publish(id)
			page, err := q.Rows(ctx, app.Target{Dataset: id}, analytics.Query{Limit: 1})
			if err != nil || page.Total != want {
				t.Fatalf("%+v, %v", page, err)
			}
			f, err := q.Export(ctx, app.Target{Dataset: id}, "csv")
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			out, err := io.ReadAll(f)
			if lines := int64(strings.Count(string(out), "\n")) - 1; err != nil || lines != want {
				t.Errorf("the CSV has %d rows, %v", lines, err)
			}
		})
	}
}

func TestTheWholeCatalogueIsOneFile(t *testing.T) {
	b := newBureau(t)
	ctx, c, q := context.Background(), b.App.Commands.Datasets, b.App.Queries.Datasets
	add := func(title, text string) string {
		t.Helper()
		d := described
		d.Title = title
		id := b.ok(c.Draft(ctx, b.as(b.author), app.DraftDataset{Agency: b.agency, Description: d})).ID
		u := b.upload("dữ liệu.csv", []byte(text))
		b.ok(c.Attach(ctx, b.as(b.author), app.AttachRelease{ID: id, Upload: u.ID, Change: dataset.NewData}))
		return id
	}
	shown, withdrawn := add("Thứ nhất", "a,b\n1,2\n"), add("Thứ hai", "a,b\n3,4\n")
	add("Bản nháp", "a,b\n5,6\n")
	b.publish(shown)
	b.publish(withdrawn)
	entries := func() []string {
		t.Helper()
		f, _, err := q.Bulk(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		raw, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range z.File {
			names = append(names, f.Name)
		}
		return names
	}
	want := []string{"thu-hai/data.csv", "thu-hai/dataset.json", "thu-hai/original/dữ liệu.csv", "thu-nhat/data.csv", "thu-nhat/dataset.json", "thu-nhat/original/dữ liệu.csv"}
	got := entries()
	slices.Sort(got)
	if !slices.Equal(got[2:], want) {
		t.Errorf("entries %q", got)
	}
	b.ok(c.Withdraw(ctx, b.head(), app.WithdrawDataset{ID: withdrawn, Reason: "Công bố nhầm đơn vị."}))
	if got := entries(); len(got) != 5 || slices.ContainsFunc(got, func(name string) bool { return strings.HasPrefix(name, "thu-hai") }) {
		t.Errorf("after the withdrawal: %q", got)
	}
}
