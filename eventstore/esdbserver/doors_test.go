package esdbserver

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"golang.org/x/net/http2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

func event(data string) esdb.EventData {
	return esdb.EventData{EventType: "test.recorded", ContentType: esdb.ContentTypeJson, Data: []byte(data)}
}

// works is an append by a client that was there before, or comes now.
func works(t *testing.T, client *esdb.Client) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if _, err := client.AppendToStream(ctx, "viec-1", esdb.AppendToStreamOptions{}, event(`{}`)); err != nil {
		t.Errorf("others are harmed: %v", err)
	}
}

func codeOf(err error) esdb.ErrorCode {
	e, _ := esdb.FromError(err)
	if e == nil {
		return -1
	}
	return e.Code()
}

func TestTLSWantsCredentials(t *testing.T) {
	dir := t.TempDir()
	cert, key := certificate(t, dir, 7)
	config, err := TLSFiles(cert, key, time.Now, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	auth := newStaff()
	l := tcp(t, "127.0.0.1:0")
	s := server(t, Options{TLS: config, Auth: auth})
	serving(t, s, l)
	at := l.Addr().String()
	works(t, official(t, "esdb://admin:changeit@"+at+"?tlsCAFile="+cert))
	works(t, official(t, "esdb://admin:changeit@"+at+","+at+"?tlsCAFile="+cert))

	append1 := func(client *esdb.Client, as *esdb.Credentials) error {
		_, err := client.AppendToStream(t.Context(), "viec-1", esdb.AppendToStreamOptions{Authenticated: as}, event(`{}`))
		return err
	}
	client := official(t, "esdb://"+at+"?tlsCAFile="+cert)
	if err := append1(client, nil); codeOf(err) != esdb.ErrorCodeAccessDenied {
		t.Errorf("anonymous: %v", err)
	}
	if err := append1(client, &esdb.Credentials{Login: "admin", Password: "wrong"}); codeOf(err) != esdb.ErrorCodeUnauthenticated {
		t.Errorf("wrong password: %v", err)
	}
	if err := append1(client, &esdb.Credentials{Login: "lan", Password: "changeit"}); codeOf(err) != esdb.ErrorCodeAccessDenied {
		t.Errorf("no administrator: %v", err)
	}
	if v, err := client.GetServerVersion(); err != nil || v.Major != 24 {
		t.Errorf("without credentials: %+v, %v", v, err)
	}
	plain := official(t, "esdb://"+at+"?tls=false&gossipTimeout=1")
	if err := append1(plain, nil); err == nil {
		t.Error("without TLS")
	}
	works(t, official(t, "esdb://admin:changeit@"+at+"?tlsCAFile="+cert))
	if c := s.Counts(); c.Refused != 1 || c.Connections == 0 {
		t.Errorf("counted %+v", c)
	}
}

func TestRefusalsCarryTheTrailer(t *testing.T) {
	l := tcp(t, "127.0.0.1:0")
	serving(t, server(t, Options{Auth: newStaff()}), l)
	var trailer metadata.MD
	_, err := persistent.NewPersistentSubscriptionsClient(dial(t, l.Addr().String())).RestartSubsystem(t.Context(), &shared.Empty{}, grpc.Trailer(&trailer))
	if status.Code(err) != codes.PermissionDenied || !equal(trailer.Get("exception"), "access-denied") {
		t.Errorf("anonymous: %v, %v", err, trailer)
	}
	wrong := dial(t, l.Addr().String(), grpc.WithPerRPCCredentials(login{"admin", "x"}))
	if _, err := persistent.NewPersistentSubscriptionsClient(wrong).RestartSubsystem(t.Context(), &shared.Empty{}); status.Code(err) != codes.Unauthenticated {
		t.Errorf("wrong password: %v", err)
	}
	ops := dial(t, l.Addr().String(), grpc.WithPerRPCCredentials(login{"ops", "changeit"}))
	if _, err := persistent.NewPersistentSubscriptionsClient(ops).RestartSubsystem(t.Context(), &shared.Empty{}); err != nil {
		t.Errorf("operators: %v", err)
	}
}

func equal(list []string, one string) bool { return len(list) == 1 && list[0] == one }

func TestSocketIsForTheAdministrator(t *testing.T) {
	dir, err := os.MkdirTemp("", "mb")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "es.sock")
	l, err := ListenUnix(path)
	if err != nil {
		t.Fatal(err)
	}
	d := serving(t, server(t, Options{Auth: newStaff()}), l)
	config, err := esdb.ParseConnectionString("esdb://localhost:1?tls=false")
	if err != nil {
		t.Fatal(err)
	}
	config.Address, config.Logger = "unix://"+path, esdb.NoopLogging()
	client, err := esdb.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	works(t, client)
	client.Close()
	d.end(t)
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
}

