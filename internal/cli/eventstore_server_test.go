package cli

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/internal/node"
	"minhbach/internal/testkit"
)

// onServer is a directory whose log is on a server of this process.
func onServer(t *testing.T) (*testkit.Node, string) {
	t.Helper()
	n := testkit.NewOn(t, testkit.Elsewhere, time.Now())
	if _, err := n.Import("level,code,name_vi,name_en,unit_type,parent_code\nprovince,94,Tỉnh Sóc Trăng,,Tỉnh,\n", "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	n.Settle()
	where, err := (node.Config{Data: n.Dir}).Remote()
	if err != nil {
		t.Fatal(err)
	}
	return n, where
}

func found(all []finding, check string) finding {
	for _, f := range all {
		if f.Check == check {
			return f
		}
	}
	return finding{}
}

func TestDoctorOfAServersLog(t *testing.T) {
	n, where := onServer(t)
	n.Stop()
	code, all := examine(t, n.Dir)
	log := found(all, "log")
	if code != OK || len(ill(all)) != 0 || !strings.Contains(log.Detail, where) || !strings.Contains(log.Detail, "24.6.0") || found(all, "log rights").Detail == "" {
		t.Errorf("exit %d, %+v", code, all)
	}
	n.LogDown()
	code, all = examine(t, n.Dir)
	if log = found(all, "log"); code != Failure && code != Degraded || log.Verdict != failed || !strings.Contains(log.Fix, "MINHBACH_EVENTSTORE") {
		t.Errorf("without the server: exit %d, %+v", code, log)
	}
}

func TestCommandsOnAServersLog(t *testing.T) {
	n, where := onServer(t)
	n.API().Get("/api/v1/agencies").Want(http.StatusOK)
	n.Stop()
	t.Setenv("MINHBACH_EVENTSTORE", where)
	if code, out, complaints := try(t, "projections", "list", "--data", n.Dir); code != OK || !strings.Contains(out, "ids") {
		t.Errorf("projections list: %d %s %s", code, out, complaints)
	}
	backup := filepath.Join(t.TempDir(), "b")
	if code, _, complaints := try(t, "backup", "--data", n.Dir, backup); code != OK {
		t.Errorf("backup: %d %s", code, complaints)
	}
	if code, _, complaints := try(t, "eventstore", "serve", "--data", n.Dir, "--insecure", "--listen", "127.0.0.1:0"); code != Failure || !strings.Contains(complaints, "eventstore.elsewhere") {
		t.Errorf("serving what is not there: %d %s", code, complaints)
	}
	if _, err := os.Stat(filepath.Join(n.Dir, "log", "log.db")); err == nil {
		t.Error("a log was begun in the directory")
	}
	// A directory of one's own is not mistaken for one on the server.
	t.Setenv("MINHBACH_EVENTSTORE", "")
	own := prepared(t)
	t.Setenv("MINHBACH_EVENTSTORE", where)
	if code, _, complaints := try(t, "projections", "list", "--data", own); code != Failure || !strings.Contains(complaints, "eventstore.embedded") {
		t.Errorf("a directory with its own log: %d %s", code, complaints)
	}
	if code, _, complaints := try(t, "eventstore", "use", "--data", own); code != OK {
		t.Errorf("use: %d %s", code, complaints)
	}
	if at, err := (node.Config{Data: own}).Remote(); err != nil || at != where {
		t.Errorf("it uses %q: %v", at, err)
	}
	if code, _, complaints := try(t, "eventstore", "use", "--data", own, "--embedded"); code != OK {
		t.Errorf("use --embedded: %d %s", code, complaints)
	}
}

func TestInitOnAServersLog(t *testing.T) {
	n, where := onServer(t)
	n.Stop()
	password := filepath.Join(t.TempDir(), "p")
	if err := os.WriteFile(password, []byte("một mật khẩu đủ dài 94\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "second")
	code, _, complaints := try(t, "init", "--data", dir, "--eventstore", where, "--admin", "khac", "--admin-password-file", password)
	if code != OK {
		t.Fatalf("a second node of the same log: %d %s", code, complaints)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "minhbach.json"))
	if err != nil || !strings.Contains(string(raw), where) {
		t.Errorf("%s %v", raw, err)
	}
	for _, args := range [][]string{
		{"init", "--data", filepath.Join(t.TempDir(), "x"), "--eventstore", "esdb://app:hidden@db:2113", "--admin", "a", "--admin-password-file", password},
		{"doctor", "--data", dir, "--eventstore", "esdb://app:hidden@db:2113"},
	} {
		if code, out, complaints := try(t, args...); code != Usage || strings.Contains(out+complaints, "hidden") || !strings.Contains(complaints, "MINHBACH_EVENTSTORE_FILE") {
			t.Errorf("%v: %d %s %s", args, code, out, complaints)
		}
	}
}
