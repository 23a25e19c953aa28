package node

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// drain is how long running requests get after SIGTERM.
const drain = 15 * time.Second

// Serve answers requests until ctx ends, then lets running ones finish. ready is
// called with the address once requests are answered and read models caught up.
func (n *Node) Serve(ctx context.Context, ready func(url string)) error {
	handler, err := n.Handler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", n.cfg.Listen)
	if err != nil {
		return err
	}
	scheme := "http"
	if n.cfg.TLSCert != "" {
		cert, err := tls.LoadX509KeyPair(n.cfg.TLSCert, n.cfg.TLSKey)
		if err != nil {
			listener.Close()
			return err
		}
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}})
		scheme = "https"
	}
	main := n.server(handler)
	servers := []*http.Server{main}
	failed := make(chan error, 3)
	go func() { failed <- main.Serve(listener) }()
	control, err := n.control()
	if err != nil {
		n.cfg.Log.Warn("no control socket; commands beside a running server will not reach it", "error", err)
	} else {
		s := n.server(n.controlHandler())
		servers = append(servers, s)
		go func() { s.Serve(control) }()
	}
	if n.cfg.Ops != "" {
		ops, err := net.Listen("tcp", n.cfg.Ops)
		if err != nil {
			n.shutdown(servers)
			return err
		}
		s := n.server(n.opsHandler())
		servers = append(servers, s)
		go func() { failed <- s.Serve(ops) }()
	}
	shut, err := n.serveDoor(ctx, failed)
	if err != nil {
		return errors.Join(err, n.shutdown(servers))
	}
	defer shut()
	defer n.runBus(ctx)()
	url := scheme + "://" + listener.Addr().String() + "/"
	caughtUp := make(chan error, 1)
	waiting, stop := context.WithCancel(ctx)
	defer stop()
	go func() { caughtUp <- n.Ready(waiting) }()
	for {
		select {
		case err := <-caughtUp:
			if err == nil && ready != nil {
				ready(url)
			}
			caughtUp = nil
		case <-ctx.Done():
			return n.shutdown(servers)
		case err := <-failed:
			return errors.Join(err, n.shutdown(servers))
		}
	}
}

func (n *Node) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(n.cfg.Log.Handler(), slog.LevelDebug),
	}
}

func (n *Node) shutdown(servers []*http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	var errs []error
	for _, s := range servers {
		if err := s.Shutdown(ctx); err != nil {
			// Whoever is not done by now must not find a closed log behind them.
			errs = append(errs, err, s.Close())
		}
	}
	return errors.Join(errs...)
}
