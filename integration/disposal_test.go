package integration

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/dataset"
	"minhbach/domain/disposal"
	"minhbach/domain/publication"
	"minhbach/eventstore/archive"
	"minhbach/internal/app"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

// shelf is an office whose archived items have seen their time of retention end.
type shelf struct {
	*bureau
	chief      *testkit.Person
	gone, stay string // a notice that was archived, and one that is up
	set        string // a dataset that was archived
	own, both  publication.Attachment
	release    string
	table      string // hash of the dataset's file
	before     view.AsOf
	event      string // that published the notice
}

func (s *shelf) notice(title string, files ...publication.Attachment) string {
	s.T.Helper()
	ctx, c := context.Background(), s.App.Commands
	id := s.ok(c.DraftPublication(ctx, s.as(s.author), app.DraftPublication{Agency: s.agency, Kind: publication.News, Content: publication.Content{
		Language: "vi", Title: title, Summary: "Tóm tắt qzxtomtat.", Body: "Nội dung qzxnoidung.", Attachments: files, Metadata: publication.Metadata{Creator: "Văn phòng"}}})).ID
	s.ok(c.SubmitPublication(ctx, s.as(s.author), app.SubmitPublication{ID: id}))
	s.ok(c.ApprovePublication(ctx, s.as(s.second), app.ApprovePublication{ID: id, Checklist: answers()}))
	return id
}

func (s *shelf) keep(name, text string) publication.Attachment {
	s.T.Helper()
	a, err := s.App.Files.Put(context.Background(), name, 0, strings.NewReader(text))
	if err != nil {
		s.T.Fatal(err)
	}
	return a
}

