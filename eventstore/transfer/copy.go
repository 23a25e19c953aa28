package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// Options of a copy. From and To are a data directory, esdb://… or esdb+discover://…,
// unix:///PATH or the path of a socket, a file whose name ends in .ndjson, "-", or an
// archive: a folder or ZIP file made by an export, as a target a name ending in .zip or
// .bag.
type Options struct {
	From, To string
	In       io.Reader // what is read where From is "-"
	Out      io.Writer // what is written to where To is "-"

	Now      func() time.Time
	Warn     func(format string, args ...any)
	Program  string        // and its version, for archives
	Command  string        // shown to whoever finds a directory in use
	Patience time.Duration // with a server that is away; 1 min

	// Tell is told how many events have gone by, and what share of all that is where
	// anybody knows, from one goroutine.
	Tell func(Stage, uint64, float64)
}

// Stage of a copy.
type Stage string

const (
	Comparing Stage = "comparing" // what the target holds already
	Copying   Stage = "copying"
	Checking  Stage = "checking" // the target is read back
)

// Result of a copy whose ends were compared.
type Result struct {
	From    string              `json:"from"` // without passwords
	To      string              `json:"to"`
	Events  uint64              `json:"events"`            // that have a leaf, on either side
	Root    string              `json:"root"`              // of these, hex
	System  uint64              `json:"system_events"`     // of the store itself, taken along
	LeftOut uint64              `json:"system_left_out"`   // of the store itself, not taken along
	Found   uint64              `json:"found"`             // were in the target already
	Copied  uint64              `json:"copied"`            // are new there
	Head    eventstore.Position `json:"head"`              // of the source, up to which it was copied
	Checked bool                `json:"checked"`           // the target was read back; a pipe cannot be
	Seconds float64             `json:"seconds"`           // of everything
	Rate    float64             `json:"events_per_second"` // of copying
	Named   uint64              `json:"named_files"`       // events that name files outside the log
	Sealed  uint64              `json:"sealed_events"`     // events with data that the vault's keys open
}

var (
	// ErrOther: the target holds something that is not the beginning of the source.
	// Choose an empty target, or the one that this source was copied to.
	ErrOther = errors.New("transfer: the target holds another history")
	// ErrMore: the target holds the whole source and more. It is in use already, or the
	// source is older than what was copied there.
	ErrMore = errors.New("transfer: the target holds more than the source")
	// ErrDiffers: after copying, the target reads otherwise than the source.
	ErrDiffers = errors.New("transfer: what the target holds is not what was copied")
	// ErrSource: the source cannot be read whole.
	ErrSource = errors.New("transfer: the source cannot be copied")
	// ErrPlace: a place that cannot be the source or the target of a copy.
	ErrPlace = errors.New("transfer: not a place to copy from or to")
)

// Copy brings everything that the source holds when the reading reaches its end to the
// target. Called again with the same places it goes on where it ended, and later brings
// what the source has recorded since.
func Copy(ctx context.Context, o Options) (_ Result, err error) {
	o.setDefaults()
	began := o.Now()
	src, err := o.source(ctx)
	if err != nil {
		return Result{}, err
	}
	defer func() { err = errors.Join(err, src.close()) }()
	dst, err := o.target(ctx)
	if err != nil {
		return Result{}, err
	}
	defer func() { err = errors.Join(err, dst.close()) }()
	c := &copying{ctx: ctx, Options: o, src: src, dst: dst, took: tally{system: dst.keepsSystem()}}
	next, stop := iter.Pull2(src.events)
	c.pull = next
	defer stop()
	c.out.From, c.out.To = src.name, dst.name()
	if err := c.run(); err != nil {
		return c.out, err
	}
	c.out.Events, c.out.Root, c.out.System = c.took.tree.Size(), c.took.root(), c.took.others
	c.out.Seconds = o.Now().Sub(began).Seconds()
	return c.out, nil
}

func (o *Options) setDefaults() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Warn == nil {
		o.Warn = func(string, ...any) {}
	}
	if o.Tell == nil {
		o.Tell = func(Stage, uint64, float64) {}
	}
	if o.Patience <= 0 {
		o.Patience = time.Minute
	}
}

