package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"testing"
	"time"
)

// File is given to a form. Plain: with scripts turned off.
type File struct {
	Name  string `json:"name"`
	Text  string `json:"text"`
	Plain bool   `json:"plain"`
}

// Given is what a browser did with a file.
type Given struct {
	Name     string    `json:"name"`
	Hint     string    `json:"hint"` // beside the field
	Requests []Request `json:"requests"`
	Faults   []string  `json:"faults"`
	URL      string    `json:"url"`  // where it ended
	Said     string    `json:"said"` // by the first notice there
}

// Request that left the browser.
type Request struct {
	Method string `json:"method"`
	URL    string `json:"url"`
	Body   string `json:"body"`
}

// Give hands files, one after the other, to the form of a page that hashes them.
func Give(t *testing.T, baseURL, path string, files ...File) []Given {
	t.Helper()
	if testing.Short() {
		t.Skip("browser checks are skipped with -short")
	}
	in, err := json.Marshal(map[string]any{"base": baseURL, "chromium": require(t), "path": path, "files": files})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "box.mjs")
	cmd.Dir, cmd.Stdin = folder(), bytes.NewReader(in)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("box.mjs: %v\n%s", err, errs.String())
	}
	var given []Given
	if err := json.Unmarshal(out.Bytes(), &given); err != nil || len(given) != len(files) {
		t.Fatalf("%d answers: %v\n%s", len(given), err, out.String())
	}
	return given
}
