//lint:file-ignore SA1019 The Node client names a stream, its start and the strategy in these fields alone.

package esdbserver

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
)

// wireSettings is what the settings of a creation and of an update have in common.
type wireSettings interface {
	GetResolveLinks() bool
	GetExtraStatistics() bool
	GetMaxRetryCount() int32
	GetMinCheckpointCount() int32
	GetMaxCheckpointCount() int32
	GetMaxSubscriberCount() int32
	GetLiveBufferSize() int32
	GetReadBatchSize() int32
	GetHistoryBufferSize() int32
	GetMessageTimeoutMs() int32
	GetMessageTimeoutTicks() int64
	GetCheckpointAfterMs() int32
	GetCheckpointAfterTicks() int64
}

// millis is a time-out in either of its forms, of which a request has at most one.
// A tick is 100 ns.
func millis(ms int32, ticks int64) (int32, error) {
	t := int64(ms) + ticks/10_000
	if t < 0 || t > math.MaxInt32 {
		return 0, fmt.Errorf("a time of %d ms is out of range", t)
	}
	return int32(t), nil
}

// set takes over the settings of a request, or says why they cannot be.
func (e *groupEntry) set(w wireSettings, strategy string) error {
	var faults [2]error
	e.MessageTimeout, faults[0] = millis(w.GetMessageTimeoutMs(), w.GetMessageTimeoutTicks())
	e.CheckpointAfter, faults[1] = millis(w.GetCheckpointAfterMs(), w.GetCheckpointAfterTicks())
	e.ResolveLinks, e.ExtraStatistics = w.GetResolveLinks(), w.GetExtraStatistics()
	e.MaxRetries, e.MaxSubscribers = w.GetMaxRetryCount(), w.GetMaxSubscriberCount()
	e.MinCheckpoint, e.MaxCheckpoint = w.GetMinCheckpointCount(), w.GetMaxCheckpointCount()
	e.LiveBuffer, e.HistoryBuffer, e.ReadBatch = w.GetLiveBufferSize(), w.GetHistoryBufferSize(), w.GetReadBatchSize()
	e.Strategy = strategy
	return errors.Join(faults[0], faults[1], e.check())
}

// check refuses settings that contradict each other.
func (e *groupEntry) check() error {
	switch {
	case e.Stream == "" || !utf8.ValidString(e.Stream):
		return errors.New("a persistent subscription is on a stream: give its name")
	case e.Group == "" || !utf8.ValidString(e.Group):
		return errors.New("a persistent subscription has a group: give its name")
	case e.MaxRetries < 0, e.MaxSubscribers < 0, e.MinCheckpoint < 0, e.MaxCheckpoint < 0:
		return errors.New("a count may not be negative")
	case e.LiveBuffer < 1, e.HistoryBuffer < 1, e.ReadBatch < 1:
		return errors.New("the live buffer, the history buffer and the read batch have room for one event at least")
	case e.ReadBatch >= e.HistoryBuffer:
		return fmt.Errorf("the read batch (%d) must be smaller than the history buffer (%d)", e.ReadBatch, e.HistoryBuffer)
	case e.MinCheckpoint > e.MaxCheckpoint:
		return fmt.Errorf("the least number of events between checkpoints (%d) exceeds the largest (%d)", e.MinCheckpoint, e.MaxCheckpoint)
	}
	return nil
}

// The strategies, by their names in the protocol.
const (
	dispatchToSingle    = "DispatchToSingle"
	roundRobin          = "RoundRobin"
	pinned              = "Pinned"
	pinnedByCorrelation = "PinnedByCorrelation"
)

var errGroupPlace = errors.New("a persistent subscription starts at the start, at the end, or at a revision or position: name one of them")

