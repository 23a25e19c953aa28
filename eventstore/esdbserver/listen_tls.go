package esdbserver

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync"
	"time"
)

// lookAgain is how often the files of a certificate are looked at.
const lookAgain = time.Minute

// TLSFiles is a configuration for Options.TLS with the certificate of two PEM files.
// Renewed files are used within a minute, without a restart; as long as they do not
// fit together the certificate stays the one before.
func TLSFiles(certFile, keyFile string, now func() time.Time, warn func(format string, args ...any)) (*tls.Config, error) {
	f := &certificateFiles{cert: certFile, key: keyFile, now: now, warn: warn}
	if err := f.load(); err != nil {
		return nil, err
	}
	f.looked = now()
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2"}, GetCertificate: f.get}, nil
}

type certificateFiles struct {
	cert, key string
	now       func() time.Time
	warn      func(format string, args ...any)

	mu      sync.Mutex
	current *tls.Certificate
	stamp   string // of the files that are in use, or were refused
	looked  time.Time
}

func (f *certificateFiles) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := f.now(); now.Sub(f.looked) >= lookAgain {
		f.looked = now
		if stamp := f.look(); stamp != f.stamp {
			if err := f.load(); err != nil {
				f.stamp = stamp
				f.warn("esdbserver: the renewed certificate is not used: %v", err)
			}
		}
	}
	return f.current, nil
}

// look is what changes when the files do.
func (f *certificateFiles) look() string {
	stamp := ""
	for _, name := range []string{f.cert, f.key} {
		if info, err := os.Stat(name); err == nil {
			stamp += fmt.Sprint(info.Size(), info.ModTime().UnixNano(), " ")
		}
	}
	return stamp
}

func (f *certificateFiles) load() error {
	stamp := f.look()
	cert, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return fmt.Errorf("certificate %s and key %s: %w", f.cert, f.key, err)
	}
	f.current, f.stamp = &cert, stamp
	return nil
}
