package integration

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/text/unicode/norm"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/fold"
	"minhbach/domain/publication"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/vault"
	"minhbach/internal/app"
	"minhbach/internal/cli"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
	"minhbach/projections/search"
)

// What is planted: words that nothing else holds.
const (
	plantedLogin  = "maiqzx.tran"
	plantedName   = "Trần Thị Mãiqzx Hườngqzx"
	plantedLabel  = "khóa của Hườngqzx"
	plantedReason = "nghỉ chữa bệnh qzxreason"
)

// needles are the planted words in the forms in which a file may hold them.
func needles() map[string][]byte {
	out := map[string][]byte{}
	for _, word := range []string{plantedLogin, "Mãiqzx", "Hườngqzx", "qzxreason"} {
		for form, text := range map[string]string{
			"as typed": word, "composed": norm.NFC.String(word), "decomposed": norm.NFD.String(word), "folded": fold.String(word),
			"lower case": strings.ToLower(word), "upper case": strings.ToUpper(word), "UTF-16": utf16le(word),
		} {
			out[word+" "+form] = []byte(text)
		}
		escaped, _ := json.Marshal(word)
		out[word+" in JSON"] = bytes.Trim(escaped, `"`)
	}
	return out
}

func utf16le(s string) string {
	var out strings.Builder
	for _, r := range s {
		out.WriteByte(byte(r))
		out.WriteByte(byte(r >> 8))
	}
	return out.String()
}

// dig looks for the needles in the bytes of every file below the folders.
func dig(t *testing.T, folders ...string) (hits []string, files int) {
	t.Helper()
	sought := needles()
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files++
			for what, needle := range sought {
				if bytes.Contains(raw, needle) {
					hits = append(hits, path+": "+what)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return hits, files
}

// spoken is what a node's log says.
type spoken struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *spoken) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *spoken) has(word []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Contains(s.text.Bytes(), word)
}

// parting is an office in which Mai worked, and two administrators.
type parting struct {
	*bureau
	one, two app.Caller
	mai      *testkit.Person
	logs     *spoken
	item     string // path of what Mai approved, on the portal
	temp     string
}

