// Package browser looks at rendered pages with a real browser: accessibility
// (axe, WCAG 2.2 A and AA), sideways scrolling, console errors, refused or
// foreign requests, and the weight of the first view.
//
// Promises: nothing is fetched from outside the given address; each visit has a
// fresh profile. Where node, Chromium or node_modules are missing the test is
// skipped with the command that helps, except under CI=true, where it fails.
//
// It is for tests only and no part of the program.
package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// Options adjust a check; the zero value is the house rule.
type Options struct {
	English  func(path string) string // English address of a path; default "/en"+path
	OnlyVI   bool                     // pages that exist in Vietnamese only
	Themes   []string                 // default light, dark
	Widths   []int                    // default 320, 1280
	Cookie   string                   // a Cookie header, for staff pages
	Shots    string                   // folder for screenshots; default $MINHBACH_SCREENSHOTS
	Errors   bool                     // pages with an error status are expected
	Ignore   map[string]string        // axe rule → the reason why it may fail here
	MaxBytes int                      // weight of the first view, default 150 KB
}

// Report is what the browser found.
type Report struct {
	Visits []Visit `json:"visits"`
}

// Visit is one page in one language, theme and width.
type Visit struct {
	Name     string  `json:"name"`
	Path     string  `json:"path"`
	Lang     string  `json:"lang"`
	Theme    string  `json:"theme"`
	Width    int     `json:"width"`
	Status   int     `json:"status"`
	Faults   []Fault `json:"faults"`
	Bytes    int     `json:"bytes"`
	Requests int     `json:"requests"`
}

// Fault is one thing that people would notice.
type Fault struct {
	Kind string `json:"kind"` // axe, sideways, console, script, csp, request, third-party, status, visit, weight
	Text string `json:"text"`
}

// Check visits every path in every language, theme and width and fails the test
// for every fault. baseURL is scheme and host; the server may be a test server.
func Check(t *testing.T, baseURL string, paths []string, o Options) Report {
	t.Helper()
	if testing.Short() {
		t.Skip("browser checks are skipped with -short")
	}
	chromium := require(t)
	report, err := run(chromium, o.job(baseURL, chromium, paths))
	if err != nil {
		t.Fatal(err)
	}
	if want := len(paths) * o.times(); len(report.Visits) != want {
		t.Fatalf("the browser made %d visits, want %d", len(report.Visits), want)
	}
	heaviest := Visit{}
	for _, v := range report.Visits {
		for _, f := range append(v.Faults, o.weight(v)...) {
			t.Errorf("%s: %s: %s", v.Name, f.Kind, f.Text)
		}
		if v.Bytes > heaviest.Bytes {
			heaviest = v
		}
	}
	t.Logf("%d visits; heaviest first view %s: %d bytes in %d requests", len(report.Visits), heaviest.Name, heaviest.Bytes, heaviest.Requests)
	return report
}

func (o Options) weight(v Visit) []Fault {
	limit := o.MaxBytes
	if limit == 0 {
		limit = 150_000
	}
	if v.Bytes > limit || v.Requests > 12 {
		return []Fault{{"weight", fmt.Sprintf("%d bytes in %d requests, the goal is %d in 12", v.Bytes, v.Requests, limit)}}
	}
	return nil
}

// run hands a job to check.mjs and kills it after ten minutes.
func run(chromium string, job any) (Report, error) {
	in, err := json.Marshal(job)
	if err != nil {
		return Report{}, err
	}
	cmd := exec.Command("node", "check.mjs")
	cmd.Dir = folder()
	cmd.Stdin = bytes.NewReader(in)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		return Report{}, fmt.Errorf("browser: %w", err)
	}
	timer := time.AfterFunc(10*time.Minute, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	if err := cmd.Wait(); err != nil {
		return Report{}, fmt.Errorf("browser: check.mjs with %s: %w\n%s", chromium, err, errs.String())
	}
	var report Report
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		return Report{}, fmt.Errorf("browser: unreadable report: %w\n%s", err, out.String())
	}
	return report, nil
}

// require finds the tools, or skips (fails in CI).
func require(t *testing.T) string {
	t.Helper()
	missing := func(what, help string) {
		t.Helper()
		if os.Getenv("CI") == "true" {
			t.Fatalf("browser checks need %s: %s", what, help)
		}
		t.Skipf("BROWSER CHECKS SKIPPED: %s is missing: %s", what, help)
	}
	if _, err := exec.LookPath("node"); err != nil {
		missing("node", "install Node.js 20 or newer")
	}
	if _, err := os.Stat(filepath.Join(folder(), "node_modules", "playwright-core")); err != nil {
		missing("node_modules", "run npm ci --ignore-scripts in internal/browser")
	}
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	missing("Chromium", "install the package chromium or set CHROMIUM to its path")
	return ""
}

func folder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}
