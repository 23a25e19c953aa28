//go:build unix

package integration

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/internal/cli"
	"minhbach/internal/demo"
	"minhbach/internal/node"
)

// said runs the program and returns what it wrote and its exit code.
func said(t *testing.T, binary string, args ...string) (out string, code int) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	var both bytes.Buffer
	cmd.Stdout, cmd.Stderr = &both, &both
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return both.String(), cmd.ProcessState.ExitCode()
}

// A running server is backed up; a restoring that is killed anywhere leaves nothing
// that passes for a data directory, or a whole one, and can be begun again.
func TestRestoreSurvivesKill(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and kills it several times")
	}
	binary := filepath.Join(t.TempDir(), "minhbach")
	if out, err := exec.Command("go", "build", "-o", binary, "minhbach").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	data := filepath.Join(t.TempDir(), "data")
	if err := demo.Seed(t.Context(), data, demo.Options{Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	backup, vault := filepath.Join(t.TempDir(), "backup.tar.zst"), filepath.Join(t.TempDir(), "vault")
	s := serve(t, binary, data)
	if out, code := said(t, binary, "backup", backup, "--with-vault", vault, "--data", data); code != cli.OK {
		t.Fatalf("beside a server: %d\n%s", code, out)
	}
	if out, code := said(t, binary, "backup", backup, "--data", data); code != cli.Failure || !strings.Contains(out, "backup.target") {
		t.Errorf("over a backup: %d\n%s", code, out)
	}
	s.kill(t)
	if out, code := said(t, binary, "backup", "verify", backup, "--lang", "en"); code != cli.OK || !strings.Contains(out, "Intact") {
		t.Fatalf("verify: %d\n%s", code, out)
	}
	spoilt := filepath.Join(t.TempDir(), "spoilt")
	dir, remove, err := node.UnpackBackup(t.Context(), backup, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer remove()
	if err := os.CopyFS(spoilt, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(spoilt, "ledger", "checkpoint"), []byte("minhbach/other\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := said(t, binary, "backup", "verify", spoilt); code != cli.Unproved || !strings.Contains(out, "ledger/checkpoint") {
		t.Errorf("verify of a spoilt one: %d\n%s", code, out)
	}

	to := filepath.Join(t.TempDir(), "restored")
	restore := func() *exec.Cmd {
		return exec.Command(binary, "restore", dir, "--data", to, "--keys", filepath.Join(data, "keys"), "--vault", vault, "--json", "--quiet")
	}
	begin := time.Now()
	if out, code := said(t, binary, "restore", dir, "--data", filepath.Join(t.TempDir(), "first"), "--keys", filepath.Join(data, "keys")); code != cli.OK {
		t.Fatalf("restore: %d\n%s", code, out)
	}
	takes := time.Since(begin)
	killed, whole := 0, false
	for i := range 16 { // later each time
		cmd := restore()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		stop := time.AfterFunc(takes*time.Duration(i)/16+rand.N(takes/16), func() { cmd.Process.Kill() })
		err := cmd.Wait()
		stop.Stop()
		if whole = err == nil || exists(filepath.Join(to, "minhbach.json")); whole {
			break
		}
		killed++
		if out, code := said(t, binary, "projections", "list", "--data", to); code == cli.OK {
			t.Fatalf("a directory that was cut short is used:\n%s", out)
		}
	}
	if !whole {
		out, err := restore().Output()
		var r node.Restored
		if err != nil || json.Unmarshal(out, &r) != nil || r.Position == 0 {
			t.Fatalf("after %d kills: %v\n%s", killed, err, out)
		}
	}
	if killed == 0 {
		t.Error("every attempt came to its end: the test shows nothing")
	}
	again := serve(t, binary, to)
	defer again.kill(t)
	res, err := http.Get(again.url + "/tin-tuc")
	if err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("served: %v %v", res, err)
	}
	res.Body.Close()
	if out, code := said(t, binary, "restore", dir, "--data", to, "--keys", filepath.Join(data, "keys")); code != cli.Failure || !strings.Contains(out, "restore.target") {
		t.Errorf("over a served directory: %d\n%s", code, out)
	}
	t.Logf("%d kills; one restoring takes %s", killed, takes.Round(time.Millisecond))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
