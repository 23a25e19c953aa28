package notices

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"minhbach/domain/staff"
)

// Server is a mail server to hand messages to.
type Server struct {
	Host     string
	Port     int
	User     string // empty: no authentication
	Password string
	TLS      TLS
	From     string // address that messages come from

	insecure bool // tests only: a certificate that nobody vouches for
}

// TLS is how a connection is protected.
type TLS string

const (
	StartTLS TLS = "starttls" // RFC 3207; refused when the server does not offer it
	Implicit TLS = "implicit" // RFC 8314
	NoTLS    TLS = "none"     // for a server on this machine
)

// ParseServer reads smtp://user@host:port?tls=starttls|implicit|none, or
// smtps://user@host, which is implicit TLS. A password in the address is refused,
// because addresses are seen in lists of processes. It tells every fault.
func ParseServer(address, from, password string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return nil, errors.New("SMTP server: want smtp://user@host:port?tls=starttls, or smtps://user@host")
	}
	s := &Server{Host: u.Hostname(), Port: 587, User: u.User.Username(), Password: password, From: from, TLS: StartTLS}
	var faults []error
	if _, given := u.User.Password(); given {
		faults = append(faults, errors.New("SMTP server: the password does not belong into the address; give a file or MINHBACH_SMTP_PASSWORD"))
	}
	if u.Scheme == "smtps" {
		s.TLS, s.Port = Implicit, 465
	}
	switch t := TLS(u.Query().Get("tls")); t {
	case "":
	case StartTLS, Implicit, NoTLS:
		if s.TLS = t; t == Implicit {
			s.Port = 465
		}
	default:
		faults = append(faults, fmt.Errorf("SMTP server: tls=%s: want starttls, implicit or none", t))
	}
	if p := u.Port(); p != "" {
		s.Port, _ = strconv.Atoi(p) // url.Parse took digits only
	}
	if s.TLS == NoTLS && !local(s.Host) {
		faults = append(faults, fmt.Errorf("SMTP server %s: without TLS only a server on this machine is spoken to", s.Host))
	}
	if !staff.AddressOK(from) {
		faults = append(faults, fmt.Errorf("sender of notices %q: want an address, as thongbao@soctrang.gov.vn", from))
	}
	if (s.User == "") != (s.Password == "") {
		faults = append(faults, errors.New("SMTP server: user and password go together"))
	}
	return s, errors.Join(faults...)
}

// Password reads it from a file, or takes the one of the environment.
func Password(file, env string) (string, error) {
	if file == "" {
		return env, nil
	}
	raw, err := os.ReadFile(file)
	return strings.TrimRight(string(raw), "\r\n"), err
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
