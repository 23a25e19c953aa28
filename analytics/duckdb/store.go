//go:build cgo

package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	driver "github.com/duckdb/duckdb-go/v2"

	"minhbach/analytics"
)

// Options of a store. The zero value of a field takes the default.
type Options struct {
	Path     string        // of the database file; ? # and % may not be in it
	Memory   string        // of the engine, such as "384MB" (default)
	Threads  int           // of one question; default 2
	Temp     string        // most disk space for sorting and grouping; default "4GB"
	Timeout  time.Duration // of one question; default 10 s
	Parallel int           // questions at the same time, others wait; default 4
}

// Store implements analytics.Store.
type Store struct {
	db      *sql.DB
	timeout time.Duration
	slots   chan struct{} // one for each question being answered
	writer  chan struct{} // loads and drops, one at a time
	sorting chan struct{} // downloads being sorted
	sorted  chan struct{} // downloads that were sorted and are being read
	totals  *totals

	mu     sync.Mutex
	tables map[string]*table
	closed bool
	using  sync.WaitGroup
}

var _ analytics.Store = (*Store)(nil)

// Open opens the database file or makes it. A file that is damaged, or is not ours,
// gives an error of which IsBroken is true; one that another process holds does not.
func Open(ctx context.Context, o Options) (*Store, error) {
	o = o.defaults()
	if strings.ContainsAny(o.Path, "?#%") || o.Path == "" {
		return nil, fmt.Errorf("duckdb: the path %q cannot be used; choose one without ? # and %%", o.Path)
	}
	if err := os.MkdirAll(filepath.Dir(o.Path), 0o700); err != nil {
		return nil, fmt.Errorf("duckdb: %w", err)
	}
	engine, err := driver.NewConnector(o.Path+"?"+o.settings().Encode(), nil)
	if err != nil {
		return nil, opening(o.Path, err)
	}
	s := &Store{
		db: sql.OpenDB(connector{engine}), timeout: o.Timeout, totals: newTotals(2000), tables: map[string]*table{},
		slots: make(chan struct{}, o.Parallel), writer: make(chan struct{}, 1),
		sorting: make(chan struct{}, max(1, o.Parallel/2)), sorted: make(chan struct{}, sortedAtOnce),
	}
	s.db.SetMaxIdleConns(o.Parallel)
	// The lock of the file is ours now, so what lies there is of a dead process.
	err = os.RemoveAll(temporary(o.Path))
	if err == nil {
		err = s.hardened(ctx)
	}
	if err == nil {
		err = s.readCatalogue(ctx)
	}
	if err != nil {
		_ = s.db.Close()
		return nil, opening(o.Path, err)
	}
	return s, nil
}

func (o Options) defaults() Options {
	if o.Memory == "" {
		o.Memory = "384MB"
	}
	if o.Temp == "" {
		o.Temp = "4GB"
	}
	if o.Threads == 0 {
		o.Threads = 2
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Parallel == 0 {
		o.Parallel = 4
	}
	return o
}

func (o Options) settings() url.Values {
	return url.Values{
		"autoinstall_known_extensions":  {"false"},
		"autoload_known_extensions":     {"false"},
		"allow_community_extensions":    {"false"},
		"allow_unsigned_extensions":     {"false"},
		"allow_persistent_secrets":      {"false"},
		"memory_limit":                  {o.Memory},
		"threads":                       {strconv.Itoa(o.Threads)},
		"temp_directory":                {temporary(o.Path)},
		"max_temp_directory_size":       {o.Temp},
		"late_materialization_max_rows": {strconv.Itoa(analytics.MaxRows + 1)},
	}
}

// hardened shuts the engine off from files and network and locks that, after the
// other settings, which need both open; it refuses to go on where this did not hold.
func (s *Store) hardened(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, `SET GLOBAL enable_external_access = false; SET GLOBAL lock_configuration = true`); err != nil {
		return err
	}
	var external, locked string
	err := s.db.QueryRowContext(ctx, `SELECT current_setting('enable_external_access')::VARCHAR, current_setting('lock_configuration')::VARCHAR`).Scan(&external, &locked)
	if err == nil && (external != "false" || locked != "true") {
		err = fmt.Errorf("the engine did not take its protective settings (external access %s, locked %s)", external, locked)
	}
	return err
}

// Features of this engine.
func (s *Store) Features() analytics.Features {
	return analytics.Features{Engine: "duckdb", Folding: true, MedianExact: true, MaxRows: analytics.MaxRows}
}

// Close waits for the questions being answered.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	s.using.Wait()
	return s.db.Close()
}
