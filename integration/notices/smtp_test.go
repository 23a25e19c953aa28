package notices

import (
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

var letter = Mail{ID: "0190a000", To: "lan@soctrang.gov.vn", Subject: "Chờ duyệt: Lịch tiếp công dân tháng Ba của Ủy ban nhân dân huyện Kế Sách", Text: "Kính gửi Nguyễn Thị Lan,\n.\nhết\n"}

func sent(t *testing.T, s Server, mails ...Mail) (*SMTP, error) {
	t.Helper()
	c := NewSMTP(s, func() time.Time { return time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC) })
	t.Cleanup(func() { c.Close() })
	for _, m := range mails {
		if err := c.Send(t.Context(), m); err != nil {
			return c, err
		}
	}
	return c, nil
}

// TestAMessageArrivesAsItWasWritten: text and subject in Vietnamese, one connection for
// many messages, and headers that a mail program expects.
func TestAMessageArrivesAsItWasWritten(t *testing.T) {
	p := open(t)
	if _, err := sent(t, p.at(NoTLS, "", ""), letter, letter, letter); err != nil {
		t.Fatal(err)
	}
	got := p.mails()
	p.tell(func(p *post) {
		if len(got) != 3 || p.sessions != 1 {
			t.Fatalf("%d messages in %d connections", len(got), p.sessions)
		}
	})
	m, err := mail.ReadMessage(strings.NewReader(got[0].data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != letter.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if text := strings.ReplaceAll(string(body), "\r\n", "\n"); err != nil || strings.TrimSpace(text) != strings.TrimSpace(letter.Text) {
		t.Errorf("text %q, %v", text, err)
	}
	for name, want := range map[string]string{
		"Message-ID": "<0190a000@soctrang.gov.vn>", "To": "<lan@soctrang.gov.vn>", "From": "<thongbao@soctrang.gov.vn>", "Auto-Submitted": "auto-generated",
		"Content-Type": "text/plain; charset=UTF-8", "Date": "Mon, 02 Mar 2026 08:00:00 +0700",
	} {
		if m.Header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, m.Header.Get(name), want)
		}
	}
	if got[0].from != "thongbao@soctrang.gov.vn" || got[0].to != letter.To {
		t.Errorf("envelope %+v", got[0])
	}
}

func TestTLSAndPassword(t *testing.T) {
	for kind, implicit := range map[TLS]bool{StartTLS: false, Implicit: true} {
		p := open(t, func(p *post) { p.tls, p.implicit, p.password = certificate(t), implicit, "ghe đá" })
		if _, err := sent(t, p.at(kind, "portal", "ghe đá"), letter); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if _, err := sent(t, p.at(kind, "portal", "sai"), letter); err == nil || isRefused(err) != nil {
			t.Errorf("%s, wrong password: %v", kind, err)
		}
		checked := p.at(kind, "portal", "ghe đá")
		checked.insecure = false
		if _, err := sent(t, checked, letter); err == nil || isRefused(err) != nil {
			t.Errorf("%s: a certificate that nobody vouches for: %v", kind, err)
		}
		if n := len(p.mails()); n != 1 {
			t.Errorf("%s: %d messages", kind, n)
		}
	}
	plain := open(t)
	if _, err := sent(t, plain.at(StartTLS, "", ""), letter); err == nil || isRefused(err) != nil || len(plain.mails()) != 0 {
		t.Errorf("a server without STARTTLS is spoken to in the clear: %v", err)
	}
}

// TestVerdicts: what the server says of the message is told from what it says of us,
// and from silence.
func TestVerdicts(t *testing.T) {
	p := open(t)
	c, err := sent(t, p.at(NoTLS, "", ""), letter)
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		set  func(*post)
		want *Refused
	}{
		"no such mailbox": {func(p *post) { p.answer = func(string) error { return says(550, smtp.EnhancedCode{5, 1, 1}) } }, &Refused{Code: "550 5.1.1"}},
		"grey list":       {func(p *post) { p.answer = func(string) error { return says(451, smtp.EnhancedCode{4, 7, 1}) } }, &Refused{Code: "451 4.7.1", Later: true}},
		"after the text":  {func(p *post) { p.atEnd = says(554, smtp.EnhancedCode{5, 6, 0}) }, &Refused{Code: "554 5.6.0"}},
		"the sender":      {func(p *post) { p.sender = says(550, smtp.EnhancedCode{5, 7, 1}) }, nil},
		"going down":      {func(p *post) { p.answer = func(string) error { return says(421, smtp.EnhancedCode{4, 3, 2}) } }, nil},
	} {
		p.tell(func(p *post) { p.answer, p.atEnd, p.sender = nil, nil, nil; row.set(p) })
		err := c.Send(t.Context(), letter)
		if err == nil {
			t.Errorf("%s: sent", name)
			continue
		}
		got := isRefused(err)
		if (got == nil) != (row.want == nil) || got != nil && *got != *row.want {
			t.Errorf("%s: %v, want %v", name, err, row.want)
		}
		p.tell(func(p *post) { p.answer, p.atEnd, p.sender = nil, nil, nil })
		if err := c.Send(t.Context(), letter); err != nil {
			t.Errorf("after “%s” nothing is sent any more: %v", name, err)
		}
	}
}

