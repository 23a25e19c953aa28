package ledger

import (
	"context"
	"errors"
	"time"

	"minhbach/eventstore"
)

// Status of a ledger, for doctor and monitors.
type Status struct {
	Origin       string              `json:"origin"`
	Key          string              `json:"key"`  // verifier key; empty: opened without
	Size         uint64              `json:"size"` // leaves that are signed
	Root         string              `json:"root"`
	Position     eventstore.Position `json:"position"` // up to which they go
	Head         eventstore.Position `json:"head"`
	EventsBehind uint64              `json:"events_behind"` // events that no checkpoint covers, see eventstore.Behind
	SecsBehind   float64             `json:"seconds_behind"`
	LastSigned   time.Time           `json:"last_signed,omitzero"`
	Cosigned     bool                `json:"cosigned"` // the newest checkpoint has more signatures than ours
	Stamped      bool                `json:"stamped"`
	Fork         bool                `json:"fork"`            // the log is not the one signed
	Damaged      bool                `json:"damaged"`         // tiles are, and are made again from the log
	Error        string              `json:"error,omitempty"` // why nothing is signed
	Attest       string              `json:"attest_error,omitempty"`
}

// Status tells how far the ledger is behind the log, and what hinders it.
func (l *Ledger) Status(ctx context.Context) (Status, error) {
	head, err := l.log.Head(ctx)
	if err != nil {
		return Status{}, err
	}
	l.mu.Lock()
	s := Status{
		Origin: l.opts.Origin, Size: l.latest.Size, Root: l.latest.Root, Position: l.covered, Head: head,
		LastSigned: l.latest.Signed, Stamped: l.latest.Stamp != nil, Fork: errors.Is(l.fork, ErrFork), Damaged: errors.Is(l.lastErr, ErrDamaged),
	}
	if l.key != nil {
		s.Key = l.key.Public
	}
	own := max(1, len(l.signers()))
	for _, err := range []error{l.lastErr, l.fork} {
		if err != nil {
			s.Error = err.Error()
		}
	}
	if l.attested != nil {
		s.Attest = l.attested.Error()
	}
	s.Cosigned = signatures(l.latest.Note) > own
	l.mu.Unlock()
	lag, err := eventstore.Behind(ctx, l.log, s.Position, HasLeaf)
	if err != nil {
		return s, err
	}
	if s.EventsBehind = lag.Events; lag.Events > 0 {
		s.SecsBehind = max(0, l.opts.Now().Sub(lag.Oldest).Seconds())
	}
	return s, nil
}

func signatures(signed string) (n int) {
	for i := len(noteText(signed)) + 1; i < len(signed); i++ {
		if signed[i] == '\n' {
			n++
		}
	}
	return n
}
