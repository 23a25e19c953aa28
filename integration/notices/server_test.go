package notices

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// post is a mail server on this machine, which does what the test tells it.
type post struct {
	*testing.T
	addr string

	mu       sync.Mutex
	server   *smtp.Server
	got      []delivered
	sessions int
	answer   func(to string) error // of RCPT; nil: taken
	atEnd    error                 // of DATA, after the message was taken
	sender   error                 // of MAIL
	password string                // wanted; empty: none
	tls      *tls.Config
	implicit bool
}

type delivered struct{ from, to, data string }

func open(t *testing.T, setup ...func(*post)) *post {
	t.Helper()
	p := &post{T: t}
	for _, s := range setup {
		s(p)
	}
	p.up("127.0.0.1:0")
	t.Cleanup(p.down)
	return p
}

func (p *post) up(addr string) {
	p.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		p.Fatal(err)
	}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.sessions++
		return &session{post: p}, nil
	}))
	s.Domain, s.TLSConfig, s.ErrorLog = "localhost", p.tls, quiet{}
	if p.implicit {
		l = tls.NewListener(l, p.tls)
	}
	p.mu.Lock()
	p.addr, p.server = l.Addr().String(), s
	p.mu.Unlock()
	go s.Serve(l)
}

func (p *post) down() {
	p.mu.Lock()
	s := p.server
	p.mu.Unlock()
	s.Close()
}

func (p *post) tell(change func(*post)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p)
}

func (p *post) mails() []delivered {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.got)
}

// at is the server for a client.
func (p *post) at(t TLS, user, password string) Server {
	host, port, _ := net.SplitHostPort(p.addr)
	s := Server{Host: host, User: user, Password: password, TLS: t, From: "thongbao@soctrang.gov.vn", insecure: true}
	for _, r := range port {
		s.Port = s.Port*10 + int(r-'0')
	}
	return s
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

type session struct {
	*post
	in   delivered
	auth bool
}

func (s *session) Reset()        { s.in = delivered{} }
func (s *session) Logout() error { return nil }

func (s *session) AuthMechanisms() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.auth = user == "portal" && password == s.password; !s.auth {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.password != "" && !s.auth {
		return smtp.ErrAuthRequired
	}
	s.in.from = from
	return s.sender
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.in.to = to
	if s.answer != nil {
		return s.answer(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.in.data = string(raw)
	s.got = append(s.got, s.in)
	return s.atEnd
}

func says(code int, enhanced smtp.EnhancedCode) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: "so it is"}
}

// certificate that nobody vouches for.
func certificate(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

func isRefused(err error) *Refused {
	var r *Refused
	errors.As(err, &r)
	return r
}
