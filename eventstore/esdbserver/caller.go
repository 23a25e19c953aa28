package esdbserver

import (
	"context"
	"encoding/base64"
	"errors"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

type callerKey struct{}

// caller is who makes the call.
func caller(ctx context.Context) Identity {
	id, _ := ctx.Value(callerKey{}).(Identity)
	return id
}

// AddressOf is where a call comes from, for an Authenticator that counts failures by
// address; empty for a Unix socket.
func AddressOf(ctx context.Context) string {
	p, ok := peer.FromContext(ctx)
	if !ok || p.Addr == nil || p.Addr.Network() == "unix" {
		return ""
	}
	host, _, err := net.SplitHostPort(p.Addr.String())
	if err != nil {
		return p.Addr.String()
	}
	return host
}

// Clients look around with these before they have said who they are.
func open(method string) bool {
	return strings.HasPrefix(method, "/event_store.client.server_features.") || strings.HasPrefix(method, "/event_store.client.gossip.")
}

// identify finds out who calls. Without credentials it is an anonymous caller, of whom
// access lists decide.
func (s *Server) identify(ctx context.Context, local bool, method string) (context.Context, error) {
	if local || s.opts.Auth == nil {
		return context.WithValue(ctx, callerKey{}, Identity{Name: "admin", Groups: []string{Admins}}), nil
	}
	if open(method) {
		return ctx, nil
	}
	md, _ := metadata.FromIncomingContext(ctx)
	headers := md.Get("authorization")
	if len(headers) == 0 {
		return ctx, nil
	}
	name, password, ok := basic(headers)
	if !ok {
		return nil, s.unknown("The authorization header is not of the Basic scheme.")
	}
	id, err := s.trust.check(ctx, name, password)
	if err != nil {
		return nil, s.distrust(err)
	}
	return context.WithValue(ctx, callerKey{}, id), nil
}

func (s *Server) unknown(text string) error {
	s.counts.refused.Add(1)
	return status.Error(codes.Unauthenticated, text)
}

func (s *Server) distrust(err error) error {
	switch {
	case errors.Is(err, ErrCredentials):
		return s.unknown(err.Error())
	case errors.Is(err, context.Canceled):
		return status.Error(codes.Canceled, err.Error())
	case errors.Is(err, context.DeadlineExceeded):
		return status.Error(codes.DeadlineExceeded, err.Error())
	}
	s.opts.Warn("esdbserver: credentials cannot be checked: %v", err)
	return status.Error(codes.Unavailable, "Credentials cannot be checked at the moment; try again.")
}

// maxCredentials is longer than any name and password.
const maxCredentials = 4096

// basic reads the header (RFC 7617 section 2).
func basic(headers []string) (name, password string, ok bool) {
	scheme, encoded, _ := strings.Cut(headers[0], " ")
	if len(headers) > 1 || !strings.EqualFold(scheme, "Basic") || len(encoded) > maxCredentials {
		return "", "", false
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		return "", "", false
	}
	name, password, ok = strings.Cut(string(raw), ":")
	return name, password, ok && name != ""
}

func (s *Server) unaryCaller(local bool) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (answer any, err error) {
		defer func() { s.counts.call(info.FullMethod, err) }()
		if ctx, err = s.identify(ctx, local, info.FullMethod); err != nil {
			return nil, err
		}
		return next(ctx, req)
	}
}

func (s *Server) streamCaller(local bool) grpc.StreamServerInterceptor {
	return func(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) (err error) {
		defer func() { s.counts.call(info.FullMethod, err) }()
		ctx, err := s.identify(stream.Context(), local, info.FullMethod)
		if err != nil {
			if info.FullMethod == streams.Streams_Append_FullMethodName {
				hearOut(stream)
			}
			return err
		}
		c := &calledStream{ServerStream: stream, ctx: ctx, s: s, id: caller(ctx), known: !local && s.opts.Auth != nil && caller(ctx).Name != "", asked: s.opts.Now()}
		defer c.over()
		return next(srv, c)
	}
}

// What is heard of an append that is refused unread, and for how long.
const (
	hearBytes = 4 << 20
	hearFor   = 5 * time.Second
)

// hearOut waits until the client has sent everything: the official Go client loses the
// reason of a refusal that comes while it is still sending.
func hearOut(stream grpc.ServerStream) {
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		for n := 0; n <= hearBytes; {
			var m streams.AppendReq
			if stream.RecvMsg(&m) != nil {
				return
			}
			n += proto.Size(&m)
		}
	}()
	patience := time.NewTimer(hearFor)
	defer patience.Stop()
	select {
	case <-heard:
	case <-patience.C: // the end of the call ends the hearing
	}
}

// calledStream is a call that may go on for ever. Whoever lost the right to call hears
// nothing more, at the latest after recheckAfter.
type calledStream struct {
	grpc.ServerStream
	ctx   context.Context
	s     *Server
	known bool // by credentials

	mu         sync.Mutex
	id         Identity
	asked      time.Time
	subscribed bool
}

func (c *calledStream) Context() context.Context { return c.ctx }

func (c *calledStream) SendMsg(m any) error {
	if err := c.still(); err != nil {
		return err
	}
	return c.ServerStream.SendMsg(m)
}

func (c *calledStream) RecvMsg(m any) error {
	if err := c.ServerStream.RecvMsg(m); err != nil {
		return err
	}
	if err := c.still(); err != nil {
		return err
	}
	subscribes := false
	switch req := m.(type) {
	case *streams.ReadReq:
		subscribes = req.GetOptions().GetSubscription() != nil
	case *persistent.ReadReq:
		subscribes = req.GetOptions() != nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if subscribes && !c.subscribed {
		c.subscribed = true
		c.s.counts.subscriptions.Add(1)
	}
	return nil
}

func (c *calledStream) over() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.subscribed {
		c.s.counts.subscriptions.Add(-1)
	}
}

func (c *calledStream) still() error {
	if !c.known {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.s.opts.Now()
	if now.Sub(c.asked) < recheckAfter {
		return nil
	}
	id, err := c.s.trust.recheck(c.ctx, c.id)
	if err != nil {
		return c.s.distrust(err)
	}
	c.id, c.asked = id, now
	return nil
}
