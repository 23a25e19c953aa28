package cli

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore/archive"
	"minhbach/eventstore/ledger"
)

// served runs a portal on a directory until the test ends or stop is called.
func served(t *testing.T, dir string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, complaints := &watched{url: make(chan string, 1)}, &watched{url: make(chan string, 1)}
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, strings.NewReader(""), out, complaints)
	}()
	select {
	case <-out.url:
	case c := <-code:
		cancel()
		t.Fatalf("ended with %d: %s", c, complaints)
	case <-time.After(2 * time.Minute):
		cancel()
		t.Fatal("not ready after two minutes")
	}
	return func() {
		cancel()
		if c := <-code; c != OK {
			t.Errorf("the server ended with %d: %s", c, complaints)
		}
	}
}

// Given a portal at work, when its history is exported beside it, then anybody can
// verify the folder, and sees what was changed in it.
func TestExportVerifyImport(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	dir := prepared(t)
	minhbach(t, "import", "units", file(t, "units.csv", units), "--data", dir).want(t, OK, "")
	stop := served(t, dir)
	public, full := filepath.Join(t.TempDir(), "public"), filepath.Join(t.TempDir(), "full.zip")
	minhbach(t, "export", public, "--data", dir).want(t, OK, "")
	minhbach(t, "export", public, "--data", dir).want(t, Failure, "đã có rồi")
	minhbach(t, "export", filepath.Join(t.TempDir(), "x"), "--data", dir, "--since", "1000000").want(t, Failure, "--since")
	r := minhbach(t, "export", full, "--full", "--data", dir, "--json").want(t, OK, "")
	stop()
	var sum archive.Summary
	if err := json.Unmarshal([]byte(r.out), &sum); err != nil || sum.Events != sum.Size || sum.Scope != archive.Full {
		t.Errorf("%s %v", r.out, err)
	}

	// The first time the key is taken from the archive, loudly; then it is known.
	if r := minhbach(t, "verify", "export", full).want(t, OK, "lần đầu gặp sổ cái"); !strings.Contains(r.out, "KHỚP") {
		t.Errorf("%s", r.out)
	}
	if r := minhbach(t, "verify", "export", public).want(t, OK, ""); strings.Contains(r.err, "lần đầu") {
		t.Errorf("%s", r.err)
	}
	key, err := os.ReadFile(filepath.Join(public, archive.KeyPath))
	if err != nil {
		t.Fatal(err)
	}
	_, stranger, err := ledger.NewKey(sum.Origin)
	if err != nil {
		t.Fatal(err)
	}
	checkpoint := filepath.Join(public, archive.LogPath, ledger.CheckpointPath)
	minhbach(t, "verify", "export", public, "--key", strings.TrimSpace(string(key)), "--checkpoint", checkpoint).want(t, OK, "")
	minhbach(t, "verify", "export", public, "--key", stranger.Public).want(t, Unproved, "")
	minhbach(t, "verify", "export", t.TempDir()).want(t, Failure, "bagit.txt")

	// A new portal of the full one, with a new administrator.
	password := file(t, "pw", "lua vang chin ro thang muoi\n")
	again := filepath.Join(t.TempDir(), "again")
	minhbach(t, "import", "archive", public, "--data", again).want(t, Failure, "--full")
	done := minhbach(t, "import", "archive", full, "--data", again, "--admin", "quantrimoi", "--admin-password-file", password, "--json").want(t, OK, "")
	var imported struct {
		Root   string            `json:"root"`
		Equal  map[string]string `json:"equal_states"`
		Origin string            `json:"origin"`
	}
	if err := json.Unmarshal([]byte(done.out), &imported); err != nil || imported.Root != sum.Root || len(imported.Equal) < 4 || imported.Origin == sum.Origin {
		t.Errorf("%s %v", done.out, err)
	}
	minhbach(t, "import", "archive", full, "--data", again).want(t, Failure, "archive.target")
	list := minhbach(t, "projections", "list", "--data", again).want(t, OK, "")
	if !strings.Contains(list.out, "agencies") {
		t.Errorf("%s", list.out)
	}

	// One byte of it changed.
	events := filepath.Join(public, archive.KeyPath)
	if err := os.WriteFile(events, append([]byte("x"), key...), 0o600); err != nil {
		t.Fatal(err)
	}
	wrong := minhbach(t, "verify", "export", public, "--json").want(t, Unproved, "không khớp")
	var verdict exportVerdict
	if err := json.Unmarshal([]byte(wrong.out), &verdict); err != nil || verdict.Sound || verdict.Path != archive.KeyPath {
		t.Errorf("%s %v", wrong.out, err)
	}
}

// A consistency proof is read as the API gives it, and as plain lines.
func TestConsistencyProofForms(t *testing.T) {
	hash := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))
	c := &cli{}
	for _, text := range []string{`{"from":1,"to":2,"hashes":["` + hash + `","` + hash + `"]}`, hash + "\n" + hash + "\n"} {
		proof, err := c.readProof(file(t, "proof", text))
		if err != nil || len(proof) != 2 || proof[1][31] != 7 {
			t.Errorf("%s: %v %v", text, proof, err)
		}
	}
	for _, text := range []string{`{"hashes":["short"]}`, "no hash"} {
		if _, err := c.readProof(file(t, "proof", text)); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}
