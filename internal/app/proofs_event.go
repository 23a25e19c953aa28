package app

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"minhbach/domain/dataset"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/projections/view"
)

// bundledContent is up to how many bytes the content of a version is in its bundle;
// longer ones have a file of their own.
const bundledContent = 4 << 10

// event finds an event by its id and proves it.
func (p proofs) event(ctx context.Context, by Caller, id string) (Proof, error) {
	wanted, err := eventstore.ParseID(id)
	if err != nil || p.Events == nil {
		return Proof{}, ErrNoProof.New()
	}
	ev, found, err := p.Events.EventByID(ctx, wanted)
	if err != nil {
		return Proof{}, p.unread(err)
	}
	if !found {
		return Proof{}, ErrNoProof.New()
	}
	return p.prove(ctx, by, ev)
}

// unread: a log that cannot be read as it was written is not only out of order.
func (p proofs) unread(err error) error {
	if p.Damaged != nil && p.Damaged(err) {
		return ErrLogDiffers.New().Because(err)
	}
	return mapErr(err)
}

func (p proofs) prove(ctx context.Context, by Caller, ev eventstore.Event) (Proof, error) {
	out, fact, err := p.told(ctx, by, ev)
	if err != nil {
		return Proof{}, err
	}
	if err := p.subject(ctx, &out, fact); err != nil {
		return Proof{}, err
	}
	return out, p.seal(ctx, &out, ev)
}

// told is what the caller may know of an event; not found where that is nothing.
func (p proofs) told(ctx context.Context, by Caller, ev eventstore.Event) (Proof, eventstore.Fact, error) {
	events, err := eventstore.Collect(p.Log.ReadStream(ctx, ev.Stream, 0, eventstore.Forwards, 0))
	if err != nil {
		return Proof{}, eventstore.Fact{}, p.unread(err)
	}
	shown, err := Disclose(p.Codec, events)
	if err != nil {
		return Proof{}, eventstore.Fact{}, err
	}
	at := slices.IndexFunc(events, func(e eventstore.Event) bool { return e.Position == ev.Position })
	if at < 0 {
		return Proof{}, eventstore.Fact{}, ErrNoProof.New()
	}
	fact, err := p.Codec.Decode(ev)
	if errors.Is(err, eventstore.ErrStranger) {
		return Proof{}, fact, ErrNoProof.New()
	}
	if err != nil {
		return Proof{}, fact, err
	}
	names, err := p.names(ctx)
	if err != nil {
		return Proof{}, fact, err
	}
	out := Proof{Reveal: shown[at]}
	c, tells := chronicleOf(ev.Stream)
	if !tells {
		out.Event = bare(fact)
	} else {
		full, err := p.insider(ctx, by, c, events)
		if err != nil {
			return Proof{}, fact, err
		}
		if full {
			out.Reveal = Whole
		}
		out.Event = c.tell(fact, names, full)
	}
	if out.Reveal == Hidden {
		return Proof{}, fact, ErrNoProof.New()
	}
	return out, fact, nil
}

// insider: the caller may read the drafts of this item.
func (p proofs) insider(ctx context.Context, by Caller, c chronicle, events []eventstore.Event) (bool, error) {
	if !by.Operator && len(by.Grants) == 0 {
		return false, nil
	}
	facts, _, err := own(p.Codec, events)
	if err != nil {
		return false, err
	}
	return p.mayReadDrafts(ctx, by, c.agency(facts))
}

// bare tells of an event of no item: what the leaf says.
func bare(f eventstore.Fact) view.Event {
	return view.Event{
		ID: f.ID.String(), Stream: f.Stream, Revision: int64(f.Revision), Position: uint64(f.Position),
		Type: f.Payload.EventType(), Version: f.Meta.Version, Recorded: f.Recorded,
	}
}

