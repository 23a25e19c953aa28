package node_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
)

var beginning = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// elsewhere is a node with its log on a server, one unit and an editor.
func elsewhere(t *testing.T) (*testkit.Node, *testkit.Person) {
	t.Helper()
	n := testkit.NewOn(t, testkit.Elsewhere, beginning)
	if _, err := n.Import("level,code,name_vi,name_en,unit_type,parent_code\nprovince,94,Tỉnh Thử,,Tỉnh,\n", "2019-01-01"); err != nil {
		t.Fatal(err)
	}
	return n, n.Account("lan", domain.Editor, "94")
}

func ops(n *testkit.Node, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	n.OpsHandler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// TestServerAway: while the server of the log is away readers notice nothing, people and
// programs that change something are told to come back, and monitors learn why. When it is
// back everything goes on by itself.
func TestServerAway(t *testing.T) {
	n, lan := elsewhere(t)
	before := draft(lan, "Trước khi mất máy chủ").Want(http.StatusCreated).Object()
	n.Settle()
	if err := n.Ledger.ToEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w := ops(n, "/readyz"); w.Code != http.StatusOK {
		t.Fatalf("before: %d %s", w.Code, w.Body)
	}
	n.LogDown()
	r := draft(lan, "Không ghi được")
	if r.Status != http.StatusServiceUnavailable || r.Code() != "service.unavailable" || r.Header.Get("Retry-After") == "" {
		t.Errorf("a program is told %d, Retry-After %q: %s", r.Status, r.Header.Get("Retry-After"), r.Body)
	}
	readable(t, n)
	if w := ops(n, "/readyz"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "cannot be reached") {
		t.Errorf("readyz: %d %s", w.Code, w.Body)
	}
	if w := ops(n, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz: %d %s; starting the node again would not help", w.Code, w.Body)
	}
	n.LogUp()
	after := draft(lan, "Sau khi có lại").Want(http.StatusCreated).Object()
	if before["id"] == after["id"] {
		t.Error("the answer is one of before")
	}
	n.Settle()
	if w := ops(n, "/readyz"); w.Code != http.StatusOK {
		t.Errorf("after: %d %s", w.Code, w.Body)
	}
	readable(t, n)
}

// TestStrangers: others append to the same log, also under our names. Nothing is parked,
// nothing stops, and what they wrote is proved by the ledger like everything else.
func TestStrangers(t *testing.T) {
	n, lan := elsewhere(t)
	made := draft(lan, "Của ta").Want(http.StatusCreated).Object()
	stream := "publication-" + made["id"].(string)
	say := func(stream, typ, data, metadata string) {
		t.Helper()
		_, err := n.Log.Append(t.Context(), stream, eventstore.Any(), eventstore.Draft{
			ID: eventstore.NewID(time.Now()), Type: typ, ContentType: "application/octet-stream", Data: []byte(data), Metadata: []byte(metadata)})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, metadata := range []string{"", "{}", "không phải JSON", `{"$correlationId":"1"}`, "\x00\xff", `{"v":"một"}`} {
		say("orders-1", "OrderPlaced", "{}", metadata)
		say("orders-1", publication.TypeDrafted, "không phải JSON", metadata)
		say(stream, publication.TypeDrafted, "{}", metadata)
		say(stream, "OrderPlaced", "", metadata)
		say("publication-của-người-khác", "publication.dreamt", "{}", metadata)
	}
	n.Settle()
	status, err := n.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range status {
		if s.Parked > 0 || s.Behind > 0 || s.LastError != "" {
			t.Errorf("%s: %d parked, %d behind, %s", s.Name, s.Parked, s.Behind, s.LastError)
		}
	}
	// The item with their events in its stream is told of and judged as before: what it
	// lacks for a submission is named.
	lan.API().Get("/api/v1/publications/" + made["id"].(string) + "/history").Want(http.StatusOK)
	lan.API().Do(http.MethodPost, "/api/v1/publications/"+made["id"].(string)+"/submission", map[string]any{}).Want(http.StatusUnprocessableEntity)
	if err := n.Ledger.ToEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
	events, err := eventstore.Collect(n.Log.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		t.Fatal(err)
	}
	if latest, _ := n.Ledger.Latest(); latest.Size != uint64(len(events)) {
		t.Errorf("%d leaves for %d events", latest.Size, len(events))
	}
}

// TestWhereEventsAre: by id and by instant, without asking the server for either.
func TestWhereEventsAre(t *testing.T) {
	n, lan := elsewhere(t)
	draft(lan, "Một").Want(http.StatusCreated)
	n.Settle()
	at := n.Clock.Now()
	events, err := eventstore.Collect(n.Log.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		t.Fatal(err)
	}
	n.Clock.Advance(time.Hour)
	draft(lan, "Hai").Want(http.StatusCreated)
	if err := n.Ledger.ToEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, ev := range events[:3] { // units and the account: their proofs anybody may have
		if r := n.API().Get("/api/v1/proofs/events/" + ev.ID.String()); ev.Stream[:4] == "agen" && r.Status != http.StatusOK {
			t.Errorf("the proof of %s in %s: %d %s", ev.Type, ev.Stream, r.Status, r.Body)
		}
	}
	n.API().Get("/api/v1/agencies?as_of=" + at.UTC().Format(time.RFC3339Nano)).Want(http.StatusOK)
	r := n.API().Get("/api/v1/agencies?as_of=" + beginning.Add(-time.Hour).Format(time.RFC3339))
	if r.Code() != "as_of.before_history" {
		t.Errorf("before history: %d %s", r.Status, r.Body)
	}
}

// TestChoiceIsKept: a later start without the setting finds the server, never begins a log
// of its own, and holds no password.
func TestChoiceIsKept(t *testing.T) {
	n, lan := elsewhere(t)
	draft(lan, "Một").Want(http.StatusCreated)
	head, err := n.Log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n.Restart() // knows no more than the directory
	if again, err := n.Log.Head(t.Context()); err != nil || again < head {
		t.Errorf("head %d, was %d: %v", again, head, err)
	}
	if _, err := os.Stat(filepath.Join(n.Dir, "log", "log.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory has a log of its own: %v", err)
	}
	if _, err := node.Open(t.Context(), node.Config{Data: n.Dir}); !errors.Is(err, sqlite.ErrLocked) {
		t.Errorf("a second process: %v", err)
	}

	secret := filepath.Join(t.TempDir(), "secret")
	if err := node.InitOn(secret, beginning, "esdb://app:hidden@127.0.0.1:1?tls=true"); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(secret, "minhbach.json"))
	if err != nil || strings.Contains(string(raw), "hidden") || !strings.Contains(string(raw), "esdb://app@127.0.0.1:1") {
		t.Errorf("%s, %v", raw, err)
	}
	if _, err := node.Open(t.Context(), node.Config{Data: secret}); fault.Of(err) == nil || fault.Of(err).Code.Name != "eventstore.password" {
		t.Errorf("without the password: %v", err)
	}

	own := filepath.Join(t.TempDir(), "own")
	if err := node.Init(own, beginning); err != nil {
		t.Fatal(err)
	}
	if _, err := node.Open(t.Context(), node.Config{Data: own, LogServer: "unix:///nowhere"}); fault.Of(err) == nil || fault.Of(err).Code.Name != "eventstore.embedded" {
		t.Errorf("a server for a directory with its own log: %v", err)
	}
	if err := node.UseEventStore(own, "esdb://app:hidden@db:2113"); err != nil {
		t.Fatal(err)
	}
	if where, err := (node.Config{Data: own, LogServer: "esdb://app:hidden@db:2113"}).Remote(); err != nil || where != "esdb://app@db:2113" {
		t.Errorf("%s, %v", where, err)
	}
}

// TestSetting: the environment gives the string or the name of a file with it.
func TestSetting(t *testing.T) {
	t.Setenv(node.EventStoreEnv, "")
	t.Setenv(node.EventStoreFileEnv, "")
	if s, err := node.EventStoreSetting(); s != "" || err != nil {
		t.Errorf("%q, %v", s, err)
	}
	file := filepath.Join(t.TempDir(), "f")
	t.Setenv(node.EventStoreFileEnv, file)
	for text, good := range map[string]bool{"esdb://a:b@c\n": true, "": false, "one\ntwo": false} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := node.EventStoreSetting(); (err == nil) != good || good && s != "esdb://a:b@c" || err != nil && strings.Contains(err.Error(), "two") {
			t.Errorf("%q: %q, %v", text, s, err)
		}
	}
	t.Setenv(node.EventStoreEnv, "unix:///x")
	if s, err := node.EventStoreSetting(); s != "unix:///x" || err != nil {
		t.Errorf("%q, %v", s, err)
	}
}

// TestBackupOfAServersLog: what is backed up is restored into a directory of its own, with
// the same leaves under the same root.
func TestBackupOfAServersLog(t *testing.T) {
	n, lan := elsewhere(t)
	draft(lan, "Một").Want(http.StatusCreated)
	n.Settle()
	dir := filepath.Join(t.TempDir(), "backup")
	m, err := n.Backup(t.Context(), node.BackupOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	latest, _ := n.Ledger.Latest()
	if m.Root != latest.Root || m.Size != latest.Size {
		t.Errorf("the backup has root %s of %d, signed is %s of %d", m.Root, m.Size, latest.Root, latest.Size)
	}
	into := filepath.Join(t.TempDir(), "data")
	r, err := node.Restore(t.Context(), node.RestoreOptions{Backup: dir, Data: into, Keys: filepath.Join(n.Dir, "keys"), Now: n.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	if r.Root != m.Root {
		t.Errorf("restored root %s, want %s", r.Root, m.Root)
	}
	if where, err := (node.Config{Data: into}).Remote(); where != "" || err != nil {
		t.Errorf("the restored directory has its log on %q: %v", where, err)
	}
}
