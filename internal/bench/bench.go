package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// Steps in the order in which they run.
var Steps = []string{"load", "rows", "groups", "page", "search"}

// Options of a run; zero values stand for the sizes of the goals.
type Options struct {
	Rows     int64    // of the file that is loaded; default 1,000,000, which is also the most
	Scale    float64  // further factor on every other size, 0 to 1; default 1
	Postgres string   // auto (default): the one of this machine, started and ended here; none; or a connection string
	Only     []string // steps; empty: all
	Dir      string   // where a directory is made and removed; default that of the system
	Limit    time.Duration
	Version  string // of the program
	Free     func(dir string) (free, total uint64, err error)
	Tell     func(Words) // hears what is being done
	Now      func() time.Time
}

// Words are a text in both languages.
type Words struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}

func (o *Options) setDefaults() {
	if o.Rows == 0 {
		o.Rows = goalRows
	}
	if o.Scale == 0 {
		o.Scale = 1
	}
	if o.Postgres == "" {
		o.Postgres = "auto"
	}
	if len(o.Only) == 0 {
		o.Only = Steps
	}
	if o.Limit == 0 {
		o.Limit = time.Hour
	}
	if o.Tell == nil {
		o.Tell = func(Words) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

// Validate reports every fault at once.
func (o Options) Validate() error {
	o.setDefaults()
	var faults []error
	if o.Rows < 100 || o.Rows > goalRows {
		faults = append(faults, fmt.Errorf("--rows %d: want 100 to %d", o.Rows, goalRows))
	}
	if o.Scale < 0.001 || o.Scale > 1 {
		faults = append(faults, fmt.Errorf("--scale %g: want 0.001 to 1", o.Scale))
	}
	if o.Limit < time.Second {
		faults = append(faults, fmt.Errorf("--limit %s: want a second or more", o.Limit))
	}
	for _, step := range o.Only {
		if !slices.Contains(Steps, step) {
			faults = append(faults, fmt.Errorf("--only %s: want some of %s", step, strings.Join(Steps, ", ")))
		}
	}
	return errors.Join(faults...)
}

// run is one run under way.
type run struct {
	Options
	sizes
	dir    string
	office *office
	pg     *postgres // nil: nothing to compare with
	wide   published // of the step load
	report *Report
}

// Run measures. The report is there even when a step failed; then Faults says which.
func Run(ctx context.Context, o Options) (_ *Report, err error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o.setDefaults()
	ctx, cancel := context.WithTimeoutCause(ctx, o.Limit, fmt.Errorf("--limit of %s is over", o.Limit))
	defer cancel()
	r := &run{Options: o, sizes: sizesOf(o)}
	if r.dir, err = os.MkdirTemp(o.Dir, "minhbach-bench-"); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(r.dir)) }()
	if err := r.room(); err != nil {
		return nil, err
	}
	r.report = &Report{Program: o.Version, Began: o.Now(), Machine: thisMachine(r.dir), Sizes: r.sizes}
	r.report.lookAtLoad()
	if err := r.startPostgres(ctx); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.stopPostgres()) }()
	defer func() { err = errors.Join(err, r.closeOffice()) }()
	if err := r.openOffice(ctx); err != nil {
		return nil, err
	}
	r.idle()
	for _, s := range []struct {
		name string
		do   func(context.Context) error
	}{{"load", r.load}, {"rows", r.rows}, {"groups", r.groups}, {"page", r.page}, {"search", r.search}} {
		if !slices.Contains(o.Only, s.name) {
			continue
		}
		debug.FreeOSMemory()
		resetPeak()
		if fault := s.do(ctx); fault != nil {
			r.report.Faults = append(r.report.Faults, s.name+": "+fault.Error())
		}
		r.report.peak(s.name)
		if ctx.Err() != nil {
			r.report.Faults = append(r.report.Faults, "stopped: "+context.Cause(ctx).Error())
			break
		}
	}
	r.report.Seconds = o.Now().Sub(r.report.Began).Seconds()
	return r.report, nil
}

func (r *run) path(name string) string { return filepath.Join(r.dir, name) }

func (r *run) tell(vi, en string, args ...any) {
	r.Tell(Words{fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...)})
}

// room refuses before the disk is full.
func (r *run) room() error {
	if r.Free == nil {
		return nil
	}
	free, _, err := r.Free(r.dir)
	if err != nil {
		return nil // not known on this system
	}
	if need := r.need(r.Postgres != "none"); free < need {
		return fmt.Errorf("%s has %d MiB free and %d MiB are needed: give --dir another disk or --rows fewer", r.dir, free>>20, need>>20)
	}
	return nil
}
