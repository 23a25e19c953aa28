package ledger

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore"
)

// TypeRestored is the stored name of Restored. It never changes.
const TypeRestored = "ledger.restored"

// Why an installation was restored.
const (
	RestoredAfterLoss  = "loss"  // the machine or its data was lost
	RestoredAfterError = "error" // what was recorded later must not stand
	RestoredToMove     = "move"  // to another machine
	RestoredToTest     = "test"  // a drill
)

// RestoreReasons lists them.
func RestoreReasons() []string {
	return []string{RestoredAfterLoss, RestoredAfterError, RestoredToMove, RestoredToTest}
}

// Restored: from here on the ledger is another one. Checkpoints of the previous
// origin may exist that no backup had; a new origin and key keep the two histories
// apart. The trees are the same up to Size, so the old checkpoints up to there are
// still extended by every new one.
type Restored struct {
	Origin      string `json:"origin"` // of the new epoch
	Key         string `json:"key"`    // its verifier key
	Previous    string `json:"previous"`
	PreviousKey string `json:"previous_key"`
	Size        uint64 `json:"size"`            // leaves that were restored
	Root        string `json:"root"`            // of these, hex
	Known       string `json:"known,omitempty"` // newest checkpoint of the previous epoch that is known, a signed note
	Lost        uint64 `json:"lost"`            // leaves of Known beyond Size: what was signed and is gone
	Reason      string `json:"reason"`
	Succession  string `json:"succession,omitempty"` // what SignSuccession made; empty when the old key is lost
}

func (Restored) EventType() string { return TypeRestored }
func (Restored) EventVersion() int { return 1 }

// RestoredEvents lists the facts of epochs for the codec.
func RestoredEvents() []eventstore.Payload { return []eventstore.Payload{Restored{}} }

// NextOrigin names the epoch after one: soctrang.gov.vn/log, then
// soctrang.gov.vn/log/r2, then soctrang.gov.vn/log/r3.
func NextOrigin(origin string) string {
	base, n := origin, 1
	if cut := strings.LastIndex(origin, "/r"); cut > 0 {
		var number int
		if _, err := fmt.Sscanf(origin[cut:], "/r%d", &number); err == nil && number > 1 && fmt.Sprintf("/r%d", number) == origin[cut:] {
			base, n = origin[:cut], number
		}
	}
	return fmt.Sprintf("%s/r%d", base, n+1)
}

// ErrSuccession: a text that does not pass trust from one epoch to the next.
var ErrSuccession = errors.New("ledger: not a succession of this key")

// Succession passes trust from the key of an epoch to that of the next, at the tree
// that both have in common. It counts when both keys signed its text.
type Succession struct {
	Old, New string     // verifier keys
	At       Checkpoint // of the old origin; it may never have been published
}

const successionHead = "minhbach/ledger-succession/v1"

// Text is what both keys sign.
func (s Succession) Text() string {
	return fmt.Sprintf("%s\n%s\n%s\n%s", successionHead, s.Old, s.New, s.At.Text())
}

// SignSuccession makes the signed note.
func SignSuccession(old, next Key, at Checkpoint) (string, error) {
	if old.Name() != at.Origin || next.Name() == old.Name() {
		return "", fmt.Errorf("%w: the keys are of %q and %q, the old ledger is %q", ErrSuccession, old.Name(), next.Name(), at.Origin)
	}
	signed, err := note.Sign(&note.Note{Text: Succession{Old: old.Public, New: next.Public, At: at}.Text()}, old, next)
	return string(signed), err
}

// OpenSuccession reads a signed succession from a key that is trusted.
func OpenSuccession(trusted, signed string) (Succession, error) {
	var s Succession
	lines := strings.SplitN(signed, "\n", 4)
	if len(lines) < 4 || lines[0] != successionHead || lines[1] != trusted {
		return s, fmt.Errorf("%w: it does not begin with %s and that key", ErrSuccession, successionHead)
	}
	var keys [2]note.Verifier
	for i := range keys {
		v, err := note.NewVerifier(lines[1+i])
		if err != nil {
			return s, fmt.Errorf("%w: %w", ErrSuccession, err)
		}
		keys[i] = v
	}
	n, err := note.Open([]byte(signed), note.VerifierList(keys[:]...))
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrSuccession, err)
	}
	if !signedBy(n, keys[0]) || !signedBy(n, keys[1]) {
		return s, fmt.Errorf("%w: not both keys signed it", ErrSuccession)
	}
	s.Old, s.New = lines[1], lines[2]
	s.At, err = ParseCheckpoint(strings.TrimPrefix(n.Text, strings.Join(lines[:3], "\n")+"\n"))
	if err == nil && (s.At.Origin != keys[0].Name() || keys[1].Name() == keys[0].Name() || s.Text() != n.Text) {
		err = ErrSuccession
	}
	return s, err
}
