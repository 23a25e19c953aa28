package verify

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"minhbach/eventstore/ledger"
)

// Hints are verifier keys that lie beside a log. They prove nothing: whoever forged the
// log could have put them there.
func Hints(ctx context.Context, src Source) (keys []string) {
	add := func(text string) {
		for _, field := range strings.Fields(text) {
			if strings.Count(field, "+") >= 2 && !strings.HasPrefix(field, "PRIVATE+") {
				keys = append(keys, field)
			}
		}
	}
	for _, name := range []string{ledger.KeyPath, "ledger.vkey"} {
		if raw, err := src.ReadFile(ctx, name); err == nil {
			add(string(raw))
		}
	}
	t, ok := src.(tree)
	if !ok {
		return keys
	}
	if t.root != nil {
		if raw, err := fs.ReadFile(t.root, path.Join(t.base, "data/keys/ledger.vkey")); err == nil {
			add(string(raw))
		}
	}
	if raw, err := os.ReadFile(filepath.Join(t.where, "..", "keys", "ledger.vkey")); err == nil {
		add(string(raw)) // the ledger folder of a bag
	}
	for _, name := range []string{"keys/ledger.key", "../keys/ledger.key"} { // of a data directory
		if k, err := ledger.ReadKey(filepath.Join(t.where, filepath.FromSlash(name))); err == nil {
			add(k.Public)
		}
	}
	return keys
}

// Rotations are the notes by which keys of a log passed their trust on, as they lie
// beside it (ledger.FollowRotations judges them).
func Rotations(ctx context.Context, src Source) (notes []string) {
	raw, err := src.ReadFile(ctx, ledger.RotationsPath)
	if t, ok := src.(tree); ok && err != nil && t.root != nil {
		raw, err = fs.ReadFile(t.root, path.Join(t.base, "data/keys/rotations.jsonl"))
	}
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(raw)) {
		var ev struct {
			Type string            `json:"type"`
			Data ledger.KeyRotated `json:"data"`
		}
		if json.Unmarshal([]byte(line), &ev) == nil && ev.Type == ledger.TypeKeyRotated {
			notes = append(notes, ev.Data.Rotation)
		}
	}
	return notes
}
