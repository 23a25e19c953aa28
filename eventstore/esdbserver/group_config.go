package esdbserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"minhbach/eventstore"
)

// Where the configuration of all groups is: every change writes the whole of it as one
// event, so that the last one says everything (as EventStoreDB does, in its format).
const (
	groupConfigStream = "$persistentSubscriptionConfig"
	groupConfigType   = "$PersistentConfig"
)

type groupConfig struct {
	Version   string       `json:"version"`
	Updated   time.Time    `json:"updated"`
	UpdatedBy string       `json:"updatedBy"`
	Entries   []groupEntry `json:"entries"`
}

// groupEntry is what a group is.
type groupEntry struct {
	Stream          string       `json:"stream"`
	Group           string       `json:"group"`
	Filter          *groupFilter `json:"filter,omitempty"`
	ResolveLinks    bool         `json:"resolveLinkTos"`
	ExtraStatistics bool         `json:"extraStatistics"`
	MessageTimeout  int32        `json:"messageTimeout"` // ms; 0 never ends
	StartPosition   string       `json:"startPosition"`
	Behind          *groupPlace  `json:"behind,omitempty"` // the end, as it was when the group was made
	LiveBuffer      int32        `json:"liveBufferSize"`
	HistoryBuffer   int32        `json:"historyBufferSize"`
	ReadBatch       int32        `json:"readBatchSize"`
	MaxRetries      int32        `json:"maxRetryCount"`
	CheckpointAfter int32        `json:"checkPointAfter"` // ms
	MinCheckpoint   int32        `json:"minCheckPointCount"`
	MaxCheckpoint   int32        `json:"maxCheckPointCount"`
	MaxSubscribers  int32        `json:"maxSubscriberCount"` // 0 is any number
	Strategy        string       `json:"namedConsumerStrategy"`
}

func (e groupEntry) id() string { return groupID(e.Stream, e.Group) }

// groupFilter narrows a group of the whole log.
type groupFilter struct {
	Context string   `json:"context"` // "streamId", "eventType"
	Type    string   `json:"type"`    // "prefix", "regex"
	Data    []string `json:"data"`
}

func (f *groupFilter) compile() (*eventFilter, error) {
	if f == nil {
		return nil, nil
	}
	byStream := strings.EqualFold(f.Context, "streamId")
	if strings.EqualFold(f.Type, "regex") {
		if len(f.Data) != 1 {
			return nil, fmt.Errorf("a filter has one regular expression, not %d", len(f.Data))
		}
		return compileFilter(byStream, f.Data[0], nil)
	}
	return compileFilter(byStream, "", f.Data)
}

// readConfig is what the last event of the configuration says; nothing when there is none.
func (r *groups) readConfig(ctx context.Context) ([]groupEntry, error) {
	for ev, err := range r.s.log.ReadStream(ctx, groupConfigStream, eventstore.FromEnd, eventstore.Backwards, 1) {
		if errors.Is(err, eventstore.ErrNoStream) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		var c groupConfig
		if err := json.Unmarshal(ev.Data, &c); err != nil {
			return nil, fmt.Errorf("event %d of %s cannot be read: %w", ev.Revision, groupConfigStream, err)
		}
		return c.Entries, nil
	}
	return nil, nil
}

// writeConfig records what the groups are from now on. The caller holds the lock.
func (r *groups) writeConfig(ctx context.Context, entries []groupEntry) error {
	slices.SortFunc(entries, func(a, b groupEntry) int { return strings.Compare(a.id(), b.id()) })
	data, err := json.Marshal(groupConfig{Version: "2", Updated: r.s.opts.Now().UTC(), UpdatedBy: callerName(ctx), Entries: entries})
	if err != nil {
		return err
	}
	return r.s.recordState(ctx, groupConfigStream, eventstore.Draft{Type: groupConfigType, ContentType: contentJSON, Data: data})
}

// entries are those of all groups but one, and the further ones.
func (r *groups) entries(without string, further ...groupEntry) []groupEntry {
	var list []groupEntry
	for id, g := range r.byID {
		if id != without {
			list = append(list, g.settings())
		}
	}
	return append(list, further...)
}
