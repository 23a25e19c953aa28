package esdbserver

import (
	"context"
	"net"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
)

// Read names the one node there is, its leader.
func (g *gossipService) Read(ctx context.Context, _ *shared.Empty) (*gossip.ClusterInfo, error) {
	host, port := g.endpoint(ctx)
	return &gossip.ClusterInfo{Members: []*gossip.MemberInfo{{
		InstanceId:   wireID(g.instance, true),
		TimeStamp:    g.opts.Now().UnixNano() / 100,
		State:        gossip.MemberInfo_Leader,
		IsAlive:      true,
		HttpEndPoint: &gossip.EndPoint{Address: host, Port: port},
	}}}, nil
}

// endpoint is where clients shall come: as advertised, else where we listen. Where
// that is every address of the machine, it is the one that this client found us by.
func (s *Server) endpoint(ctx context.Context) (host string, port uint32) {
	at := s.opts.Advertise
	if at == "" {
		if own, ok := s.address.Load().(string); ok {
			at = own
		}
	}
	host, port = split(at)
	if ip := net.ParseIP(host); host != "" && !ip.IsUnspecified() {
		return host, port
	}
	md, _ := metadata.FromIncomingContext(ctx)
	for _, authority := range md.Get(":authority") {
		if asked, p := split(authority); p != 0 && asked != "" {
			return asked, p
		}
	}
	if p, ok := peer.FromContext(ctx); ok && p.LocalAddr != nil && p.LocalAddr.Network() == "tcp" {
		return split(p.LocalAddr.String())
	}
	return host, port
}

func split(address string) (host string, port uint32) {
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		return "", 0
	}
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return host, 0
	}
	return host, uint32(n)
}