// entryOf reads a request to create a group. Clients of before 21.10, and the Node
// client to this day, name the stream, the start and the strategy in other fields.
func entryOf(o *persistent.CreateReq_Options) (groupEntry, error) {
	e := groupEntry{Group: o.GetGroupName()}
	at, err := place{}, error(nil)
	switch v := o.GetStreamOption().(type) {
	case *persistent.CreateReq_Options_Stream:
		e.Stream = streamName(v.Stream.GetStreamIdentifier())
		switch r := v.Stream.GetRevisionOption().(type) {
		case *persistent.CreateReq_StreamOptions_Start:
			at.start = true
		case *persistent.CreateReq_StreamOptions_End:
			at.end = true
		case *persistent.CreateReq_StreamOptions_Revision:
			at, err = placeAt(r.Revision)
		default:
			err = errGroupPlace
		}
	case *persistent.CreateReq_Options_All:
		e.Stream = allLog
		switch p := v.All.GetAllOption().(type) {
		case *persistent.CreateReq_AllOptions_Start:
			at.start = true
		case *persistent.CreateReq_AllOptions_End:
			at.end = true
		case *persistent.CreateReq_AllOptions_Position:
			at, err = placeAtPosition(p.Position.GetCommitPosition(), p.Position.GetPreparePosition())
		default:
			err = errGroupPlace
		}
		if err == nil {
			e.Filter, err = groupFilterOf(v.All)
		}
	default:
		e.Stream = streamName(o.GetStreamIdentifier())
		at, err = placeAt(o.GetSettings().GetRevision())
	}
	strategy := o.GetSettings().GetConsumerStrategy()
	if strategy == "" {
		strategy = o.GetSettings().GetNamedConsumerStrategy().String()
	}
	e.StartPosition = startText(e.Stream, at)
	return e, errors.Join(err, e.set(o.GetSettings(), strategy))
}

// entryUpdated reads a request to change a group: its stream, its settings and start.
func entryUpdated(o *persistent.UpdateReq_Options) (groupEntry, error) {
	e := groupEntry{Group: o.GetGroupName()}
	at, err := place{}, error(nil)
	switch v := o.GetStreamOption().(type) {
	case *persistent.UpdateReq_Options_Stream:
		e.Stream = streamName(v.Stream.GetStreamIdentifier())
		switch r := v.Stream.GetRevisionOption().(type) {
		case *persistent.UpdateReq_StreamOptions_Start:
			at.start = true
		case *persistent.UpdateReq_StreamOptions_End:
			at.end = true
		case *persistent.UpdateReq_StreamOptions_Revision:
			at, err = placeAt(r.Revision)
		default:
			err = errGroupPlace
		}
	case *persistent.UpdateReq_Options_All:
		e.Stream = allLog
		switch p := v.All.GetAllOption().(type) {
		case *persistent.UpdateReq_AllOptions_Start:
			at.start = true
		case *persistent.UpdateReq_AllOptions_End:
			at.end = true
		case *persistent.UpdateReq_AllOptions_Position:
			at, err = placeAtPosition(p.Position.GetCommitPosition(), p.Position.GetPreparePosition())
		default:
			err = errGroupPlace
		}
	default:
		e.Stream = streamName(o.GetStreamIdentifier())
		at, err = placeAt(o.GetSettings().GetRevision())
	}
	e.StartPosition = startText(e.Stream, at)
	return e, errors.Join(err, e.set(o.GetSettings(), o.GetSettings().GetNamedConsumerStrategy().String()))
}

// placeAt is a place that a number names; the largest number is the end.
func placeAt(n uint64) (place, error) {
	switch {
	case n == math.MaxUint64:
		return place{end: true}, nil
	case n == 0:
		return place{start: true}, nil
	case n > math.MaxInt64:
		return place{}, fmt.Errorf("%d is out of range", n)
	}
	return place{at: n}, nil
}

func placeAtPosition(commit, prepare uint64) (place, error) {
	if prepare > commit {
		return place{}, errors.New("a prepare position does not come after its commit position")
	}
	return placeAt(commit)
}

// groupFilterOf reads the filter of a group on the whole log.
func groupFilterOf(all *persistent.CreateReq_AllOptions) (*groupFilter, error) {
	o := all.GetFilter()
	if o == nil {
		return nil, nil
	}
	var f groupFilter
	var by *persistent.CreateReq_AllOptions_FilterOptions_Expression
	switch v := o.GetFilter().(type) {
	case *persistent.CreateReq_AllOptions_FilterOptions_StreamIdentifier:
		f.Context, by = "streamId", v.StreamIdentifier
	case *persistent.CreateReq_AllOptions_FilterOptions_EventType:
		f.Context, by = "eventType", v.EventType
	default:
		return nil, errors.New("a filter is on the event type or on the stream")
	}
	f.Type, f.Data = "prefix", by.GetPrefix()
	if by.GetRegex() != "" {
		if len(f.Data) > 0 {
			return nil, errors.New("a filter has a regular expression or prefixes, not both")
		}
		f.Type, f.Data = "regex", []string{by.GetRegex()}
	}
	_, err := f.compile()
	return &f, err
}
