// Package conformance gives what the portal exchanges to other people's validators:
// RDF parsers and a SHACL validator for DCAT-AP, Croissant and schema.org, and the
// reference reader of Data Packages.
//
// Promises: nothing is fetched. Where node or node_modules is missing the test is
// skipped with the command that helps, except under CI=true, where it fails.
//
// It is for tests only and no part of the program.
package conformance

import (
	"bytes"
	"embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

//go:embed shapes/*.txt
var shapes embed.FS

// The rules that documents of RDF are held against.
const (
	DCATAP        = "dcat-ap-3.0.1"
	Croissant     = "croissant-1.0"
	DatasetSearch = "dataset-search"
)

// Document is one file to look at. Type is a media type of RDF, or "datapackage".
// Without Shapes it is only read.
type Document struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Text   string `json:"text"`
	Shapes string `json:"shapes"`
}

// Result is what was found in one document.
type Result struct {
	Name       string   `json:"name"`
	Statements []string `json:"statements"` // N-Triples in order; of a package, one a resource
	Faults     []Fault  `json:"faults"`
}

// Fault is one finding of a validator.
type Fault struct {
	Severity string `json:"severity"` // Violation, Warning (recommended and missing), Unreadable
	Focus    string `json:"focus"`
	Path     string `json:"path"`
	Rule     string `json:"rule"`
	Value    string `json:"value"`
}

// Check gives documents to their validators.
func Check(t *testing.T, documents ...Document) map[string]Result {
	t.Helper()
	require(t)
	rules := map[string]string{}
	for _, name := range []string{DCATAP, Croissant, DatasetSearch} {
		text, err := shapes.ReadFile("shapes/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		rules[name] = string(text)
	}
	in, err := json.Marshal(map[string]any{"shapes": rules, "documents": documents})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "check.mjs")
	cmd.Dir = folder()
	cmd.Stdin = bytes.NewReader(in)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(2*time.Minute, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	if err := cmd.Wait(); err != nil {
		t.Fatalf("check.mjs: %v\n%s", err, errs.String())
	}
	var report struct {
		Documents []Result `json:"documents"`
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("unreadable report: %v\n%s", err, out.String())
	}
	results := map[string]Result{}
	for _, r := range report.Documents {
		results[r.Name] = r
	}
	if len(results) != len(documents) {
		t.Fatalf("%d documents were looked at, want %d", len(results), len(documents))
	}
	return results
}

func require(t *testing.T) {
	t.Helper()
	missing := func(what, help string) {
		t.Helper()
		if os.Getenv("CI") == "true" {
			t.Fatalf("conformance checks need %s: %s", what, help)
		}
		t.Skipf("CONFORMANCE CHECKS SKIPPED: %s is missing: %s", what, help)
	}
	if _, err := exec.LookPath("node"); err != nil {
		missing("node", "install Node.js 20 or newer")
	}
	if _, err := os.Stat(filepath.Join(folder(), "node_modules", "rdf-validate-shacl")); err != nil {
		missing("node_modules", "run npm ci --ignore-scripts in internal/conformance")
	}
}

func folder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}
