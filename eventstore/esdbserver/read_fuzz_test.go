package esdbserver

import (
	"context"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"minhbach/eventstore"
)

// listener takes a call's answers without a network, and ends the call when it has
// caught up or heard enough.
type listener struct {
	ctx    context.Context
	cancel context.CancelFunc
	left   int
	heard  []*streams.ReadResp
}

func listen(ctx context.Context, enough int) *listener {
	ctx, cancel := context.WithCancel(ctx)
	return &listener{ctx: ctx, cancel: cancel, left: enough}
}

func (l *listener) Context() context.Context          { return l.ctx }
func (*listener) SetHeader(metadata.MD) error         { return nil }
func (*listener) SendHeader(metadata.MD) error        { return nil }
func (*listener) SetTrailer(metadata.MD)              {}
func (*listener) RecvMsg(any) error                   { return nil }
func (l *listener) Send(resp *streams.ReadResp) error { return l.SendMsg(resp) }

func (l *listener) SendMsg(m any) error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	encoded, err := newCodec().Marshal(m)
	if err != nil {
		return err
	}
	resp := &streams.ReadResp{}
	if err := proto.Unmarshal(encoded.Materialize(), resp); err != nil {
		return err
	}
	l.heard = append(l.heard, resp)
	if l.left--; l.left == 0 || resp.GetCaughtUp() != nil {
		l.cancel()
	}
	return nil
}

// calling is the context of a caller in these groups.
func calling(t *testing.T, groups ...string) context.Context {
	return context.WithValue(t.Context(), callerKey{}, Identity{Name: "lan", Groups: groups})
}

// No request makes the server panic or hang, and each one it refuses it refuses with a
// reason.
func FuzzRead(f *testing.F) {
	log := openLog(f)
	w := &world{log: log}
	for _, stream := range []string{"s", "$$s", "$sys", "tin"} {
		w.put(f, stream, "a.b", "$metadata", "news.approved")
	}
	w.link(f, "s", "1@tin")
	w.link(f, "s", "9@tin")
	s := &streamsService{Server: New(log, Options{FeedBytes: 2 * entryWeight, CheckpointIdle: time.Millisecond})}
	f.Cleanup(s.end)
	subscribing := func(o *streams.ReadReq_Options) *streams.ReadReq_Options {
		o.CountOption = &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}}
		return o
	}
	letters := newer(ofStream("s"))
	letters.ResolveLinks = true
	letters.UuidOption.Content = &streams.ReadReq_Options_UUIDOption_String_{String_: &shared.Empty{}}
	for _, o := range []*streams.ReadReq_Options{
		ofStream("s"), ofAll(), letters, backwards(atEnd(ofAll())), backwards(atRevision(ofStream("s"), 2)), atPosition(ofAll(), 3, 3),
		typed(ofAll(), "a"), typed(ofAll(), "^(?!\\$)"), subscribing(ofStream("s")), subscribing(ofStream("none")), subscribing(ofAll()),
		subscribing(typed(ofAll(), "news")), subscribing(typed(ofAll(), "^[^$].*")), atEnd(ofStream("s")), counting(ofStream("s"), 0),
	} {
		encoded, err := proto.Marshal(&streams.ReadReq{Options: o})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(encoded)
	}
	f.Fuzz(func(t *testing.T, encoded []byte) {
		req := &streams.ReadReq{}
		if proto.Unmarshal(encoded, req) != nil {
			return // gRPC refuses it before us
		}
		timed, stop := context.WithTimeout(calling(t, Admins), 10*time.Second)
		defer stop()
		l := listen(timed, 50)
		defer l.cancel()
		err := s.Read(req, l)
		switch code := status.Code(err); {
		case timed.Err() != nil:
			t.Fatalf("%v does not end", req)
		case err != nil && code != codes.InvalidArgument && code != codes.Canceled:
			t.Fatalf("%v: %v", req, err)
		case code == codes.InvalidArgument && status.Convert(err).Message() == "":
			t.Fatalf("%v is refused without a reason", req)
		}
		last := eventstore.Position(0)
		for _, resp := range l.heard {
			if ev := resp.GetEvent(); ev != nil && req.GetOptions().GetReadDirection() == streams.ReadReq_Options_Forwards {
				if at := eventstore.Position(ev.GetCommitPosition()); at <= last {
					t.Fatalf("%v: position %d comes behind %d", req, at, last)
				} else {
					last = at
				}
			}
		}
	})
}
