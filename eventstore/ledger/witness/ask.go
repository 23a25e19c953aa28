package witness

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

// Prove makes the consistency proof from a smaller size of the tree to the
// checkpoint in question.
type Prove func(ctx context.Context, size uint64) (tlog.TreeProof, error)

// Asker asks the witnesses of a policy.
type Asker struct {
	Policy *Policy
	Client *http.Client  // with the limits of the installation
	Limit  time.Duration // for one checkpoint, all witnesses at once; 0: 10 s

	mu   sync.Mutex
	last map[string]uint64 // size that each signed last
}

// Refusal is what a witness answered instead of a cosignature.
type Refusal struct {
	Witness string
	Status  int
	Text    string
}

func (e *Refusal) Error() string {
	why := map[int]string{
		http.StatusBadRequest: "it did not understand", http.StatusForbidden: "it trusts none of this log's keys",
		http.StatusNotFound: "it does not know this log", http.StatusConflict: "it has signed a checkpoint of another size",
		http.StatusUnprocessableEntity: "this checkpoint does not extend the one that it signed before",
	}[e.Status]
	if why == "" {
		why = "it answered otherwise than the protocol says"
	}
	return fmt.Sprintf("witness %s: %s (%d %s)", e.Witness, why, e.Status, e.Text)
}

// Cosign returns the checkpoint with the cosignatures of all that answered in time.
// The error tells of those that did not; the checkpoint is good all the same.
func (a *Asker) Cosign(ctx context.Context, signed []byte, prove Prove) ([]byte, error) {
	limit := a.Limit
	if limit == 0 {
		limit = 10 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	text, _, ok := strings.Cut(string(signed), "\n\n")
	c, err := ledger.ParseCheckpoint(text + "\n")
	if !ok || err != nil {
		return signed, err
	}
	lines := make([]string, len(a.Policy.Witnesses))
	errs := make([]error, len(lines))
	var all sync.WaitGroup
	for i, w := range a.Policy.Witnesses {
		if w.URL == "" {
			continue
		}
		all.Go(func() { lines[i], errs[i] = a.ask(ctx, w, signed, c.Size, prove) })
	}
	all.Wait()
	return slices.Concat(signed, []byte(strings.Join(lines, ""))), errors.Join(errs...)
}

// ask one witness, and once more from the size that it names.
func (a *Asker) ask(ctx context.Context, w Witness, signed []byte, size uint64, prove Prove) (string, error) {
	a.mu.Lock()
	old := min(a.last[w.Name], size)
	a.mu.Unlock()
	for attempt := 0; ; attempt++ {
		r := request{Old: old, Checkpoint: signed}
		if old > 0 && old < size {
			var err error
			if r.Proof, err = prove(ctx, old); err != nil {
				return "", fmt.Errorf("witness %s: %w", w.Name, err)
			}
		}
		status, body, err := a.post(ctx, w.URL+"/add-checkpoint", r.format())
		if err != nil {
			return "", fmt.Errorf("witness %s does not answer: %w", w.Name, err)
		}
		switch {
		case status == http.StatusOK:
			line, err := verified(w, signed, body)
			if err != nil {
				return "", err
			}
			a.remember(w.Name, size)
			return line, nil
		case status == http.StatusConflict && attempt == 0:
			if old, err = strconv.ParseUint(strings.TrimSpace(body), 10, 63); err == nil && old <= size {
				continue
			}
		}
		return "", &Refusal{Witness: w.Name, Status: status, Text: strings.TrimSpace(body)}
	}
}

func (a *Asker) remember(name string, size uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.last == nil {
		a.last = map[string]uint64{}
	}
	a.last[name] = max(a.last[name], size)
}

func (a *Asker) post(ctx context.Context, url, body string) (int, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	resp, err := a.Client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
	return resp.StatusCode, string(answer), err
}

// verified returns the line of the answer that is this witness's own signature.
func verified(w Witness, signed []byte, answer string) (string, error) {
	for line := range strings.Lines(answer) {
		text, _, _ := strings.Cut(string(signed), "\n\n")
		n, err := note.Open([]byte(text+"\n\n"+strings.TrimSuffix(line, "\n")+"\n"), note.VerifierList(w.Verifier))
		if err == nil && len(n.Sigs) == 1 {
			return strings.TrimSuffix(line, "\n") + "\n", nil
		}
	}
	return "", fmt.Errorf("witness %s answered without a signature of its key", w.Name)
}
