package node

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"minhbach/eventstore"
	"minhbach/projections"
)

// states makes the read models anew, stops each at the event of which the backup has
// the state, and compares.
func (r *restore) states(ctx context.Context) (err error) {
	if r.read.position == 0 {
		return nil
	}
	r.Tell("dựng lại các bảng chiếu và so với lúc sao lưu", "making the read models anew and comparing them with the backup")
	log, err := r.openLog(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	codec, closeVault, err := r.codec(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeVault()) }()
	for _, was := range r.from.States {
		is := StateCheck{Name: was.Name, Position: was.Position}
		def, ok := definition(was.Name)
		switch {
		case !ok || def.Version != was.Version:
			is.Verdict = StateOther
		case was.Position > uint64(r.read.position):
			is.Verdict = StateBeyond
		default:
			if is.Hash, err = r.stateAt(ctx, def, cutLog{log, eventstore.Position(was.Position)}, codec); err != nil {
				return err
			}
			switch {
			case is.Hash == was.Hash:
				is.Verdict = StateEqual
			case was.Sealed:
				is.Verdict = StateSealed
			default:
				return ErrRestoreState.New("name", was.Name, "position", was.Position)
			}
		}
		r.out.States = append(r.out.States, is)
	}
	return nil
}

func (r *restore) stateAt(ctx context.Context, def projections.Definition, log eventstore.Log, codec *eventstore.Codec) (hash string, err error) {
	runner, err := projections.Open(ctx, r.cfg.path("read"), def, log, codec, projections.Options{
		Now: r.Now, Warn: func(format string, args ...any) { r.cfg.Log.Warn(fmt.Sprintf(format, args...)) },
	})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, runner.Close()) }()
	if err := runner.ToEnd(ctx); err != nil {
		return "", err
	}
	return runner.StateHash(ctx)
}

func definition(name string) (projections.Definition, bool) {
	for _, d := range Definitions() {
		if d.Name == name {
			return d, true
		}
	}
	return projections.Definition{}, false
}

// cutLog shows a log as it was when its head was at a position.
type cutLog struct {
	eventstore.Log
	upto eventstore.Position
}

func (l cutLog) Head(ctx context.Context) (eventstore.Position, error) {
	head, err := l.Log.Head(ctx)
	return min(head, l.upto), err
}

// Subscribe ends with the news that there is no more, and waits for ctx.
func (l cutLog) Subscribe(ctx context.Context, after eventstore.Position, filter eventstore.Filter, handle func(eventstore.Delivery) error) error {
	for ev, err := range l.ReadAll(ctx, after, eventstore.Forwards, filter, 0) {
		if err != nil {
			return err
		}
		if ev.Position > l.upto {
			break
		}
		if err := handle(eventstore.Delivery{Event: &ev, Position: ev.Position}); err != nil {
			return err
		}
	}
	if err := handle(eventstore.Delivery{Position: l.upto, CaughtUp: true}); err != nil {
		return err
	}
	<-ctx.Done()
	return ctx.Err()
}

// finish makes the directory one that can be served, and serves it to nobody once:
// read models, search and ledger are brought to the head, the first checkpoint of the
// epoch is signed.
func (r *restore) finish(ctx context.Context) (err error) {
	for _, sub := range []string{"keys", "log", "files", "read"} {
		if err := os.MkdirAll(r.cfg.path(sub), 0o700); err != nil {
			return err
		}
	}
	if err := r.copyFolder("config", r.Data); err != nil {
		return err
	}
	if !initialised(r.Data) {
		return ErrBackupMissing.New("file", "config/"+marker)
	}
	// What is restored is in the directory itself, wherever it came from.
	if err := UseEventStore(r.Data, ""); err != nil {
		return err
	}
	if err := errors.Join(syncTree(r.Data), os.Remove(filepath.Join(r.Data, restoring)), syncDir(r.Data)); err != nil {
		return err
	}
	r.Tell("mở lần đầu: chỉ mục tìm kiếm, sổ cái", "opening it for the first time: search index, ledger")
	n, err := Open(ctx, r.cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	if err := n.Ready(ctx); err != nil {
		return err
	}
	return n.Ledger.ToEnd(ctx)
}
