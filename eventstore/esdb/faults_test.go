package esdb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"minhbach/eventstore"
)

// scripted is a server that answers as a test says.
type scripted struct {
	streams.UnimplementedStreamsServer
	serverfeatures.UnimplementedServerFeaturesServer
	version string

	mu      sync.Mutex
	appends []append1
	reads   []*streams.ReadReq_Options

	append func(n int, call append1, s streams.Streams_AppendServer) error
	early  func(s streams.Streams_AppendServer) error // answers before anything is read
	read   func(n int, o *streams.ReadReq_Options, s streams.Streams_ReadServer) error

	address string
}

// append1 is what one call of Append brought.
type append1 struct {
	options *streams.AppendReq_Options
	ids     []string
}

func (s *scripted) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	return &serverfeatures.SupportedMethods{EventStoreServerVersion: s.version}, nil
}

func (s *scripted) Append(call streams.Streams_AppendServer) error {
	if s.early != nil {
		if err := s.early(call); err != nil {
			return err
		}
	}
	var got append1
	for {
		req, err := call.Recv()
		if err != nil {
			break
		}
		if o := req.GetOptions(); o != nil {
			got.options = o
		} else {
			id := req.GetProposedMessage().GetId().GetStructured()
			got.ids = append(got.ids, fmt.Sprint(id.GetMostSignificantBits(), id.GetLeastSignificantBits()))
		}
	}
	s.mu.Lock()
	s.appends = append(s.appends, got)
	n := len(s.appends)
	s.mu.Unlock()
	return s.append(n, got, call)
}

func (s *scripted) Read(req *streams.ReadReq, call streams.Streams_ReadServer) error {
	s.mu.Lock()
	s.reads = append(s.reads, req.Options)
	n := len(s.reads)
	s.mu.Unlock()
	if s.read == nil { // an append may look whether it was recorded after all
		send(call, &streams.ReadResp{Content: &streams.ReadResp_StreamNotFound_{StreamNotFound: &streams.ReadResp_StreamNotFound{
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("a")},
		}}})
		return nil
	}
	return s.read(n, req.Options, call)
}

func (s *scripted) up(t *testing.T) *scripted {
	t.Helper()
	if s.version == "" {
		s.version = "24.6.0"
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	g := grpc.NewServer()
	streams.RegisterStreamsServer(g, s)
	serverfeatures.RegisterServerFeaturesServer(g, s)
	go g.Serve(listener)
	t.Cleanup(g.Stop)
	return s
}

func (s *scripted) open(t *testing.T) *Log {
	t.Helper()
	w := world{address: s.address}
	return w.open(t)
}

func taken(revision, position uint64) *streams.AppendResp {
	return &streams.AppendResp{Result: &streams.AppendResp_Success_{Success: &streams.AppendResp_Success{
		CurrentRevisionOption: &streams.AppendResp_Success_CurrentRevision{CurrentRevision: revision},
		PositionOption:        &streams.AppendResp_Success_Position{Position: &streams.AppendResp_Position{CommitPosition: position, PreparePosition: position}},
	}}}
}

func recorded(position, prepare uint64, typ string) *streams.ReadResp {
	return &streams.ReadResp{Content: &streams.ReadResp_Event{Event: &streams.ReadResp_ReadEvent{
		Event: &streams.ReadResp_ReadEvent_RecordedEvent{
			Id:               &shared.UUID{Value: &shared.UUID_String_{String_: eventstore.DeriveID(fmt.Sprint(position)).String()}},
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("a")}, StreamRevision: position, CommitPosition: position, PreparePosition: prepare,
			Metadata: map[string]string{"type": typ, "content-type": "application/json", "created": "17000000000000001"}, Data: []byte("{}"),
		},
		Position: &streams.ReadResp_ReadEvent_CommitPosition{CommitPosition: position},
	}}}
}

var (
	confirmed = &streams.ReadResp{Content: &streams.ReadResp_Confirmation{Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: "1"}}}
	caughtUp  = &streams.ReadResp{Content: &streams.ReadResp_CaughtUp_{CaughtUp: &streams.ReadResp_CaughtUp{}}}
)

