package app

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore/ledger"
)

// mostBundle is far more than any bundle has.
const mostBundle = 1 << 20

// check judges a bundle that somebody brings along, by our key and against our tree.
// Signatures of other logs are not ours to judge.
func (p proofs) check(ctx context.Context, by Caller, raw []byte) (CheckedBundle, error) {
	b, err := ledger.ParseBundle(raw)
	if err != nil || len(raw) > mostBundle {
		return CheckedBundle{}, ErrBundleForm.New().At("bundle")
	}
	newest, err := p.checkpoint(ctx)
	if err != nil {
		return CheckedBundle{}, err
	}
	key, err := note.NewVerifier(newest.Key)
	if err != nil {
		return CheckedBundle{}, err
	}
	out := CheckedBundle{Verdict: Holds}
	if h, err := ledger.ParseLeaf([]byte(b.Leaf)); err == nil {
		out.ID, out.Type, out.Stream, out.Recorded, out.Index = h.ID.String(), h.Type, h.Stream, h.Recorded, h.Index
	}
	_, _, signed, err := ledger.ParseProof(b.Proof)
	if err != nil {
		return CheckedBundle{}, ErrBundleForm.New().Because(err).At("bundle")
	}
	if origin, known := signedBy(signed, key); !known {
		return CheckedBundle{}, ErrBundleForeign.New("origin", origin).At("bundle")
	}
	checked, err := b.Verify(key)
	switch {
	case errors.Is(err, ledger.ErrMismatch):
		out.Verdict, out.Why = Fails, ErrBundleFalse.New()
		return out, nil
	case err != nil:
		return CheckedBundle{}, ErrBundleForm.New().Because(err).At("bundle")
	}
	c := checked.Checkpoint
	out.Data, out.Content = checked.Data, checked.Content
	out.Checkpoint = Checkpoint{Origin: c.Origin, Size: c.Size, Root: hex.EncodeToString(c.Root[:]), Note: signed, Key: newest.Key, Witnesses: cosignatures(checked.Note)}
	if err := p.begins(ctx, c, newest); err != nil {
		if !errors.Is(err, ErrForked) {
			return CheckedBundle{}, err
		}
		out.Verdict, out.Why = Fails, ErrForked.New()
		return out, nil
	}
	ours, err := p.event(ctx, by, out.ID)
	if err == nil {
		out.Proof = &ours
	} else if !errors.Is(err, ErrNoProof) {
		return CheckedBundle{}, err
	}
	return out, nil
}

// begins: the tree of a checkpoint that we signed is how today's begins.
func (p proofs) begins(ctx context.Context, c ledger.Checkpoint, newest Checkpoint) error {
	if c.Size > newest.Size {
		return ErrForked.New()
	}
	if c.Size == 0 {
		return nil
	}
	k, err := p.consistency(ctx, c.Size, newest.Size)
	if err != nil {
		return err
	}
	if k.RootFrom != hex.EncodeToString(c.Root[:]) {
		return ErrForked.New()
	}
	return nil
}

// signedBy tells whether a note claims a signature of the key, and whose log it names.
func signedBy(signed string, key note.Verifier) (origin string, known bool) {
	origin, _, _ = strings.Cut(signed, "\n")
	if r := []rune(origin); len(r) > 80 {
		origin = string(r[:80]) + "…"
	}
	var unknown *note.UnverifiedNoteError
	_, err := note.Open([]byte(signed), note.VerifierList(key))
	return origin, !errors.As(err, &unknown)
}
