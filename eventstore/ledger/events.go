package ledger

import "minhbach/eventstore"

// Stored names of the facts of a ledger's keys. They never change.
const (
	TypeKeyIntroduced = "ledger.key_introduced"
	TypeKeyRotated    = "ledger.key_rotated"
)

// Stream of an installation's ledger: its keys and its epochs.
var Stream = "ledger-" + eventstore.DeriveID("ledger").String()

// KeyIntroduced: the first key of an origin.
type KeyIntroduced struct {
	Origin string `json:"origin"`
	Key    string `json:"key"` // verifier key
}

// KeyRotated: from here on another key signs. Rotation is the signed note that
// SignRotation made.
type KeyRotated struct {
	Origin   string `json:"origin"`
	Old      string `json:"old"`
	New      string `json:"new"`
	Rotation string `json:"rotation"`
}

func (KeyIntroduced) EventType() string { return TypeKeyIntroduced }
func (KeyRotated) EventType() string    { return TypeKeyRotated }

func (KeyIntroduced) EventVersion() int { return 1 }
func (KeyRotated) EventVersion() int    { return 1 }

// KeyEvents lists the facts of keys for the codec.
func KeyEvents() []eventstore.Payload { return []eventstore.Payload{KeyIntroduced{}, KeyRotated{}} }
