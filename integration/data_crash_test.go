//go:build unix

package integration

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain"
	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/internal/testkit"
	"minhbach/projections/datasets"
	"minhbach/projections/view"
)

const (
	dataCrashes     = 12
	dataCrashBudget = 40 * time.Second
)

// A program that is killed while it receives, reads and attaches data, or while it
// makes tables and the index again, leaves whole releases and nothing of the others:
// what the log has can be asked, row for row, and is byte-exact on disk.
func TestDataSurvivesKill(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and kills it several times")
	}
	binary := filepath.Join(t.TempDir(), "minhbach")
	if out, err := exec.Command("go", "build", "-o", binary, "minhbach").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	n := testkit.New(t, time.Now())
	if _, err := n.Import(dataUnits, "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	author := n.Account("lan", domain.Editor, "944")
	agency := n.Agency("944")
	dir := n.Dir
	n.Stop()
	file, rows := largeFile(t)
	load := func(i int) *exec.Cmd {
		return exec.Command(binary, "import", "dataset", file, "--data", dir, "--as", "lan", "--agency", "944", "--title", fmt.Sprintf("Bảng thứ %d", i),
			"--summary", "Thử.", "--topic", "dan-so-hanh-chinh", "--keywords", "thử", "--creator", "Sở", "--contact-unit", "Sở", "--contact-email", "a@b.example.vn", "--quiet")
	}
	begin := time.Now()
	if out, err := load(0).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	takes := time.Since(begin)
	acknowledged, killed := 1, 0
	for i := 1; i <= dataCrashes && time.Since(begin) < dataCrashBudget; i++ {
		cmd := load(i)
		switch i % 4 {
		case 2:
			cmd = exec.Command(binary, "projections", "rebuild", "tables", "--data", dir)
		case 3:
			cmd = exec.Command(binary, "projections", "rebuild", "search", "--data", dir)
		}
		var said bytes.Buffer
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		stop := time.AfterFunc(time.Duration(mrand.Int64N(int64(takes*3/2))), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		switch status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); {
		case ok && status.Signaled():
			killed++
		case err != nil:
			t.Errorf("after %d kills: %v\n%s", killed, err, said.String())
		case i%4 < 2:
			acknowledged++
		}
		stop.Stop()
	}
	again := testkit.Open(t, dir, time.Now())
	ctx := context.Background()
	a, err := again.App.Queries.Account(ctx, testkit.Operator, author.ID)
	if err != nil {
		t.Fatal(err)
	}
	by := app.Caller{Account: author.ID, Name: a.Name, Grants: a.Grants}
	runner, err := again.Models.Runner("datasets")
	if err != nil {
		t.Fatal(err)
	}
	all, err := datasets.NewReader(runner).Releases(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want, data := map[string]int64{}, []dataset.Release{}
	for _, r := range all {
		page, err := again.App.Queries.Datasets.WorkRows(ctx, by, r.Dataset, analytics.Query{Limit: 1})
		if err != nil || page.Total != rows || page.Total != r.Data.Rows {
			t.Errorf("release %s says %d rows: %+v, %v", r.ID, r.Data.Rows, page, err)
		}
		text, err := os.ReadFile(filepath.Join(dir, "files", "sha256", r.Data.File.SHA256[:2], r.Data.File.SHA256))
		if sum := sha256.Sum256(text); err != nil || hex.EncodeToString(sum[:]) != r.Data.File.SHA256 {
			t.Errorf("release %s: its original is not what its hash says: %v", r.ID, err)
		}
		want[r.ID] = r.Data.Rows
		data = append(data, r.Data)
	}
	if err := again.Tables.Tend(ctx, data); err != nil {
		t.Error(err)
	}
	if loaded := again.Tables.Loaded(); len(loaded) != len(want) {
		t.Errorf("tables %v; the log has releases %v", loaded, want)
	}
	if len(all) < acknowledged || killed == 0 {
		t.Errorf("%d releases of %d acknowledged, %d kills", len(all), acknowledged, killed)
	}
	work, err := again.App.Queries.Datasets.WorkList(ctx, by, view.DatasetWorkFilter{Agencies: []string{agency}})
	if err != nil || len(work) < acknowledged {
		t.Errorf("%d datasets in hand, %v", len(work), err)
	}
	for _, left := range []string{"exports/making-*", "files/tmp/put-*"} {
		if found, _ := filepath.Glob(filepath.Join(dir, left)); len(found) > killed {
			t.Errorf("left behind: %v", found)
		}
	}
	agreeOn(t, again, "datasets")
	t.Logf("%d kills, %d acknowledged, %d releases; one load takes %s", killed, acknowledged, len(all), takes.Round(time.Millisecond))
}

func largeFile(t *testing.T) (path string, rows int64) {
	t.Helper()
	var text strings.Builder
	text.WriteString("mã,xã,số dân,ngày\n")
	for rows = 0; rows < 40_000; rows++ {
		fmt.Fprintf(&text, "%06d,Xã thứ %d,%d,%02d/%02d/2024\n", rows, rows%500, 1000+rows%7919, 1+rows%28, 1+rows%12)
	}
	path = filepath.Join(t.TempDir(), "lon.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, rows
}

// agreeOn compares a read model with one built anew.
func agreeOn(t *testing.T, n *testkit.Node, name string) {
	t.Helper()
	r, err := n.Models.Runner(name)
	if err != nil {
		t.Fatal(err)
	}
	before, err := r.StateHash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after, err := r.StateHash(t.Context()); err != nil || after != before {
		t.Errorf("read model %s: %s before and %s after a rebuild: %v", name, before, after, err)
	}
}
