package integration

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	_ "modernc.org/sqlite" // a read model is changed by hand

	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/internal/app"
)

// signed waits until a checkpoint covers everything.
func (b *bureau) signed() {
	b.T.Helper()
	b.Settle()
	if err := b.Ledger.ToEnd(context.Background()); err != nil {
		b.T.Fatal(err)
	}
}

// newsItem publishes an item with one file, after a first try was given back.
func (b *bureau) newsItem(remark string) (id string, file []byte) {
	b.T.Helper()
	ctx, c := context.Background(), b.App.Commands
	file = []byte("%PDF-1.4\n% kế hoạch\n%%EOF\n")
	a, err := b.App.Files.Keep(ctx, "ke-hoach.pdf", "application/pdf", 1<<20, bytes.NewReader(file))
	if err != nil {
		b.T.Fatal(err)
	}
	content := publication.Content{Language: "vi", Title: "Kế hoạch tiêm chủng", Summary: "Đợt một.", Body: "Từ ngày 10.", Attachments: []publication.Attachment{a},
		Metadata: publication.Metadata{Creator: "Trung tâm Y tế"}}
	draft := content
	draft.Body = "Bản nháp " + remark
	id = b.ok(c.DraftPublication(ctx, b.as(b.author), app.DraftPublication{Agency: b.agency, Kind: publication.News, Content: draft})).ID
	b.ok(c.SubmitPublication(ctx, b.as(b.author), app.SubmitPublication{ID: id, Note: remark}))
	b.ok(c.ReturnPublication(ctx, b.as(b.second), app.ReturnPublication{ID: id, Reason: remark}))
	b.ok(c.RevisePublication(ctx, b.as(b.author), app.RevisePublication{ID: id, Content: content}))
	b.ok(c.SubmitPublication(ctx, b.as(b.author), app.SubmitPublication{ID: id}))
	items := map[string]string{}
	for _, check := range publication.Checks() {
		items[check.ID] = remark
	}
	b.ok(c.ApprovePublication(ctx, b.as(b.second), app.ApprovePublication{ID: id, Checklist: items}))
	return id, file
}

type told struct {
	Events []struct{ ID, Type string }
}

// bundle of an event, as anybody gets it, checked by the code of the command.
func (b *bureau) bundle(id string) ([]byte, ledger.Bundle, ledger.Checked) {
	b.T.Helper()
	raw, h := b.fetch("/api/v1/proofs/events/"+id, http.StatusOK)
	if h.Get("Content-Type") != ledger.BundleMedia || len(raw) > 10<<10 {
		b.T.Errorf("%d bytes of %s", len(raw), h.Get("Content-Type"))
	}
	x, err := ledger.ParseBundle([]byte(raw))
	if err != nil {
		b.T.Fatal(err)
	}
	key, err := note.NewVerifier(x.Key)
	if err != nil {
		b.T.Fatal(err)
	}
	checked, err := x.Verify(key)
	if err != nil {
		b.T.Fatalf("%s: %v", id, err)
	}
	return []byte(raw), x, checked
}

