package bus

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"minhbach/eventstore"
)

// topic is which events a subscription brings.
type topic struct {
	all      bool
	exact    []string
	prefixes []string // with the dot
}

var typeForm = regexp.MustCompile(`^[^\s,*\x00-\x1f]{1,120}$`)

func parseTopic(text string) (topic, error) {
	var t topic
	for _, name := range strings.Split(text, ",") {
		switch {
		case name == "*":
			t.all = true
		case !typeForm.MatchString(name):
			return t, fmt.Errorf("bus: topic %q: want event types with commas between (publication.submitted), or all below a dot (notice. and so on)", text)
		case strings.HasSuffix(name, "."):
			t.prefixes = append(t.prefixes, name)
		default:
			t.exact = append(t.exact, name)
		}
	}
	return t, nil
}

// filter is the nearest that the log can do. Orders to replay ride along.
func (t topic) filter() eventstore.Filter {
	if t.all {
		return eventstore.Filter{}
	}
	return eventstore.Filter{Types: slices.Concat(t.exact, t.prefixes, []string{TypeReplayOrdered})}
}

func (t topic) brings(eventType string) bool {
	for _, p := range t.prefixes {
		if strings.HasPrefix(eventType, p) {
			return true
		}
	}
	return t.all && !strings.HasPrefix(eventType, ownTypes) || slices.Contains(t.exact, eventType)
}

// publishable is one event type, to which messages can be published.
func publishable(text string) error {
	if !typeForm.MatchString(text) || strings.HasSuffix(text, ".") || strings.HasPrefix(text, ownTypes) || strings.HasPrefix(text, "$") {
		return fmt.Errorf("bus: nothing can be published to %q: want one event type, as feed.refreshed", text)
	}
	return nil
}
