package esdbserver

import (
	"fmt"
	"strconv"
	"strings"

	"minhbach/eventstore"
)

// groupPlace is how far along its source a group is: the position in the whole log, or
// the revision plus one in a stream. 0 stands before everything.
type groupPlace uint64

func placeOf(stream string, ev *eventstore.Event) groupPlace {
	if stream == allLog {
		return groupPlace(ev.Position)
	}
	return groupPlace(ev.Revision + 1)
}

// revision is the last one that lies at or before the place in a stream.
func (p groupPlace) revision() eventstore.Revision { return eventstore.Revision(p) - 1 }

// text is the place in the form of EventStoreDB: "12", or "C:40/P:40". Before
// everything it is empty.
func (p groupPlace) text(stream string) string {
	switch {
	case p == 0:
		return ""
	case stream == allLog:
		return positionText(uint64(p))
	}
	return strconv.FormatUint(uint64(p)-1, 10)
}

func positionText(p uint64) string { return fmt.Sprintf("C:%d/P:%d", p, p) }

// parsePlace reads what text wrote.
func parsePlace(stream, text string) (groupPlace, error) {
	if stream != allLog {
		n, err := strconv.ParseUint(text, 10, 63)
		return groupPlace(n + 1), err
	}
	commit, prepare, ok := strings.Cut(strings.TrimPrefix(text, "C:"), "/P:")
	if !ok || !strings.HasPrefix(text, "C:") || prepare == "" {
		return 0, fmt.Errorf("%q is no position", text)
	}
	n, err := strconv.ParseUint(commit, 10, 63)
	return groupPlace(n), err
}

// Where a group starts, as the configuration and the information about it say it.
const (
	startOfStream, endOfStream = "0", "-1"
	startOfLog, endOfLog       = "C:0/P:0", "C:-1/P:-1"
)

// startText is the start that a client asked for.
func startText(stream string, p place) string {
	switch all := stream == allLog; {
	case all && p.end:
		return endOfLog
	case p.end:
		return endOfStream
	case all && p.start:
		return startOfLog
	case p.start:
		return startOfStream
	case all:
		return positionText(p.at)
	}
	return strconv.FormatUint(p.at, 10)
}

// start is where the group begins that has no checkpoint; end tells that it is wherever
// the source ended when it was made.
func (e groupEntry) start() (from groupPlace, end bool, err error) {
	switch e.StartPosition {
	case endOfStream, endOfLog:
		return 0, true, nil
	case startOfStream, startOfLog, "":
		return 0, false, nil
	}
	at, err := parsePlace(e.Stream, e.StartPosition)
	if at > 0 {
		at-- // the event that is named is the first one delivered
	}
	return at, false, err
}