// Every event that the public is told of is proved, each in a page and a bundle that
// hold, and nothing that staff wrote to each other is in any of them.
func TestEveryPublicEventIsProved(t *testing.T) {
	b := newBureau(t)
	const remark = "NỘI BỘ zqxmark"
	id, file := b.newsItem(remark)
	b.signed()
	var history told
	b.API().Get("/api/v1/publications/" + id + "/history").Want(http.StatusOK).Into(&history)
	shown := map[string]ledger.Checked{}
	published := ""
	for _, e := range history.Events {
		raw, x, checked := b.bundle(e.ID)
		if all := string(raw) + string(x.Data) + string(x.Metadata); strings.Contains(all, "zqxmark") {
			t.Errorf("%s gives a remark away", e.Type)
		}
		page, _ := b.fetch("/chung-thuc/"+e.ID, http.StatusOK)
		if !strings.Contains(page, "Khớp với") || strings.Contains(page, "zqxmark") {
			t.Errorf("%s: no verdict, or a remark", e.Type)
		}
		shown[e.Type] = checked
		if e.Type == publication.TypePublished {
			published = e.ID
		}
	}
	if x := shown[publication.TypePublished]; !x.Data || x.Metadata || x.Content == "" {
		t.Errorf("publication: %+v", x)
	}
	if x := shown[publication.TypeApproved]; !x.Data || !x.Metadata {
		t.Errorf("approval: %+v", x)
	}
	for _, hidden := range []string{publication.TypeTextWritten, publication.TypeReturned, publication.TypeChecklistCompleted} {
		if x, ok := shown[hidden]; !ok || x.Data || x.Metadata {
			t.Errorf("%s: %+v", hidden, x)
		}
	}
	// The file leads to its item, and the printed address to the proof.
	sum := sha256.Sum256(file)
	box, _ := b.fetch("/chung-thuc?bam="+hex.EncodeToString(sum[:]), http.StatusOK)
	if !strings.Contains(box, "Kế hoạch tiêm chủng") || !strings.Contains(box, "/chung-thuc/"+published) {
		t.Errorf("the box does not know the file")
	}
	b.ok(b.App.Commands.WithdrawPublication(context.Background(), b.head(), app.WithdrawPublication{ID: id, Reason: "Sai lịch"}))
	b.signed()
	if box, _ = b.fetch("/chung-thuc?bam="+hex.EncodeToString(sum[:]), http.StatusOK); !strings.Contains(box, "đã bị gỡ ngày") || !strings.Contains(box, "Sai lịch") {
		t.Error("the box does not say that the item was withdrawn")
	}
	if _, x, _ := b.bundle(published); x.Content != "" {
		t.Error("the content of a withdrawn item is still given away")
	}
	// The rules of the tree, for programs.
	var c struct{ Size uint64 }
	b.API().Get("/api/v1/ledger/checkpoint").Want(http.StatusOK).Into(&c)
	b.API().Get("/api/v1/ledger/consistency?from=3").Want(http.StatusOK)
	if got := b.API().Get("/api/v1/ledger/consistency?from=3&to=999999"); got.Code() != "ledger.sizes" {
		t.Errorf("%s", got.Code())
	}
}

// What is no business of the public is not found, though its leaf is in the tree;
// staff of the agency see it whole.
func TestDraftsAreNotProvedToStrangers(t *testing.T) {
	b := newBureau(t)
	ctx := context.Background()
	id := b.ok(b.App.Commands.DraftPublication(ctx, b.as(b.author), app.DraftPublication{Agency: b.agency, Kind: publication.News,
		Content: publication.Content{Language: "vi", Title: "Bản nháp", Body: "…"}})).ID
	b.signed()
	var history told
	b.author.API().Get("/api/v1/publications/" + id + "/history").Want(http.StatusOK).Into(&history)
	if len(history.Events) == 0 {
		t.Fatal("no events")
	}
	for _, e := range history.Events {
		b.fetch("/chung-thuc/"+e.ID, http.StatusNotFound)
		if got := b.API().Get("/api/v1/proofs/events/" + e.ID); got.Code() != "proof.not_found" {
			t.Errorf("%s: %s", e.Type, got.Code())
		}
		mine, err := b.App.Queries.Proofs.Event(ctx, b.as(b.author), e.ID)
		if err != nil || mine.Verdict != app.Holds || mine.Reveal != app.Whole {
			t.Errorf("%s: %+v %v", e.Type, mine, err)
		}
	}
	for ev, err := range b.Log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{Streams: []string{"account-"}}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.App.Queries.Proofs.Event(ctx, b.as(b.author), ev.ID.String()); code(err) != "proof.not_found" {
			t.Errorf("an account's event %s: %v", ev.Type, err)
		}
	}
}

