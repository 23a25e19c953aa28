package esdbserver

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"minhbach/eventstore"
)

// step is one append of a case: the numbers of its events, and what is expected, in the
// words of EventStoreDB's own tables: 0em1 is event 0 expecting no stream, [1 2]e0 are
// two events expecting revision 0, 3any expects nothing.
func step(s string) (events []esdb.EventData, expected esdb.ExpectedRevision) {
	numbers, expectation := s[:1], s[1:]
	if list, rest, ok := strings.Cut(strings.TrimPrefix(s, "["), "]"); ok {
		numbers, expectation = list, rest
	}
	for n := range strings.SplitSeq(numbers, "+") {
		number, _ := strconv.Atoi(n)
		events = append(events, numbered(number))
	}
	switch expectation {
	case "any":
		return events, esdb.Any{}
	case "em1":
		return events, esdb.NoStream{}
	case "exists":
		return events, esdb.StreamExists{}
	}
	number, _ := strconv.Atoi(expectation[1:])
	return events, esdb.Revision(uint64(number))
}

func TestRepeatedAppends(t *testing.T) {
	w := start(t)
	if _, ok := w.log.(eventstore.ForeignAppender); !ok {
		t.Skip("the log does not append by the rules of EventStoreDB")
	}
	const six = "0em1 1e0 2e1 3e2 4e3 5e4 "
	for i, c := range []struct{ steps, want string }{
		{six + "0any", "repeated 0"},
		{six + "0em1", "repeated 0"},
		{six + "2e1", "repeated 2"},
		{six + "0exists", "repeated 0"},
		{six + "0e5", "recorded 6"},
		{six + "0e6", "wrong"},
		{six + "0e4", "wrong"},
		{"0em1 0e0", "recorded 1"},
		{"0em1 0any", "repeated 0"},
		{"0em1 0em1", "repeated 0"},
		{"0em1 1e0 2e1 1any 1any", "repeated 1"},
		{"[0+1]em1 [0]em1", "repeated 0"},
		{"[0+1]em1 [0]any", "repeated 0"},
		{"[0+1]em1 [1]e0", "repeated 1"},
		{"[0+1]em1 [1]any", "repeated 1"},
		{"[0+1]em1 [0+1]em1", "repeated 1"},
		{"[0+1]em1 [0+1]any", "repeated 1"},
		{"[0+1]em1 [0+1+2]em1", "wrong"},
		{"[0+1]em1 [0+1+2]any", "wrong"},
		{"[0+1]em1 [1]em1", "wrong"},
		{"[0+1]em1 [2+0]any", "recorded 3"},
	} {
		stream := fmt.Sprintf("case-%d", i)
		steps := strings.Fields(c.steps)
		for n, s := range steps {
			events, expected := step(s)
			before := w.length(t, stream)
			result, err := w.append(t, stream, expected, events...)
			got := outcome(err)
			if err == nil {
				got = fmt.Sprintf("recorded %d", result.NextExpectedVersion)
				if w.length(t, stream) == before {
					got = fmt.Sprintf("repeated %d", result.NextExpectedVersion)
				}
			}
			if n < len(steps)-1 && err != nil || n == len(steps)-1 && got != c.want {
				t.Errorf("%s: %s gave %s, want %s", c.steps, s, got, c.want)
			}
		}
	}
}
