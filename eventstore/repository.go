package eventstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Repository runs commands: it loads a stream, folds it, lets the aggregate
// decide, and appends what was decided, all on one stream.
type Repository struct {
	log   Log
	codec *Codec
}

// NewRepository needs both.
func NewRepository(log Log, codec *Codec) *Repository { return &Repository{log: log, codec: codec} }

// Root is an aggregate's fold. Apply must not fail and must not reach outside.
type Root interface{ Apply(Payload) }

// Envelope is the part of the metadata that a command supplies.
type Envelope struct {
	Command     ID // of the command: the same id again is the same command again
	Correlation ID
	Actor       string
	Role        string
	Agency      string
	OnBehalfOf  string
	Rules       string

	// InParts lets a decision that is too large for one append be recorded in several. A
	// crash between them leaves a part recorded, and the same command goes on from there:
	// so it is for decisions that, taken again, leave out what the stream holds already.
	InParts bool

	idempotent bool // the decision itself is; the command is not looked for in the stream
}

// Outcome of a command.
type Outcome struct {
	Stream   string
	Revision Revision // of the stream afterwards
	Position Position // of the command's last event; of the stream's last one when nothing was decided
	Recorded time.Time
	Events   int
	Repeated bool // this command was carried out before; nothing was written now
}

// Stale is the refusal of a command that named a revision which is not the newest.
type Stale struct {
	Stream        string
	Named, Actual Revision
}

func (e *Stale) Error() string {
	return fmt.Sprintf("eventstore: %s is at revision %d, the command named %d", e.Stream, e.Actual, e.Named)
}

// attempts bounds how often a command without a named revision is decided anew
// because others wrote to its stream in between.
const attempts = 16

// Execute runs one command on a stream.
//
// named is the revision the caller saw; with it a newer stream is *Stale and
// nothing is decided. Without it a lost race is decided again on the newer state.
// A command whose id is already in the stream is not decided again: its outcome
// comes back with Repeated set, so a client may retry until it hears an answer.
//
// decide must be pure: it may run several times. Its error comes back unchanged
// and nothing is recorded.
func Execute[R Root](ctx context.Context, repo *Repository, stream string, fresh func() R, named *Revision, env Envelope,
	decide func(state R, at Revision) ([]Payload, error)) (Outcome, error) {
	for attempt := 1; ; attempt++ {
		state := fresh()
		look := env.Command
		if env.idempotent {
			look = ID{}
		}
		loaded, err := repo.load(ctx, stream, state, look)
		if err != nil {
			return Outcome{}, err
		}
		if loaded.repeated != nil && !env.InParts {
			return *loaded.repeated, nil
		}
		if named != nil && *named != loaded.head && loaded.repeated == nil {
			return Outcome{}, &Stale{Stream: stream, Named: *named, Actual: loaded.head}
		}
		decided, err := decide(state, loaded.head)
		if err != nil {
			return Outcome{}, err
		}
		if len(decided) == 0 && loaded.repeated != nil {
			return *loaded.repeated, nil
		}
		if len(decided) == 0 {
			return Outcome{Stream: stream, Revision: loaded.head, Position: loaded.position, Recorded: loaded.recorded}, nil
		}
		out, err := repo.append(ctx, stream, loaded.head, env, decided)
		var wrong *WrongRevision
		if errors.As(err, &wrong) {
			if named != nil {
				return Outcome{}, &Stale{Stream: stream, Named: *named, Actual: wrong.Actual}
			}
			if attempt < attempts {
				continue
			}
		}
		return out, err
	}
}

// Load folds a stream into state and returns its head revision and position. A
// stream without events is not an error: the revision is NoRevision.
func Load[R Root](ctx context.Context, repo *Repository, stream string, state R) (Revision, Position, error) {
	l, err := repo.load(ctx, stream, state, ID{})
	return l.head, l.position, err
}

