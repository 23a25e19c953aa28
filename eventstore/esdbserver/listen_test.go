package esdbserver

import (
	"crypto/tls"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestSocketIsPrivateAndGoesAway(t *testing.T) {
	dir, err := os.MkdirTemp("", "mb") // short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "es.sock")
	l, err := ListenUnix(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	if _, err := ListenUnix(path); !errors.Is(err, ErrSocketTaken) {
		t.Errorf("a second server: %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left in the folder: %v", entries)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after closing: %v", err)
	}
}

func TestSocketTakesThePlaceOfADeadOneOnly(t *testing.T) {
	dir, err := os.MkdirTemp("", "mb")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	dead := filepath.Join(dir, "dead")
	old, err := net.ListenUnix("unix", &net.UnixAddr{Name: dead, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	old.SetUnlinkOnClose(false)
	old.Close()
	l, err := ListenUnix(dead)
	if err != nil {
		t.Fatalf("a dead socket is in the way: %v", err)
	}
	// Another took the name meanwhile: closing leaves it alone.
	if err := os.Remove(dead); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dead, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := os.Lstat(dead); err != nil {
		t.Errorf("another's file was removed: %v", err)
	}
	if _, err := ListenUnix(dead); !errors.Is(err, ErrNoSocket) {
		t.Errorf("over a file: %v", err)
	}
	if _, err := ListenUnix(filepath.Join(dir, strings.Repeat("x", 100))); !errors.Is(err, ErrSocketPath) {
		t.Errorf("a long path: %v", err)
	}
}

func TestRenewedCertificateIsUsedWithoutARestart(t *testing.T) {
	dir := t.TempDir()
	clock := &hands{now: time.Now()}
	var warned atomic.Int32
	cert, key := certificate(t, dir, 1)
	config, err := TLSFiles(cert, key, clock.Now, func(string, ...any) { warned.Add(1) })
	if err != nil {
		t.Fatal(err)
	}
	shown := func() int64 {
		t.Helper()
		c, err := config.GetCertificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		return leaf(t, c)
	}
	certificate(t, dir, 22)
	if got := shown(); got != 1 {
		t.Errorf("serial %d: looked at once", got)
	}
	clock.forward(lookAgain)
	if got := shown(); got != 22 {
		t.Errorf("serial %d after a minute", got)
	}
	if err := os.WriteFile(key, []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	clock.forward(lookAgain)
	shown()
	clock.forward(lookAgain)
	if got := shown(); got != 22 || warned.Load() != 1 {
		t.Errorf("serial %d with a broken key, %d warnings", got, warned.Load())
	}
	certificate(t, dir, 333)
	clock.forward(lookAgain)
	if got := shown(); got != 333 {
		t.Errorf("serial %d after mending", got)
	}
	if _, err := TLSFiles(filepath.Join(dir, "none"), key, time.Now, nil); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("a missing file: %v", err)
	}
}

func leaf(t *testing.T, c *tls.Certificate) int64 {
	t.Helper()
	if c.Leaf == nil {
		t.Fatal("no leaf")
	}
	return c.Leaf.SerialNumber.Int64()
}
