package esdbserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"minhbach/eventstore"
)

const (
	contentBytes        = "application/octet-stream"
	typeGroupCheckpoint = "$SubscriptionCheckpoint"

	groupStatePrefix = "$persistentsubscription-"
	// stateTimeout bounds a write of a group's state, which goes on when the caller or
	// the server is about to end.
	stateTimeout = 10 * time.Second
	// longestReason is what is kept of a client's reason to park an event.
	longestReason = 4 << 10
)

func checkpointStream(id string) string { return groupStatePrefix + id + "-checkpoint" }
func parkedStream(id string) string     { return groupStatePrefix + id + "-parked" }

// recordState appends what the server itself keeps.
func (s *Server) recordState(ctx context.Context, stream string, drafts ...eventstore.Draft) error {
	_, err := s.appendState(ctx, stream, drafts...)
	return err
}

func (s *Server) appendState(ctx context.Context, stream string, drafts ...eventstore.Draft) (eventstore.Appended, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stateTimeout)
	defer cancel()
	for i := range drafts {
		drafts[i].ID = eventstore.NewID(s.opts.Now())
	}
	return s.record(ctx, stream, eventstore.Any(), drafts...)
}

// stateMeta is the metadata of a stream of state: administrators alone have to do with
// it, and what lies before From is done with.
type stateMeta struct {
	MaxCount int                 `json:"$maxCount,omitempty"`
	From     eventstore.Revision `json:"$tb,omitempty"`
	ACL      map[string]string   `json:"$acl"`
}

func (s *Server) recordStateMeta(ctx context.Context, stream string, m stateMeta) error {
	m.ACL = map[string]string{"$r": Admins, "$w": Admins, "$d": Admins, "$mr": Admins, "$mw": Admins}
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.recordState(ctx, metaOf(stream), eventstore.Draft{Type: typeMetadata, ContentType: contentJSON, Data: data})
}

// stateFrom is the first revision of a stream of state that is not done with.
func (s *Server) stateFrom(ctx context.Context, stream string) (eventstore.Revision, error) {
	for ev, err := range s.log.ReadStream(ctx, metaOf(stream), eventstore.FromEnd, eventstore.Backwards, 1) {
		if errors.Is(err, eventstore.ErrNoStream) {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		return parseMeta(ev.Data).TruncateBefore, nil
	}
	return 0, nil
}

// beginState readies the streams of a group that is about to be made: an earlier group
// of its name leaves nothing behind.
func (s *Server) beginState(ctx context.Context, id string) error {
	head, err := s.headOf(ctx, checkpointStream(id))
	if err != nil {
		return err
	}
	if err := s.recordStateMeta(ctx, checkpointStream(id), stateMeta{MaxCount: 2, From: head + 1}); err != nil {
		return err
	}
	return s.clearParked(ctx, id)
}

func (s *Server) clearParked(ctx context.Context, id string) error {
	stream := parkedStream(id)
	head, err := s.headOf(ctx, stream)
	if err != nil || head == eventstore.NoRevision {
		return err
	}
	return s.recordStateMeta(ctx, stream, stateMeta{From: head + 1})
}

// checkpoint is how far the group of these streams was; false when that was not said.
func (s *Server) groupCheckpoint(ctx context.Context, stream, id string) (at groupPlace, ok bool, err error) {
	from, err := s.stateFrom(ctx, checkpointStream(id))
	if err != nil {
		return 0, false, err
	}
	for ev, err := range s.log.ReadStream(ctx, checkpointStream(id), eventstore.FromEnd, eventstore.Backwards, 1) {
		if errors.Is(err, eventstore.ErrNoStream) || err == nil && ev.Revision < from {
			return 0, false, nil
		}
		if err != nil {
			return 0, false, err
		}
		var text json.RawMessage
		if err = json.Unmarshal(ev.Data, &text); err == nil {
			var quoted string
			if json.Unmarshal(text, &quoted) != nil {
				quoted = string(text) // servers of before 21.10 wrote a number
			}
			at, err = parsePlace(stream, quoted)
		}
		if err != nil {
			return 0, false, fmt.Errorf("event %d of %s cannot be read: %w", ev.Revision, ev.Stream, err)
		}
		return at, true, nil
	}
	return 0, false, nil
}

func (s *Server) recordCheckpoint(ctx context.Context, stream, id string, at groupPlace) error {
	data, err := json.Marshal(at.text(stream))
	if err != nil {
		return err
	}
	return s.recordState(ctx, checkpointStream(id), eventstore.Draft{Type: typeGroupCheckpoint, ContentType: contentJSON, Data: data})
}

// parkedLink is the event that keeps another one as parked.
func parkedLink(m *groupMessage, target string, reason string, now time.Time) (eventstore.Draft, error) {
	if len(reason) > longestReason {
		cut := longestReason
		for cut > 0 && !utf8.RuneStart(reason[cut]) {
			cut--
		}
		reason = reason[:cut]
	}
	about, err := json.Marshal(struct {
		Added  time.Time           `json:"added"`
		Reason string              `json:"reason"`
		Number eventstore.Revision `json:"subscriptionEventNumber"`
	}{now.UTC(), reason, m.revision})
	return eventstore.Draft{Type: typeLink, ContentType: contentBytes, Data: []byte(target), Metadata: about}, err
}
