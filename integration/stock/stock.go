package stock

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// Session runs the client's session against the server at url, a subtest a step.
func Session(t *testing.T, url string, env ...string) {
	t.Helper()
	node := client(t)
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, "session.mjs", url)
	cmd.Dir = folder(t)
	cmd.Env = append(os.Environ(), env...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	failed := cmd.Run()
	steps := 0
	for lines := bufio.NewScanner(&out); lines.Scan(); {
		var step struct {
			Step  string
			OK    bool
			Error string
		}
		if err := json.Unmarshal(lines.Bytes(), &step); err != nil {
			t.Errorf("the session printed %q", lines.Text())
			continue
		}
		steps++
		t.Run(step.Step, func(t *testing.T) {
			if !step.OK {
				t.Error(step.Error)
			}
		})
	}
	if steps == 0 || failed != nil && !t.Failed() {
		t.Errorf("the session ended after %d steps: %v\n%s", steps, failed, complaint.String())
	}
}

// client tells where Node is, on a machine that has the client too.
func client(t *testing.T) (node string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node is missing: install Node 20 or newer")
	}
	if _, err := os.Stat(filepath.Join(folder(t), "node_modules", "@eventstore")); err != nil {
		missing(t, "the client is not installed: run tools/test-tools.sh")
	}
	return node
}

func folder(t *testing.T) string {
	t.Helper()
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		t.Fatal("the folder of this package is unknown")
	}
	return filepath.Dir(file)
}

// missing is loud: only a machine that is not CI may do without.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip("SKIPPED, the server was not tried with the Node client: " + what)
}