func checkpoint(position uint64) *streams.ReadResp {
	return &streams.ReadResp{Content: &streams.ReadResp_Checkpoint_{Checkpoint: &streams.ReadResp_Checkpoint{CommitPosition: position, PreparePosition: position}}}
}

func send(s streams.Streams_ReadServer, answers ...*streams.ReadResp) {
	for _, a := range answers {
		if s.Send(a) != nil {
			return
		}
	}
}

// TestUnknownOutcome: an append that the server did not answer is sent again with the same
// ids and the same expectation, whatever it was that came between.
func TestUnknownOutcome(t *testing.T) {
	for name, fault := range map[string]error{
		"deadline":    status.Error(codes.DeadlineExceeded, "commit timeout"),
		"unavailable": status.Error(codes.Unavailable, "going down"),
		"aborted":     status.Error(codes.Aborted, "prepare timeout"),
		"unknown":     status.Error(codes.Unknown, "something"),
		"cancelled":   status.Error(codes.Canceled, "the node steps down"),
	} {
		t.Run(name, func(t *testing.T) {
			s := (&scripted{append: func(n int, _ append1, call streams.Streams_AppendServer) error {
				if n <= 2 {
					return fault
				}
				return call.SendAndClose(taken(6, 99))
			}}).up(t)
			a, err := s.open(t).Append(t.Context(), "a", eventstore.Exactly(4), draft(), draft())
			if err != nil || a.First != 5 || a.Last != 6 || a.Position != 99 {
				t.Fatalf("%+v, %v", a, err)
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			if len(s.appends) != 3 {
				t.Fatalf("%d attempts", len(s.appends))
			}
			for _, got := range s.appends {
				if fmt.Sprint(got.ids) != fmt.Sprint(s.appends[0].ids) || len(got.ids) != 2 || got.options.GetRevision() != 4 {
					t.Errorf("sent %v expecting %v, at first %v", got.ids, got.options.GetExpectedStreamRevision(), s.appends[0].ids)
				}
			}
		})
	}
}

// TestOutcomeStaysUnknown: what the server means it says at last; until then the context
// decides.
func TestOutcomeStaysUnknown(t *testing.T) {
	s := (&scripted{append: func(n int, _ append1, call streams.Streams_AppendServer) error {
		return status.Error(codes.Internal, "disk")
	}}).up(t)
	_, err := s.open(t).Append(t.Context(), "a", eventstore.None(), draft())
	if status.Code(err) != codes.Internal || len(s.appends) != maxDoubts+1 {
		t.Errorf("after %d attempts: %v", len(s.appends), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s = (&scripted{append: func(n int, _ append1, call streams.Streams_AppendServer) error {
		if n == 3 {
			cancel()
		}
		return status.Error(codes.Unavailable, "away")
	}}).up(t)
	if _, err := s.open(t).Append(ctx, "a", eventstore.None(), draft()); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestForgottenIDs: a server that was started anew does not know the ids of an append that
// it took just before; it is found by reading instead of being recorded twice.
func TestForgottenIDs(t *testing.T) {
	two := []eventstore.Draft{draft(), draft()}
	two[0].ID, two[1].ID = eventstore.DeriveID("7"), eventstore.DeriveID("8")
	s := (&scripted{
		append: func(n int, _ append1, call streams.Streams_AppendServer) error {
			return status.Error(codes.Unavailable, "restarting")
		},
		read: func(_ int, o *streams.ReadReq_Options, call streams.Streams_ReadServer) error {
			send(call, recorded(9, 9, "other"), recorded(8, 8, "a.b"), recorded(7, 7, "a.b"), recorded(6, 6, "other"))
			return nil
		},
	}).up(t)
	a, err := s.open(t).Append(t.Context(), "a", eventstore.Any(), two...)
	if err != nil || a.First != 7 || a.Last != 8 || a.Position != 8 || len(s.appends) != 1 {
		t.Errorf("%+v, %v after %d attempts", a, err, len(s.appends))
	}
}

// TestEarlyRefusal: a server that refuses before it has read everything is understood.
func TestEarlyRefusal(t *testing.T) {
	s := (&scripted{early: func(streams.Streams_AppendServer) error {
		return status.Error(codes.PermissionDenied, "no")
	}}).up(t)
	many := make([]eventstore.Draft, 300)
	for i := range many {
		many[i] = draft()
		many[i].Data = make([]byte, 3000)
		many[i].ContentType = contentBytes
	}
	l := s.open(t)
	if _, err := l.Append(t.Context(), "a", eventstore.Any(), many...); !errors.Is(err, ErrDenied) {
		t.Errorf("%v, want ErrDenied", err)
	}
	if _, err := l.Append(t.Context(), "a", eventstore.Any(), draft()); !errors.Is(err, ErrDenied) {
		t.Errorf("one event: %v, want ErrDenied", err)
	}
}

// TestNotLeader: the one who leads is named in trailers and asked next.
func TestNotLeader(t *testing.T) {
	leader := (&scripted{append: func(_ int, _ append1, call streams.Streams_AppendServer) error { return call.SendAndClose(taken(0, 5)) }}).up(t)
	host, port, _ := net.SplitHostPort(leader.address)
	follower := (&scripted{append: func(_ int, _ append1, call streams.Streams_AppendServer) error {
		call.SetTrailer(metadata.Pairs("exception", "not-leader", "leader-endpoint-host", host, "leader-endpoint-port", port))
		return status.Error(codes.NotFound, "Leader info available")
	}}).up(t)
	l := follower.open(t)
	for range 2 {
		if a, err := l.Append(t.Context(), "a", eventstore.None(), draft()); err != nil || a.Position != 5 {
			t.Fatalf("%+v, %v", a, err)
		}
	}
	if len(follower.appends) != 1 || len(leader.appends) != 2 {
		t.Errorf("the follower was asked %d times, the leader %d", len(follower.appends), len(leader.appends))
	}
}

// TestDroppedSubscription: each resumption begins behind what was seen, by an event, a
// checkpoint or the news of having caught up.
func TestDroppedSubscription(t *testing.T) {
	s := &scripted{}
	s.read = func(n int, o *streams.ReadReq_Options, call streams.Streams_ReadServer) error {
		switch n {
		case 1:
			send(call, confirmed, recorded(10, 10, "a.b"))
			return status.Error(codes.Aborted, "consumer too slow")
		case 2:
			send(call, confirmed, checkpoint(25))
			return nil // ended in good order
		case 3:
			return status.Error(codes.Unavailable, "not yet")
		case 4:
			send(call, confirmed, recorded(30, 30, "a.b"), checkpoint(33), caughtUp)
		case 5:
			send(call, confirmed, recorded(40, 40, "z"), caughtUp, recorded(50, 50, "a.c"))
			return status.Error(codes.Unavailable, "down again")
		default:
			send(call, confirmed, recorded(50, 50, "a.c"), recorded(60, 60, "a.d"), caughtUp)
		}
		<-call.Context().Done()
		return nil
	}
	s.up(t)
	full := errors.New("full")
	var seen []string
	err := s.open(t).Subscribe(t.Context(), 0, eventstore.Filter{Types: []string{"a."}}, func(d eventstore.Delivery) error {
		if d.CaughtUp {
			seen = append(seen, "up "+strconv.Itoa(int(d.Position)))
		} else {
			seen = append(seen, strconv.Itoa(int(d.Position)))
		}
		if d.CaughtUp && d.Position == 60 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) {
		t.Fatal(err)
	}
	var events []string
	for _, x := range seen {
		if x[0] != 'u' {
			events = append(events, x)
		}
	}
	if fmt.Sprint(events) != "[10 30 50 60]" {
		t.Errorf("seen %v", seen)
	}
	var from []string
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.reads {
		from = append(from, fmt.Sprint(o.GetAll().GetPosition().GetCommitPosition(), len(o.GetFilter().GetEventType().GetPrefix())))
	}
	// The filter is the server's until there is nothing to catch up with.
	if fmt.Sprint(from) != "[0 1 10 1 25 1 25 1 33 0 50 0]" {
		t.Errorf("subscribed from %v", from)
	}
}

// TestRefusedSubscription: what will not change by asking again ends it.
func TestRefusedSubscription(t *testing.T) {
	s := (&scripted{read: func(int, *streams.ReadReq_Options, streams.Streams_ReadServer) error {
		return status.Error(codes.PermissionDenied, "no")
	}}).up(t)
	if err := s.open(t).Subscribe(t.Context(), 0, eventstore.Filter{}, func(eventstore.Delivery) error { return nil }); !errors.Is(err, ErrDenied) {
		t.Errorf("%v, want ErrDenied", err)
	}
}

// TestTransactions: positions that repeat are told, not skipped.
func TestTransactions(t *testing.T) {
	s := (&scripted{read: func(_ int, o *streams.ReadReq_Options, call streams.Streams_ReadServer) error {
		if o.GetSubscription() != nil {
			send(call, confirmed)
		}
		send(call, recorded(10, 7, "a.b"), recorded(10, 8, "a.b"))
		return nil
	}}).up(t)
	l := s.open(t)
	if _, err := eventstore.Collect(l.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0)); !errors.Is(err, ErrTransactions) {
		t.Errorf("reading: %v", err)
	}
	if err := l.Subscribe(t.Context(), 0, eventstore.Filter{}, func(eventstore.Delivery) error { return nil }); !errors.Is(err, ErrTransactions) {
		t.Errorf("subscribing: %v", err)
	}
}

// TestAnswersOfNoKind: what makes the client panic is an error here.
func TestAnswersOfNoKind(t *testing.T) {
	s := (&scripted{
		read: func(_ int, _ *streams.ReadReq_Options, call streams.Streams_ReadServer) error {
			send(call, confirmed)
			return nil
		},
		append: func(_ int, _ append1, call streams.Streams_AppendServer) error {
			call.SetTrailer(metadata.Pairs("exception", "stream-deleted")) // without the name
			return status.Error(codes.FailedPrecondition, "deleted")
		},
	}).up(t)
	l := s.open(t)
	if _, err := eventstore.Collect(l.ReadStream(t.Context(), "a", 0, eventstore.Forwards, 0)); err == nil {
		t.Error("a reading of a confirmation succeeded")
	}
	if _, err := l.Append(t.Context(), "a", eventstore.None(), draft()); err == nil {
		t.Error("an append to a deleted stream succeeded")
	}
}

func TestTooOld(t *testing.T) {
	for _, version := range []string{"22.10.1", "23.6.0"} {
		s := (&scripted{version: version}).up(t)
		if _, err := Open(t.Context(), Options{Connection: "esdb://" + s.address + "?tls=false"}); !errors.Is(err, ErrTooOld) {
			t.Errorf("%s: %v", version, err)
		}
	}
}

// TestAnswerWithoutPosition: a server that knew the events need not say where they are.
func TestAnswerWithoutPosition(t *testing.T) {
	s := (&scripted{
		append: func(_ int, _ append1, call streams.Streams_AppendServer) error {
			r := taken(3, 0)
			r.GetSuccess().PositionOption = &streams.AppendResp_Success_NoPosition{NoPosition: &shared.Empty{}}
			return call.SendAndClose(r)
		},
		read: func(_ int, o *streams.ReadReq_Options, call streams.Streams_ReadServer) error {
			send(call, recorded(77, 77, "a.b"))
			return nil
		},
	}).up(t)
	a, err := s.open(t).Append(t.Context(), "a", eventstore.Exactly(2), draft())
	if err != nil || a.Position != 77 || a.Last != 3 {
		t.Errorf("%+v, %v", a, err)
	}
}
