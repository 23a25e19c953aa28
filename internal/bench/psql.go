package bench

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// psql is one session of PostgreSQL's own client, kept open: what is timed is the
// question and its answer as text, not the start of a program.
type psql struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	fault *complaint
	ended bool
}

// complaint is what the client says on standard error.
type complaint struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (c *complaint) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.Write(p)
}

func (c *complaint) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.TrimSpace(c.text.String())
}

const answered = "-- answered --"

func openPsql(ctx context.Context, path string, to ...string) (*psql, error) {
	s := &psql{fault: &complaint{}}
	s.cmd = exec.CommandContext(ctx, path, append([]string{"-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1"}, to...)...)
	s.cmd.Stderr = s.fault
	var err error
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.out = bufio.NewReaderSize(out, 1<<20)
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	if _, err := s.ask("SELECT 1"); err != nil {
		return nil, err
	}
	return s, nil
}

// ask sends statements and returns the lines of their answers.
func (s *psql) ask(text string) (lines []string, err error) {
	if s.ended {
		return nil, errors.New("the session with PostgreSQL has ended")
	}
	// One that cannot be sent has ended: reading tells why.
	_, _ = fmt.Fprintf(s.in, "%s;\n\\echo %s\n", text, answered)
	return s.read()
}

func (s *psql) read() (lines []string, err error) {
	for {
		line, err := s.out.ReadString('\n')
		if err != nil {
			s.close()
			return nil, fmt.Errorf("PostgreSQL: %s", cmp.Or(s.fault.String(), "the session was ended"))
		}
		if line = strings.TrimSuffix(line, "\n"); line == answered {
			return lines, nil
		}
		lines = append(lines, line)
	}
}

func (s *psql) do(text string) error {
	_, err := s.ask(text)
	return err
}

// one is the only value of an answer.
func (s *psql) one(text string) (string, error) {
	lines, err := s.ask(text)
	if err == nil && len(lines) != 1 {
		err = fmt.Errorf("PostgreSQL answers %d lines to %s", len(lines), text)
	}
	if err != nil {
		return "", err
	}
	return lines[0], nil
}

// timed asks and notes how long it took.
func (s *psql) timed(text string, t *timings) ([]string, error) {
	begun := time.Now()
	lines, err := s.ask(text)
	t.since(begun)
	return lines, err
}

// copy sends a CSV file with a header line.
func (s *psql) copy(table, path string) error {
	if strings.ContainsAny(path, "'\\\n") {
		return fmt.Errorf("the path %q cannot be given to psql", path)
	}
	if s.ended {
		return errors.New("the session with PostgreSQL has ended")
	}
	_, _ = fmt.Fprintf(s.in, "\\copy %s FROM '%s' WITH (FORMAT csv, HEADER)\n\\echo %s\n", table, path, answered)
	_, err := s.read()
	return err
}

func (s *psql) close() {
	if s.ended {
		return
	}
	s.ended = true
	_ = s.in.Close()
	_ = s.cmd.Wait()
}
