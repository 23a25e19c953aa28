package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"minhbach/api"
	"minhbach/domain/calendar"
	"minhbach/domain/rules"
	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
	"minhbach/eventstore/vault"
	"minhbach/integration/bus"
	"minhbach/integration/notices"
	"minhbach/internal/app"
	"minhbach/internal/files"
	"minhbach/internal/secret"
	"minhbach/internal/tables"
	"minhbach/internal/uploads"
	"minhbach/portal"
	"minhbach/projections"
	"minhbach/projections/agencies"
	"minhbach/projections/datasets"
	"minhbach/projections/disposals"
	outbox "minhbach/projections/notices"
	"minhbach/projections/people"
	"minhbach/projections/publications"
	"minhbach/projections/search/follow"
	"minhbach/projections/subjects"
)

// Node is an opened data directory with everything that works on it.
type Node struct {
	App    *app.App
	Log    eventstore.Log
	Repo   *eventstore.Repository
	Codec  *eventstore.Codec
	Vault  *vault.Vault // of the keys to personal data; locked when these are lost
	Models *Models
	Tables *tables.Keeper
	Search *follow.Follower
	Ledger *ledger.Ledger // proof that the log was not rewritten

	cfg       Config
	events    app.EventFinder
	remote    bool // the log is on a server
	uploads   *uploads.Store
	space     *space
	door      atomic.Pointer[OpenDoor]
	erasing   sync.Mutex // held while erasures are carried out
	store     *files.Store
	disposing sync.Mutex    // held while lists of disposal are carried out
	bus       *bus.Bus      // hands events to reactors while the node serves
	mail      *notices.SMTP // nil: notices stay in the outbox
	stop      context.CancelFunc
	running   sync.WaitGroup
}

// maxAppend is how many events one append may have: an import of units is one, and
// clients of EventStoreDB send as many as go into a mebibyte.
const maxAppend = 100_000

// Open opens a prepared directory and starts the read models and the scheduler;
// Serve adds the listeners. The read models may still be catching up: see Ready.
func Open(ctx context.Context, cfg Config) (_ *Node, err error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	cfg.setDefaults()
	if !initialised(cfg.Data) {
		return nil, fmt.Errorf("%s: %w", cfg.Data, ErrNotInitialised)
	}
	n := &Node{cfg: cfg}
	defer func() {
		if err != nil {
			n.Close()
		}
	}()
	if n.Vault, err = OpenVault(ctx, cfg.Data, vault.Options{Now: cfg.Now}); err != nil {
		return nil, err
	}
	if reason := n.Vault.Locked(); reason != nil {
		cfg.Log.Error("personal data stays sealed", "reason", reason)
	}
	if n.Codec, err = Codec(eventstore.WithSealer(n.Vault)); err != nil {
		return nil, err
	}
	n.space = newSpace(cfg.Data, cfg.Now, cfg.Log.Warn)
	if err := n.openLog(ctx); err != nil {
		return nil, err
	}
	if n.Ledger, err = openLedger(ctx, cfg, n.Log); err != nil {
		return nil, err
	}
	n.Models, err = openModels(ctx, cfg.path("read"), n.definitions(), n.Log, n.Codec, projections.Options{
		Now: cfg.Now, Warn: func(format string, args ...any) { cfg.Log.Warn(fmt.Sprintf(format, args...)) },
	})
	if err != nil {
		return nil, err
	}
	if err := n.assemble(ctx); err != nil {
		return nil, err
	}
	if err := n.openBus(); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	n.stop = stop
	n.running.Go(func() {
		if err := n.Models.Run(running); err != nil && running.Err() == nil {
			cfg.Log.Error("read models stopped", "error", err)
		}
	})
	n.running.Go(func() {
		if err := n.Search.Run(running); err != nil && running.Err() == nil {
			cfg.Log.Error("the search index stopped", "error", err)
		}
	})
	n.running.Go(func() {
		if err := n.Ledger.Run(running); err != nil && running.Err() == nil {
			cfg.Log.Error("the ledger stopped", "error", err)
		}
	})
	n.running.Go(func() { n.schedule(running) })
	n.running.Go(func() {
		n.tend(running)
		n.warm(running)
	})
	n.running.Go(func() { n.nightly(running) })
	n.running.Go(func() { n.unseal(running) })
	n.running.Go(func() { n.guardData(running) })
	n.running.Go(func() { n.clearShelves(running) })
	return n, nil
}

