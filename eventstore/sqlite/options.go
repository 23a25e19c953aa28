package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Options of a log. The zero Options are good ones.
type Options struct {
	Now func() time.Time // time.Now

	MaxEventBytes  int // of data plus metadata of one event; 1 MiB
	MaxAppend      int // events in one append; 1,000
	MaxBatchEvents int // events in one commit, unless a single append has more; 2,000
	MaxBatchBytes  int // likewise in bytes; 4 MiB

	Readers         int // connections for reading; 8
	CachedStreams   int // streams whose head or name is remembered; 65,536
	CheckpointPages int // pages in the write-ahead log before it is copied back; 4,096

	// SkipQuickCheck leaves out the check of the file's structure at Open.
	SkipQuickCheck bool
	// Command is shown to whoever finds the directory locked; the program's name.
	Command string

	tailLength int // events newer than the table of placements before they are written to it
	scanWindow int // events looked at by one statement under a filter
	inSynced   int // events that Resume commits together

	// beforeCommit lets a test break a commit in the middle.
	beforeCommit func(*conn) error
	// These let a test stand between the log and the disk, where SQLite does not.
	openMark func(path string) (markFile, error)
	syncDir  func(dir string) error
}

func (o Options) withDefaults() (Options, error) {
	var faults []error
	fill := func(name string, v *int, def int) {
		if *v < 0 {
			faults = append(faults, fmt.Errorf("sqlite: option %s is negative: leave it out or give a positive number", name))
		}
		if *v == 0 {
			*v = def
		}
	}
	fill("MaxEventBytes", &o.MaxEventBytes, 1<<20)
	fill("MaxAppend", &o.MaxAppend, 1000)
	fill("MaxBatchEvents", &o.MaxBatchEvents, 2000)
	fill("MaxBatchBytes", &o.MaxBatchBytes, 4<<20)
	fill("Readers", &o.Readers, 8)
	fill("CachedStreams", &o.CachedStreams, 1<<16)
	fill("CheckpointPages", &o.CheckpointPages, 4096)
	fill("tailLength", &o.tailLength, 1<<14)
	fill("scanWindow", &o.scanWindow, 1<<14)
	fill("inSynced", &o.inSynced, inSynced)
	if o.openMark == nil {
		o.openMark = openMark
	}
	if o.syncDir == nil {
		o.syncDir = syncDir
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Command == "" {
		o.Command = filepath.Base(os.Args[0])
	}
	return o, errors.Join(faults...)
}
