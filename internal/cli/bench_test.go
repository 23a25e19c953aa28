package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"minhbach/internal/bench"
)

func TestBenchOfOpenData(t *testing.T) {
	dir := t.TempDir()
	r := minhbach(t, "bench", "opendata", "--rows", "300", "--postgres", "none", "--only", "load,rows", "--dir", dir, "--json").want(t, OK, "…")
	var report bench.Report
	if err := json.Unmarshal([]byte(r.out), &report); err != nil || len(report.Figures) < 5 || report.Machine.Cores == 0 {
		t.Errorf("%v: %s", err, r.out)
	}
	human := minhbach(t, "bench", "opendata", "--rows", "300", "--postgres", "none", "--only", "search", "--dir", dir, "-q").want(t, OK, "")
	if !strings.Contains(human.out, "Tìm kiếm") || !strings.Contains(human.out, "khác cỡ") || human.err != "" {
		t.Errorf("%s%s", human.out, human.err)
	}
}

func TestBenchOfWrongSizes(t *testing.T) {
	minhbach(t, "bench").want(t, Usage, "subcommand")
	minhbach(t, "bench", "opendata", "--rows", "7").want(t, Usage, "--rows 7")
	minhbach(t, "bench", "opendata", "--only", "bay", "--scale", "3").want(t, Usage, "--only bay")
	minhbach(t, "bench", "opendata", "extra").want(t, Usage, "")
}
