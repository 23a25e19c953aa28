package node

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"time"

	"minhbach/domain/fault"
	"minhbach/eventstore"
	"minhbach/eventstore/esdbserver"
	"minhbach/internal/app"
)

var (
	ErrDoorAddress = fault.Define(fault.Invalid, "eventstore.address",
		"Địa chỉ “{address}” không đúng dạng HOST:PORT, ví dụ 127.0.0.1:2113.",
		"“{address}” is not HOST:PORT, such as 127.0.0.1:2113.")
	ErrDoorKeys = fault.Define(fault.Invalid, "eventstore.tls",
		"Phải có cả tệp chứng thư và tệp khóa: thêm --tls-cert và --tls-key.",
		"A certificate and a key go together: give --tls-cert and --tls-key.")
	ErrDoorOpen = fault.Define(fault.Invalid, "eventstore.open",
		"Chưa có chứng thư TLS nên ai đến được cổng này cũng toàn quyền với nhật ký; hãy thêm --tls-cert và --tls-key, hoặc nói rõ --insecure.",
		"Without TLS whoever reaches this port may do everything with the log; give --tls-cert and --tls-key, or say --insecure.")
	ErrDoorBoth = fault.Define(fault.Invalid, "eventstore.both",
		"--insecure trái với --tls-cert và --tls-key; chỉ chọn một.",
		"--insecure contradicts --tls-cert and --tls-key; choose one.")
	ErrDoorPublic = fault.Define(fault.Invalid, "eventstore.public",
		"Không mở cổng nhật ký không có TLS trên {address}; hãy dùng chứng thư, hoặc địa chỉ 127.0.0.1.",
		"The log is not opened without TLS on {address}; use a certificate, or the address 127.0.0.1.")
	ErrDoorNobody = fault.Define(fault.Invalid, "eventstore.nobody",
		"Chưa ai đăng nhập được: hãy đặt MINHBACH_EVENTSTORE_ADMIN_PASSWORD hoặc MINHBACH_EVENTSTORE_ADMIN_PASSWORD_FILE cho người dùng “admin”, hoặc chạy trên thư mục đã có tài khoản cán bộ.",
		"Nobody could sign in: set MINHBACH_EVENTSTORE_ADMIN_PASSWORD or MINHBACH_EVENTSTORE_ADMIN_PASSWORD_FILE for the user “admin”, or serve a directory that has accounts of staff.")
	ErrDoorTaken = fault.Define(fault.Conflict, "eventstore.taken",
		"Cổng {address} đang có chương trình khác dùng; hãy dừng chương trình đó hoặc chọn cổng khác (cổng 0: cổng trống bất kỳ).",
		"{address} is used by another program; stop it or choose another port (port 0: any free one).")
	ErrDoorCertificate = fault.Define(fault.Invalid, "eventstore.certificate",
		"Không dùng được chứng thư: {why}. Hãy kiểm tra hai tệp PEM.",
		"The certificate cannot be used: {why}. Check the two PEM files.")
)

// Door is where clients of EventStoreDB come in. The zero Door is shut.
type Door struct {
	Listen          string // HOST:PORT
	Advertise       string // HOST:PORT that gossip names; empty: Listen
	TLSCert, TLSKey string
	Insecure        bool   // no TLS and no credentials: every caller is an administrator
	Password        string // of the user admin; empty: there is no such user
	Socket          string // path of a Unix socket for this user of this machine; empty: none
}

// Check reports what is wrong with the settings, all at once.
func (d Door) Check() error {
	var l fault.List
	_, _, err := net.SplitHostPort(d.Listen)
	if err != nil {
		l.Add(ErrDoorAddress.New("address", d.Listen).At("--listen"))
	}
	if _, _, err := net.SplitHostPort(d.Advertise); d.Advertise != "" && err != nil {
		l.Add(ErrDoorAddress.New("address", d.Advertise).At("--advertise"))
	}
	secure := d.TLSCert != "" || d.TLSKey != ""
	switch {
	case secure && d.Insecure:
		l.Add(ErrDoorBoth.New())
	case (d.TLSCert == "") != (d.TLSKey == ""):
		l.Add(ErrDoorKeys.New())
	case err == nil && !secure && !d.Insecure:
		l.Add(ErrDoorOpen.New())
	}
	return l.Err()
}

