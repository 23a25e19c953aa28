package esdbserver

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

var (
	// ErrSocketTaken: somebody answers at the path of the socket already.
	ErrSocketTaken = errors.New("esdbserver: another server answers at this socket")
	// ErrNoSocket: what is at the path is no socket, and is not touched.
	ErrNoSocket = errors.New("esdbserver: there is something else than a socket at this path")
	// ErrSocketPath: systems allow about a hundred bytes.
	ErrSocketPath = errors.New("esdbserver: the path of the socket is too long; choose one of at most 90 bytes")
)

// maxSocketPath leaves room below the 104 to 108 bytes of a socket's address.
const maxSocketPath = 90

// ListenUnix makes a Unix socket that at no moment anybody but this user can open: it is
// born in a private folder and then moved. A socket that a dead server left is replaced.
func ListenUnix(path string) (net.Listener, error) {
	if len(path) > maxSocketPath {
		return nil, fmt.Errorf("%w: %s has %d", ErrSocketPath, path, len(path))
	}
	if err := refuseTaken(path); err != nil {
		return nil, err
	}
	private, err := os.MkdirTemp(filepath.Dir(path), ".s") // mode 0700
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(private)
	born := filepath.Join(private, "s")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: born, Net: "unix"})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false) // it would look for the name it was born with
	if err = os.Chmod(born, 0o600); err == nil {
		err = os.Rename(born, path)
	}
	if err != nil {
		l.Close()
		return nil, err
	}
	own, err := os.Lstat(path)
	if err != nil {
		l.Close()
		return nil, err
	}
	return &socket{Listener: l, path: path, own: own}, nil
}

func refuseTaken(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&fs.ModeSocket == 0:
		return fmt.Errorf("%w: %s; choose another", ErrNoSocket, path)
	}
	c, err := net.DialTimeout("unix", path, time.Second)
	if err != nil {
		return nil // nobody answers: a dead one
	}
	c.Close()
	return fmt.Errorf("%w: %s; stop it or choose another", ErrSocketTaken, path)
}

// socket takes its name away when it is closed, unless that is another's by now.
type socket struct {
	net.Listener
	path string
	own  fs.FileInfo
	once sync.Once
	err  error
}

func (s *socket) Close() error {
	s.once.Do(func() {
		s.err = s.Listener.Close()
		if now, err := os.Lstat(s.path); err == nil && os.SameFile(now, s.own) {
			s.err = errors.Join(s.err, os.Remove(s.path))
		}
	})
	return s.err
}

func (s *socket) Addr() net.Addr { return &net.UnixAddr{Name: s.path, Net: "unix"} }

// bounded counts the connections of a listener and turns away those beyond the bound,
// so that who holds many does not use up the files of the process.
type bounded struct {
	net.Listener
	counts *counts
	most   int64
}

func (b *bounded) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if b.counts.connections.Add(1) > b.most {
			b.counts.connections.Add(-1)
			b.counts.turned.Add(1)
			c.Close()
			continue
		}
		return &counted{Conn: c, counts: b.counts}, nil
	}
}

type counted struct {
	net.Conn
	counts *counts
	once   sync.Once
}

func (c *counted) Close() error {
	c.once.Do(func() { c.counts.connections.Add(-1) })
	return c.Conn.Close()
}