// assemble makes the app.
func (n *Node) assemble(ctx context.Context) error {
	cfg := n.cfg
	secrets, err := secret.LoadKeys(cfg.path("keys"))
	if err != nil {
		return err
	}
	limits := app.Limits{AttachmentBytes: 100 << 20, FormBytes: 2 << 20, ImportBytes: 8 << 20, DatasetBytes: datasetBytes}
	store, err := files.Open(cfg.path("files"))
	if err != nil {
		return err
	}
	n.store = store
	if _, err := store.Sweep(cfg.Now()); err != nil {
		return err
	}
	kept := roomyFiles{store, n.space}
	if err := n.openData(ctx, kept); err != nil {
		return err
	}
	if err := n.openSearch(ctx); err != nil {
		return err
	}
	n.Repo = eventstore.NewRepository(n.Log, n.Codec)
	runner := func(name string) *projections.Runner { return n.Models.byName[name] }
	instants := n.instants()
	n.App = app.New(app.Deps{
		Instants: instants, Known: n.known(),
		Log: n.Log, Repo: n.Repo, Claims: eventstore.NewClaims(n.Repo), Codec: n.Codec, Events: n.events, Ledger: n.Ledger,
		Damaged:  func(err error) bool { return errors.Is(err, sqlite.ErrCorrupt) },
		Agencies: agencies.NewReader(runner("agencies")), People: people.NewReader(runner("people")),
		Publications: publications.NewReader(runner("publications")), Projections: n,
		Datasets: datasets.NewReader(runner("datasets")), Tables: n.Tables, Searcher: n.Search, UploadsKept: roomyUploads{n.uploads, n.space},
		Disposals: disposals.NewReader(runner("disposals")), Notices: outbox.NewReader(runner("notices")), Groups: busPort{n}, Subjects: subjects.NewReader(runner("subjects")), Vault: n.shredder(), SealedSince: sealedSince(Events()),
		Pseudonyms: n.Vault, Files: kept, Secrets: secrets, Rules: rules.Default(), Calendar: calendar.VietNam(), Limits: limits, Now: cfg.Now,
	})
	return nil
}

// Handler makes the portal and the API, for Serve and for tests. Commands that
// only work on the data do without.
func (n *Node) Handler() (http.Handler, error) {
	cfg := n.cfg
	pages, err := portal.New(n.App, portal.Options{
		Public: cfg.Public, Secure: cfg.secure(), BehindProxy: cfg.BehindProxy, Now: cfg.Now, Log: cfg.Log,
	})
	if err != nil {
		return nil, err
	}
	programs, err := api.New(n.App, api.Options{
		Now: cfg.Now, Log: cfg.Log, Secure: cfg.secure(), BehindProxy: cfg.BehindProxy, Rate: api.Rate{PerSecond: cfg.Rate}, Version: cfg.Version,
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, pattern := range api.Patterns() {
		mux.Handle(pattern, programs)
	}
	mux.Handle("/log/", http.StripPrefix("/log", n.Ledger.Handler()))
	mux.Handle("/", pages)
	return n.guard(mux), nil
}

// schedule publishes what an embargo held back, a few seconds after its time at
// the latest. Every node may do it: the effect happens once.
func (n *Node) schedule(ctx context.Context) {
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		if _, err := n.App.Commands.ReleaseDue(ctx); err != nil && ctx.Err() == nil {
			n.cfg.Log.Error("releasing embargoed publications", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Ready waits until the read models and the search index have seen everything that
// was recorded when it was called.
func (n *Node) Ready(ctx context.Context) error {
	head, err := n.Log.Head(ctx)
	if err != nil {
		return err
	}
	if err := n.Models.Wait(ctx, uint64(head)); err != nil {
		return err
	}
	return n.Search.Wait(ctx, head)
}

// Close stops the schedulers, then the read models, then the log.
func (n *Node) Close() error {
	var errs []error
	if n.stop != nil {
		n.stop()
		n.running.Wait()
		errs = append(errs, n.App.Commands.Subjects.KeepViews(context.Background()))
	}
	if n.uploads != nil {
		errs = append(errs, n.uploads.Close())
	}
	if n.Search != nil {
		errs = append(errs, n.Search.Close())
	}
	if n.Tables != nil {
		errs = append(errs, n.Tables.Close())
	}
	if n.Models != nil {
		errs = append(errs, n.Models.Close())
	}
	if n.Ledger != nil {
		n.signRest()
		errs = append(errs, n.Ledger.Close())
	}
	if n.Log != nil {
		errs = append(errs, n.Log.Close())
	}
	if n.Vault != nil {
		errs = append(errs, n.Vault.Close())
	}
	return errors.Join(errs...)
}

// Logger writes text lines to stderr.
func Logger(level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}
