// Package oaipmhtest holds the rules of OAI-PMH answers as schemas, and asks xmllint
// (Debian: libxml2-utils) whether an answer keeps them.
//
// The schemas are written from the text of the specification; they are not those of
// the Open Archives Initiative, whose rules they repeat and in places narrow. It is
// for tests only and no part of the program.
package oaipmhtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Need skips the test, and says so, where there is no xmllint; under CI=true it fails.
func Need(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("xmllint is not there: tools/test-tools.sh installs it")
		}
		t.Skip("SKIPPED: OAI-PMH answers were not held against their schemas; tools/test-tools.sh installs xmllint")
	}
}

// Complaints are what xmllint says against an answer; empty when nothing.
func Complaints(t testing.TB, answer []byte) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	cmd := exec.Command("xmllint", "--nonet", "--noout", "--schema", filepath.Join(filepath.Dir(here), "schemas", "oai-pmh.xsd"), "-")
	cmd.Stdin = bytes.NewReader(answer)
	out, err := cmd.CombinedOutput()
	if err == nil {
		return ""
	}
	return string(out)
}

// Valid fails the test unless the answer keeps the rules.
func Valid(t testing.TB, answer []byte) {
	t.Helper()
	if c := Complaints(t, answer); c != "" {
		t.Errorf("%s\nin %s", c, answer)
	}
}