func newParting(t *testing.T) *parting {
	t.Helper()
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	p := &parting{bureau: newBureau(t), logs: &spoken{}, temp: temp}
	p.Logger = slog.New(slog.NewTextHandler(p.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	p.Restart()
	ctx, c := context.Background(), p.App.Commands
	p.one, p.two = p.as(p.Account("quantrimot", domain.Administrator, "94")), p.as(p.Account("quantrihai", domain.Administrator, "94"))
	made := p.ok(c.RegisterAccount(ctx, testkit.Operator, app.RegisterAccount{Login: plantedLogin, Name: plantedName, Password: testkit.Password}))
	p.ok(c.GrantRole(ctx, p.one, app.GrantRole{Account: made.ID, Role: domain.Editor, Agency: p.agency, From: p.Clock.Today()}))
	p.ok(c.DisableAccount(ctx, p.one, app.DisableAccount{Account: made.ID, Reason: plantedReason}))
	p.ok(c.EnableAccount(ctx, p.one, app.EnableAccount{Account: made.ID, Reason: plantedReason}))
	p.mai = p.Resident(plantedLogin, testkit.Password, "")
	if _, err := c.IssueToken(ctx, testkit.Operator, app.IssueToken{Account: made.ID, Label: plantedLabel, Expires: p.Clock.Today().AddDays(30)}); err != nil {
		t.Fatal(err)
	}
	p.works()
	return p
}

// works: Mai signs in, and approves what a colleague wrote; the portal names her as
// who answers for it.
func (p *parting) works() {
	p.T.Helper()
	ctx, c := context.Background(), p.App.Commands
	if page := p.mai.SignIn(); page.Status != http.StatusOK {
		p.T.Fatal(page.Status, page.Text("main"))
	}
	p.mai.Grant(domain.BoardMember, "944")
	p.mai.Seat(board.Member, "944")
	drafted := p.ok(c.DraftPublication(ctx, p.as(p.author), app.DraftPublication{Agency: p.agency, Kind: publication.News, Content: publication.Content{
		Language: "vi", Title: "Lịch tiếp công dân tháng ba", Summary: "Các ngày tiếp công dân.", Body: "Thứ hai và thứ năm hằng tuần.",
		Metadata: publication.Metadata{Creator: "Văn phòng UBND huyện Kế Sách"}}}))
	p.ok(c.SubmitPublication(ctx, p.as(p.author), app.SubmitPublication{ID: drafted.ID}))
	p.ok(c.ApprovePublication(ctx, p.as(p.mai), app.ApprovePublication{ID: drafted.ID, Checklist: answers()}))
	p.item = "/cq/kesach/muc/" + drafted.ID
}

// erase takes the whole way: asked for, answered, ordered by another, carried out.
func (p *parting) erase() {
	p.T.Helper()
	ctx, c := context.Background(), p.App.Commands.Subjects
	p.ok(c.RequestErasure(ctx, p.one, app.RequestErasure{Subject: p.mai.ID, Capacity: subject.AsSubject, Basis: subject.SubjectRequest}))
	p.ok(c.AcknowledgeErasure(ctx, p.one, app.AcknowledgeErasure{Subject: p.mai.ID}))
	p.ok(c.OrderErasure(ctx, p.two, app.OrderErasure{Subject: p.mai.ID}))
	if err := p.CarryOut(ctx, nil); err != nil {
		p.T.Fatal(err)
	}
	p.Settle()
	if f := p.file(); f.State != subject.StateErased {
		p.T.Fatalf("%+v", f)
	}
}

func (p *parting) file() app.PersonFile {
	p.T.Helper()
	f, err := p.App.Queries.Subjects.Get(context.Background(), testkit.Operator, p.mai.ID)
	if err != nil {
		p.T.Fatal(err)
	}
	return f
}

func (p *parting) gone(when string, folders ...string) {
	p.T.Helper()
	t := p.T.(*testing.T)
	hits, files := dig(t, folders...)
	if len(hits) > 0 || files < 5 {
		t.Errorf("%s, in %d files: %s", when, files, strings.Join(hits, "\n  "))
	}
	for what, needle := range needles() {
		if p.logs.has(needle) {
			t.Errorf("%s, the node's log says %s", when, what)
		}
	}
}

// After an erasure no byte below the data directory, in temporary files, in the log
// of the program or in new copies tells of the person; nothing that is made anew does
// either; and everything that was proved stays proved.
func TestErasedDataIsNowhere(t *testing.T) {
	p := newParting(t)
	ctx := context.Background()
	if page := testkit.NewBrowser(p.Node).Get(p.item); !strings.Contains(page.Text("main"), "Hườngqzx") {
		t.Fatalf("the public page does not name who approved it: %s", page.Text("main"))
	}
	if hits, _ := dig(t, p.Dir); len(hits) < 3 {
		t.Fatalf("the search finds too little for this test to mean anything: %v", hits)
	}
	made := p.registered()
	if err := p.Ledger.ToEnd(ctx); err != nil {
		t.Fatal(err)
	}
	before, _ := p.Ledger.Latest()
	kept := filepath.Join(t.TempDir(), "checkpoint")
	if err := os.WriteFile(kept, []byte(before.Note), 0o600); err != nil {
		t.Fatal(err)
	}
	old, err := p.Ledger.Bundle(ctx, made, ledger.Whole)
	if err != nil {
		t.Fatal(err)
	}

	p.erase()
	p.gone("after the erasure", p.Dir, p.temp)
	page := testkit.NewBrowser(p.Node).Get(p.item)
	if said := page.Text("main"); page.Status != http.StatusOK || strings.Contains(said, "qzx") || !strings.Contains(said, domain.NameErased) {
		t.Errorf("the page of what she approved: %d, %s", page.Status, said)
	}
	if found, err := p.App.Queries.Search(ctx, search.Query{Text: "Hườngqzx"}); err != nil || len(found.Hits) > 0 {
		t.Errorf("search: %+v, %v", found, err)
	}
	for _, name := range node.Names() {
		if name == "tables" && !node.HasTables {
			continue
		}
		if _, err := p.Rebuild(ctx, name); err != nil {
			t.Fatalf("rebuilding %s: %v", name, err)
		}
	}
	p.gone("after everything was made anew", p.Dir, p.temp)
	p.copies()

	if err := p.Ledger.ToEnd(ctx); err != nil {
		t.Fatal(err)
	}
	key := old.Key
	verifier, err := note.NewVerifier(key)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := p.Ledger.Bundle(ctx, p.registered(), ledger.Whole)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]ledger.Bundle{"of before": old, "of now": fresh} {
		if checked, err := b.Verify(verifier); err != nil || !checked.Data || !checked.Metadata {
			t.Errorf("the bundle %s: %+v, %v", name, checked, err)
		}
	}
	p.Stop()
	for _, args := range [][]string{{"verify", "database", p.Dir, "--key", key}, {"verify", "log", filepath.Join(p.Dir, "ledger"), "--key", key}, {"verify", "extends", kept, filepath.Join(p.Dir, "ledger"), "--key", key}} {
		var out, complaint bytes.Buffer
		if code := cli.Main(args, strings.NewReader(""), &out, &complaint); code != cli.OK {
			t.Errorf("%v: %d, %s%s", args[:2], code, out.String(), complaint.String())
		}
	}
}

// registered is the event with the sealed name.
func (p *parting) registered() eventstore.Event {
	p.T.Helper()
	for ev, err := range p.Log.ReadStream(context.Background(), "account-"+p.mai.ID, 0, eventstore.Forwards, 1) {
		if err != nil {
			p.T.Fatal(err)
		}
		return ev
	}
	p.T.Fatal("there is no such account")
	return eventstore.Event{}
}

// copies made now hold nothing, keys included.
func (p *parting) copies() {
	p.T.Helper()
	into := p.T.TempDir()
	if _, err := p.Backup(context.Background(), node.BackupOptions{Dir: filepath.Join(into, "log"), Vault: filepath.Join(into, "vault")}); err != nil {
		p.T.Fatal(err)
	}
	p.gone("in a new backup", into)
}

// An old copy of the vault beside the log does not bring the data back: the log says
// that it is erased, and the node destroys the key again before it shows anything.
func TestAnOldVaultDoesNotReviveAPerson(t *testing.T) {
	p := newParting(t)
	ctx := context.Background()
	old := filepath.Join(t.TempDir(), "vault.db")
	if err := p.Vault.Backup(ctx, old); err != nil {
		t.Fatal(err)
	}
	p.erase()
	p.Stop()
	inPlace := filepath.Join(p.Dir, "vault", "vault.db")
	for _, companion := range []string{"-wal", "-shm"} {
		if err := os.Remove(inPlace + companion); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(inPlace, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	// The read models go too, as where only log and vault were restored.
	if err := os.RemoveAll(filepath.Join(p.Dir, "read")); err != nil {
		t.Fatal(err)
	}
	p.Restart()
	if err := p.CarryOut(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if state, err := p.Vault.State(ctx, p.mai.ID); err != nil || state != vault.Destroyed {
		t.Errorf("the key is %s, %v", state, err)
	}
	p.Settle()
	p.gone("after the old vault came back", p.Dir, p.temp)
	names, err := p.App.Queries.Names(ctx)
	if err != nil || names[p.mai.ID] != domain.NameErased {
		t.Errorf("%q, %v", names[p.mai.ID], err)
	}
}

// An order outlives whatever stops the node: the next start carries it out.
func TestAnOrderIsCarriedOutAtTheNextStart(t *testing.T) {
	p := newParting(t)
	ctx, c := context.Background(), p.App.Commands.Subjects
	p.ok(c.RequestErasure(ctx, p.one, app.RequestErasure{Subject: p.mai.ID, Capacity: subject.AsSubject, Basis: subject.SubjectRequest}))
	p.ok(c.AcknowledgeErasure(ctx, p.one, app.AcknowledgeErasure{Subject: p.mai.ID}))
	if _, err := c.OrderErasure(ctx, p.two, app.OrderErasure{Subject: p.mai.ID}); err != nil {
		t.Fatal(err)
	}
	p.Restart()
	deadline := time.Now().Add(30 * time.Second)
	for p.file().State != subject.StateErased && time.Now().Before(deadline) {
		if err := p.CarryOut(ctx, nil); err != nil { // as the node does by itself, every second
			t.Fatal(err)
		}
	}
	p.Settle()
	p.gone("after the start", p.Dir, p.temp)
	if list, err := p.App.Queries.Subjects.List(ctx, testkit.Operator); err != nil || len(list) != 1 || list[0].State != subject.StateErased {
		t.Errorf("%+v, %v", list, err)
	}
}

// What is restricted is told to nobody, and comes back; a hold keeps it.
func TestRestrictedAndHeldData(t *testing.T) {
	p := newParting(t)
	ctx, c := context.Background(), p.App.Commands.Subjects
	p.Clock.Advance(time.Minute)
	past := p.item + "?as_of=" + p.Clock.Now().UTC().Format(time.RFC3339Nano)
	p.Clock.Advance(time.Minute)
	shows := func(want string) {
		t.Helper()
		for _, path := range []string{p.item, past} {
			if said := testkit.NewBrowser(p.Node).Get(path).Text("main"); !strings.Contains(said, want) || want != plantedName && strings.Contains(said, "Hườngqzx") {
				t.Errorf("%s does not say %q, or says more: %s", path, want, said)
			}
		}
	}
	shows(plantedName)
	p.ok(c.Restrict(ctx, p.one, app.RestrictData{Subject: p.mai.ID, Cause: subject.CorrectionAsked}))
	shows(domain.NameRestricted)
	p.ok(c.LiftRestriction(ctx, p.one, app.LiftRestriction{Subject: p.mai.ID}))
	shows(plantedName)

	p.ok(c.PlaceHold(ctx, p.one, app.PlaceHold{Subject: p.mai.ID, Ground: subject.Retention, Until: calendar.MustParse("2027-12-31")}))
	p.ok(c.RequestErasure(ctx, p.one, app.RequestErasure{Subject: p.mai.ID, Capacity: subject.AsSubject, Basis: subject.SubjectRequest}))
	p.ok(c.AcknowledgeErasure(ctx, p.one, app.AcknowledgeErasure{Subject: p.mai.ID}))
	if _, err := c.OrderErasure(ctx, p.two, app.OrderErasure{Subject: p.mai.ID}); err == nil {
		t.Error("erased in spite of a hold")
	}
	p.ok(c.RefuseErasure(ctx, p.two, app.RefuseErasure{Subject: p.mai.ID, Ground: subject.Retention}))
	f := p.file()
	if f.State != subject.StateRefused || f.Refused == nil || !strings.Contains(f.Refused.LegalVi, "33/2024/QH15") {
		t.Errorf("%+v", f)
	}
	shows(plantedName)
}

// Reading somebody's account, or the list of all, is recorded.
func TestReadingIsRecorded(t *testing.T) {
	p := newParting(t)
	ctx := context.Background()
	admin := p.Person("quantrimot")
	admin.SignIn()
	for range 3 {
		if page := admin.Get("/quan-tri/tai-khoan/" + p.mai.ID); !strings.Contains(page.Text("main"), plantedLogin) {
			t.Fatal(page.Text("main"))
		}
	}
	admin.Get("/quan-tri/tai-khoan")
	if err := p.App.Commands.Subjects.KeepViews(ctx); err != nil {
		t.Fatal(err)
	}
	p.Settle()
	var by []string
	for _, v := range p.file().Views {
		by = append(by, v.Actor)
	}
	if len(by) != 1 || by[0] != admin.ID {
		t.Errorf("read by %v, want %s once", by, admin.ID)
	}
	facts, err := p.Repo.History(ctx, "reader-"+admin.ID)
	if err != nil || len(facts) != 1 {
		t.Errorf("lists: %d, %v", len(facts), err)
	}
}