// copying is the work on one copy.
type copying struct {
	Options
	ctx  context.Context
	src  *source
	dst  target
	pull func() (eventstore.Event, error, bool)
	took tally // what came from the source
	seen uint64
	out  Result
}

func (c *copying) run() error {
	if err := c.compare(); err != nil {
		return err
	}
	found, began := c.took.clone(), c.Now()
	if err := c.dst.take(c.ctx, c.rest()); err != nil {
		return err
	}
	if d, ok := c.dst.(*toDirectory); ok {
		c.out.Found += d.was
	}
	c.out.Copied = c.took.all() - c.out.Found
	if spent := c.Now().Sub(began).Seconds(); spent > 0 {
		c.out.Rate = float64(c.out.Copied) / spent
	}
	return c.check(found)
}

// often is after how many events Options.Tell is told.
const often = 64

// next is the source's next event that belongs into the target.
func (c *copying) next() (ev eventstore.Event, more bool, err error) {
	for {
		ev, err, more := c.pull()
		if !more {
			return ev, false, c.ctx.Err()
		}
		if err != nil {
			if c.ctx.Err() != nil {
				return ev, false, c.ctx.Err()
			}
			return ev, false, fmt.Errorf("%w: %w", ErrSource, err)
		}
		c.out.Head = ev.Position
		c.seen++
		if err := c.ctx.Err(); err != nil {
			return ev, false, err
		}
		if !c.dst.keepsSystem() && !ledger.HasLeaf(&ev) {
			c.out.LeftOut++
			continue
		}
		c.note(&ev)
		return ev, true, nil
	}
}

// rest of the source, counted as it goes by.
func (c *copying) rest() eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for {
			ev, more, err := c.next()
			if err == nil && !more {
				return
			}
			if err == nil {
				err = c.took.add(&ev)
			}
			if c.seen%often == 0 {
				c.Tell(Copying, c.seen, c.src.share(c.seen, ev.Position))
			}
			if !yield(ev, err) || err != nil {
				return
			}
		}
	}
}

// compare what the target holds with the beginning of the source, event by event.
func (c *copying) compare() error {
	for held, err := range c.dst.held(c.ctx) {
		if err != nil {
			return err
		}
		if !c.dst.keepsSystem() && !ledger.HasLeaf(&held) {
			continue
		}
		ev, more, err := c.next()
		if err != nil {
			return err
		}
		if !more {
			return fmt.Errorf("%w: all %d events are there, and behind them %s; copy into an empty target, or back to where that was recorded", ErrMore, c.took.all(), describe(&held))
		}
		if err := c.took.same(&ev, &held, c.dst.keepsPositions()); err != nil {
			return err
		}
		if err := c.took.add(&ev); err != nil {
			return err
		}
		if c.out.Found++; c.seen%often == 0 {
			c.Tell(Comparing, c.out.Found, 0)
		}
	}
	return nil
}

// check reads the target back.
func (c *copying) check(found tally) error {
	if c.dst.forgets() {
		return nil
	}
	got := tally{system: c.dst.keepsSystem()}
	events, from := c.dst.again(c.ctx)
	if from {
		got = found // what was there was compared event by event
	}
	total := c.took.all()
	for ev, err := range events {
		if err != nil {
			return err
		}
		if !c.dst.keepsSystem() && !ledger.HasLeaf(&ev) {
			continue
		}
		if got.all() == total {
			return fmt.Errorf("%w: %d events were copied, and behind them there is %s, which somebody else recorded", ErrDiffers, total, describe(&ev))
		}
		if err := got.add(&ev); err != nil {
			return err
		}
		if n := got.all(); n%often == 0 {
			c.Tell(Checking, n, float64(n)/float64(total))
		}
	}
	if err := c.took.equal(&got, c.dst.keepsPositions()); err != nil {
		return err
	}
	c.out.Checked = true
	return c.dst.finish(c.ctx)
}
