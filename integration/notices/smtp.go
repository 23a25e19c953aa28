package notices

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/wneessen/go-mail"

	"minhbach/domain/calendar"
	"minhbach/domain/staff"
)

// SMTP sends over one connection, which is kept between messages and made again when
// the server has ended it.
type SMTP struct {
	server Server
	now    func() time.Time

	mu     sync.Mutex
	client *mail.Client // nil: none is open
}

var _ Mailer = (*SMTP)(nil)

// timeout bounds every step of the conversation with a server.
const timeout = 20 * time.Second

// NewSMTP connects when there is something to send.
func NewSMTP(s Server, now func() time.Time) *SMTP { return &SMTP{server: s, now: now} }

// Send hands a message over. Addresses and subjects that could add a header or a
// recipient never get as far as the server.
func (s *SMTP) Send(ctx context.Context, m Mail) error {
	msg, err := s.message(m)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.client != nil
	for {
		if s.client == nil {
			if s.client, err = s.dial(ctx); err != nil {
				return fmt.Errorf("mail server %s: %w", s.server.Host, err)
			}
		}
		err := verdict(msg, s.client.Send(msg))
		var refused *Refused
		if err == nil || errors.As(err, &refused) {
			return err
		}
		s.close()
		if !kept || ctx.Err() != nil {
			return fmt.Errorf("mail server %s: %w", s.server.Host, err)
		}
		kept = false // a connection that lay idle may have been ended; a fresh one tells
	}
}

// verdict tells what a server said of the message from everything else that can go wrong.
func verdict(msg *mail.Msg, err error) error {
	if err == nil || msg.IsDelivered() {
		return nil
	}
	var e *mail.SendError
	if !errors.As(err, &e) || e.ErrorCode() == 0 || e.ErrorCode() == 421 {
		return err
	}
	// What it says of the sender is about us, not about the message.
	if e.Reason == mail.ErrSMTPMailFrom || e.Reason == mail.ErrConnCheck {
		return err
	}
	code := strings.TrimSpace(fmt.Sprint(e.ErrorCode(), " ", e.EnhancedStatusCode()))
	return &Refused{Code: code, Later: e.ErrorCode() < 500}
}

func (s *SMTP) dial(ctx context.Context) (*mail.Client, error) {
	o := []mail.Option{mail.WithTimeout(timeout), mail.WithoutSMTPUTF8()}
	switch s.server.TLS {
	case Implicit:
		o = append(o, mail.WithSSL())
	case NoTLS:
		o = append(o, mail.WithTLSPolicy(mail.NoTLS))
	default:
		o = append(o, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	o = append(o, mail.WithPort(s.server.Port), mail.WithTLSConfig(&tls.Config{
		ServerName: s.server.Host, MinVersion: tls.VersionTLS12, InsecureSkipVerify: s.server.insecure,
	}))
	if s.server.User != "" {
		o = append(o, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.server.User), mail.WithPassword(s.server.Password))
	}
	c, err := mail.NewClient(s.server.Host, o...)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return c, c.DialWithContext(ctx)
}

// close ends the connection, if there is one; its error changes nothing.
func (s *SMTP) close() {
	if s.client != nil {
		_ = s.client.Close()
		s.client = nil
	}
}

// Close ends the connection.
func (s *SMTP) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.close()
	return nil
}

func (s *SMTP) message(m Mail) (*mail.Msg, error) {
	if !staff.AddressOK(m.To) {
		return nil, ErrAddress
	}
	_, host, _ := strings.Cut(s.server.From, "@")
	msg := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingQP), mail.WithNoDefaultUserAgent())
	if err := errors.Join(msg.From(s.server.From), msg.To(m.To)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	msg.Subject(oneLine(m.Subject))
	msg.SetMessageIDWithValue(oneLine(m.ID) + "@" + host)
	msg.SetDateWithValue(s.now().In(calendar.Zone))
	msg.SetGenHeader(mail.Header("Auto-Submitted"), "auto-generated") // RFC 3834: nobody's holiday program answers
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	return msg, nil
}

// oneLine drops whatever could end a header.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s)
}
