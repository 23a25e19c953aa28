package domain

import "encoding/json"

// Event is a fact of an aggregate. Its type is a dotted, past-tense constant and
// its version an integer; both are stored and never derived from Go names. It is
// an alias so that the event store, which knows no aggregate, means the same type.
type Event = interface {
	EventType() string
	EventVersion() int
}

// Upcast turns the data of one version of an event into the next. It must be
// pure, and total on everything that was ever written in that version.
type Upcast struct {
	Type string
	From int // To is From+1
	Func func(json.RawMessage) (json.RawMessage, error)
}

// SameShape is the upcast of a version that changed no name and no type.
func SameShape(data json.RawMessage) (json.RawMessage, error) { return data, nil }
