package esdbserver

import (
	"context"
	"net"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"

	"minhbach/eventstore"
)

// maxMessage is the largest message taken from a client: an append of the largest size
// and its frame. EventStoreDB's clients take 17 MiB.
const maxMessage = 17 << 20

// Server speaks the protocol for one log.
type Server struct {
	log  eventstore.Log
	opts Options

	instance eventstore.ID
	ending   context.Context // over when the server ends: subscriptions stop
	end      context.CancelFunc
	meta     *metaCache
}

// New makes a server for log, which stays the caller's to close.
func New(log eventstore.Log, opts Options) *Server {
	s := &Server{log: log, opts: opts.withDefaults()}
	s.instance = eventstore.NewID(s.opts.Now())
	s.ending, s.end = context.WithCancel(context.Background())
	s.meta = newMetaCache(s)
	return s
}

type (
	streamsService struct {
		streams.UnimplementedStreamsServer
		*Server
	}
	groupsService struct {
		persistent.UnimplementedPersistentSubscriptionsServer
		*Server
	}
	featuresService struct {
		serverfeatures.UnimplementedServerFeaturesServer
		*Server
	}
	gossipService struct {
		gossip.UnimplementedGossipServer
		*Server
	}
)

// Serve answers on the listeners until ctx ends, then lets running calls finish for up
// to 10 s. TCP listeners have TLS where the options say so; a Unix socket never has, and
// whoever may open it is an administrator.
func (s *Server) Serve(ctx context.Context, listeners ...net.Listener) error {
	defer s.end()
	failed := make(chan error, len(listeners))
	var servers []*grpc.Server
	for _, l := range listeners {
		local := l.Addr().Network() == "unix"
		g := s.grpc(local)
		servers = append(servers, g)
		go func() { failed <- g.Serve(l) }()
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	s.end()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for _, g := range servers {
			g.GracefulStop()
		}
	}()
	patience := time.NewTimer(10 * time.Second)
	defer patience.Stop()
	select {
	case <-ended:
	case <-patience.C:
		for _, g := range servers {
			g.Stop()
		}
		<-ended
	}
	return err
}

// grpc makes the server of one listener.
func (s *Server) grpc(local bool) *grpc.Server {
	creds := insecure.NewCredentials()
	if s.opts.TLS != nil && !local {
		creds = credentials.NewTLS(s.opts.TLS)
	}
	g := grpc.NewServer(
		grpc.Creds(creds),
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.MaxSendMsgSize(maxMessage),
		// Clients ping every 10 s, also when nothing runs.
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 2 * time.Second, PermitWithoutStream: true}),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: 30 * time.Second, Timeout: 15 * time.Second}),
		grpc.ChainUnaryInterceptor(s.unaryCaller(local)),
		grpc.ChainStreamInterceptor(s.streamCaller(local)),
	)
	streams.RegisterStreamsServer(g, &streamsService{Server: s})
	persistent.RegisterPersistentSubscriptionsServer(g, &groupsService{Server: s})
	serverfeatures.RegisterServerFeaturesServer(g, &featuresService{Server: s})
	gossip.RegisterGossipServer(g, &gossipService{Server: s})
	return g
}
