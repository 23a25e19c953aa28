package esdbserver

import (
	"math"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"minhbach/eventstore"
)

// place is where a reading or a subscription begins.
type place struct {
	start, end bool
	at         uint64 // else: a revision or a position
}

// placeInStream reads the revision that a client names.
func placeInStream(o *streams.ReadReq_Options_StreamOptions) (place, bool) {
	switch v := o.GetRevisionOption().(type) {
	case *streams.ReadReq_Options_StreamOptions_Start:
		return place{start: true}, true
	case *streams.ReadReq_Options_StreamOptions_End:
		return place{end: true}, true
	case *streams.ReadReq_Options_StreamOptions_Revision:
		return place{at: v.Revision, end: v.Revision == math.MaxUint64}, true
	}
	return place{}, false
}

// placeInLog reads the position that a client names. Commit and prepare are the same
// here; a position whose prepare comes after its commit is none.
func placeInLog(o *streams.ReadReq_Options_AllOptions) (place, bool) {
	switch v := o.GetAllOption().(type) {
	case *streams.ReadReq_Options_AllOptions_Start:
		return place{start: true}, true
	case *streams.ReadReq_Options_AllOptions_End:
		return place{end: true}, true
	case *streams.ReadReq_Options_AllOptions_Position:
		commit, prepare := v.Position.GetCommitPosition(), v.Position.GetPreparePosition()
		return place{at: commit, end: commit == math.MaxUint64}, prepare <= commit
	}
	return place{}, false
}

// revision is the place in a stream; what no stream can reach is FromEnd.
func (p place) revision() eventstore.Revision {
	switch {
	case p.start:
		return 0
	case p.end || p.at >= math.MaxInt64:
		return eventstore.FromEnd
	}
	return eventstore.Revision(p.at)
}

// after is the position behind which a forwards reading of the log begins: clients name
// the first one that they want.
func (p place) after() eventstore.Position {
	switch {
	case p.start || !p.end && p.at == 0:
		return 0
	case p.end || p.at > math.MaxInt64:
		return eventstore.EndOfLog
	}
	return eventstore.Position(p.at - 1)
}

// upTo is the position at which a backwards reading of the log begins: clients name the
// one behind it.
func (p place) upTo() eventstore.Position { return p.after() }
