package bus

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"maps"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"minhbach/eventstore"
)

// Keys of a message's metadata that tell of its event.
const (
	KeyType     = "event_type"
	KeyStream   = "event_stream"
	KeyRecorded = "event_recorded" // RFC 3339
)

// envelope is the metadata of an event that was a message: the envelope of every
// event, and what Watermill keeps beside a payload.
type envelope struct {
	eventstore.Metadata
	Message *carried `json:"message,omitempty"`
}

type carried struct {
	UUID     string            `json:"uuid,omitempty"` // where it is no UUID
	Metadata map[string]string `json:"metadata,omitempty"`
}

// draft of a message.
func draft(topic string, msg *message.Message) (eventstore.Draft, error) {
	env := envelope{Metadata: eventstore.Metadata{Version: 1, SaltData: salt(), SaltMeta: salt()}}
	id, err := eventstore.ParseID(msg.UUID)
	foreign := err != nil
	if foreign {
		id = eventstore.DeriveID("message", topic, msg.UUID)
	}
	if foreign || len(msg.Metadata) > 0 {
		env.Message = &carried{Metadata: msg.Metadata}
		if foreign {
			env.Message.UUID = msg.UUID
		}
	}
	if corr, err := eventstore.ParseID(middleware.MessageCorrelationID(msg)); err == nil {
		env.Correlation = corr
	}
	raw, err := json.Marshal(env)
	if err != nil {
		return eventstore.Draft{}, err
	}
	d := eventstore.Draft{ID: id, Type: topic, Data: msg.Payload, Metadata: raw}
	if !json.Valid(msg.Payload) {
		d.ContentType = "application/octet-stream"
	}
	return d, nil
}

// messageOf an event. Metadata of a foreign writer that is no envelope is not shown.
func messageOf(ev *eventstore.Event) *message.Message {
	var env envelope
	_ = json.Unmarshal(ev.Metadata, &env)
	uuid := ev.ID.String()
	told := message.Metadata{KeyType: ev.Type, KeyStream: ev.Stream, KeyRecorded: ev.Recorded.Format("2006-01-02T15:04:05.999999999Z07:00")}
	if !env.Correlation.IsZero() {
		told[middleware.CorrelationIDMetadataKey] = env.Correlation.String()
	}
	if env.Message != nil {
		maps.Copy(told, env.Message.Metadata)
		if env.Message.UUID != "" {
			uuid = env.Message.UUID
		}
	}
	msg := message.NewMessage(uuid, ev.Data)
	msg.Metadata = told
	return msg
}

func salt() eventstore.Salt {
	var b [16]byte
	rand.Read(b[:]) // never returns an error
	return eventstore.Salt(hex.EncodeToString(b[:]))
}
