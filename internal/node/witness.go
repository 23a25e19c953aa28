package node

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/stamp"
	"minhbach/eventstore/ledger/witness"
	"minhbach/internal/outbound"
)

// Attest says who vouches for the checkpoints besides ourselves. All of it may be
// empty.
type Attest struct {
	Policy  string // file: whose cosignatures are asked for
	TSA     string // address of an RFC 3161 authority
	TSARoot string // PEM file: the authority's root
}

// check reports every fault at once.
func (a Attest) check() error {
	var faults []error
	if a.Policy != "" {
		if _, err := witness.ReadPolicy(a.Policy); err != nil {
			faults = append(faults, fmt.Errorf("--witness-policy: %w", err))
		}
	}
	if u, err := url.Parse(a.TSA); a.TSA != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		faults = append(faults, fmt.Errorf("--tsa %q: want an http or https address", a.TSA))
	}
	if a.TSARoot != "" {
		if a.TSA == "" {
			faults = append(faults, errors.New("--tsa-root is given without --tsa"))
		}
		if _, err := stamp.ReadRoots(a.TSARoot); err != nil {
			faults = append(faults, fmt.Errorf("--tsa-root: %w", err))
		}
	}
	return errors.Join(faults...)
}

// options asks witnesses and the authority. Their addresses are the operator's word,
// so they may be near.
func (a Attest) options(o *ledger.Options) error {
	client := outbound.Client(outbound.Options{Private: true})
	if a.Policy != "" {
		policy, err := witness.ReadPolicy(a.Policy)
		if err != nil {
			return err
		}
		asker := &witness.Asker{Policy: policy, Client: client}
		o.Cosign = func(ctx context.Context, signed []byte, prove func(context.Context, uint64) (tlog.TreeProof, error)) ([]byte, error) {
			return asker.Cosign(ctx, signed, prove)
		}
	}
	if a.TSA != "" {
		asker := &stamp.Asker{URL: a.TSA, Client: client}
		if a.TSARoot != "" {
			var err error
			if asker.Roots, err = stamp.ReadRoots(a.TSARoot); err != nil {
				return err
			}
		}
		o.Stamp = asker.Stamp
	}
	return nil
}
