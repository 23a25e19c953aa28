package integration

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/vault"
	"minhbach/internal/app"
	"minhbach/internal/demo"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
)

// drilled is an installation with a demo's history, and a backup that was made while
// events were appended as fast as they could be.
type drilled struct {
	*testkit.Node
	dir    string // of the backup
	keys   string // kept elsewhere
	vault  string // copied apart
	m      node.BackupManifest
	after  []byte // a checkpoint that was published after the backup
	halt   eventstore.Position
	pages  map[string]string // at halt, by path
	ending map[string]string // at the end of the backup
}

var pagesToCompare = []string{"/", "/tin-tuc", "/van-ban", "/du-lieu", "/en", "/cq/kesach", "/api/v1/publications", "/api/v1/datasets", "/api/v1/agencies"}

func drill(t *testing.T) *drilled {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	if err := demo.Seed(t.Context(), data, demo.Options{Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	d := &drilled{Node: testkit.Open(t, data, time.Now()), dir: filepath.Join(t.TempDir(), "backup"), keys: t.TempDir(), vault: filepath.Join(t.TempDir(), "vault")}
	if err := os.CopyFS(d.keys, os.DirFS(filepath.Join(data, "keys"))); err != nil {
		t.Fatal(err)
	}
	head, err := d.Log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d.halt = head * 3 / 5
	d.whileAppending(t, func() {
		if d.m, err = d.Backup(t.Context(), node.BackupOptions{Dir: d.dir, Vault: d.vault}); err != nil {
			t.Fatal(err)
		}
	})
	if d.m.Position < uint64(head) {
		t.Fatalf("the backup ends at %d, before the %d events there were", d.m.Position, head)
	}
	if err := d.Ledger.ToEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
	latest, _ := d.Ledger.Latest()
	if latest.Size <= d.m.Size {
		t.Fatal("nothing was appended during the backup: the drill shows nothing")
	}
	d.after = []byte(latest.Note)
	d.Settle()
	d.pages, d.ending = asShown(t, d.URL, uint64(d.halt)), asShown(t, d.URL, d.m.Position)
	return d
}

// whileAppending lets accounts draft and names be claimed until do is done.
func (d *drilled) whileAppending(t *testing.T, do func()) {
	t.Helper()
	lan := d.Resident("lan", demo.Password, "")
	a, err := d.App.Queries.Account(t.Context(), testkit.Operator, lan.ID)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var writers sync.WaitGroup
	defer func() { stop(); writers.Wait() }()
	claims := eventstore.NewClaims(d.Repo)
	begun := make(chan struct{}, 16) // by every writer, also one that failed
	for w := range 4 {
		writers.Go(func() {
			defer func() { begun <- struct{}{} }()
			for i := 0; ctx.Err() == nil; i++ {
				if err := claims.Take(ctx, eventstore.Envelope{Actor: domain.System}, "slug", fmt.Sprint(w, "-", i), "x"); err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
				if i == 10 {
					begun <- struct{}{}
				}
			}
		})
	}
	writers.Go(func() {
		defer func() { begun <- struct{}{} }()
		by := app.Caller{Account: a.ID, Name: a.Name, Grants: a.Grants}
		for i := 0; ctx.Err() == nil; i++ {
			_, err := d.App.Commands.DraftPublication(ctx, by, app.DraftPublication{
				Agency: d.Agency("94"), Kind: publication.News, Content: publication.Content{Language: "vi", Title: fmt.Sprintf("Tin khi đang sao lưu %d", i)},
			})
			if err != nil && ctx.Err() == nil {
				t.Error(err)
				return
			}
			if i == 2 {
				begun <- struct{}{}
			}
		}
	})
	for range 5 {
		<-begun
	}
	do()
}

// changing is what differs between two showings of one state.
var changing = regexp.MustCompile(`name="csrf" value="[^"]*"|127\.0\.0\.1:[0-9]+|nonce[-=]["a-zA-Z0-9+/=_-]*`)

// asShown are pages as of a position.
func asShown(t *testing.T, url string, at uint64) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, path := range pagesToCompare {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("%s%s?as_of=%d", url, path, at), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = "portal.example.vn" // addresses on pages, also in their QR codes
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s as of %d: %d %v", path, at, res.StatusCode, err)
		}
		out[path] = changing.ReplaceAllString(string(body), "")
	}
	return out
}

