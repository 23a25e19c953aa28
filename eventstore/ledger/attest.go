package ledger

import (
	"context"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// patience with those who cosign and stamp.
const patience = 20 * time.Second

// attest has checkpoints cosigned and stamped by others, the newest first, while
// signing goes on.
func (l *Ledger) attest(ctx context.Context) {
	if l.opts.Cosign == nil && l.opts.Stamp == nil {
		return
	}
	var cosigned, stamped time.Time
	pause := time.NewTimer(0)
	defer pause.Stop()
	<-pause.C
	if _, ok := l.Latest(); ok { // those who vouched may have been away when it was signed
		select {
		case l.fresh <- struct{}{}:
		default:
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.fresh:
		}
		p, _ := l.Latest()
		before := p
		now := time.Now()
		if l.opts.Cosign != nil && now.Sub(cosigned) >= l.opts.CosignEvery {
			cosigned = now
			l.cosign(ctx, &p)
		}
		if l.opts.Stamp != nil && p.Stamp == nil && now.Sub(stamped) >= l.opts.StampEvery {
			stamped = now
			l.stamp(ctx, &p)
		}
		if p.Note != before.Note || p.Stamp != nil && before.Stamp == nil {
			if err := l.added(p); err != nil {
				l.opts.Warn("ledger: keeping cosignatures: %v", err)
			}
		}
		// What came in between waits for its turn.
		pause.Reset(l.opts.CosignEvery)
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
	}
}

func (l *Ledger) cosign(ctx context.Context, p *Published) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := ParseCheckpoint(noteText(p.Note))
	if err != nil {
		return
	}
	signed, err := l.opts.Cosign(ctx, []byte(p.Note), func(ctx context.Context, size uint64) (tlog.TreeProof, error) {
		_, proof, err := ProveConsistency(ctx, l.Source(), c, size)
		return proof, err
	})
	l.note(err)
	// Only what is our checkpoint still, with more signatures, is taken.
	if len(signed) > 0 && noteText(string(signed)) == noteText(p.Note) && l.ours(string(signed)) == nil {
		p.Note = string(signed)
	}
}

func (l *Ledger) stamp(ctx context.Context, p *Published) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	token, tsa, err := l.opts.Stamp(ctx, []byte(noteText(p.Note)))
	if l.note(err); err == nil {
		p.Stamp, p.TSA = token, tsa
	}
}

func (l *Ledger) note(err error) {
	if err != nil {
		l.opts.Warn("ledger: checkpoint not vouched for: %v", err)
	}
	l.mu.Lock()
	l.attested = err
	l.mu.Unlock()
}

// added keeps what others gave to a checkpoint, and serves it while it is the newest.
func (l *Ledger) added(p Published) error {
	l.signing.Lock()
	defer l.signing.Unlock()
	again := p
	again.Again = true
	if err := l.hist.append(again); err != nil {
		return err
	}
	l.mu.Lock()
	newest := l.latest.Size == p.Size
	l.mu.Unlock()
	if !newest {
		return nil
	}
	if err := l.publish(p); err != nil {
		return err
	}
	l.mu.Lock()
	l.latest = p
	l.mu.Unlock()
	return nil
}
