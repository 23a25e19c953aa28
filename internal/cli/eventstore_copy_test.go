package cli

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"minhbach/eventstore/esdbserver"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
	"minhbach/eventstore/transfer"
)

// socketServer serves an empty log on a socket, as “eventstore serve --socket” does.
func socketServer(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "mv") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	log, err := sqlite.Open(t.Context(), filepath.Join(dir, "log"), sqlite.Options{MaxAppend: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	l, err := esdbserver.ListenUnix(filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		esdbserver.New(log, esdbserver.Options{}).Serve(ctx, l)
	}()
	t.Cleanup(func() { stop(); <-ended })
	return filepath.Join(dir, "s")
}

// Given an installation at work, when its log goes to a server and from there into a new
// directory, and what else it needs is brought along, then the new one is in order and
// its ledger goes on where the old one's ended.
func TestAnInstallationMoves(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	dir, socket := prepared(t), socketServer(t)
	minhbach(t, "import", "units", file(t, "units.csv", units), "--data", dir).want(t, OK, "")
	stop := served(t, dir)
	rehearsal := copied(t, dir, socket) // the rehearsal, beside the running portal
	stop()
	minhbach(t, "import", "units", file(t, "more.csv", units), "--data", dir)
	there := copied(t, dir, "unix://"+socket)
	if there.Found < rehearsal.Events || there.Events != there.Found+there.Copied {
		t.Errorf("%+v\n%+v", rehearsal, there)
	}
	old, err := os.ReadFile(filepath.Join(dir, "ledger", ledger.CheckpointPath))
	if err != nil {
		t.Fatal(err)
	}

	moved := filepath.Join(t.TempDir(), "moved")
	place := filepath.Join(t.TempDir(), "place") // with a password, say
	if err := os.WriteFile(place, []byte("unix://"+socket+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if back := copied(t, "@"+place, moved); back.Root != there.Root {
		t.Errorf("%+v\n%+v", there, back)
	}
	for _, name := range []string{"keys", "vault", "files", "ledger", "minhbach.json"} {
		if out, err := exec.Command("cp", "-a", filepath.Join(dir, name), moved).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	served(t, moved)()
	minhbach(t, "doctor", "--data", moved).want(t, OK, "")
	r := minhbach(t, "verify", "extends", file(t, "old", string(old)), filepath.Join(moved, "ledger"), "--key", keyOf(t, dir)).want(t, OK, "")
	if !strings.Contains(r.out, "KHỚP") {
		t.Error(r.out)
	}
	minhbach(t, "verify", "database", moved, "--key", keyOf(t, dir)).want(t, OK, "")
}

func keyOf(t *testing.T, dir string) string {
	t.Helper()
	key, err := ledger.ReadKey(filepath.Join(dir, "keys", "ledger.key"))
	if err != nil {
		t.Fatal(err)
	}
	return key.Public
}

func copied(t *testing.T, from, to string) (r transfer.Result) {
	t.Helper()
	done := minhbach(t, "eventstore", "copy", "--from", from, "--to", to, "--json").want(t, OK, "keys/")
	if err := json.Unmarshal([]byte(done.out), &r); err != nil || !r.Checked || r.Events == 0 || len(r.Root) != 64 {
		t.Fatalf("%s %v", done.out, err)
	}
	return r
}

func TestCopyTellsPeople(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	dir := prepared(t)
	minhbach(t, "import", "units", file(t, "units.csv", units), "--data", dir).want(t, OK, "")
	lines := filepath.Join(t.TempDir(), "log.ndjson")
	r := minhbach(t, "eventstore", "copy", "--from", dir, "--to", lines).want(t, OK, "minhbach.json")
	for _, want := range []string{"Đã chép", "Gốc cây băm", "hai bên bằng nhau"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("%q is not told: %s", want, r.out)
		}
	}
	r = minhbach(t, "eventstore", "copy", "--from", dir, "--to", "-").want(t, OK, "chưa so")
	raw, err := os.ReadFile(lines)
	if err != nil || r.out != string(raw) {
		t.Errorf("a pipe gets something else than the file: %v", err)
	}
	minhbach(t, "eventstore", "copy", "--from", dir, "--to", lines).want(t, Usage, "there already")
	minhbach(t, "eventstore", "copy", "--from", dir).want(t, Usage, "--to")
	minhbach(t, "eventstore", "copy", "--from", filepath.Join(t.TempDir(), "nothing"), "--to", lines).want(t, Usage, "no log")
	minhbach(t, "eventstore", "copy", "--from", "@"+filepath.Join(t.TempDir(), "nothing"), "--to", lines).want(t, Usage, "")
	bag := filepath.Join(t.TempDir(), "log.zip")
	minhbach(t, "eventstore", "copy", "--from", lines, "--to", bag).want(t, OK, "")
	minhbach(t, "verify", "export", bag).want(t, OK, "")
	minhbach(t, "import", "archive", bag, "--data", filepath.Join(t.TempDir(), "made"), "--keys", filepath.Join(dir, "keys")).want(t, OK, "")
	other := prepared(t)
	minhbach(t, "import", "units", file(t, "units.csv", units), "--data", other).want(t, OK, "")
	minhbach(t, "eventstore", "copy", "--from", dir, "--to", other).want(t, Failure, "nơi đến đã có nhật ký khác")

	ended, stop := context.WithCancel(t.Context())
	stop()
	var out, complaints strings.Builder
	if code := run(ended, []string{"eventstore", "copy", "--from", lines, "--to", filepath.Join(t.TempDir(), "new")}, strings.NewReader(""), &out, &complaints); code != Failure || !strings.Contains(complaints.String(), "chạy lại đúng lệnh này") {
		t.Errorf("%d %s", code, complaints.String())
	}
}