func newShelf(t *testing.T) *shelf {
	s := &shelf{bureau: newBureau(t)}
	ctx, c := context.Background(), s.App.Commands
	s.chief = s.Account("thanh", domain.AgencyHead, "944")
	s.own, s.both = s.keep("rieng.txt", "Chỉ một mục có tệp này.\n"), s.keep("chung.txt", "Hai mục có tệp này.\n")
	s.gone, s.stay = s.notice("Thông báo cũ", s.own, s.both), s.notice("Thông báo khác", s.both)
	s.set = s.ok(c.Datasets.Draft(ctx, s.as(s.author), app.DraftDataset{Agency: s.agency, Description: described})).ID
	u := s.upload("dan-so.csv", []byte(population()))
	s.ok(c.Datasets.Attach(ctx, s.as(s.author), app.AttachRelease{ID: s.set, Upload: u.ID, AcceptRejected: true, Change: dataset.NewData}))
	s.publish(s.set)
	p, err := s.App.Queries.Publication(ctx, s.gone, view.AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.App.Queries.Datasets.Get(ctx, s.set, view.AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	s.event, s.before, s.release, s.table = p.Event, s.now(), d.Content.Release.ID, d.Content.Release.File.SHA256
	s.ok(c.ArchivePublication(ctx, s.as(s.chief), app.ArchivePublication{ID: s.gone, Reason: "Đã cũ."}))
	s.ok(c.Datasets.Archive(ctx, s.as(s.chief), app.ArchiveDataset{ID: s.set, Reason: "Đã cũ."}))
	return s
}

func (s *shelf) path(file string) string {
	return filepath.Join(s.Dir, "files", "sha256", file[:2], file)
}

func (s *shelf) there(file string) bool {
	_, err := os.Stat(s.path(file))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.T.Fatal(err)
	}
	return err == nil
}

// address of the old notice, as of a point.
func (s *shelf) address(rest string, at view.AsOf) string {
	s.T.Helper()
	p, err := s.App.Queries.Publication(context.Background(), s.gone, view.AsOf{})
	if err != nil {
		s.T.Fatal(err)
	}
	path := "/cq/kesach/" + p.Section + "/" + p.Slug + rest
	if at.Position != 0 {
		path += "?as_of=" + strconv.FormatUint(at.Position, 10)
	}
	return path
}

func (s *shelf) list() app.ProposeDisposal {
	return app.ProposeDisposal{Agency: s.agency, Items: []app.Disposable{{Sort: disposal.Publication, ID: s.gone}, {Sort: disposal.Dataset, ID: s.set}}}
}

// What has had its time goes by a list of two people: pages of now and of then, files
// and tables; what it was published as can still be proved.
func TestContentGoesByAnApprovedList(t *testing.T) {
	s := newShelf(t)
	ctx, c, q := context.Background(), s.App.Commands.Disposals, s.App.Queries.Disposals
	if _, err := c.Propose(ctx, s.as(s.author), s.list()); err == nil || !strings.Contains(err.Error(), "disposal.still_kept") {
		t.Errorf("within its time: %v", err)
	}
	s.Clock.Set(time.Date(2031, 3, 2, 1, 0, 0, 0, time.UTC)) // its last day
	if due, err := q.Due(ctx, s.as(s.author)); err != nil || len(due) != 2 || due[0].Due || due[0].Until.String() != "2031-03-02" || due[0].Class != "keep.other" {
		t.Fatalf("%+v %v", due, err)
	}
	s.Clock.Set(time.Date(2031, 3, 4, 1, 0, 0, 0, time.UTC))
	if due, err := q.Due(ctx, s.as(s.author)); err != nil || len(due) != 2 || !due[0].Due || !due[1].Due {
		t.Fatalf("%+v %v", due, err)
	}
	if _, err := c.Propose(ctx, s.as(s.author), app.ProposeDisposal{Agency: s.agency, Items: []app.Disposable{{Sort: disposal.Publication, ID: s.stay}}}); err == nil {
		t.Error("what is up was put on a list")
	}
	list := s.ok(c.Propose(ctx, s.as(s.author), s.list())).ID
	if _, err := c.Approve(ctx, s.as(s.author), app.ApproveDisposal{List: list, Decision: "45/QĐ-UBND", On: s.Clock.Today()}); code(err) != "disposal.not_allowed" {
		t.Errorf("approved by its author: %v", err)
	}
	if err := s.Dispose(ctx); err != nil || !s.there(s.own.SHA256) {
		t.Fatalf("before it was approved: %v", err)
	}
	if _, err := c.CarryOut(ctx, list); code(err) != "disposal.state_forbids" {
		t.Errorf("carried out before it was approved: %v", err)
	}
	reader := testkit.NewBrowser(s.Node)
	file := "/tep/" + s.own.SHA256 + "/" + s.own.Name
	if page := reader.Get(s.address("", s.before)); page.Status != http.StatusOK || !strings.Contains(page.Text("main"), "qzxnoidung") {
		t.Fatalf("%d %s", page.Status, page.Text("main"))
	}
	s.ok(c.Approve(ctx, s.as(s.chief), app.ApproveDisposal{List: list, Decision: "45/QĐ-UBND", On: s.Clock.Today()}))
	if err := s.Dispose(ctx); err != nil {
		t.Fatal(err)
	}
	s.Settle()
	got, err := q.Get(ctx, s.as(s.author), list)
	if err != nil || got.State != disposal.StateCarriedOut || len(got.Done.Kept) != 0 {
		t.Fatalf("%+v %v", got, err)
	}
	for _, at := range []view.AsOf{{}, s.before} {
		page := reader.Get(s.address("", at))
		if text := page.Text("main"); page.Status != http.StatusGone || !strings.Contains(text, "45/QĐ-UBND") || strings.Contains(text, "qzx") {
			t.Errorf("at %+v: %d %s", at, page.Status, text)
		}
		if page := reader.Get(s.address(file, at)); page.Status != http.StatusGone {
			t.Errorf("its file at %+v: %d", at, page.Status)
		}
		if d, err := s.App.Queries.Datasets.Get(ctx, s.set, at); err != nil || d.State != view.Withdrawn || d.Content.Release != nil || d.Disposal == nil {
			t.Errorf("the dataset at %+v: %+v %v", at, d, err)
		}
	}
	if s.there(s.own.SHA256) || s.there(s.table) || !s.there(s.both.SHA256) {
		t.Errorf("own %v, dataset %v, of both %v", s.there(s.own.SHA256), s.there(s.table), s.there(s.both.SHA256))
	}
	if _, there := s.Tables.Loaded()[s.release]; there {
		t.Error("the table is still there")
	}
	if left, err := filepath.Glob(filepath.Join(s.Dir, "exports", "*"+s.release+"*")); err != nil || len(left) != 0 {
		t.Errorf("files made of it: %v %v", left, err)
	}
	if found, err := s.App.Queries.Search(ctx, search.Query{Text: "thông báo cũ qzxtomtat"}); err != nil || hits(found, s.gone) {
		t.Errorf("the search finds it: %+v %v", found, err)
	}
	s.signed()
	if proof, err := s.App.Queries.Proofs.Event(ctx, app.Caller{}, s.event); err != nil || proof.Verdict != app.Holds || proof.ContentHash == "" || proof.Content != nil {
		t.Errorf("the proof of its publication: %+v %v", proof, err)
	}
	if uses, err := s.App.Queries.Proofs.Hash(ctx, s.own.SHA256); err != nil || len(uses) != 1 {
		t.Errorf("the hash of its file: %+v %v", uses, err)
	}
}

func hits(r *search.Result, id string) bool {
	for _, h := range r.Hits {
		if h.ID == id {
			return true
		}
	}
	return false
}

// A node that was stopped in between, or whose files came back from an old copy,
// finishes when it starts; read models that are made again hold the same.
func TestADisposalIsFinishedAfterAnything(t *testing.T) {
	s := newShelf(t)
	ctx, c := context.Background(), s.App.Commands.Disposals
	old, err := os.ReadFile(s.path(s.own.SHA256))
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Set(time.Date(2031, 3, 4, 1, 0, 0, 0, time.UTC))
	list := s.ok(c.Propose(ctx, s.as(s.author), s.list())).ID
	// The dataset is withdrawn by now, which is another state of retention.
	s.ok(s.App.Commands.Datasets.Withdraw(ctx, s.as(s.chief), app.WithdrawDataset{ID: s.set, Reason: "Nhầm."}))
	s.ok(c.Approve(ctx, s.as(s.chief), app.ApproveDisposal{List: list, Decision: "45/QĐ-UBND", On: s.Clock.Today()}))
	for range 2 { // the second time nothing is left to do
		if _, err := c.CarryOut(ctx, list); err != nil {
			t.Fatal(err)
		}
	}
	s.Restart()
	if err := s.Dispose(ctx); err != nil {
		t.Fatal(err)
	}
	got, err := s.App.Queries.Disposals.Get(ctx, s.as(s.chief), list)
	if err != nil || len(got.Done.Kept) != 1 || got.Done.Kept[0].ID != s.set || got.Done.Kept[0].Code != "dataset.state_forbids" {
		t.Errorf("what changed meanwhile: %+v %v", got.Done, err)
	}
	if s.there(s.own.SHA256) || !s.there(s.table) {
		t.Errorf("own %v, of the dataset that stays %v", s.there(s.own.SHA256), s.there(s.table))
	}
	for _, def := range node.Definitions() {
		r, err := s.Models.Runner(def.Name)
		if err != nil {
			t.Fatal(err)
		}
		before, err := r.StateHash(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if after, err := r.StateHash(ctx); err != nil || after != before {
			t.Errorf("%s: a rebuild gives other rows, %v", def.Name, err)
		}
	}
	// Files and read models of another day: the mark went with the read models.
	if err := os.WriteFile(s.path(s.own.SHA256), old, 0o600); err != nil {
		t.Fatal(err)
	}
	s.Stop()
	if err := os.RemoveAll(filepath.Join(s.Dir, "read")); err != nil {
		t.Fatal(err)
	}
	s.Restart()
	if err := s.Dispose(ctx); err != nil {
		t.Fatal(err)
	}
	if s.there(s.own.SHA256) || !s.there(s.both.SHA256) {
		t.Errorf("after the return: own %v, of both %v", s.there(s.own.SHA256), s.there(s.both.SHA256))
	}
}

// An archive that is made after a disposal proves itself without what is gone.
func TestAnArchiveWithoutWhatIsGone(t *testing.T) {
	s := newShelf(t)
	ctx, c := context.Background(), s.App.Commands.Disposals
	s.Clock.Set(time.Date(2031, 3, 4, 1, 0, 0, 0, time.UTC))
	list := s.ok(c.Propose(ctx, s.as(s.author), s.list())).ID
	s.ok(c.Approve(ctx, s.as(s.chief), app.ApproveDisposal{List: list, Decision: "45/QĐ-UBND", On: s.Clock.Today()}))
	if err := s.Dispose(ctx); err != nil {
		t.Fatal(err)
	}
	s.signed()
	for name, full := range map[string]bool{"public": false, "full": true} {
		dir, _ := bag(t, s.Node, name, node.ExportOptions{Full: full})
		verified(t, dir, archive.Checks{})
		if full {
			continue // the log itself is in it, with all that was ever written
		}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			raw, err := os.ReadFile(path)
			for _, word := range []string{s.own.SHA256, "qzxnoidung"} {
				if bytes.Contains(raw, []byte(word)) && !bytes.Contains(raw, []byte("Thông báo khác")) {
					t.Errorf("%s holds %s", path, word)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