// TestAConnectionThatWasEndedIsMadeAgain: a server may end what lies idle, be restarted,
// or be down for a while.
func TestAConnectionThatWasEndedIsMadeAgain(t *testing.T) {
	p := open(t)
	c, err := sent(t, p.at(NoTLS, "", ""), letter)
	if err != nil {
		t.Fatal(err)
	}
	addr := p.addr
	p.down()
	if err := c.Send(t.Context(), letter); err == nil || isRefused(err) != nil {
		t.Fatalf("a server that is down: %v", err)
	}
	p.up(addr)
	if err := c.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	p.down()
	p.up(addr)
	if err := c.Send(t.Context(), letter); err != nil { // the connection died unseen
		t.Fatal(err)
	}
	if n := len(p.mails()); n != 3 {
		t.Errorf("%d messages", n)
	}
}

// TestNoHeaderIsSmuggledIn by an address or a subject.
func TestNoHeaderIsSmuggledIn(t *testing.T) {
	p := open(t)
	for _, to := range []string{"", "lan", "lan@soctrang.gov.vn\r\nBcc: x@y.vn", "lan@soctrang.gov.vn, x@y.vn", "Lan <lan@soctrang.gov.vn>", "lan@soctrang.gov.vn>\r\nDATA", "lân@soctrang.gov.vn"} {
		m := letter
		m.To = to
		if _, err := sent(t, p.at(NoTLS, "", ""), m); !errors.Is(err, ErrAddress) {
			t.Errorf("to %q: %v", to, err)
		}
	}
	m := letter
	m.Subject, m.ID = "a\r\nBcc: x@y.vn\r\n\r\nb\u2028c", "1\r\nBcc: x@y.vn"
	if _, err := sent(t, p.at(NoTLS, "", ""), m); err != nil {
		t.Fatal(err)
	}
	got, err := mail.ReadMessage(strings.NewReader(p.mails()[0].data))
	if err != nil || got.Header.Get("Bcc") != "" || len(p.mails()) != 1 {
		t.Errorf("%v, %v", got.Header, err)
	}
}

func TestParseServer(t *testing.T) {
	const from = "thongbao@soctrang.gov.vn"
	for address, want := range map[string]Server{
		"smtp://portal@mail.soctrang.gov.vn":                 {Host: "mail.soctrang.gov.vn", Port: 587, User: "portal", Password: "x", TLS: StartTLS, From: from},
		"smtps://portal@mail.soctrang.gov.vn":                {Host: "mail.soctrang.gov.vn", Port: 465, User: "portal", Password: "x", TLS: Implicit, From: from},
		"smtp://portal@mail.soctrang.gov.vn?tls=implicit":    {Host: "mail.soctrang.gov.vn", Port: 465, User: "portal", Password: "x", TLS: Implicit, From: from},
		"smtp://portal@127.0.0.1:2525?tls=none":              {Host: "127.0.0.1", Port: 2525, User: "portal", Password: "x", TLS: NoTLS, From: from},
		"smtp://portal@mail.soctrang.gov.vn:25?tls=starttls": {Host: "mail.soctrang.gov.vn", Port: 25, User: "portal", Password: "x", TLS: StartTLS, From: from},
	} {
		if got, err := ParseServer(address, from, "x"); err != nil || *got != want {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
	}
	for address, password := range map[string]string{
		"mail.soctrang.gov.vn": "", "http://mail": "", "smtp://": "", "smtp://mail/path": "", "smtp://mail.vn?tls=maybe": "", "smtp://mail.vn?tls=none": "",
		"smtp://portal:secret@mail.vn": "x", "smtp://portal@mail.vn": "", "smtp://mail.vn": "x",
	} {
		if got, err := ParseServer(address, from, password); err == nil {
			t.Errorf("%s with %q: %+v", address, password, got)
		}
	}
	if _, err := ParseServer("smtp://mail.vn", "", ""); err == nil {
		t.Error("no sender")
	}
}
