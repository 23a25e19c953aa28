package node

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/projections"
)

// signedEnd signs what there is now, and tells where that is. Nothing that no
// checkpoint covers is backed up: the backup could not be checked.
func (n *Node) signedEnd(ctx context.Context) (signedEnd, error) {
	status, err := n.Ledger.Status(ctx)
	if err != nil {
		return signedEnd{}, err
	}
	if err := n.Ledger.ToEnd(ctx); err != nil {
		return signedEnd{}, fmt.Errorf("the ledger cannot sign what is to be backed up: %w", err)
	}
	at := signedEnd{origin: status.Origin}
	if status.Key != "" {
		at.keys = []string{status.Key}
	}
	for _, key := range ledgerKeys(ctx, n.Log, n.Codec) {
		if !slices.Contains(at.keys, key) {
			at.keys = append(at.keys, key)
		}
	}
	var signed bool
	if at.published, signed = n.Ledger.Latest(); !signed {
		head, err := n.Log.Head(ctx)
		if err == nil && head > 0 {
			err = errors.New("nothing was ever signed: bring the ledger's key back, see “minhbach doctor”")
		}
		return at, err
	}
	at.position, err = n.Ledger.PositionOf(ctx, at.published.Size-1)
	return at, err
}

// ledgerKeys are the verifier keys that the log itself names, newest first.
func ledgerKeys(ctx context.Context, log eventstore.Log, codec *eventstore.Codec) []string {
	var keys []string
	for ev, err := range log.ReadStream(ctx, ledger.Stream, 0, eventstore.Forwards, 0) {
		if err != nil {
			break // there is no such stream yet
		}
		fact, err := codec.Decode(ev)
		if err != nil {
			continue
		}
		switch e := fact.Payload.(type) {
		case ledger.KeyRotated:
			keys = append(keys, e.Old, e.New)
		case ledger.Restored:
			keys = append(keys, e.PreviousKey, e.Key)
		}
	}
	slices.Reverse(keys)
	return slices.Compact(keys)
}

// shows tells that a read model reads events with sealed fields.
func shows(def projections.Definition, sealed map[string][]string) bool {
	for event := range sealed {
		if slices.ContainsFunc(def.Types, func(prefix string) bool { return strings.HasPrefix(event, prefix) }) {
			return true
		}
	}
	return false
}

// previousEpochs is in the ledger's folder: a folder for each epoch that ended.
const previousEpochs = "previous"
