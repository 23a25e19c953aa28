package node

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"minhbach/integration/notices"
)

// Config of a node. The zero value of every field but Data is useful.
type Config struct {
	Data        string // data directory, prepared by Init
	LogServer   string // connection string of the server that has the log; empty: as Init was told
	Listen      string // HOST:PORT of portal and API; default 127.0.0.1:8080, port 0: any free one
	Ops         string // HOST:PORT of /healthz, /readyz and /metrics; empty: only on the control socket
	Public      string // scheme and host under which the province's portal is known
	TLSCert     string // PEM files; both or none
	TLSKey      string
	BehindProxy bool            // trust X-Forwarded-For and X-Forwarded-Proto of the proxy in front
	Rate        float64         // API requests a second and address for anonymous readers; 0: 10, negative: no limit
	InFlight    int             // requests at once before more are told to come back; 0: 512
	Door        Door            // the log for clients of EventStoreDB; zero: shut
	SMTP        *notices.Server // by which notices leave; nil: they stay in the outbox
	Attest      Attest          // who vouches for the ledger's checkpoints besides ourselves
	Now         func() time.Time
	Log         *slog.Logger
	Version     string // of the program, for the API document
	Command     string // shown to whoever finds the directory in use
}

// Validate reports every fault at once.
func (c *Config) Validate() error {
	var faults []error
	if c.Data == "" {
		faults = append(faults, errors.New("no data directory: give --data DIR or set MINHBACH_DATA"))
	}
	for name, addr := range map[string]string{"--listen": c.Listen, "--ops-listen": c.Ops} {
		if addr == "" {
			continue
		}
		if _, _, err := net.SplitHostPort(addr); err != nil {
			faults = append(faults, fmt.Errorf("%s %q: want HOST:PORT", name, addr))
		}
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		faults = append(faults, errors.New("--tls-cert and --tls-key go together"))
	}
	if c.Public != "" {
		if u, err := url.Parse(c.Public); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.Path != "" {
			faults = append(faults, fmt.Errorf("--public-url %q: want https://HOST without a path", c.Public))
		}
	}
	return errors.Join(append(faults, c.Attest.check(), c.checkDoor())...)
}

func (c *Config) setDefaults() {
	if c.Listen == "" {
		c.Listen = "127.0.0.1:8080"
	}
	if c.InFlight <= 0 {
		c.InFlight = 512
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
}

// secure tells that readers reach this node by HTTPS.
func (c *Config) secure() bool {
	return c.TLSCert != "" || len(c.Public) >= 8 && c.Public[:8] == "https://"
}

// paths inside a data directory.
func (c *Config) path(names ...string) string {
	return filepath.Join(append([]string{c.Data}, names...)...)
}

const marker = "minhbach.json"

// ErrNotInitialised: the directory was not prepared by Init.
var ErrNotInitialised = errors.New("not a Minh Bạch data directory; prepare it with “minhbach init --data DIR --admin NAME --admin-password-file FILE”")

// ErrInitialised: the directory was prepared before.
var ErrInitialised = errors.New("the directory is a Minh Bạch data directory already")

func initialised(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, marker))
	return err == nil
}
