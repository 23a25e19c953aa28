package verify

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/witness"
)

// Trust is what whoever verifies knows from elsewhere.
type Trust struct {
	Keys   []note.Verifier // of the log; its origin is their name
	Policy *witness.Policy // whose cosignatures are wanted; nil: none
}

// ErrNoKey: without a key nothing is proved.
var ErrNoKey = errors.New("verify: no key of the log is known; get it from whoever published it")

// open believes a checkpoint when a known key of its origin signed it, in the one
// form that a note has, and when the witnesses wanted have cosigned.
func (t Trust) open(signed []byte, path string) (*Head, *Problem) {
	if err := canonical(signed); err != nil {
		return nil, &Problem{Code: BadNote, Path: path, Detail: err.Error()}
	}
	keys := t.Keys
	if t.Policy != nil {
		keys = append(keys[:len(keys):len(keys)], t.Policy.Verifiers()...)
	}
	n, err := note.Open(signed, note.VerifierList(keys...))
	if err != nil {
		return nil, &Problem{Code: BadSignature, Path: path, Detail: err.Error()}
	}
	c, err := ledger.ParseCheckpoint(n.Text)
	if err != nil {
		return nil, &Problem{Code: BadNote, Path: path, Detail: err.Error()}
	}
	head := headOf(c)
	own := false
	for _, sig := range n.Sigs {
		s := Signer{Name: sig.Name, Key: fmt.Sprintf("%08x", sig.Hash)}
		switch {
		case t.of(sig):
			own = own || sig.Name == c.Origin
		default:
			s.At, _ = witness.SignedAt(sig)
		}
		head.Signers = append(head.Signers, s)
	}
	for _, sig := range n.UnverifiedSigs {
		head.Unknown = append(head.Unknown, fmt.Sprintf("%s+%08x", sig.Name, sig.Hash))
	}
	if !own {
		return nil, &Problem{Code: BadSignature, Path: path, Detail: fmt.Sprintf("it is of %q, and no known key of that name signed it", c.Origin)}
	}
	if t.Policy != nil {
		if met, by := t.Policy.Met(n.Sigs); !met {
			return nil, &Problem{Code: Unwitnessed, Path: path, Detail: fmt.Sprintf("cosigned by %d: %s", len(by), strings.Join(by, ", "))}
		}
	}
	return head, nil
}

// of tells the log's own signature from a witness's.
func (t Trust) of(sig note.Signature) bool {
	for _, k := range t.Keys {
		if k.Name() == sig.Name && k.KeyHash() == sig.Hash {
			return true
		}
	}
	return false
}

// witnessed tells that somebody else than the log signed.
func (t Trust) witnessed(h *Head) bool {
	for _, s := range h.Signers {
		if !s.At.IsZero() {
			return true
		}
	}
	return false
}

// canonical refuses base64 with spare bits, which decodes to the same signature but
// is another text.
func canonical(signed []byte) error {
	_, sigs, ok := strings.Cut(string(signed), "\n\n")
	if !ok {
		return errors.New("it has no signatures")
	}
	for line := range strings.Lines(sigs) {
		line, ended := strings.CutSuffix(line, "\n")
		_, coded, ok := strings.Cut(strings.TrimPrefix(line, "— "), " ")
		raw, err := base64.StdEncoding.Strict().DecodeString(coded)
		if !ended || !ok || err != nil || base64.StdEncoding.EncodeToString(raw) != coded {
			return fmt.Errorf("a signature line is not in its one form: %q", line)
		}
	}
	return nil
}
