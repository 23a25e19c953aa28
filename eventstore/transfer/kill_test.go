package transfer_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"minhbach/eventstore/transfer"
)

// TestCopyProcess is the process that TestKilledAnywhere kills.
func TestCopyProcess(t *testing.T) {
	from, to := os.Getenv("COPY_FROM"), os.Getenv("COPY_TO")
	if from == "" {
		t.Skip("only for TestKilledAnywhere")
	}
	_, err := transfer.Copy(t.Context(), transfer.Options{From: from, To: to, Tell: func(stage transfer.Stage, seen uint64, _ float64) {
		fmt.Println("progress", stage, seen)
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// Given a copy that is killed at many points, when it is made again, then everything is
// there once, on either kind of target.
func TestKilledAnywhere(t *testing.T) {
	events := history(4000, 11)
	from := dirOf(t, events)
	place, _ := serverOf(t)
	dir := filepath.Join(t.TempDir(), "new")
	file := filepath.Join(t.TempDir(), "log.ndjson")
	for _, to := range []string{place, dir, file} {
		killed := 0
		for lines := 1; lines < 170; lines += 19 { // the last of them while the target is read back
			if kill(t, from, to, lines) {
				killed++
			}
		}
		if killed < 3 {
			t.Errorf("%s: only %d copies were killed on their way", to, killed)
		}
		if _, err := os.Stat(file); to == file && err == nil {
			continue // one of them came to its end
		}
		if r := mustCopy(t, from, to); r.Root != rootOf(t, events) {
			t.Errorf("%s: %+v", to, r)
		}
	}
	same(t, eventsIn(t, dir), events, true)
	same(t, eventsAt(t, place), appEvents(events), false)
	back := filepath.Join(t.TempDir(), "back")
	mustCopy(t, file, back)
	same(t, eventsIn(t, back), events, true)
}

// kill a copy when it has told so many lines of progress; false: it was done before.
func kill(t *testing.T, from, to string, lines int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestCopyProcess$", "-test.count=1")
	cmd.Env = append(os.Environ(), "COPY_FROM="+from, "COPY_TO="+to)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewScanner(out)
	for n := 0; in.Scan(); {
		if n++; n == lines {
			cmd.Process.Kill()
		}
	}
	var ended *exec.ExitError
	return errors.As(cmd.Wait(), &ended) && ended.ExitCode() == -1
}
