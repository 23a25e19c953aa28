package verify

import (
	"context"
	"errors"
	"io/fs"
	"runtime"
	"strings"

	"minhbach/eventstore/ledger"
)

// Options of Log.
type Options struct {
	// Checkpoint is used in place of the source's own, as somebody kept it.
	Checkpoint []byte
	// Workers read that many bundles at a time; twice the processors where 0.
	Workers int
}

// Log recomputes a ledger from its leaves: the checkpoint's signature, every leaf,
// every tile, and the root of every checkpoint in its history.
func Log(ctx context.Context, src Source, trust Trust, opts Options) (Report, error) {
	r := Report{Kind: "log", Source: src.String()}
	head, p, err := checkpoint(ctx, src, trust, opts.Checkpoint)
	if err != nil {
		return r, err
	}
	if p != nil {
		return r.fail(p)
	}
	r.Checkpoint = head
	w, err := walkTree(ctx, src, trust, head, opts)
	if err != nil {
		return r, err
	}
	return w.report(&r, trust)
}

// checkpoint given, or the source's own.
func checkpoint(ctx context.Context, src ledger.Source, trust Trust, given []byte) (*Head, *Problem, error) {
	if len(trust.Keys) == 0 {
		return nil, nil, ErrNoKey
	}
	if given == nil {
		var err error
		if given, err = src.ReadFile(ctx, ledger.CheckpointPath); err != nil {
			return nil, nil, err
		}
	}
	head, p := trust.open(given, ledger.CheckpointPath)
	return head, p, nil
}

func walkTree(ctx context.Context, src Source, trust Trust, head *Head, opts Options) (*walk, error) {
	l, err := openLines(ctx, src, trust, head)
	if err != nil {
		return nil, err
	}
	defer l.close()
	if opts.Workers <= 0 {
		opts.Workers = 2 * runtime.GOMAXPROCS(0)
		if _, far := src.(*site); far {
			opts.Workers = 8
		}
	}
	w := &walk{ctx: ctx, src: src, head: head.tree, lines: l}
	return w, w.run(opts.Workers)
}

// report what the walk found.
func (w *walk) report(r *Report, trust Trust) (Report, error) {
	r.Log = &Tree{Leaves: w.leaves, Tiles: w.tiles, First: w.first, Last: w.last, Back: w.back}
	r.History = &w.lines.found
	p, further, err := w.locate()
	if err != nil {
		return *r, err
	}
	if p != nil {
		r.Further = further
		return r.fail(p)
	}
	if w.lines.fault != nil {
		return r.fail(w.lines.fault)
	}
	p, beyond, err := w.others()
	if err != nil {
		return *r, err
	}
	if p != nil {
		return r.fail(p)
	}
	if r.Log.Beyond = beyond; beyond > 0 {
		r.remark(Uncovered)
	}
	if w.back != nil {
		r.remark(ClockBack)
	}
	if w.lines.in == nil {
		r.remark(NoHistory)
	}
	remarkHead(r, trust)
	r.Sound = true
	return *r, nil
}

func remarkHead(r *Report, trust Trust) {
	if !trust.witnessed(r.Checkpoint) {
		r.remark(NoWitness)
	}
	if r.Checkpoint.TSA != "" {
		r.remark(StampUnread)
	}
}

// others looks at the files that the checkpoint does not need: partial tiles of
// earlier sizes must be the beginnings of the newer ones; what lies beyond the
// checkpoint is only counted.
func (w *walk) others() (p *Problem, beyond int, err error) {
	all, err := w.src.Files(w.ctx, "tile")
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	for _, name := range all {
		if err != nil {
			break
		}
		level, index, width, ok := ledger.ParsePath(name)
		if !ok {
			beyond++
			continue
		}
		there := w.head.Size >> (8 * max(level, 0))
		switch begin := index * ledger.TileWidth; {
		case begin >= there, uint64(width) > there-begin:
			beyond++
		case width < ledger.TileWidth && uint64(width) != there-begin:
			p, err = w.earlier(name, level, index, width, int(min(there-begin, ledger.TileWidth)))
			if p != nil {
				return p, 0, nil
			}
		}
	}
	return nil, beyond, err
}

// earlier compares a partial tile with the one that took its place.
func (w *walk) earlier(name string, level int, index uint64, width, now int) (*Problem, error) {
	raw, err := w.src.ReadFile(w.ctx, name)
	if err != nil {
		return nil, err
	}
	var newer strings.Builder
	if level < 0 {
		s, p, err := readLeaves(w.ctx, w.src, index, now)
		if p != nil || err != nil {
			return p, err
		}
		for _, leaf := range s.leaves[:width] {
			newer.WriteString(string([]byte{byte(len(leaf) >> 8), byte(len(leaf))}) + string(leaf))
		}
	} else {
		s, p, err := readTile(w.ctx, w.src, level, index, now)
		if p != nil || err != nil {
			return p, err
		}
		newer.Write(s.hashes[:width*size])
	}
	if newer.String() == string(raw) {
		return nil, nil
	}
	code, span := BadTile, uint64(width)<<(8*max(level, 0))
	if level < 0 {
		code = BadLeaf
	}
	return &Problem{Code: code, Path: name, Leaf: at(index << (8 * (max(level, 0) + 1))), Leaves: span, Detail: "it is not the beginning of the file that took its place"}, nil
}
