package bench

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// tiny runs everything in seconds. What it says of time is of no interest here.
func tiny(t *testing.T, o Options) (*Report, string) {
	t.Helper()
	o.Dir = t.TempDir()
	if o.Rows == 0 {
		o.Rows = 2000
	}
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Faults) > 0 {
		t.Fatalf("not everything was measured: %v", r.Faults)
	}
	left, err := os.ReadDir(o.Dir)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	var text bytes.Buffer
	r.Write(&text, "en")
	return r, text.String()
}

func (r *Report) of(step, what string) *Figure {
	at := slices.IndexFunc(r.Figures, func(f Figure) bool { return f.Step == step && strings.HasPrefix(f.What.En, what) })
	if at < 0 {
		return &Figure{}
	}
	return &r.Figures[at]
}

func TestEveryStepMeasuresSomething(t *testing.T) {
	r, text := tiny(t, Options{Postgres: "none"})
	for step, what := range map[string]string{
		"load": "CSV loaded", "rows": "100 rows + exact total, page", "groups": "by commune", "page": "dataset page", "search": "all kinds",
	} {
		f := r.of(step, what)
		if f.P50 <= 0 || f.P95 < f.P50 || f.Goal == nil {
			t.Errorf("%s: %+v", step, f)
		}
		if f.Verdict != "other_size" {
			t.Errorf("%s of %d is judged as if it were of the goal's size: %q", step, f.Size, f.Verdict)
		}
		if !strings.Contains(text, f.What.En) || !strings.Contains(text, "other size") {
			t.Errorf("%q is not in the report:\n%s", f.What.En, text)
		}
	}
	if r.Sizes.Page != 26_000 || r.Sizes.Groups != 20_000 || r.Sizes.Documents != 200 {
		t.Errorf("sizes %+v", r.Sizes)
	}
	if r.Postgres != "not asked" || len(r.of("groups", "by commune").Against) != 1 {
		t.Errorf("without PostgreSQL the scan is what there is: %q, %+v", r.Postgres, r.of("groups", "by commune").Against)
	}
}

func TestPostgresDoesTheSameWork(t *testing.T) {
	if postgresBin() == "" {
		t.Skip("no PostgreSQL here: install the package postgresql")
	}
	before, _ := filepath.Glob(filepath.Join(os.TempDir(), "minhbach-pg-*"))
	// The directory must be reachable for the user that PostgreSQL runs as, so it is
	// that of the system; totals that differ are faults of the run.
	r, err := Run(t.Context(), Options{Rows: 500, Postgres: "auto", Only: []string{"load", "rows", "groups"}})
	if err != nil || len(r.Faults) > 0 {
		t.Fatalf("%v, %v", err, r)
	}
	for step, what := range map[string]string{"load": "CSV loaded", "rows": "100 rows + exact total, with", "groups": "by month"} {
		f := r.of(step, what)
		if at := slices.IndexFunc(f.Against, func(v Versus) bool { return v.Who == withPostgres && v.P50 > 0 && v.Ratio > 0 }); at < 0 {
			t.Errorf("%s was not asked of PostgreSQL: %+v", step, f)
		}
	}
	if after, _ := filepath.Glob(filepath.Join(os.TempDir(), "minhbach-pg-*")); len(after) > len(before) {
		t.Errorf("left behind: %v", after)
	}
}

func TestASessionTellsWhatPostgresSays(t *testing.T) {
	if postgresBin() == "" {
		t.Skip("no PostgreSQL here: install the package postgresql")
	}
	r := &run{Options: Options{Postgres: "auto", Tell: func(Words) {}}, report: &Report{}}
	if err := r.startPostgres(t.Context()); err != nil {
		t.Fatal(err)
	}
	process := r.pg.server.Process
	if _, err := r.pg.ask("SELECT * FROM nowhere"); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("%v", err)
	}
	if _, err := r.pg.ask("SELECT 1"); err == nil || !strings.Contains(err.Error(), "ended") {
		t.Errorf("a session that ended answers: %v", err)
	}
	if err := r.stopPostgres(); err != nil {
		t.Fatal(err)
	}
	if err := process.Signal(os.Interrupt); err == nil {
		t.Error("the server goes on")
	}
}

func TestSizesOutOfBounds(t *testing.T) {
	for _, o := range []Options{{Rows: 99}, {Rows: goalRows + 1}, {Scale: 2}, {Scale: -1}, {Limit: time.Millisecond}, {Only: []string{"bay"}}} {
		if _, err := Run(t.Context(), o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
	none := Options{Dir: t.TempDir(), Rows: 2000, Free: func(string) (uint64, uint64, error) { return 1 << 20, 1 << 30, nil }}
	if _, err := Run(t.Context(), none); err == nil || !strings.Contains(err.Error(), "1 MiB free") {
		t.Errorf("a full disk: %v", err)
	}
}

func TestWhatIsStoppedSaysSoAndCleansUp(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	r, err := Run(ctx, Options{Rows: 2000, Postgres: "none", Dir: dir, Tell: func(w Words) {
		if strings.HasPrefix(w.En, "loading") {
			stop()
		}
	}})
	if err != nil || len(r.Faults) == 0 {
		t.Errorf("%v, %+v", err, r)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestTheWideFileHasTheSizeOfTheGoal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wide.csv")
	if err := writeWide(path, 2000); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if per := float64(info.Size()) / 2000; per < 470 || per > 480 {
		t.Errorf("%.1f bytes a row, want %d", per, wideRow)
	}
	if err := writeNarrow(path, 2000); err != nil {
		t.Fatal(err)
	}
	if info, err = os.Stat(path); err != nil || info.Size() > 2000*narrowRow+100 {
		t.Errorf("%v, %v: 13 million such rows would be more than a file may have", info, err)
	}
}

func TestVerdicts(t *testing.T) {
	for want, f := range map[string]Figure{
		"met":        {P95: 5, Goal: &Goal{Limit: 5}},
		"missed":     {P50: 4, P95: 6, Goal: &Goal{Limit: 5}},
		"other_size": {P95: 1, Size: 10, Goal: &Goal{Limit: 5, Size: 100}},
		"":           {P95: 1},
	} {
		if got := new(Report).add(f).Verdict; got != want {
			t.Errorf("%+v: %q, want %q", f, got, want)
		}
	}
	if got := new(Report).add(Figure{P50: 499, Goal: &Goal{Limit: 500, AtLeast: true}}).Verdict; got != "missed" {
		t.Errorf("499 of 500 a second: %q", got)
	}
	f := Figure{P50: 10, Unit: "ms"}
	f.versus(withPostgres, 40, 50)
	rate := Figure{P50: 10, Unit: "per_s"}
	rate.versus(withPostgres, 40, 40)
	if f.Against[0].Ratio != 4 || rate.Against[0].Ratio != 0.25 {
		t.Errorf("%+v %+v", f.Against, rate.Against)
	}
	if p50, p95 := (timings{4e6, 1e6, 3e6, 2e6, 5e6}).quantiles(); p50 != 3 || p95 != 5 {
		t.Errorf("quantiles %v, %v", p50, p95)
	}
}
