package cli

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/internal/testkit"
)

// try runs a command line as a shell does.
func try(t *testing.T, args ...string) (code int, out, complaints string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), append([]string{"--lang", "en"}, args...), strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

// example is a directory with an item that has a file.
func example(t *testing.T) string {
	t.Helper()
	n := testkit.New(t, time.Now())
	if _, err := n.Import("level,code,name_vi,name_en,unit_type,parent_code\nprovince,94,Tỉnh Sóc Trăng,,Tỉnh,\n", "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	lan := n.Account("lan", domain.Contributor, "94")
	file, err := n.App.Files.Put(t.Context(), "a.txt", 1000, strings.NewReader("một tệp"))
	if err != nil {
		t.Fatal(err)
	}
	lan.API().Do(http.MethodPost, "/api/v1/publications", map[string]any{"agency": "94", "kind": "news", "content": map[string]any{
		"title": "Tin", "attachments": []any{file},
	}}).Want(http.StatusCreated)
	n.Stop()
	return n.Dir
}

func examine(t *testing.T, dir string) (int, []finding) {
	t.Helper()
	begin := time.Now()
	code, out, complaints := try(t, "doctor", "--data", dir, "--json")
	if took := time.Since(begin); took > 2*doctorLimit {
		t.Errorf("the examination took %s", took)
	}
	var all []finding
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatalf("%v: %s %s", err, out, complaints)
	}
	for _, f := range all {
		if f.Detail == "" || f.Verdict == failed && f.Fix == "" {
			t.Errorf("%s: a finding without detail or remedy: %+v", f.Check, f)
		}
	}
	return code, all
}

func ill(all []finding) []string {
	var out []string
	for _, f := range all {
		if f.Verdict == failed {
			out = append(out, f.Check)
		}
	}
	return out
}

func TestDoctorFindsWhatIsWrong(t *testing.T) {
	dir := example(t)
	if code, all := examine(t, dir); code != OK || len(ill(all)) != 0 || len(all) < 8 {
		t.Fatalf("a sound directory: exit %d, %+v", code, all)
	}
	blobs, err := filepath.Glob(filepath.Join(dir, "files", "sha256", "*", "*"))
	if err != nil || len(blobs) == 0 {
		t.Fatalf("no files: %v", err)
	}
	key := filepath.Join(dir, "keys", "session.key")
	harm := []func() error{
		func() error { return os.Remove(blobs[0]) },
		func() error { return os.Chmod(key, 0o644) },
		func() error { return os.Chmod(dir, 0o755) },
	}
	for _, do := range harm {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	code, all := examine(t, dir)
	if got := ill(all); code != Degraded || !slices.Equal(got, []string{"directory", "keys", "files"}) {
		t.Errorf("exit %d, failed %v", code, got)
	}
	for _, f := range all {
		if f.Check == "keys" && !strings.HasPrefix(f.Fix, "chmod 600") {
			t.Errorf("keys: %q", f.Fix)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "log", "log.db"), []byte("not a log"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, all := examine(t, dir); code != Degraded || !slices.Contains(ill(all), "log") {
		t.Errorf("a destroyed log: exit %d, %+v", code, all)
	}
}

func TestDoctorOfNothing(t *testing.T) {
	if code, _, complaints := try(t, "doctor"); code != Usage || !strings.Contains(complaints, "--data") {
		t.Errorf("without a directory: %d %s", code, complaints)
	}
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "nowhere")} {
		if code, all := examine(t, dir); code != Degraded || len(all) != 1 {
			t.Errorf("%s: exit %d, %+v", dir, code, all)
		}
	}
}
