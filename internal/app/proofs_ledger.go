package app

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"time"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// checkpoint is the newest signed one.
func (p proofs) checkpoint(ctx context.Context) (Checkpoint, error) {
	if p.Ledger == nil {
		return Checkpoint{}, ErrNoLedger.New()
	}
	newest, ok := p.Ledger.Latest()
	if !ok {
		return Checkpoint{}, ErrNoLedger.New()
	}
	status, err := p.Ledger.Status(ctx)
	if err != nil {
		return Checkpoint{}, mapErr(err)
	}
	c, err := published(newest, status.Key)
	if err != nil {
		return Checkpoint{}, ErrNoLedger.New().Because(err)
	}
	return c, nil
}

// published reads a checkpoint that we signed.
func published(x ledger.Published, key string) (Checkpoint, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return Checkpoint{}, err
	}
	c, n, err := ledger.OpenCheckpoint([]byte(x.Note), verifier)
	if err != nil {
		return Checkpoint{}, err
	}
	return Checkpoint{
		Origin: c.Origin, Size: c.Size, Root: hex.EncodeToString(c.Root[:]), Signed: x.Signed, Note: x.Note, Key: key,
		Witnesses: cosignatures(n), Stamp: x.Stamp, StampedBy: x.TSA,
	}, nil
}

// cosignatures lists who else signed a note, by name; C2SP tlog-cosignature tells when.
func cosignatures(n *note.Note) []Cosignature {
	own := map[string]bool{}
	for _, s := range n.Sigs {
		own[s.Name] = true
	}
	var out []Cosignature
	for _, s := range n.UnverifiedSigs {
		if own[s.Name] {
			continue // another key of ours, before or after a rotation
		}
		x := Cosignature{Name: s.Name}
		if raw, err := base64.StdEncoding.DecodeString(s.Base64); err == nil && len(raw) == 4+8+64 {
			x.At = time.Unix(int64(binary.BigEndian.Uint64(raw[4:12])), 0).UTC()
		}
		out = append(out, x)
	}
	return out
}

// consistency makes the proof anew from tiles, which are checked against the newest
// signed root.
func (p proofs) consistency(ctx context.Context, from, to uint64) (Consistency, error) {
	newest, err := p.checkpoint(ctx)
	if err != nil {
		return Consistency{}, err
	}
	if to == 0 {
		to = newest.Size
	}
	if from == 0 || from > to || to > newest.Size {
		return Consistency{}, ErrSizes.New("from", from, "to", to, "newest", newest.Size).At("from")
	}
	head, err := ledger.ParseCheckpoint(newest.Note)
	if err != nil {
		return Consistency{}, err
	}
	source := p.Ledger.Source()
	then := head
	if to < head.Size {
		root, _, err := ledger.ProveConsistency(ctx, source, head, to)
		if err != nil {
			return Consistency{}, ErrNoLedger.New().Because(err)
		}
		then.Size, then.Root = to, root
	}
	root, path, err := ledger.ProveConsistency(ctx, source, then, from)
	if err != nil {
		return Consistency{}, ErrNoLedger.New().Because(err)
	}
	out := Consistency{From: from, To: to, RootFrom: hex.EncodeToString(root[:]), RootTo: hex.EncodeToString(then.Root[:]), Hashes: []string{}}
	for _, h := range path {
		out.Hashes = append(out.Hashes, base64.StdEncoding.EncodeToString(h[:]))
	}
	return out, nil
}

func (p proofs) covered(ctx context.Context, position uint64) (Covered, error) {
	if p.Ledger == nil {
		return Covered{}, nil
	}
	newest, ok := p.Ledger.Latest()
	if !ok {
		return Covered{}, nil
	}
	index, found, err := p.Ledger.IndexOf(ctx, eventstore.Position(position))
	if err != nil {
		return Covered{}, ErrNoLedger.New().Because(err)
	}
	return Covered{Signed: found && index < newest.Size, Size: newest.Size, At: newest.Signed}, nil
}

func (p proofs) size() uint64 {
	if p.Ledger == nil {
		return 0
	}
	newest, _ := p.Ledger.Latest()
	return newest.Size
}