// What is shown and what was recorded are compared: a read model or a tile that was
// changed by hand is called by its name.
func TestWhatWasChangedByHandIsSaid(t *testing.T) {
	b, id, _ := opened(t)
	b.signed()
	v, err := b.App.Queries.Datasets.Version(context.Background(), id, 1)
	if err != nil {
		t.Fatal(err)
	}
	if page, _ := b.fetch("/chung-thuc/"+v.Event, http.StatusOK); !strings.Contains(page, "Khớp với bản công bố ngày 02/03/2026") {
		t.Error("no verdict")
	}
	raw, _, _ := b.bundle(v.Event)
	b.Stop()
	file, err := filepath.Glob(filepath.Join(b.Dir, "read", "datasets.*.db"))
	if err != nil || len(file) != 1 {
		t.Fatal(file, err)
	}
	db, err := sql.Open("sqlite", file[0])
	if err != nil {
		t.Fatal(err)
	}
	if done, err := db.Exec(`UPDATE version SET content = replace(content, 'Dân số', 'Dan số')`); err != nil {
		t.Fatal(err)
	} else if n, _ := done.RowsAffected(); n == 0 {
		t.Fatal("nothing was changed")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b.Restart()
	b.signed()
	if page, _ := b.fetch("/chung-thuc/"+v.Event, http.StatusOK); !strings.Contains(page, "Không khớp") || !strings.Contains(page, "bản hiển thị đã bị hỏng hoặc bị sửa") {
		t.Error("a changed read model is not told")
	}
	if got := b.API().Get("/api/v1/proofs/datasets/" + id + "/versions/1"); got.Code() != "proof.content_differs" {
		t.Errorf("%s", got.Code())
	}
	slug, _ := b.fetch("/api/v1/datasets/"+id, http.StatusOK)
	var d struct{ Page string }
	if err := json.Unmarshal([]byte(slug), &d); err != nil {
		t.Fatal(err)
	}
	if page, _ := b.fetch(d.Page, http.StatusOK); !strings.Contains(page, "Không khớp mã băm") {
		t.Error("the dataset's own page does not say so")
	}
	// The bundle from before is still right; one that was changed is not.
	ctx, check := context.Background(), b.App.Queries.Proofs.Check
	if x, err := check(ctx, app.Caller{}, raw); err != nil || x.Verdict != app.Holds || !x.Data || x.ID != v.Event {
		t.Errorf("%+v %v", x, err)
	}
	for old, with := range map[string]string{`"salt_data":"`: `"salt_data":"00`, `\"revision\":`: `\"revision\":1`, "Dân số": "Dan số"} {
		forged := strings.Replace(string(raw), old, with, 1)
		if forged == string(raw) {
			t.Fatalf("no %s in the bundle", old)
		}
		if x, err := check(ctx, app.Caller{}, []byte(forged)); err == nil && x.Verdict == app.Holds {
			t.Errorf("with %s the bundle is believed", with)
		}
	}
	stranger, key, err := ledger.NewKey("hanoi.gov.vn/log")
	if err != nil || stranger == "" {
		t.Fatal(err)
	}
	var foreign map[string]string
	if err := json.Unmarshal(raw, &foreign); err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(foreign["proof"], "\n\n")
	note, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: "hanoi.gov.vn/log", Size: 1}, key)
	if err != nil {
		t.Fatal(err)
	}
	foreign["proof"] = head + "\n\n" + string(note)
	other, _ := json.Marshal(foreign)
	if _, err := check(ctx, app.Caller{}, other); code(err) != "proof.bundle_foreign" {
		t.Errorf("another log's bundle: %v", err)
	}
	// A tile that was changed while the node runs: nothing is called good.
	tiles := 0
	err = filepath.WalkDir(filepath.Join(b.Dir, "ledger", "tile", "entries"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tiles++
		return os.WriteFile(path, bytes.ReplaceAll(text, []byte(v.Event), []byte("0"+v.Event[1:])), 0o644)
	})
	if err != nil || tiles == 0 {
		t.Fatal(tiles, err)
	}
	if x, err := b.App.Queries.Proofs.Event(ctx, app.Caller{}, v.Event); err == nil && x.Verdict == app.Holds {
		t.Error("a leaf that was changed is called good")
	}
}

// An event that was changed in the log's own file is told as such, not as a fault.
func TestADamagedEventIsSaid(t *testing.T) {
	b, id, _ := opened(t)
	b.signed()
	v, err := b.App.Queries.Datasets.Version(context.Background(), id, 1)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(b.Dir, "log", "log.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`DROP TRIGGER events_are_never_changed`, `UPDATE events SET data = CAST(replace(CAST(data AS TEXT), '2026', '2025') AS BLOB) WHERE id = unhex(replace('` + v.Event + `', '-', ''))`} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if page, _ := b.fetch("/chung-thuc/"+v.Event, http.StatusConflict); !strings.Contains(page, "bị hỏng hoặc bị sửa") || !strings.Contains(page, "proof.log_differs") {
		t.Error("the page does not say that the event was changed")
	}
}
