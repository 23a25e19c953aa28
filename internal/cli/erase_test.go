package cli

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhbach/domain/subject"
	"minhbach/internal/app"
	"minhbach/internal/node"
)

// withLan prepares a directory in which Lan has an account, and returns her id.
func withLan(t *testing.T) (dir, lan string) {
	t.Helper()
	dir = prepared(t)
	minhbach(t, "import", "units", file(t, "units.csv", units), "--data", dir).want(t, OK, "")
	n, err := node.Open(t.Context(), node.Config{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	r, err := n.App.Commands.RegisterAccount(t.Context(), app.Caller{Operator: true}, app.RegisterAccount{Login: "lanqzx", Name: "Nguyễn Thị Lanqzx"})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Ready(t.Context()); err != nil { // the read model holds her name now
		t.Fatal(err)
	}
	return dir, r.ID
}

func planted(t *testing.T, dir string) (hits []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(raw), []byte("lanqzx")) {
			hits = append(hits, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

func TestEraseFromTheCommandLine(t *testing.T) {
	dir, lan := withLan(t)
	erase := func(args ...string) result {
		return minhbach(t, append([]string{"erase", "--data", dir}, args...)...)
	}
	if len(planted(t, dir)) == 0 {
		t.Fatal("the name is nowhere before the erasure: the test looks in the wrong place")
	}
	erase("lanqzx", "--request").want(t, Failure, "[subject.choice]")
	erase("lanqzx", "--request", "--basis", "subject_request", "--reference", "thư của Lan").want(t, Failure, "[subject.reference]")
	erase("lanqzx", "--execute", "--yes").want(t, Failure, "[subject.state]")
	erase("lanqzx", "--request", "--basis", "subject_request", "--reference", "12/CV-SNV").want(t, OK, "")
	if r := erase("list").want(t, OK, ""); !strings.Contains(r.out, lan) || !strings.Contains(r.out, "đã nhận yêu cầu") || strings.Contains(r.out, "lanqzx") {
		t.Errorf("the list: %s", r.out)
	}
	erase("lanqzx", "--acknowledge").want(t, OK, "")
	erase("lanqzx", "--execute", "--yes").want(t, Failure, "[subject.four_eyes]")
	erase("lanqzx", "--execute", "--by", "lanqzx", "--yes").want(t, Failure, "[auth.forbidden]")
	erase("lanqzx", "--execute", "--by", "quantri").want(t, Usage, "chưa được xác nhận")
	r := erase("lanqzx", "--execute", "--by", "quantri", "--yes").want(t, OK, "dựng lại bảng chiếu people")
	for _, want := range []string{"đã xóa", "Quyết định xóa", "Đã hủy khóa"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the answer does not say %q: %s", want, r.out)
		}
	}
	if hits := planted(t, dir); len(hits) > 0 {
		t.Errorf("the name is still in %v", hits)
	}
	erase("lanqzx").want(t, Failure, "[account.not_registered]")
	r = erase(lan, "--json").want(t, OK, "")
	var f app.PersonFile
	if err := json.Unmarshal([]byte(r.out), &f); err != nil || f.State != subject.StateErased || len(f.History) < 4 {
		t.Errorf("%v, %s", err, r.out)
	}
	erase(lan, "--request", "--basis", "agreement").want(t, Failure, "[subject.state]")
	erase(lan, "--notify", "--channel", "letter").want(t, OK, "")
}

func TestEraseAsksForTheNameAgain(t *testing.T) {
	for typed, want := range map[string]bool{"lan\n": true, " lan \n": true, "lan": true, "\n": false, "": false, "hoa\n": false} {
		var complaint bytes.Buffer
		c := &cli{in: strings.NewReader(typed), err: &complaint, lang: "vi"}
		if err := c.confirmErasure("lan"); (err == nil) != want {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestEraseTakesOneDeedAtATime(t *testing.T) {
	for _, args := range [][]string{
		{"erase", "x", "--request", "--acknowledge", "--data", "d"}, {"erase"}, {"erase", "x", "y"}, {"erase", "x", "--hold", "--until", "mai", "--data", "d"},
	} {
		if r := minhbach(t, args...); r.code != Usage {
			t.Errorf("%v: %d, %s", args, r.code, r.err)
		}
	}
}
