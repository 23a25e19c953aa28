package stock

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/esdbserver"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/demo"
)

var example = regexp.MustCompile("(?s)```js\n(.*?)```")

// What README shows works as it stands, on the demo's data.
func TestTheExampleOfREADME(t *testing.T) {
	node := client(t)
	readme, err := os.ReadFile(filepath.Join(folder(t), "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := example.FindSubmatch(readme)
	if found == nil {
		t.Fatal("README has no example in JavaScript")
	}
	data := filepath.Join(t.TempDir(), "data")
	if err := demo.Seed(t.Context(), data, demo.Options{Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	log, err := sqlite.Open(t.Context(), filepath.Join(data, "log"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	var history []eventstore.Event
	for ev, err := range log.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{Types: []string{"publication.corrected"}}, 1) {
		if err != nil {
			t.Fatal(err)
		}
		if history, err = eventstore.Collect(log.ReadStream(t.Context(), ev.Stream, 0, eventstore.Forwards, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if len(history) == 0 {
		t.Fatal("the demo has no corrected publication")
	}
	address := serve(t, log, esdbserver.Options{})
	script := strings.NewReplacer("127.0.0.1:2113", address, "publication-ID", history[0].Stream).Replace(string(found[1]))
	cmd := exec.Command(node, "--input-type=module", "-")
	cmd.Dir = folder(t)
	cmd.Stdin = strings.NewReader(script + "\nprocess.exit(0);\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(history) {
		t.Fatalf("%d lines for %d events:\n%s", len(lines), len(history), out)
	}
	for i, ev := range history {
		if !strings.Contains(lines[i], ev.Type) || !strings.Contains(lines[i], ev.Recorded.Format("2006-01-02T15:04:05")) {
			t.Errorf("line %d is %q, the event %s of %s", i, lines[i], ev.Type, ev.Recorded)
		}
	}
}
