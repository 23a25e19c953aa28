package eventstore

import "errors"

var (
	// ErrErased: the subject's key was destroyed; what was sealed for the subject
	// cannot be read again by anybody, and nothing new is sealed for the subject.
	ErrErased = errors.New("eventstore: the subject's key was destroyed")
	// ErrNoKey: what is sealed cannot be opened here, because the key is elsewhere.
	ErrNoKey = errors.New("eventstore: no key for the subject here")
	// ErrNoSealer: the event has fields to seal and the codec was built without
	// WithSealer. It is not written: a plain value could never be taken back.
	ErrNoSealer = errors.New("eventstore: nothing seals the event's personal fields; open the vault first")
	// ErrBroken: a sealed value was changed, or belongs to another subject, event
	// type or field.
	ErrBroken = errors.New("eventstore: sealed value does not open")
)

// Sealer seals the personal fields of events, each for the person it is about. A
// subject is an id, never a name.
type Sealer interface {
	// Seal makes what the log keeps. It is bound to subject, event type and field:
	// it opens for these three only. The subject's key is made at first use and is
	// durable when Seal returns. ErrErased after the key's destruction, ErrNoKey
	// where no key can be made.
	Seal(subject, event, field string, plain []byte) (sealed []byte, err error)
	// Open is the reverse. ErrErased and ErrNoKey are answers, not failures;
	// ErrBroken is damage. Any other error is one of the machine and may pass.
	Open(subject, event, field string, sealed []byte) (plain []byte, err error)
}