func (d *drilled) restore(t *testing.T, o node.RestoreOptions) (*node.Restored, error) {
	t.Helper()
	if o.Backup == "" {
		o.Backup = d.dir
	}
	if o.Data == "" {
		o.Data = filepath.Join(t.TempDir(), "restored")
	}
	if o.Keys == "" && !o.NewKeys {
		o.Keys, o.Vault = d.keys, d.vault
	}
	return node.Restore(t.Context(), o)
}

func (d *drilled) mustRestore(t *testing.T, o node.RestoreOptions) *node.Restored {
	t.Helper()
	r, err := d.restore(t, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sameShown compares pages of a restored installation with those of the old one.
func sameShown(t *testing.T, n *testkit.Node, at uint64, want map[string]string) {
	t.Helper()
	got := asShown(t, n.URL, at)
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if got[path] != want[path] {
			i := 0
			for i < len(got[path]) && i < len(want[path]) && got[path][i] == want[path][i] {
				i++
			}
			t.Errorf("%s as of %d differs from byte %d on:\n%.200s\n%.200s", path, at, i, want[path][max(0, i-40):], got[path][max(0, i-40):])
		}
	}
}

func TestBackupAndRestoreDrill(t *testing.T) {
	d := drill(t)
	v, err := node.VerifyBackup(t.Context(), d.dir, node.VerifyOptions{Keys: d.m.Keys[:1]})
	if err != nil {
		t.Fatal(err)
	}
	if v.Checkpoints < 2 || v.Checked < 10 || len(v.Missing) > 0 {
		t.Errorf("little was verified: %d checkpoints, %d files, missing %v", v.Checkpoints, v.Checked, v.Missing)
	}

	t.Run("to the head", func(t *testing.T) {
		r := d.mustRestore(t, node.RestoreOptions{Known: d.after})
		if r.Position != d.m.Position || r.Root != d.m.Root || r.LeftOut != 0 || r.Lost == 0 || r.Lost != r.Known-d.m.Size || !r.Handed {
			t.Errorf("restored %+v of %+v", r, d.m)
		}
		for _, s := range r.States {
			if s.Verdict != node.StateEqual {
				t.Errorf("read model %s: %s", s.Name, s.Verdict)
			}
		}
		if len(r.States) < 4 {
			t.Errorf("only %d read models were compared", len(r.States))
		}
		n := testkit.Open(t, r.Data, d.Clock.Now())
		sameShown(t, n, d.m.Position, d.ending)
		sameShown(t, n, uint64(d.halt), d.pages)
		n.Resident("lan", demo.Password, "").SignIn()
		d.epochs(t, n, r)
	})

	t.Run("to an event", func(t *testing.T) {
		r := d.mustRestore(t, node.RestoreOptions{To: d.halt, Reason: ledger.RestoredAfterError})
		if r.Position != uint64(d.halt) || r.LeftOut != d.m.Position-r.Position {
			t.Errorf("restored to %d, %d left out", r.Position, r.LeftOut)
		}
		root, _, err := ledger.ProveConsistency(t.Context(), d.Ledger.Source(), d.head(t), r.Size)
		if err != nil || hex.EncodeToString(root[:]) != r.Root {
			t.Errorf("the root of %d leaves is %s, the old ledger says %x: %v", r.Size, r.Root, root, err)
		}
		n := testkit.Open(t, r.Data, d.Clock.Now())
		sameShown(t, n, uint64(d.halt), d.pages)
		agree(t, n)
		agreeOn(t, n, "datasets")
	})

	t.Run("to an instant", func(t *testing.T) {
		var at eventstore.Event
		for ev, err := range d.Log.ReadAll(t.Context(), d.halt-1, eventstore.Forwards, eventstore.Filter{}, 1) {
			if err != nil {
				t.Fatal(err)
			}
			at = ev
		}
		r := d.mustRestore(t, node.RestoreOptions{Until: at.Recorded})
		if r.Recorded.After(at.Recorded) || r.Position < uint64(at.Position) {
			t.Errorf("restored to %d (%s), asked was %s, of which %d is", r.Position, r.Recorded, at.Recorded, at.Position)
		}
		if _, err := d.restore(t, node.RestoreOptions{Until: at.Recorded.AddDate(-50, 0, 0)}); !errors.Is(err, node.ErrRestorePoint) {
			t.Error("before the first event:", err)
		}
	})

	t.Run("without keys and vault", func(t *testing.T) {
		r := d.mustRestore(t, node.RestoreOptions{NewKeys: true})
		verdicts := map[string]string{}
		for _, s := range r.States {
			verdicts[s.Name] = s.Verdict
		}
		if !r.Sealed || r.Handed || verdicts["people"] != node.StateSealed || verdicts["publications"] != node.StateEqual {
			t.Errorf("restored %+v", r)
		}
		n := testkit.Open(t, r.Data, d.Clock.Now())
		sameShown(t, n, uint64(d.halt), d.pages)
		d.nothingPersonal(t)
	})

	t.Run("packed", func(t *testing.T) {
		for _, ext := range []string{".tar", ".tar.zst"} {
			file := filepath.Join(t.TempDir(), "b"+ext)
			if err := node.PackBackup(t.Context(), d.dir, file); err != nil {
				t.Fatal(err)
			}
			dir, remove, err := node.UnpackBackup(t.Context(), file, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := node.VerifyBackup(t.Context(), dir, node.VerifyOptions{}); err != nil {
				t.Error(err)
			}
			if err := remove(); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("refusals", d.refusals)
	t.Run("damage", d.damage)
}

// An installation that is stopped, backed up and moved goes on with its ledger; one
// that went on after the backup cannot.
func TestMoveKeepsTheEpoch(t *testing.T) {
	n := testkit.New(t, time.Now())
	if _, err := n.Import(smallTree, "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	n.Account("lan", domain.Contributor, "94")
	dir := filepath.Join(t.TempDir(), "backup")
	m, err := n.Backup(t.Context(), node.BackupOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	last, _ := n.Ledger.Latest()
	n.Stop()
	to := filepath.Join(t.TempDir(), "moved")
	o := node.RestoreOptions{Backup: dir, Data: to, Keys: filepath.Join(n.Dir, "keys"), Vault: filepath.Join(n.Dir, "vault", "vault.db"), SameEpoch: true, Known: []byte(last.Note), Reason: ledger.RestoredToMove}
	r, err := node.Restore(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	moved := testkit.Open(t, to, n.Clock.Now())
	s, err := moved.Ledger.Status(t.Context())
	if err != nil || s.Origin != m.Origin || s.Key != m.Keys[0] || s.Size != m.Size || s.Root != m.Root || s.Fork || r.Previous != "" {
		t.Errorf("the ledger was %+v and is %+v: %v", m, s, err)
	}
	moved.Resident("lan", testkit.Password, "").SignIn()
	moved.Stop()

	// The same keys in an installation that began a new epoch sign nothing.
	o.SameEpoch, o.Data = false, filepath.Join(t.TempDir(), "new epoch")
	if _, err := node.Restore(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(filepath.Join(n.Dir, "keys", "ledger.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(o.Data, "keys", "ledger.key"), old, 0o600); err != nil {
		t.Fatal(err)
	}
	other := testkit.Open(t, o.Data, n.Clock.Now())
	if s, err := other.Ledger.Status(t.Context()); err != nil || s.Key != "" {
		t.Errorf("an old key is in use: %+v %v", s, err)
	}
}

// A copy of the vault from before an erasure does not undo it, not even where the log
// is restored only up to a moment before the erasure.
func TestOldVaultDoesNotUndoAnErasure(t *testing.T) {
	n := testkit.New(t, time.Now())
	if _, err := n.Import(smallTree, "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	lan, minh := n.Account("lan", domain.Contributor, "94"), n.Account("minh", domain.Contributor, "94")
	parent := t.TempDir()
	if _, err := n.Backup(t.Context(), node.BackupOptions{Dir: filepath.Join(parent, "one"), Vault: filepath.Join(parent, "vault")}); err != nil {
		t.Fatal(err)
	}
	before, err := n.Log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	draft, err := n.Codec.Encode(eventstore.NewID(n.Clock.Now()), subject.Erased{Basis: subject.Bases()[0]}, eventstore.Metadata{Actor: domain.System})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Log.Append(t.Context(), "subject-"+lan.ID, eventstore.Any(), draft); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Backup(t.Context(), node.BackupOptions{Dir: filepath.Join(parent, "two")}); err != nil {
		t.Fatal(err)
	}
	r, err := node.Restore(t.Context(), node.RestoreOptions{
		Backup: filepath.Join(parent, "two"), Data: filepath.Join(parent, "restored"), To: before, Keys: filepath.Join(n.Dir, "keys"), Vault: filepath.Join(parent, "vault"),
	})
	if err != nil || r.Erased != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	restored := testkit.Open(t, r.Data, n.Clock.Now())
	for id, want := range map[string]vault.State{lan.ID: vault.Destroyed, minh.ID: vault.Live} {
		if state, err := restored.Vault.State(t.Context(), id); err != nil || state != want {
			t.Errorf("the key is %s, want %s: %v", state, want, err)
		}
	}
	restored.Resident("minh", testkit.Password, "").SignIn()
}

// head is the newest checkpoint of the installation that was backed up.
func (d *drilled) head(t *testing.T) ledger.Checkpoint {
	t.Helper()
	latest, _ := d.Ledger.Latest()
	text, _, _ := strings.Cut(latest.Note, "\n\n")
	c, err := ledger.ParseCheckpoint(text + "\n")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// epochs: the restored ledger has another origin and key, its tree begins with the
// old one, the log says so, and trust in the old key leads to the new one.
func (d *drilled) epochs(t *testing.T, n *testkit.Node, r *node.Restored) {
	t.Helper()
	s, err := n.Ledger.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.Origin != r.Origin || s.Origin != ledger.NextOrigin(d.m.Origin) || s.Key != r.Key || s.Key == d.m.Keys[0] || s.Fork || s.Size <= d.m.Size {
		t.Errorf("the ledger is %+v after %+v", s, d.m)
	}
	ext, err := n.Ledger.Consistency(t.Context(), d.m.Size, s.Size)
	if err != nil || hex.EncodeToString(ext.FromRoot[:]) != d.m.Root {
		t.Errorf("the new tree does not begin with the old one: %x, %v", ext.FromRoot, err)
	}
	for ev, err := range n.Log.ReadAll(t.Context(), eventstore.Position(d.m.Position), eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if uint64(ev.Position) == d.m.Position+1 && ev.Type != ledger.TypeRestored {
			t.Errorf("the first event after the restored history is %s", ev.Type)
		}
	}
	facts, err := n.Repo.History(t.Context(), ledger.Stream)
	if err != nil || len(facts) == 0 {
		t.Fatal("nothing was recorded", err)
	}
	fact, ok := facts[len(facts)-1].Payload.(ledger.Restored)
	if !ok || fact.Key != s.Key || fact.Size != d.m.Size || fact.Root != d.m.Root || fact.Lost != r.Lost {
		t.Errorf("recorded was %+v", facts[len(facts)-1].Payload)
	}
	handed, err := ledger.OpenSuccession(d.m.Keys[0], fact.Succession)
	if err != nil || handed.New != s.Key || handed.At.Size != d.m.Size {
		t.Errorf("the old key does not lead to the new one: %+v %v", handed, err)
	}
	kept := filepath.Join(r.Data, "ledger", "previous", "1")
	if text, err := os.ReadFile(filepath.Join(kept, "known")); err != nil || !bytes.Equal(text, d.after) {
		t.Error("the last checkpoint of the old epoch is not kept:", err)
	}
	if old, err := os.ReadFile(filepath.Join(r.Data, "keys", "ledger.key")); err != nil || bytes.Contains(old, []byte(d.m.Keys[0])) {
		t.Error("the old key is in use:", err)
	}
}

// nothingPersonal: the backup alone gives away no name of the people.
func (d *drilled) nothingPersonal(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(d.dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for _, p := range demo.People() {
			if bytes.Contains(text, []byte(`"login":"`+p.Login+`"`)) || bytes.Contains(text, []byte(`"name":"`+p.Name+`"`)) {
				t.Errorf("%s names %s", path, p.Login)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func (d *drilled) refusals(t *testing.T) {
	latest, _ := d.Ledger.Latest()
	for name, c := range map[string]struct {
		o    node.RestoreOptions
		code error
	}{
		"over data":              {node.RestoreOptions{Data: d.Dir}, node.ErrRestoreTarget},
		"over other files":       {node.RestoreOptions{Data: d.keys}, node.ErrRestoreTarget},
		"beyond the end":         {node.RestoreOptions{To: eventstore.Position(d.m.Position + 1)}, node.ErrRestorePoint},
		"same epoch, later":      {node.RestoreOptions{SameEpoch: true, Known: []byte(latest.Note)}, node.ErrRestoreEpoch},
		"same epoch, in part":    {node.RestoreOptions{SameEpoch: true, To: 5, Known: []byte(d.m.Checkpoint)}, node.ErrRestoreEpoch},
		"same epoch, not known":  {node.RestoreOptions{SameEpoch: true}, node.ErrRestoreEpoch},
		"known by somebody else": {node.RestoreOptions{Known: bytes.Replace(d.after, []byte("\n"), []byte("x\n"), 1)}, node.ErrRestoreKnown},
		"not a backup":           {node.RestoreOptions{Backup: d.keys}, node.ErrBackupForeign},
	} {
		if _, err := d.restore(t, c.o); !errors.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := node.Restore(t.Context(), node.RestoreOptions{Backup: d.dir, Data: filepath.Join(t.TempDir(), "x")}); !errors.Is(err, node.ErrRestoreKeys) {
		t.Error("without keys:", err)
	}
	for _, dir := range []string{d.dir, d.Dir, filepath.Join(d.Dir, "backup")} {
		if _, err := d.Backup(t.Context(), node.BackupOptions{Dir: dir}); !errors.Is(err, node.ErrBackupTarget) {
			t.Errorf("a backup to %s: %v", dir, err)
		}
	}
}

// damage of any file stops a restoring, which names the file and writes nothing.
func (d *drilled) damage(t *testing.T) {
	_, listed, _ := strings.Cut(must(os.ReadFile(filepath.Join(d.dir, "manifest-sha256.txt")))(t), "  files/")
	attachment, _, _ := strings.Cut("files/"+listed, "\n")
	for _, file := range []string{"log/log.db", "ledger/checkpoint", "ledger/checkpoints.jsonl", "config/minhbach.json", attachment, "manifest-sha256.txt", "backup.json"} {
		copied := filepath.Join(t.TempDir(), "copy")
		if err := os.CopyFS(copied, os.DirFS(d.dir)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(copied, file)
		text := []byte(must(os.ReadFile(path))(t))
		text[len(text)/2] ^= 4
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		data := filepath.Join(t.TempDir(), "restored")
		_, err := d.restore(t, node.RestoreOptions{Backup: copied, Data: data})
		if !errors.Is(err, node.ErrBackupChanged) || !strings.Contains(err.Error(), file) || !node.BackupDamaged(err) {
			t.Errorf("one bit of %s: %v", file, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		_, err = d.restore(t, node.RestoreOptions{Backup: copied, Data: data})
		if !errors.Is(err, node.ErrBackupMissing) || !strings.Contains(err.Error(), file) {
			t.Errorf("without %s: %v", file, err)
		}
		if _, err := os.Stat(data); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s damaged, and %s was made all the same", file, data)
		}
	}
	copied := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(copied, os.DirFS(d.dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(copied, "files", "thu.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.restore(t, node.RestoreOptions{Backup: copied}); !errors.Is(err, node.ErrBackupUnlisted) {
		t.Error("with a file too many:", err)
	}
}

func must(text []byte, err error) func(*testing.T) string {
	return func(t *testing.T) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
}
