package esdbserver

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
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

const (
	maxStreams = 1000     // calls at once on one connection
	maxHeader  = 16 << 10 // bytes of all headers of a call
)

// Server speaks the protocol for one log.
type Server struct {
	log  eventstore.Log
	opts Options

	instance eventstore.ID
	ending   context.Context // over when the server ends: subscriptions stop
	end      context.CancelFunc
	meta     *metaCache
	feed     *feed
	groups   *groups

	trust   *trust
	counts  counts
	address atomic.Value // HOST:PORT of the first TCP listener

	patience  time.Duration // with calls that do not end
	handshake time.Duration // for a new connection
	pingEvery time.Duration // clients may ping as often
}

// New makes a server for log, which stays the caller's to close.
func New(log eventstore.Log, opts Options) *Server {
	s := &Server{log: log, opts: opts.withDefaults()}
	s.instance = eventstore.NewID(s.opts.Now())
	s.ending, s.end = context.WithCancel(context.Background())
	s.meta = newMetaCache(s)
	s.feed = &feed{s: s}
	s.groups = newGroups(s)
	s.trust = newTrust(s.opts.Auth, s.opts.Now)
	s.patience, s.handshake, s.pingEvery = 10*time.Second, 10*time.Second, 2*time.Second
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

// Serve answers on the listeners until ctx ends. Then subscriptions end at once, other
// calls are given up to 10 s to finish. TCP listeners have TLS where the options say
// so; a Unix socket never has, and whoever may open it is an administrator. It closes
// the listeners, and a server serves once.
func (s *Server) Serve(ctx context.Context, listeners ...net.Listener) error {
	defer s.end()
	failed := make(chan error, len(listeners))
	var servers []*grpc.Server
	for _, l := range listeners {
		local := l.Addr().Network() == "unix"
		if !local {
			s.address.CompareAndSwap(nil, l.Addr().String())
			l = &bounded{Listener: l, counts: &s.counts, most: int64(s.opts.MaxConnections)}
		}
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
	s.stop(servers)
	s.groups.close()
	return err
}

// stop ends the servers together, first gently.
func (s *Server) stop(servers []*grpc.Server) {
	var ending sync.WaitGroup
	for _, g := range servers {
		ending.Go(g.GracefulStop)
	}
	ended := make(chan struct{})
	go func() {
		ending.Wait()
		close(ended)
	}()
	patience := time.NewTimer(s.patience)
	defer patience.Stop()
	select {
	case <-ended:
	case <-patience.C:
		for _, g := range servers {
			g.Stop()
		}
		<-ended
	}
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
		grpc.ForceServerCodecV2(newCodec()), // what is sent to many is encoded once
		// One client must not use up what is there for all.
		grpc.MaxConcurrentStreams(maxStreams),
		grpc.MaxHeaderListSize(maxHeader),
		grpc.ConnectionTimeout(s.handshake),
		// Clients ping every 10 s, also when nothing runs.
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: s.pingEvery, PermitWithoutStream: true}),
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
