package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/internal/testkit"
)

// staffed is a directory with units and an editor, “lan”, at the district.
func staffed(t *testing.T) string {
	t.Helper()
	n := testkit.New(t, time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	if _, err := n.Import(units, "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	n.Account("lan", domain.Editor, "943")
	n.Stop()
	return n.Dir
}

var described = []string{
	"--title", "Dân số theo xã", "--summary", "Số dân từng xã.", "--topic", "dan-so-hanh-chinh", "--frequency", "annual",
	"--creator", "Chi cục Thống kê", "--contact-unit", "Chi cục Thống kê", "--contact-email", "thongke@example.vn",
}

func TestImportDatasetIsDraftedAndSubmittedNeverApproved(t *testing.T) {
	dir := staffed(t)
	csv := file(t, "dan-so.csv", "Mã xã;Số dân\n001;14.250\n002;12.100\n")
	args := append([]string{"import", "dataset", csv, "--data", dir, "--agency", "943", "--as", "lan", "--submit", "--json"}, described...)
	r := minhbach(t, args...).want(t, OK, "")
	var got datasetImport
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || !got.Submitted || got.Examination.Rows != 2 {
		t.Fatalf("%v: %s", err, r.out)
	}
	n := testkit.Open(t, dir, time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC))
	defer n.Stop()
	work, err := n.App.Queries.Datasets.Work(t.Context(), testkit.Operator, got.Dataset)
	if err != nil || work.State != "submitted" || work.Version != 0 {
		t.Errorf("%+v, %v", work, err)
	}
}

func TestImportDatasetRefusesRejectedRowsUnlessTheyAreAccepted(t *testing.T) {
	dir := staffed(t)
	var text strings.Builder
	text.WriteString("năm,số dân\n")
	for range 200 {
		text.WriteString("2024,1200\n")
	}
	text.WriteString("2024,không rõ\n")
	csv := file(t, "dan-so.csv", text.String())
	args := append([]string{"import", "dataset", csv, "--data", dir, "--agency", "943", "--as", "lan"}, described...)
	minhbach(t, args...).want(t, Failure, "dataset.rejected_rows")
	r := minhbach(t, append(args, "--accept-rejected")...).want(t, Degraded, "1 dòng")
	if !strings.Contains(r.out, "dòng 202") || !strings.Contains(r.out, "không rõ") {
		t.Errorf("the rejected row is not told:\n%s", r.out)
	}
}

func TestImportDatasetWrongInput(t *testing.T) {
	dir := staffed(t)
	csv := file(t, "x.csv", "a,b\n1,2\n")
	minhbach(t, "import", "dataset", csv, "--data", dir).want(t, Usage, "--agency")
	minhbach(t, "import", "dataset", csv, "--data", dir, "--agency", "943", "--as", "ai", "--title", "x").want(t, Usage, "ai")
	minhbach(t, "import", "dataset", csv, "--data", dir, "--agency", "999", "--as", "lan", "--title", "x").want(t, Usage, "999")
	minhbach(t, "import", "dataset", csv, "--data", dir, "--agency", "94", "--as", "lan", "--title", "x").want(t, Failure, "auth.forbidden")
	minhbach(t, "import", "dataset", csv, "--data", dir, "--agency", "943", "--as", "lan", "--title", "x", "--period-from", "hôm qua").want(t, Usage, "hôm qua")
	minhbach(t, "import", "dataset", file(t, "e.csv", ""), "--dry-run").want(t, Failure, "ingest.empty")
	minhbach(t, "import", "dataset", filepath.Join(t.TempDir(), "none.csv"), "--dry-run").want(t, Failure, "none.csv")
	if left, err := os.ReadDir(filepath.Join(dir, "files", "sha256")); err != nil || len(left) != 0 {
		t.Errorf("something was stored: %v, %v", left, err)
	}
}

func TestExamineOnlyNeedsNoDirectory(t *testing.T) {
	r := minhbach(t, "import", "dataset", file(t, "x.csv", "mã,tỉ lệ\n01,\"12,5%\"\n02,\"7,25%\"\n"), "--dry-run").want(t, OK, "")
	for _, want := range []string{"ti_le", "decimal", "text"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("%q is not told:\n%s", want, r.out)
		}
	}
}
