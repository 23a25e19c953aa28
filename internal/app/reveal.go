package app

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"

	"minhbach/eventstore"
)

// Reveal is how much of one event somebody may have, byte for byte. The leaf of every
// event is public: it holds type, stream and time, and salted commitments to the rest.
type Reveal int

const (
	Hidden     Reveal = iota // nothing that is not in the leaf, and no page: a draft, an account
	HeaderOnly               // that it happened, and when; neither data nor envelope
	DataOnly                 // its data; not who did it
	Whole                    // data and envelope
)

// Disclose says of every event of one stream, the oldest first, how much of it
// anybody may have. It says what the chronicle says: bytes are given away only where
// all that is in them is told there, so that a redacted remark is not in a proof.
func Disclose(codec *eventstore.Codec, events []eventstore.Event) ([]Reveal, error) {
	out := make([]Reveal, len(events))
	if len(events) == 0 {
		return out, nil
	}
	c, tells := chronicleOf(events[0].Stream)
	if !tells {
		for i := range out {
			out[i] = elsewhere(events[i])
		}
		return out, nil
	}
	facts, at, err := own(codec, events)
	if err != nil {
		return nil, err
	}
	for i := range c.shown(facts) {
		out[at[i]] = c.reveal(facts[i], events[at[i]].Data)
	}
	return out, nil
}

// own are the events of a stream that this program wrote, and where they are in it.
func own(codec *eventstore.Codec, events []eventstore.Event) (facts []eventstore.Fact, at []int, err error) {
	for i, ev := range events {
		f, err := codec.Decode(ev)
		if errors.Is(err, eventstore.ErrStranger) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		facts, at = append(facts, f), append(at, i)
	}
	return facts, at, nil
}

// chronicleOf the items that are told of event by event.
func chronicleOf(stream string) (chronicle, bool) {
	for _, c := range []chronicle{publicationChronicle, datasetChronicle} {
		if strings.HasPrefix(stream, c.prefix) {
			return c, true
		}
	}
	return chronicle{}, false
}

// elsewhere: of the ledger's own keys anybody may know all but who turned them; of the
// agencies that something changed. What is left is people, and nobody else's business.
func elsewhere(ev eventstore.Event) Reveal {
	switch {
	case strings.HasPrefix(ev.Stream, ledgerPrefix):
		return DataOnly
	case ev.Stream == treeStream:
		return HeaderOnly
	}
	return Hidden
}

// reveal is for an event that the public is told of. Who acted in another's name is
// not told, so such an envelope stays closed.
func (c chronicle) reveal(f eventstore.Fact, data []byte) Reveal {
	told := c.tell(f, nil, false)
	if told.Data == nil || !covers(told.Data, data) {
		return HeaderOnly
	}
	if told.Actor == "" || f.Meta.OnBehalfOf != "" {
		return DataOnly
	}
	return Whole
}

// covers: everything in the recorded JSON is in what is told.
func covers(told any, recorded []byte) bool {
	raw, err := json.Marshal(told)
	if err != nil {
		return false
	}
	var a, b any
	return json.Unmarshal(raw, &a) == nil && json.Unmarshal(recorded, &b) == nil && holdsAll(a, b)
}

func holdsAll(told, recorded any) bool {
	r, ok := recorded.(map[string]any)
	if !ok {
		return reflect.DeepEqual(told, recorded)
	}
	t, ok := told.(map[string]any)
	if !ok {
		return false
	}
	for name, value := range r {
		if other, there := t[name]; !there || !holdsAll(other, value) {
			return false
		}
	}
	return true
}
