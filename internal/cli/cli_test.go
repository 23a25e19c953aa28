package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhbach/internal/app"
)

// result of a command line.
type result struct {
	code     int
	out, err string
}

func minhbach(t *testing.T, args ...string) result {
	t.Helper()
	t.Setenv("LANG", "vi_VN.UTF-8")
	t.Setenv("LC_ALL", "")
	t.Setenv("MINHBACH_DATA", "")
	var out, errw bytes.Buffer
	code := run(t.Context(), args, strings.NewReader(""), &out, &errw)
	return result{code, out.String(), errw.String()}
}

func (r result) want(t *testing.T, code int, inErr string) result {
	t.Helper()
	if r.code != code || !strings.Contains(r.err, inErr) {
		t.Fatalf("exit code %d, want %d; standard error wants %q:\n%s%s", r.code, code, inErr, r.out, r.err)
	}
	return r
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func prepared(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	password := file(t, "pw", "lua vang chin ro thang muoi\n")
	minhbach(t, "init", "--data", dir, "--admin", "quantri", "--admin-password-file", password).want(t, OK, "")
	return dir
}

const units = `level,code,name_vi,name_en,unit_type,parent_code
province,94,Tỉnh Sóc Trăng,Soc Trang Province,Tỉnh,
district,943,Huyện Kế Sách,Ke Sach District,Huyện,94
commune,31552,Xã Nhơn Mỹ,Nhon My Commune,Xã,943
`

func TestInitPreparesOnceAndOnlyOnce(t *testing.T) {
	dir := prepared(t)
	for _, sub := range []string{"keys", "log", "files", "read"} {
		info, err := os.Stat(filepath.Join(dir, sub))
		if err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", sub, info, err)
		}
	}
	password := file(t, "pw", "lua vang chin ro thang muoi")
	minhbach(t, "init", "--data", dir, "--admin", "khac", "--admin-password-file", password).want(t, Failure, "already")
	minhbach(t, "init", "--data", t.TempDir(), "--admin", "quantri", "--admin-password-file", file(t, "pw", "ngan")).want(t, Failure, "[")
	full := filepath.Dir(file(t, "x", "x"))
	minhbach(t, "init", "--data", full, "--admin", "quantri", "--admin-password-file", password).want(t, Failure, "not empty")
}

func TestWrongUsageIsTwo(t *testing.T) {
	for _, args := range [][]string{
		{"bay"}, {"import"}, {"import", "units"}, {"replay"}, {"--khong-co"}, {"init"}, {"init", "--data", "x"},
		{"serve", "--data", "x", "--listen", "nowhere"}, {"serve"}, {"projections", "rebuild", "khong-co"},
		{"import", "units", "x.csv", "--valid-from", "31/31/2026", "--data", "x"},
	} {
		if r := minhbach(t, args...); r.code != Usage || r.out != "" && !strings.Contains(r.out, "Usage") {
			t.Errorf("%v: exit code %d\n%s%s", args, r.code, r.out, r.err)
		}
	}
	minhbach(t, "serve", "--data", t.TempDir()).want(t, Failure, "minhbach init")
}

// Help speaks the language that its own command line asks for.
func TestHelpSpeaksTheLanguageAsked(t *testing.T) {
	for lang, want := range map[string]string{"en": "no TLS and no passwords", "vi": "không TLS, không mật khẩu"} {
		for _, args := range [][]string{{"--lang", lang}, {"--lang=" + lang}} {
			var out, errw bytes.Buffer
			code := run(t.Context(), append([]string{"eventstore", "serve", "--help"}, args...), strings.NewReader(""), &out, &errw)
			if code != OK || !strings.Contains(out.String(), want) {
				t.Errorf("%v: exit %d\n%s%s", args, code, out.String(), errw.String())
			}
		}
	}
}

func TestImportTellsNamesAndConflictsAndRepeatsNothing(t *testing.T) {
	dir, csv := prepared(t), file(t, "units.csv", units)
	first := minhbach(t, "import", "units", csv, "--data", dir).want(t, OK, "")
	for _, want := range []string{"soctrang.gov.vn", "nhonmy.kesach.soctrang.gov.vn", "Đăng ký mới: 3"} {
		if !strings.Contains(first.out, want) {
			t.Errorf("%q is not in\n%s", want, first.out)
		}
	}
	again := minhbach(t, "import", "units", csv, "--data", dir, "--json").want(t, OK, "")
	var report app.ImportReport
	if err := json.Unmarshal([]byte(again.out), &report); err != nil || report.Registered != 0 || report.Unchanged != 3 {
		t.Errorf("report %+v, %v", report, err)
	}
}

func TestImportIsAllOrNothing(t *testing.T) {
	dir := prepared(t)
	bad := file(t, "units.csv", units+"commune,31553,Xã Khác,,Xã,999\n")
	r := minhbach(t, "import", "units", bad, "--data", dir).want(t, Failure, "line 5, parent_code")
	if r.out != "" {
		t.Errorf("standard output %q", r.out)
	}
	status := minhbach(t, "import", "units", file(t, "units.csv", units), "--data", dir).want(t, OK, "")
	if !strings.Contains(status.out, "Đăng ký mới: 3") {
		t.Errorf("something was written by the failed import:\n%s", status.out)
	}
	partial := minhbach(t, "import", "units", bad, "--data", dir, "--partial").want(t, Degraded, "1")
	if !strings.Contains(partial.out, "dòng 5") {
		t.Errorf("partial import:\n%s", partial.out)
	}
}

func TestRebuildGivesTheSameHash(t *testing.T) {
	dir := prepared(t)
	minhbach(t, "import", "units", file(t, "units.csv", units), "--data", dir).want(t, OK, "")
	first := minhbach(t, "projections", "rebuild", "--data", dir, "--quiet").want(t, OK, "")
	again := minhbach(t, "projections", "rebuild", "--data", dir, "--quiet").want(t, OK, "")
	if first.out != again.out || strings.Count(first.out, "\n") != len(names()) {
		t.Errorf("hashes\n%s%s", first.out, again.out)
	}
	list := minhbach(t, "projections", "list", "--data", dir, "--json").want(t, OK, "")
	var status []struct {
		Name   string `json:"name"`
		Behind uint64 `json:"events_behind"`
	}
	if err := json.Unmarshal([]byte(list.out), &status); err != nil || len(status) != len(names())-1 { // the ledger has a status of its own
		t.Fatalf("list %s, %v", list.out, err)
	}
	for _, s := range status {
		if s.Behind != 0 {
			t.Errorf("%s is %d behind", s.Name, s.Behind)
		}
	}
}

func TestErrorsAsJSON(t *testing.T) {
	r := minhbach(t, "replay", "publication", "khong-phai-uuid", "--data", prepared(t), "--json").want(t, Failure, "publication.not_found")
	var problem struct{ Code, Error string }
	if err := json.Unmarshal([]byte(r.err), &problem); err != nil || problem.Code != "publication.not_found" || problem.Error == "" {
		t.Errorf("%s: %v", r.err, err)
	}
}
