package esdbserver

import (
	"errors"
	"unicode/utf8"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"

	"minhbach/eventstore"
)

// What the protocol says of an event besides its id and its bytes.
const (
	propertyType    = "type"
	propertyContent = "content-type"
)

// proposal is an event as a client sends it, by whatever call.
type proposal interface {
	GetId() *shared.UUID
	GetMetadata() map[string]string
	GetCustomMetadata() []byte
	GetData() []byte
}

// gathering is the events of one append on their way in.
type gathering struct {
	s      *Server
	most   int // events that the log takes at once
	drafts []eventstore.Draft
	bytes  int // as the size limit counts: data, metadata, and the type in UTF-16
	held   int // of the room that all appends share
}

// errFull: other clients have sent so much that is not recorded yet.
var errFull = errors.New("esdbserver: too many appends are under way; try again")

func (s *Server) gather() *gathering { return &gathering{s: s, most: s.log.Features().MaxAppend} }

// overhead is about what an event takes besides its bytes.
const overhead = 128

// add checks an event and keeps it. Whatever the error, the gathering is to be given up.
func (g *gathering) add(p proposal) error {
	d, err := draft(p)
	if err != nil {
		return err
	}
	size := len(d.Data) + len(d.Metadata)
	g.bytes += size + 2*len(d.Type)
	if g.bytes > g.s.opts.MaxAppendBytes || g.most > 0 && len(g.drafts) >= g.most {
		return eventstore.ErrTooLarge
	}
	if !g.s.meta.writing.hold(size + overhead) {
		return errFull
	}
	g.held += size + overhead
	g.drafts = append(g.drafts, d)
	return nil
}

// drop lets the events go.
func (g *gathering) drop() {
	g.s.meta.writing.release(g.held)
	g.drafts, g.held = nil, 0
}

func draft(p proposal) (eventstore.Draft, error) {
	id, err := readID(p.GetId())
	if err != nil || id.IsZero() {
		return eventstore.Draft{}, bad("An event has no id, or one that is no UUID.")
	}
	properties := p.GetMetadata()
	for _, name := range [...]string{propertyType, propertyContent} {
		if properties[name] == "" {
			return eventstore.Draft{}, &badRequest{text: "Required metadata property '" + name + "' of event " + id.String() + " is missing.", missing: name}
		}
	}
	d := eventstore.Draft{ID: id, Type: properties[propertyType], ContentType: properties[propertyContent], Data: p.GetData(), Metadata: p.GetCustomMetadata()}
	if reserved(d.Type) {
		return d, bad("Events of type %s are the server's own: use Tombstone.", d.Type)
	}
	return d, nil
}

// writable reads the name of a stream that is to be written to or deleted.
func writable(id *shared.StreamIdentifier) (string, error) {
	name := streamName(id)
	switch {
	case name == "" || name == "$$":
		return "", bad("The request names no stream.")
	case !utf8.ValidString(name):
		return "", bad("The name of the stream is not UTF-8.")
	case name == allLog:
		return "", bad("%s is the whole log, which is read only: name a stream.", allLog)
	}
	return name, nil
}
