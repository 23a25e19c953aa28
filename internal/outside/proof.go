package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"

	"filippo.io/torchwood"
	"github.com/transparency-dev/formats/log"
	formats "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkProof is a C2SP tlog-proof over a leaf, once by torchwood, once by formats and
// merkle.
func checkProof(_ context.Context, key note.Verifier, args []string) error {
	leaf, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	policy := torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(key.Name()), torchwood.SingleVerifierPolicy(key))
	if err := torchwood.VerifyProof(policy, tlog.RecordHash(leaf), raw); err != nil {
		return fmt.Errorf("torchwood: %w", err)
	}
	var p formats.TLogProof
	if err := p.Unmarshal(raw); err != nil {
		return fmt.Errorf("formats: %w", err)
	}
	c, _, _, err := log.ParseCheckpoint(p.Checkpoint, key.Name(), key)
	if err != nil {
		return fmt.Errorf("formats: %w", err)
	}
	hashes := make([][]byte, len(p.Hashes))
	for i := range p.Hashes {
		hashes[i] = p.Hashes[i][:]
	}
	h := rfc6962.DefaultHasher
	if err := proof.VerifyInclusion(h, p.Index, c.Size, h.HashLeaf(leaf), hashes, c.Hash); err != nil {
		return fmt.Errorf("merkle: %w", err)
	}
	fmt.Printf("torchwood, formats and merkle: leaf %d of %d, proof of %d bytes\n", p.Index, c.Size, len(raw))
	return nil
}

// checkExtends is a consistency proof between two signed checkpoints, by merkle.
func checkExtends(_ context.Context, key note.Verifier, args []string) error {
	var heads [2]*log.Checkpoint
	for i := range heads {
		raw, err := os.ReadFile(args[i])
		if err != nil {
			return err
		}
		if heads[i], _, _, err = log.ParseCheckpoint(raw, key.Name(), key); err != nil {
			return fmt.Errorf("formats: %w", err)
		}
	}
	raw, err := os.ReadFile(args[2])
	if err != nil {
		return err
	}
	var hashes [][]byte
	for _, line := range strings.Fields(string(raw)) {
		h, err := base64.StdEncoding.DecodeString(line)
		if err != nil {
			return errors.Join(errors.New("a hash of the proof"), err)
		}
		hashes = append(hashes, h)
	}
	if err := proof.VerifyConsistency(rfc6962.DefaultHasher, heads[0].Size, heads[1].Size, hashes, heads[0].Hash, heads[1].Hash); err != nil {
		return fmt.Errorf("merkle: %w", err)
	}
	fmt.Printf("merkle: %d leaves are the beginning of %d\n", heads[0].Size, heads[1].Size)
	return nil
}