func TestWhoIsDismissedHearsNothingMore(t *testing.T) {
	auth, clock := newStaff(), &hands{now: time.Now()}
	l := tcp(t, "127.0.0.1:0")
	s := server(t, Options{Auth: auth, Now: clock.Now, DefaultACL: ACL{Read: []string{"editor"}}})
	serving(t, s, l)
	conn := dial(t, l.Addr().String(), grpc.WithPerRPCCredentials(login{"lan", "changeit"}))
	admin := dial(t, l.Addr().String(), grpc.WithPerRPCCredentials(login{"admin", "changeit"}))
	record := func() {
		t.Helper()
		call, err := streams.NewStreamsClient(admin).Append(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		call.Send(&streams.AppendReq{Content: &streams.AppendReq_Options_{Options: &streams.AppendReq_Options{
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("viec-1")}, ExpectedStreamRevision: &streams.AppendReq_Options_Any{}}}})
		call.Send(&streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: &streams.AppendReq_ProposedMessage{
			Id: &shared.UUID{Value: &shared.UUID_Structured_{Structured: &shared.UUID_Structured{MostSignificantBits: 1, LeastSignificantBits: clock.Now().UnixNano()}}}, Metadata: map[string]string{"type": "a", "content-type": "application/json"}, Data: []byte("{}")}}})
		if _, err := call.CloseAndRecv(); err != nil {
			t.Fatal(err)
		}
	}
	heard := subscribe(t, conn)
	record()
	if err := heard(); err != nil {
		t.Fatalf("the first event: %v", err)
	}
	auth.dismiss("lan")
	clock.forward(recheckAfter)
	record()
	if err := heard(); status.Code(err) != codes.Unauthenticated {
		t.Errorf("after dismissal: %v", err)
	}
}

