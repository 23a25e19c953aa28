package esdb

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/esdbserver"
	"minhbach/eventstore/sqlite"
)

// world is a server over an embedded log that can be killed and brought back at the same
// address.
type world struct {
	log      *sqlite.Log
	opts     esdbserver.Options
	unix     string // path of its socket, else it listens on TCP
	address  string
	caFile   string
	user     *url.Userinfo
	listener *cutting
	stop     context.CancelFunc
	ended    chan struct{}
}

func newWorld(t testing.TB) *world {
	t.Helper()
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{MaxAppend: 100_000, SkipQuickCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return &world{log: log, address: "127.0.0.1:0", opts: esdbserver.Options{CheckpointIdle: 50 * time.Millisecond}}
}

// onSocket makes it listen on a Unix socket.
func (w *world) onSocket(t testing.TB) *world {
	dir, err := os.MkdirTemp("", "esdb") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	w.unix = filepath.Join(dir, "s")
	return w
}

// secured gives it a certificate and one account.
func (w *world) secured(t testing.TB) *world {
	cert, ca := certificate(t)
	w.caFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(w.caFile, ca, 0o600); err != nil {
		t.Fatal(err)
	}
	w.opts.TLS = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	w.opts.Auth, w.user = account{}, url.UserPassword("lan", "bí mật:@/?")
	return w
}

// account knows one name.
type account struct{}

func (account) Authenticate(_ context.Context, name, password string) (esdbserver.Identity, error) {
	if name != "lan" || password != "bí mật:@/?" {
		return esdbserver.Identity{}, esdbserver.ErrCredentials
	}
	return esdbserver.Identity{Name: name, Groups: []string{esdbserver.Admins}}, nil
}

// up starts the server.
func (w *world) up(t testing.TB) *world {
	t.Helper()
	var l net.Listener
	var err error
	if w.unix != "" {
		l, err = esdbserver.ListenUnix(w.unix)
	} else {
		l, err = net.Listen("tcp", w.address)
	}
	if err != nil {
		t.Fatal(err)
	}
	if w.unix == "" {
		w.address = l.Addr().String()
	}
	w.listener = &cutting{Listener: l, open: map[net.Conn]bool{}}
	ctx, stop := context.WithCancel(context.Background())
	w.stop, w.ended = stop, make(chan struct{})
	server, listener, ended := esdbserver.New(w.log, w.opts), w.listener, w.ended
	go func() {
		defer close(ended)
		server.Serve(ctx, listener)
	}()
	t.Cleanup(w.kill)
	return w
}

// kill ends the server without a farewell to anybody.
func (w *world) kill() {
	w.listener.cut()
	w.stop()
	<-w.ended
}

// cutting is a listener that can break everything off.
type cutting struct {
	net.Listener
	mu   sync.Mutex
	open map[net.Conn]bool
}

func (c *cutting) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.mu.Lock()
		c.open[conn] = true
		c.mu.Unlock()
	}
	return conn, err
}

func (c *cutting) cut() {
	c.Close()
	c.drop()
}

// drop breaks connections off and takes new ones.
func (c *cutting) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for conn := range c.open {
		conn.Close()
		delete(c.open, conn)
	}
}

func (w *world) connection() string {
	if w.unix != "" {
		return "unix://" + w.unix
	}
	u := url.URL{Scheme: "esdb", Host: w.address, User: w.user, RawQuery: "tls=false"}
	if w.opts.TLS != nil {
		u.RawQuery = url.Values{"tls": {"true"}, "tlsCaFile": {w.caFile}}.Encode()
	}
	return u.String()
}

func (w *world) open(t testing.TB, change ...func(*Options)) *Log {
	t.Helper()
	opts := Options{Connection: w.connection(), backoff: time.Millisecond}
	for _, c := range change {
		c(&opts)
	}
	l, err := Open(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func certificate(t testing.TB) (tls.Certificate, []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	raw, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
}

func draft() eventstore.Draft {
	return eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "thing.happened", Data: []byte(`{"n":1}`), Metadata: []byte(`{}`)}
}
