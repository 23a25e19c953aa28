package eventstore

import (
	"crypto/rand"
	"encoding/hex"
)

// Metadata is the envelope kept beside an event's data: who did it, in which
// capacity, because of which command, and by which version of the rules. It holds
// identifiers only, never a name or an address.
type Metadata struct {
	Version     int    `json:"v"`                // of the event's data, from 1
	Actor       string `json:"actor,omitempty"`  // account id, or "system"
	Role        string `json:"role,omitempty"`   // under which the actor acted
	Agency      string `json:"agency,omitempty"` // for which the actor acted
	OnBehalfOf  string `json:"behalf,omitempty"` // account whose power was borrowed
	Causation   ID     `json:"cause,omitzero"`   // the command, the same for all its events
	Correlation ID     `json:"corr,omitzero"`    // the request or job that set it off
	Rules       string `json:"rules,omitempty"`  // rule-pack version applied
	SaltData    Salt   `json:"salt_d,omitempty"` // of the ledger's commitment to the data
	SaltMeta    Salt   `json:"salt_m,omitempty"` // of the ledger's commitment to this envelope
}

// Salt is 16 random bytes in hex. Without it a commitment to low-entropy data
// could be guessed.
type Salt string

func newSalt() Salt {
	var b [16]byte
	rand.Read(b[:]) // never returns an error
	return Salt(hex.EncodeToString(b[:]))
}
