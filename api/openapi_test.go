package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run go test ./api -update", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what is written; if that is meant, run go test ./api -update and read the difference", path)
	}
}

// The contract with programs changes only on purpose.
func TestOpenAPIDocumentIsTheGoldenOne(t *testing.T) {
	w := call(server(t, newFake()), "GET", "/api/openapi.json", "")
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/openapi+json" {
		t.Fatal(w.Code, w.Header())
	}
	if !json.Valid(w.Body.Bytes()) {
		t.Fatal("the document is no JSON")
	}
	golden(t, "openapi.json", append(w.Body.Bytes(), '\n'))
}

// The document passes redocly's recommended rules without a single remark.
func TestOpenAPIDocumentPassesRedocly(t *testing.T) { redocly(t, "openapi.json") }

// redocly lints a golden document.
func redocly(t *testing.T, name string) {
	t.Helper()
	tool := filepath.Join("..", "internal", "browser", "node_modules", "@redocly", "cli", "bin", "cli.js")
	missing := func(what, help string) {
		if os.Getenv("CI") == "true" {
			t.Fatalf("linting the document needs %s: %s", what, help)
		}
		t.Skipf("REDOCLY LINT SKIPPED: %s is missing: %s", what, help)
	}
	if testing.Short() {
		t.Skip("linting is skipped with -short")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing("node", "install Node.js 20 or newer")
	}
	if _, err := os.Stat(tool); err != nil {
		missing("redocly", "run npm ci --ignore-scripts in internal/browser")
	}
	cmd := exec.Command(node, tool, "lint", "--extends=recommended", "--format=json", filepath.Join("testdata", name))
	cmd.Env = append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	runErr := cmd.Run()
	var report struct {
		Totals   struct{ Errors, Warnings, Ignored int }
		Problems []struct {
			RuleID, Severity, Message string
			Location                  []struct{ Pointer string }
		}
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("%v, %v\n%s%s", runErr, err, out.String(), errs.String())
	}
	for _, p := range report.Problems {
		t.Errorf("%s %s: %s at %v", p.Severity, p.RuleID, p.Message, p.Location)
	}
	if runErr != nil || report.Totals.Ignored != 0 {
		t.Errorf("%v, totals %+v", runErr, report.Totals)
	}
}
