package esdb

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestContractOnARealServer starts an EventStoreDB or KurrentDB in a container, where there
// is an engine for containers and an image, and holds the log to the contract on it.
func TestContractOnARealServer(t *testing.T) {
	if exec.Command("docker", "version", "--format", "{{.Server.Version}}").Run() != nil && os.Getenv("CI") != "true" {
		t.Skip("SKIPPED: no container engine answers, so NOTHING here was tested against a server of EventStoreDB or KurrentDB; see MINHBACH_TEST_ESDB")
	}
	program := filepath.Join(t.TempDir(), "realserver")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = filepath.Join("..", "..", "internal", "realserver")
	build.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: what starts a server cannot be built here, so NOTHING was tested against a real one: %v\n%s", err, out)
	}
	run := exec.Command(program)
	var complaint strings.Builder
	run.Stderr = &complaint
	in, err := run.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	connection := ""
	for lines := bufio.NewScanner(out); connection == "" && lines.Scan(); {
		connection, _ = strings.CutPrefix(lines.Text(), "ready ")
		if !strings.HasPrefix(connection, "esdb://") {
			connection = ""
		}
	}
	ended := make(chan error, 1)
	go func() {
		io.Copy(io.Discard, out)
		ended <- run.Wait()
	}()
	if connection == "" {
		in.Close()
		var exit *exec.ExitError
		if err := <-ended; errors.As(err, &exit) && exit.ExitCode() == 4 {
			t.Skipf("SKIPPED: NOTHING was tested against a server of EventStoreDB or KurrentDB: %s", strings.TrimSpace(complaint.String()))
		}
		t.Fatalf("the server did not start: %s", complaint.String())
	}
	defer func() {
		in.Close()
		if err := <-ended; err != nil {
			t.Errorf("stopping the server: %v\n%s", err, complaint.String())
		}
	}()
	onUsed(t, connection)
}
