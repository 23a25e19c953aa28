package node

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// Environment of the signing key: where it is kept, and under which name a new one
// signs.
const (
	ledgerKeyEnv    = "MINHBACH_LEDGER_KEY_FILE"
	ledgerOriginEnv = "MINHBACH_LEDGER_ORIGIN"
)

// LedgerDir is where tiles and checkpoints are.
func (c Config) LedgerDir() string { return c.path("ledger") }

// LedgerKeyFile is where the key is that signs checkpoints.
func (c Config) LedgerKeyFile() string {
	if file := os.Getenv(ledgerKeyEnv); file != "" {
		return file
	}
	return c.path("keys", "ledger.key")
}

// createLedgerKey makes the key of an installation. Its name is the log's origin for
// ever: the public host where it is known, else one that no other installation has.
func createLedgerKey(cfg Config) (ledger.Key, error) {
	origin := os.Getenv(ledgerOriginEnv)
	if u, err := url.Parse(cfg.Public); origin == "" && err == nil && u.Host != "" {
		origin = u.Host + "/log"
	}
	if origin == "" {
		var b [8]byte
		rand.Read(b[:]) // never returns an error
		origin = "minhbach/" + hex.EncodeToString(b[:])
	}
	return ledger.CreateKey(cfg.LedgerKeyFile(), origin)
}

// LedgerKey of a data directory; one that was prepared by an older release gets its
// key now. Without the key of a ledger that has signed already nothing is signed:
// a new key would be a new log.
func LedgerKey(cfg Config) (*ledger.Key, error) {
	key, err := ledger.ReadKey(cfg.LedgerKeyFile())
	if err == nil {
		return &key, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if _, err := os.Stat(cfg.path("ledger", ledger.CheckpointPath)); err == nil {
		return nil, fmt.Errorf("%s is missing, and %s holds checkpoints that it signed: bring the key back from where keys are kept", cfg.LedgerKeyFile(), cfg.LedgerDir())
	}
	if key, err = createLedgerKey(cfg); err != nil {
		return nil, err
	}
	cfg.Log.Warn("this directory had no key for checkpoints; a new one was made, keep a copy of it elsewhere", "file", cfg.LedgerKeyFile(), "key", key.Public)
	return &key, nil
}

func openLedger(ctx context.Context, cfg Config, log eventstore.Log) (*ledger.Ledger, error) {
	opts := ledger.Options{Now: cfg.Now, Warn: func(format string, args ...any) { cfg.Log.Warn(fmt.Sprintf(format, args...)) }}
	if err := cfg.Attest.options(&opts); err != nil {
		return nil, err
	}
	if err := settleKeys(ctx, cfg, log, &opts); err != nil {
		return nil, err
	}
	key, err := LedgerKey(cfg)
	if err == nil {
		if err = checkEpoch(ctx, log, key); err != nil {
			key = nil
		}
	}
	if err != nil {
		cfg.Log.Error("no checkpoint is signed", "error", err) // the portal goes on
	}
	opts.Key = key
	return ledger.Open(ctx, cfg.LedgerDir(), log, opts)
}

// signRest leaves nothing unsigned behind where that takes no time. What hinders it
// hindered it before, and was told.
func (n *Node) signRest() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := n.Ledger.ToEnd(ctx); err != nil {
		n.cfg.Log.Debug("the last events are not signed yet", "error", err)
	}
}

// ledgerMetrics in the Prometheus text format.
func (n *Node) ledgerMetrics(w http.ResponseWriter, r *http.Request) {
	s, err := n.Ledger.Status(r.Context())
	if err != nil {
		return
	}
	broken := 0
	if s.Error != "" || s.Key == "" {
		broken = 1
	}
	last := int64(0)
	if !s.LastSigned.IsZero() {
		last = s.LastSigned.Unix()
	}
	for _, m := range []struct {
		name, help string
		value      any
	}{
		{"size", "Leaves that a signed checkpoint covers.", s.Size},
		{"events_behind", "Events that no signed checkpoint covers yet, counted up to 1000 where positions have gaps.", s.EventsBehind},
		{"seconds_behind", "Age of the first event that no signed checkpoint covers.", s.SecsBehind},
		{"last_signed_seconds", "When the newest checkpoint was signed, in seconds since 1970; 0: never.", last},
		{"broken", "1 when nothing is signed: the log is not the one signed before, the key is missing, or the disk fails.", broken},
	} {
		fmt.Fprintf(w, "# HELP minhbach_ledger_%s %s\n# TYPE minhbach_ledger_%s gauge\nminhbach_ledger_%s %v\n", m.name, m.help, m.name, m.name, m.value)
	}
}
