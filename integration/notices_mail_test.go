package integration

import (
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"minhbach/integration/notices"
)

// mailServer is one on this machine that does what the test tells it.
type mailServer struct {
	t    *testing.T
	addr string

	mu     sync.Mutex
	server *smtp.Server
	got    []letter
	answer func(to string) error // nil: taken
}

type letter struct{ id, to, subject, text string }

func newMailServer(t *testing.T) *mailServer {
	t.Helper()
	m := &mailServer{t: t}
	m.up("127.0.0.1:0")
	t.Cleanup(m.down)
	return m
}

func (m *mailServer) up(addr string) {
	m.t.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		m.t.Fatal(err)
	}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &mailSession{m: m}, nil }))
	m.mu.Lock()
	m.addr, m.server = l.Addr().String(), s
	m.mu.Unlock()
	go s.Serve(l)
}

func (m *mailServer) down() {
	m.mu.Lock()
	s := m.server
	m.mu.Unlock()
	s.Close()
}

func (m *mailServer) answers(f func(to string) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answer = f
}

func (m *mailServer) letters() []letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.got)
}

// to lists who got letters, in order.
func (m *mailServer) to() (all []string) {
	for _, l := range m.letters() {
		all = append(all, l.to)
	}
	return all
}

func (m *mailServer) settings() *notices.Server {
	s, err := notices.ParseServer("smtp://"+m.addr+"?tls=none", "thongbao@soctrang.gov.vn", "")
	if err != nil {
		m.t.Fatal(err)
	}
	return s
}

type mailSession struct {
	m  *mailServer
	to string
}

func (s *mailSession) Reset()                               {}
func (s *mailSession) Logout() error                        { return nil }
func (s *mailSession) Mail(string, *smtp.MailOptions) error { return nil }

func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.to = to
	if s.m.answer != nil {
		return s.m.answer(to)
	}
	return nil
}

func (s *mailSession) Data(r io.Reader) error {
	msg, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(msg.Body)
	if err != nil {
		return err
	}
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.m.got = append(s.m.got, letter{id: msg.Header.Get("Message-ID"), to: s.to, subject: subject, text: string(text)})
	return nil
}

// interrupted is a mailer of a node that stops after the server took the message and
// before that was recorded.
type interrupted struct {
	notices.Mailer
	mu   sync.Mutex
	left int
}

func (i *interrupted) Send(ctx context.Context, m notices.Mail) error {
	if err := i.Mailer.Send(ctx, m); err != nil {
		return err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.left--; i.left >= 0 {
		return errors.New("the power went")
	}
	return nil
}

// eventually waits for something that other goroutines do.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never came to be: %s", what)
		}
	}
}

func mentions(text string, all ...string) bool {
	for _, s := range all {
		if !strings.Contains(text, s) {
			return false
		}
	}
	return true
}

// control asks a serving node on its own machine.
func control(t *testing.T, socket, path string) string {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}}
	defer client.CloseIdleConnections()
	resp, err := client.Get("http://minhbach" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status, err, string(text))
	}
	return string(text)
}