// subject finds what the event is about as readers see it now, and compares the
// version that it made public with what is shown of it.
func (p proofs) subject(ctx context.Context, out *Proof, f eventstore.Fact) error {
	s := &out.Subject
	shown := ""
	switch {
	case strings.HasPrefix(f.Stream, publicationPrefix):
		s.ID = strings.TrimPrefix(f.Stream, publicationPrefix)
		now, err := p.Publications.Publication(ctx, s.ID, 0)
		if errors.Is(err, view.ErrNotFound) {
			return nil // not public yet
		}
		if err != nil {
			return err
		}
		s.Item, s.Reason = &now.Item, now.Reason
		if s.Version, out.ContentHash = madePublic(f.Payload); s.Version == 0 || now.State == view.Withdrawn {
			return nil
		}
		v, err := p.Publications.Version(ctx, s.ID, s.Version)
		if errors.Is(err, view.ErrNotFound) {
			break // a version that was published is not shown
		}
		if err != nil {
			return err
		}
		out.Content, shown = publication.Canonical(*v.Content), publication.Hash(*v.Content)
	case strings.HasPrefix(f.Stream, datasetPrefix):
		s.ID = strings.TrimPrefix(f.Stream, datasetPrefix)
		now, err := p.Datasets.Dataset(ctx, s.ID, 0)
		if errors.Is(err, view.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		s.Dataset, s.Reason = &now.DatasetItem, now.Reason
		if s.Version, out.ContentHash = madePublic(f.Payload); s.Version == 0 || now.State == view.Withdrawn {
			return nil
		}
		v, err := p.Datasets.Version(ctx, s.ID, s.Version)
		if errors.Is(err, view.ErrNotFound) {
			break
		}
		if err != nil {
			return err
		}
		out.Content, shown = dataset.Canonical(v.Content), dataset.Hash(v.Content)
	default:
		return nil
	}
	if shown != out.ContentHash {
		out.Verdict, out.Why, out.Content = Fails, ErrContentDiffers.New(), nil
	}
	return nil
}

// madePublic is the version that an event made public, and the hash of its content.
func madePublic(e eventstore.Payload) (version int, content string) {
	switch e := e.(type) {
	case publication.Published:
		return e.Version, e.Content
	case publication.Corrected:
		return e.Version, e.Content
	case dataset.Published:
		return e.Version, e.Content
	case dataset.Revised:
		return e.Version, e.Content
	}
	return 0, ""
}

// seal adds what the tree says, and judges it.
func (p proofs) seal(ctx context.Context, out *Proof, ev eventstore.Event) error {
	if p.Ledger == nil {
		return ErrNoLedger.New()
	}
	index, found, err := p.Ledger.IndexOf(ctx, ev.Position)
	if err != nil {
		return ErrNoLedger.New().Because(err)
	}
	newest, signed := p.Ledger.Latest()
	if !found || !signed || index >= newest.Size {
		if out.Verdict == "" {
			out.Verdict = Pending
		}
		return nil
	}
	b, err := p.Ledger.Bundle(ctx, ev, out.Reveal.inLedger())
	if errors.Is(err, ledger.ErrMismatch) {
		out.Verdict, out.Why, out.Content = Fails, ErrLogDiffers.New().Because(err), nil
		return nil
	}
	if err != nil {
		return ErrNoLedger.New().Because(err)
	}
	if out.Content != nil && len(out.Content) <= bundledContent && b.Data != nil {
		if b.Content = string(out.Content); !b.Fits() {
			b.Content = ""
		}
	}
	if out.Bundle, err = json.Marshal(b); err != nil {
		return err
	}
	out.Media, out.Leaf, out.Index = ledger.BundleMedia, b.Leaf, index
	if first, err := p.Ledger.Covering(ctx, index); err == nil {
		out.First = first.Signed
	}
	return p.judge(out, b, newest)
}

// judge checks a bundle as anybody would, with the key that it names: ours.
func (p proofs) judge(out *Proof, b ledger.Bundle, newest ledger.Published) error {
	key, err := note.NewVerifier(b.Key)
	if err != nil {
		return ErrNoLedger.New().Because(err)
	}
	_, path, signed, err := ledger.ParseProof(b.Proof)
	if err != nil {
		return ErrNoLedger.New().Because(err)
	}
	for _, h := range path {
		out.Path = append(out.Path, base64.StdEncoding.EncodeToString(h[:]))
	}
	c, n, err := ledger.OpenCheckpoint([]byte(signed), key)
	if err != nil {
		return ErrNoLedger.New().Because(err) // just after a change of keys
	}
	out.Checkpoint = Checkpoint{Origin: c.Origin, Size: c.Size, Root: hex.EncodeToString(c.Root[:]), Note: signed, Key: b.Key, Witnesses: cosignatures(n)}
	if newest.Size == c.Size {
		out.Checkpoint.Signed, out.Checkpoint.Stamp, out.Checkpoint.StampedBy = newest.Signed, newest.Stamp, newest.TSA
	}
	_, err = b.Verify(key)
	switch {
	case errors.Is(err, ledger.ErrMismatch):
		out.Verdict, out.Why = Fails, ErrLogDiffers.New().Because(err)
	case err != nil:
		return err
	case out.Verdict == "":
		out.Verdict = Holds
	}
	return nil
}

func (r Reveal) inLedger() ledger.Reveal {
	switch r {
	case Whole:
		return ledger.Whole
	case DataOnly:
		return ledger.DataOnly
	}
	return ledger.HeaderOnly
}
