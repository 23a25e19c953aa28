package app

import (
	"context"
	"strings"

	"minhbach/eventstore"
)

// ofPublication proves the event that made a version public.
func (p proofs) ofPublication(ctx context.Context, by Caller, id string, number int) (Proof, error) {
	v, err := p.Publications.Version(ctx, id, number)
	if err != nil {
		return Proof{}, notFound(err)
	}
	return p.ofVersion(ctx, by, v.Event, id, number)
}

// ofDataset takes an id or a slug.
func (p proofs) ofDataset(ctx context.Context, by Caller, id string, number int) (Proof, error) {
	if _, err := eventstore.ParseID(id); err != nil {
		d, err := p.Datasets.Dataset(ctx, strings.ToLower(id), 0)
		if err != nil {
			return Proof{}, notFound(err)
		}
		id = d.ID
	}
	v, err := p.Datasets.Version(ctx, id, number)
	if err != nil {
		return Proof{}, notFound(err)
	}
	return p.ofVersion(ctx, by, v.Event, id, number)
}

// ofVersion proves the event that the read model names, and wants it to be of that
// version.
func (p proofs) ofVersion(ctx context.Context, by Caller, event, id string, number int) (Proof, error) {
	out, err := p.event(ctx, by, event)
	if err == nil && (out.Subject.ID != id || out.Subject.Version != number) {
		out.Verdict, out.Why = Fails, ErrContentDiffers.New()
	}
	return out, err
}
