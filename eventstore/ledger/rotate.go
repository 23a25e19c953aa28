package ledger

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// ErrRotation: a text that does not pass trust from one key to the next.
var ErrRotation = errors.New("ledger: not a rotation of this key")

// Rotation passes trust from a key to its successor of the same name, at a
// checkpoint. It counts when both keys signed its text.
type Rotation struct {
	Old, New string // verifier keys
	At       Checkpoint
}

const rotationHead = "minhbach/key-rotation/v1"

// Text is what both keys sign: a head line, the two verifier keys, and the text of
// the checkpoint.
func (r Rotation) Text() string {
	return fmt.Sprintf("%s\n%s\n%s\n%s", rotationHead, r.Old, r.New, r.At.Text())
}

// SignRotation makes the signed note of a rotation.
func SignRotation(old, next Key, at Checkpoint) (string, error) {
	if old.Name() != next.Name() || old.Name() != at.Origin {
		return "", fmt.Errorf("%w: the keys are of %q and %q, the ledger is %q", ErrRotation, old.Name(), next.Name(), at.Origin)
	}
	signed, err := note.Sign(&note.Note{Text: Rotation{Old: old.Public, New: next.Public, At: at}.Text()}, old, next)
	return string(signed), err
}

// OpenRotation reads a signed rotation away from a key that is trusted.
func OpenRotation(trusted, signed string) (Rotation, error) {
	var r Rotation
	lines := strings.SplitN(signed, "\n", 4)
	if len(lines) < 4 || lines[0] != rotationHead || lines[1] != trusted {
		return r, fmt.Errorf("%w: it does not begin with %s and that key", ErrRotation, rotationHead)
	}
	old, err := note.NewVerifier(lines[1])
	if err != nil {
		return r, fmt.Errorf("%w: %w", ErrRotation, err)
	}
	next, err := note.NewVerifier(lines[2])
	if err != nil {
		return r, fmt.Errorf("%w: %w", ErrRotation, err)
	}
	if next.Name() != old.Name() {
		return r, fmt.Errorf("%w: the new key has another name, %q", ErrRotation, next.Name())
	}
	n, err := note.Open([]byte(signed), note.VerifierList(old, next))
	if err != nil {
		return r, fmt.Errorf("%w: %w", ErrRotation, err)
	}
	if !signedBy(n, old) || !signedBy(n, next) {
		return r, fmt.Errorf("%w: not both keys signed it", ErrRotation)
	}
	r.Old, r.New = lines[1], lines[2]
	r.At, err = ParseCheckpoint(strings.TrimPrefix(n.Text, strings.Join(lines[:3], "\n")+"\n"))
	if err == nil && r.At.Origin != old.Name() || err == nil && r.Text() != n.Text {
		err = ErrRotation
	}
	return r, err
}

func signedBy(n *note.Note, v note.Verifier) bool {
	for _, s := range n.Sigs {
		if s.Name == v.Name() && s.Hash == v.KeyHash() {
			return true
		}
	}
	return false
}

// FollowRotations returns the trusted key and its successors, oldest first, as far
// as the notes lead. Notes that are of other keys, or from before, are passed over;
// one that claims to follow and does not hold is an error.
func FollowRotations(trusted string, rotations []string) ([]string, error) {
	keys := []string{trusted}
	for _, signed := range rotations {
		last := keys[len(keys)-1]
		if !strings.HasPrefix(signed, rotationHead+"\n"+last+"\n") {
			continue
		}
		r, err := OpenRotation(last, signed)
		if err != nil {
			return keys, err
		}
		keys = append(keys, r.New)
	}
	return keys, nil
}