// subscribe follows viec-1; heard is nil with the next event.
func subscribe(t *testing.T, conn *grpc.ClientConn) (heard func() error) {
	t.Helper()
	call, err := streams.NewStreamsClient(conn).Read(t.Context(), &streams.ReadReq{Options: &streams.ReadReq_Options{
		StreamOption: &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("viec-1")}, RevisionOption: &streams.ReadReq_Options_StreamOptions_Start{Start: &shared.Empty{}}}},
		CountOption:  &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}},
		FilterOption: &streams.ReadReq_Options_NoFilter{NoFilter: &shared.Empty{}},
		UuidOption:   &streams.ReadReq_Options_UUIDOption{Content: &streams.ReadReq_Options_UUIDOption_String_{String_: &shared.Empty{}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	next := func(want func(*streams.ReadResp) bool) error {
		for {
			m, err := call.Recv()
			if err != nil || want(m) {
				return err
			}
		}
	}
	if err := next(func(m *streams.ReadResp) bool { return m.GetConfirmation() != nil }); err != nil {
		t.Fatal(err)
	}
	return func() error { return next(func(m *streams.ReadResp) bool { return m.GetEvent() != nil }) }
}

func TestSubscriptionsEndAtOnceWhenTheServerDoes(t *testing.T) {
	l := tcp(t, "127.0.0.1:0")
	s := server(t, Options{})
	s.patience = time.Hour // a subscription that hangs would be seen
	d := serving(t, s, l)
	heard := subscribe(t, dial(t, l.Addr().String()))
	d.end(t)
	if err := heard(); status.Code(err) != codes.Unavailable {
		t.Errorf("the subscription ended with %v", err)
	}
}

func TestCallsThatNeverEndAreCutOff(t *testing.T) {
	l := tcp(t, "127.0.0.1:0")
	s := server(t, Options{})
	s.patience = 100 * time.Millisecond
	d := serving(t, s, l)
	call, err := streams.NewStreamsClient(dial(t, l.Addr().String())).Append(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := call.Send(&streams.AppendReq{Content: &streams.AppendReq_Options_{Options: &streams.AppendReq_Options{
		StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("viec-1")}, ExpectedStreamRevision: &streams.AppendReq_Options_Any{}}}}); err != nil {
		t.Fatal(err)
	}
	d.end(t)
}

func TestVanishedClientIsForgotten(t *testing.T) {
	l := tcp(t, "127.0.0.1:0")
	s := server(t, Options{})
	serving(t, s, l)
	conn := dial(t, l.Addr().String())
	subscribe(t, conn)
	until(t, func() bool { c := s.Counts(); return c.Subscriptions == 1 && c.Connections == 1 })
	conn.Close()
	until(t, func() bool { c := s.Counts(); return c.Subscriptions == 0 && c.Connections == 0 })
}

func until(t *testing.T, true func() bool) {
	t.Helper()
	late := time.After(20 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !true() {
		select {
		case <-late:
			t.Fatal("it does not come about")
		case <-tick.C:
		}
	}
}

func TestStrangeClientsHarmNobody(t *testing.T) {
	l := tcp(t, "127.0.0.1:0")
	s := server(t, Options{})
	s.handshake = 200 * time.Millisecond
	serving(t, s, l)
	client := official(t, "esdb://"+l.Addr().String()+"?tls=false")
	works(t, client)
	for what, first := range map[string][]byte{
		"garbage":  bytes.Repeat([]byte{0xff, 0x00, 0x13}, 1000),
		"HTTP/1.1": []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
		"a frame too long": append([]byte(http2.ClientPreface),
			0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01),
		"nothing": nil,
	} {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		c.SetDeadline(time.Now().Add(20 * time.Second))
		c.Write(first)
		if _, err := io.Copy(io.Discard, c); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: the connection is kept", what)
		}
		c.Close()
	}
	conn := dial(t, l.Addr().String(), grpc.WithMaxHeaderListSize(1<<30))
	huge := metadata.AppendToOutgoingContext(t.Context(), "x", strings.Repeat("y", 1<<20))
	if _, err := persistent.NewPersistentSubscriptionsClient(conn).RestartSubsystem(huge, &shared.Empty{}); err == nil {
		t.Error("a header of a mebibyte is taken")
	}
	call, err := streams.NewStreamsClient(conn).Append(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	call.Send(&streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: &streams.AppendReq_ProposedMessage{Data: make([]byte, maxMessage+1)}}})
	if _, err := call.CloseAndRecv(); status.Code(err) != codes.ResourceExhausted {
		t.Errorf("a message above the limit: %v", err)
	}
	works(t, client)
}

func TestConnectionsAreBounded(t *testing.T) {
	l := tcp(t, "127.0.0.1:0")
	s := server(t, Options{MaxConnections: 2})
	serving(t, s, l)
	for range 2 {
		c := dial(t, l.Addr().String())
		c.Connect()
	}
	until(t, func() bool { return s.Counts().Connections == 2 })
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	if n, err := c.Read(make([]byte, 1)); n != 0 || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a third connection is answered: %d, %v", n, err)
	}
	if got := s.Counts(); got.Turned != 1 || got.Connections != 2 {
		t.Errorf("counted %+v", got)
	}
}

func TestPingsWithoutCallsAreWelcome(t *testing.T) {
	l := tcp(t, "127.0.0.1:0")
	s := server(t, Options{})
	s.pingEvery = 5 * time.Millisecond
	serving(t, s, l)
	ping := func(pause time.Duration, n int) error {
		t.Helper()
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(20 * time.Second))
		c.Write([]byte(http2.ClientPreface))
		f := http2.NewFramer(c, c)
		f.WriteSettings()
		tick := time.NewTicker(pause)
		defer tick.Stop()
		for range n {
			<-tick.C
			if err := f.WritePing(false, [8]byte{1}); err != nil {
				return err
			}
			for acknowledged := false; !acknowledged; {
				frame, err := f.ReadFrame()
				if err != nil {
					return err
				}
				switch frame := frame.(type) {
				case *http2.PingFrame:
					acknowledged = frame.IsAck()
				case *http2.GoAwayFrame:
					return errors.New(string(frame.DebugData()))
				}
			}
		}
		return nil
	}
	if err := ping(10*time.Millisecond, 20); err != nil {
		t.Errorf("a quiet client: %v", err)
	}
	if New(s.log, Options{}).pingEvery > 5*time.Second {
		t.Error("clients ping every ten seconds, and may be early")
	}
}
