package ledger

import "minhbach/eventstore"

// TypeKeyRotated is the stored name of KeyRotated. It never changes.
const TypeKeyRotated = "ledger.key_rotated"

// Stream of an installation's ledger: its keys and its epochs.
var Stream = "ledger-" + eventstore.DeriveID("ledger").String()

// KeyRotated: from here on another key signs. Rotation is the signed note that
// SignRotation made.
type KeyRotated struct {
	Origin   string `json:"origin"`
	Old      string `json:"old"` // verifier keys
	New      string `json:"new"`
	Rotation string `json:"rotation"`
}

func (KeyRotated) EventType() string { return TypeKeyRotated }
func (KeyRotated) EventVersion() int { return 1 }

// KeyEvents lists the facts of keys for the codec.
func KeyEvents() []eventstore.Payload { return []eventstore.Payload{KeyRotated{}} }
