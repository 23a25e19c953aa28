package esdbserver

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"minhbach/eventstore/sqlite"
)

// doors is a server over a fresh log whose listeners the test chooses.
type doors struct {
	*Server
	stop  context.CancelFunc
	ended chan struct{}
}

func server(t *testing.T, opts Options) *Server {
	t.Helper()
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{SkipQuickCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return New(log, opts)
}

func serving(t *testing.T, s *Server, listeners ...net.Listener) *doors {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	d := &doors{Server: s, stop: stop, ended: make(chan struct{})}
	go func() {
		defer close(d.ended)
		if err := s.Serve(ctx, listeners...); err != nil {
			t.Errorf("serving ended with %v", err)
		}
	}()
	t.Cleanup(func() { d.end(t) })
	return d
}

func (d *doors) end(t *testing.T) {
	t.Helper()
	d.stop()
	select {
	case <-d.ended:
	case <-time.After(20 * time.Second):
		t.Error("the server does not end")
	}
}

func tcp(t *testing.T, address string) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func dial(t *testing.T, target string, opts ...grpc.DialOption) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient(target, append([]grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials())}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// official is the client of a connection string.
func official(t *testing.T, connection string) *esdb.Client {
	t.Helper()
	config, err := esdb.ParseConnectionString(connection)
	if err != nil {
		t.Fatal(err)
	}
	config.Logger = esdb.NoopLogging()
	config.MaxDiscoverAttempts = 2
	client, err := esdb.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

// certificate writes a self-signed one for loopback, with a serial number to know it by.
func certificate(t *testing.T, dir string, serial int64) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "minhbach"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "EC PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

// staff knows three people; the password of each is "changeit".
type staff struct {
	mu     sync.Mutex
	asked  int
	gone   map[string]bool
	groups map[string][]string
}

func newStaff() *staff {
	return &staff{gone: map[string]bool{}, groups: map[string][]string{"admin": {Admins}, "lan": {"editor"}, "ops": {Operators}}}
}

func (a *staff) Authenticate(_ context.Context, name, password string) (Identity, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked++
	groups, ok := a.groups[name]
	if !ok || password != "changeit" || a.gone[name] {
		return Identity{}, ErrCredentials
	}
	return Identity{Name: name, Groups: groups}, nil
}

func (a *staff) Recheck(_ context.Context, was Identity) (Identity, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.gone[was.Name] {
		return Identity{}, ErrCredentials
	}
	return Identity{Name: was.Name, Groups: a.groups[was.Name]}, nil
}

func (a *staff) dismiss(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.gone[name] = true
}

func (a *staff) times() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked
}

// login sends credentials with every call, over plain text too.
type login struct{ name, password string }

func (l login) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Basic " + base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%s:%s", l.name, l.password))}, nil
}

func (login) RequireTransportSecurity() bool { return false }