// History returns the decoded events of a stream in order; ErrNoStream when there is none.
func (r *Repository) History(ctx context.Context, stream string) ([]Fact, error) {
	var facts []Fact
	for ev, err := range r.log.ReadStream(ctx, stream, 0, Forwards, 0) {
		if err != nil {
			return nil, err
		}
		f, err := r.codec.Decode(ev)
		if errors.Is(err, ErrStranger) {
			continue
		}
		if err != nil {
			return nil, err
		}
		facts = append(facts, f)
	}
	return facts, nil
}

type loaded struct {
	head     Revision
	position Position
	recorded time.Time
	repeated *Outcome
}

func (r *Repository) load(ctx context.Context, stream string, state Root, command ID) (loaded, error) {
	l := loaded{head: NoRevision}
	for ev, err := range r.log.ReadStream(ctx, stream, 0, Forwards, 0) {
		if errors.Is(err, ErrNoStream) {
			return l, nil
		}
		if err != nil {
			return l, fmt.Errorf("loading %s: %w", stream, err)
		}
		l.head, l.position, l.recorded = ev.Revision, ev.Position, ev.Recorded
		f, err := r.codec.Decode(ev)
		if errors.Is(err, ErrStranger) {
			continue
		}
		if err != nil {
			return l, fmt.Errorf("loading %s: %w", stream, err)
		}
		state.Apply(f.Payload)
		if !command.IsZero() && f.Meta.Causation == command {
			if l.repeated == nil {
				l.repeated = &Outcome{Stream: stream, Repeated: true}
			}
			l.repeated.Revision, l.repeated.Position, l.repeated.Recorded = f.Revision, f.Position, f.Recorded
			l.repeated.Events++
		}
	}
	return l, nil
}

func (r *Repository) append(ctx context.Context, stream string, head Revision, env Envelope, decided []Payload) (Outcome, error) {
	drafts := make([]Draft, len(decided))
	for i, p := range decided {
		meta := Metadata{
			Actor: env.Actor, Role: env.Role, Agency: env.Agency, OnBehalfOf: env.OnBehalfOf,
			Causation: env.Command, Correlation: env.Correlation, Rules: env.Rules,
		}
		d, err := r.codec.Encode(DeriveID("event", env.Command.String(), stream, strconv.Itoa(int(head)+1+i)), p, meta)
		if err != nil {
			return Outcome{}, err
		}
		drafts[i] = d
	}
	var done Appended
	var err error
	for _, part := range r.parts(drafts, env.InParts) {
		if done, err = r.log.Append(ctx, stream, Exactly(head), part...); err != nil {
			return Outcome{}, err
		}
		head = done.Last
	}
	last := drafts[len(drafts)-1]
	if features := r.log.Features(); features.RepeatsUntold || features.TimeUntold {
		if done, err = r.settle(ctx, stream, done, last); err != nil {
			return Outcome{}, err
		}
	}
	return Outcome{
		Stream: stream, Revision: done.Last, Position: done.Position, Recorded: done.Recorded,
		Events: len(drafts), Repeated: done.Repeated,
	}, nil
}

// parts of an append that the log takes at once; one where that is not allowed.
func (r *Repository) parts(drafts []Draft, allowed bool) [][]Draft {
	f := r.log.Features()
	var parts [][]Draft
	begin, size := 0, 0
	for i, d := range drafts {
		more := AppendBytes(d)
		if allowed && i > begin && (f.MaxAppend > 0 && i-begin == f.MaxAppend || f.MaxAppendBytes > 0 && size+more > f.MaxAppendBytes) {
			parts, begin, size = append(parts, drafts[begin:i]), i, 0
		}
		size += more
	}
	return append(parts, drafts[begin:])
}

// settle reads back what an engine does not tell of an append. Salts are never the same
// twice: an event with other ones was recorded by another run of the same command.
func (r *Repository) settle(ctx context.Context, stream string, done Appended, last Draft) (Appended, error) {
	for ev, err := range r.log.ReadStream(ctx, stream, done.Last, Forwards, 1) {
		if err != nil {
			return done, fmt.Errorf("reading back %s: %w", stream, err)
		}
		done.Position, done.Recorded = ev.Position, ev.Recorded
		done.Repeated = done.Repeated || !bytes.Equal(ev.Metadata, last.Metadata)
	}
	return done, nil
}