// Loopback tells that only this machine reaches the port.
func (d Door) Loopback() bool {
	host, _, _ := net.SplitHostPort(d.Listen)
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// OpenDoor is a log behind the protocol of EventStoreDB.
type OpenDoor struct {
	URL    string // esdb://HOST:PORT?tls=…
	Socket string // path; empty: there is none
	Unsaid error  // why there is no socket where one was wished

	server    *esdbserver.Server
	listeners []net.Listener
}

// DoorOptions is what a door needs besides its settings.
type DoorOptions struct {
	Staff        *app.Auth // whose accounts may sign in; nil: the user admin alone
	Now          func() time.Time
	Warn         func(format string, args ...any)
	SocketNeeded bool // a socket that cannot be made is an error
}

// OpenTheDoor listens; Serve answers. The log stays the caller's to close.
func OpenTheDoor(log eventstore.Log, d Door, o DoorOptions) (_ *OpenDoor, err error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	opts := esdbserver.Options{Now: o.Now, Warn: o.Warn}
	if !d.Insecure {
		if d.Password == "" && o.Staff == nil {
			return nil, ErrDoorNobody.New()
		}
		opts.Auth = newDoorkeeper(d.Password, o.Staff, o.Now)
		if opts.TLS, err = esdbserver.TLSFiles(d.TLSCert, d.TLSKey, o.Now, o.Warn); err != nil {
			return nil, ErrDoorCertificate.New("why", err.Error()).Because(err)
		}
	}
	l, err := d.listen()
	if err != nil {
		return nil, err
	}
	door := &OpenDoor{listeners: []net.Listener{l}}
	opts.Advertise = d.Advertise
	host, port := d.reached(l)
	if opts.Advertise == "" {
		opts.Advertise = net.JoinHostPort(host, port)
	}
	door.URL = fmt.Sprintf("esdb://%s?tls=%t", net.JoinHostPort(host, port), !d.Insecure)
	if d.Socket != "" {
		s, err := esdbserver.ListenUnix(d.Socket)
		switch {
		case err == nil:
			door.Socket, door.listeners = d.Socket, append(door.listeners, s)
		case o.SocketNeeded || errors.Is(err, os.ErrPermission):
			l.Close()
			return nil, err
		default:
			door.Unsaid = err
		}
	}
	door.server = esdbserver.New(log, opts)
	return door, nil
}

// reached is the host as it was given, since certificates name hosts, with the port
// that was found.
func (d Door) reached(l net.Listener) (host, port string) {
	own, port, _ := net.SplitHostPort(l.Addr().String())
	if host, _, _ = net.SplitHostPort(d.Listen); host == "" {
		host = own
	}
	return host, port
}

// Serve answers until ctx ends, and closes the listeners.
func (o *OpenDoor) Serve(ctx context.Context) error { return o.server.Serve(ctx, o.listeners...) }

// Close shuts a door at which Serve was never called.
func (o *OpenDoor) Close() error {
	var errs []error
	for _, l := range o.listeners {
		errs = append(errs, l.Close())
	}
	return errors.Join(errs...)
}

// Try tells what opening the door would stumble over, and opens nothing.
func (d Door) Try(now func() time.Time) error {
	if !d.Insecure {
		if _, err := esdbserver.TLSFiles(d.TLSCert, d.TLSKey, now, func(string, ...any) {}); err != nil {
			return ErrDoorCertificate.New("why", err.Error()).Because(err)
		}
	}
	l, err := d.listen()
	if err != nil {
		return err
	}
	return l.Close()
}

func (d Door) listen() (net.Listener, error) {
	l, err := net.Listen("tcp", d.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, ErrDoorTaken.New("address", d.Listen).Because(err)
	}
	return l, err
}
