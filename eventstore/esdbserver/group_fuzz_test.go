//lint:file-ignore SA1019 The Node client names a stream, its start and the strategy in these fields alone.

package esdbserver

import (
	"context"
	"io"
	"sync"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
)

// scripted is a call whose client says what it was told to, and hears everything.
type scripted struct {
	grpc.ServerStream
	ctx   context.Context
	says  []*persistent.ReadReq
	waits bool // when it has said all; else it says that this was all

	mu    sync.Mutex
	heard []*persistent.ReadResp
}

func (s *scripted) Context() context.Context { return s.ctx }

func (s *scripted) Recv() (*persistent.ReadReq, error) {
	if len(s.says) == 0 {
		if s.waits {
			<-s.ctx.Done()
		}
		return nil, io.EOF
	}
	next := s.says[0]
	s.says = s.says[1:]
	return next, nil
}

func (s *scripted) Send(m *persistent.ReadResp) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = append(s.heard, m)
	return nil
}

// asAdmin is the context of a call by an administrator.
func asAdmin() context.Context {
	return context.WithValue(context.Background(), callerKey{}, Identity{Name: "admin", Groups: []string{Admins}})
}

// expectedCode tells that a client may bring such an end about by what it says.
func expectedCode(err error) bool {
	switch status.Code(err) {
	case codes.OK, codes.InvalidArgument, codes.NotFound, codes.AlreadyExists, codes.FailedPrecondition, codes.Canceled:
		return true
	case codes.Internal: // an unknown strategy is refused as EventStoreDB refuses it
		return true
	}
	return false
}

func marshalled(t testing.TB, m proto.Message) []byte {
	t.Helper()
	b, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// utterances cuts bytes into messages, each behind a byte with its length.
func utterances(b []byte) (all []*persistent.ReadReq) {
	for len(b) > 1 {
		n := min(int(b[0]), len(b)-1)
		m := &persistent.ReadReq{}
		if proto.Unmarshal(b[1:1+n], m) == nil {
			all = append(all, m)
		}
		b = b[1+n:]
	}
	return all
}

// Whatever a consumer says, in whatever order, it is answered as the protocol has it:
// one confirmation, then events, then an end that is the client's fault or its wish. The
// group goes on for others.
func FuzzGroupRead(f *testing.F) {
	w := start(f)
	w.seed(f, "orders", "order.placed", 3)
	w.group(f, "orders", "desk", esdb.Start{})
	ids := []*shared.UUID{wireID(stateEvents(f, w, "orders")[0].ID, true)}
	script := func(all ...*persistent.ReadReq) (b []byte) {
		for _, m := range all {
			one := marshalled(f, m)
			b = append(append(b, byte(len(one))), one...)
		}
		return b
	}
	options := &persistent.ReadReq{Content: &persistent.ReadReq_Options_{Options: readOptions("orders", "desk", 2)}}
	ack := &persistent.ReadReq{Content: &persistent.ReadReq_Ack_{Ack: &persistent.ReadReq_Ack{Ids: ids}}}
	f.Add(script(options, ack))
	for action := range persistent.ReadReq_Nack_Action_name {
		f.Add(script(options, &persistent.ReadReq{Content: &persistent.ReadReq_Nack_{Nack: &persistent.ReadReq_Nack{Ids: ids, Action: persistent.ReadReq_Nack_Action(action), Reason: "x"}}}))
	}
	f.Add(script(ack, options))
	f.Add(script(options, options))
	f.Fuzz(func(t *testing.T, b []byte) {
		ctx, cancel := context.WithCancel(asAdmin())
		defer cancel()
		w.seed(t, "orders", "order.placed", 1)
		s := &scripted{ctx: ctx, says: utterances(b)}
		err := (&groupsService{Server: w.server}).Read(s)
		if !expectedCode(err) {
			t.Errorf("it ends with %v", err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		for i, m := range s.heard {
			if (m.GetSubscriptionConfirmation() != nil) != (i == 0) || i > 0 && m.GetEvent() == nil {
				t.Errorf("message %d is %v", i, m)
			}
		}
		g, err := w.server.groups.find(ctx, "orders", "desk")
		if err != nil {
			t.Fatal(err)
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		if len(g.consumers) != 0 || g.flights.Len() != 0 || g.stop != nil {
			t.Errorf("the consumer is gone and left %d consumers, %d in flight", len(g.consumers), g.flights.Len())
		}
	})
}

// Whatever a creation says, it is refused, or makes a group that can be told of, in a
// form that the official client reads, and that is there after a restart.
func FuzzGroupCreate(f *testing.F) {
	w := start(f)
	f.Add(marshalled(f, createReq("orders", "desk")))
	f.Add(marshalled(f, &persistent.CreateReq{Options: &persistent.CreateReq_Options{StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("a")}, GroupName: "b",
		Settings: &persistent.CreateReq_Settings{Revision: 7, LiveBufferSize: 2, ReadBatchSize: 1, HistoryBufferSize: 3, NamedConsumerStrategy: persistent.CreateReq_Pinned}}}))
	all := createReq("", "everything")
	all.Options.StreamOption = &persistent.CreateReq_Options_All{All: &persistent.CreateReq_AllOptions{
		AllOption: &persistent.CreateReq_AllOptions_Position{Position: &persistent.CreateReq_Position{CommitPosition: 5, PreparePosition: 5}},
		FilterOption: &persistent.CreateReq_AllOptions_Filter{Filter: &persistent.CreateReq_AllOptions_FilterOptions{
			Filter: &persistent.CreateReq_AllOptions_FilterOptions_StreamIdentifier{StreamIdentifier: &persistent.CreateReq_AllOptions_FilterOptions_Expression{Regex: "^o"}}}}}}
	f.Add(marshalled(f, all))
	f.Fuzz(func(t *testing.T, b []byte) {
		req := &persistent.CreateReq{}
		if proto.Unmarshal(b, req) != nil {
			return
		}
		ctx := asAdmin()
		s := &groupsService{Server: w.server}
		if _, err := s.Create(ctx, req); err != nil {
			if !expectedCode(err) {
				t.Errorf("refused with %v", err)
			}
			return
		}
		e, err := entryOf(req.GetOptions())
		if err != nil {
			t.Fatalf("it was made of what cannot be read: %v", err)
		}
		for range 2 {
			g, err := w.server.groups.find(ctx, e.Stream, e.Group)
			if err != nil {
				t.Fatalf("%s was made and is not there: %v", e.id(), err)
			}
			info, err := g.info(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := esdb.ParseStreamPosition(info.StartFrom); err != nil {
				t.Errorf("the start is told as %q: %v", info.StartFrom, err)
			}
			if err := w.server.groups.restart(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.server.groups.delete(ctx, e.Stream, e.Group); err != nil {
			t.Errorf("it cannot be deleted: %v", err)
		}
	})
}
