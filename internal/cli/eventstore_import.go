package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"minhbach/domain/fault"
	"minhbach/eventstore"
	"minhbach/eventstore/ndjson"
	"minhbach/eventstore/sqlite"
)

var errStoreUsed = fault.Define(fault.Conflict, "eventstore.used",
	"Nhật ký ở “{dir}” đã có sự kiện (đến vị trí {head}); chỉ nhập được vào nhật ký còn trống. Hãy chọn thư mục --data khác, hoặc bỏ --import.",
	"The log in “{dir}” holds events already (up to position {head}); a history goes into an empty log only. Choose another --data, or leave --import out.")

// importHistory makes the log out of a file. After a refusal everything is as it was,
// so that the mended file can be taken.
func (c *cli) importHistory(ctx context.Context, from string) (err error) {
	in, size, err := c.history(from)
	if err != nil {
		return err
	}
	defer in.Close()
	back, err := c.vacate(ctx)
	if err != nil {
		return err
	}
	start := time.Now()
	b := c.bar(c.say("nhập", "importing"))
	reader := ndjson.NewReader(&counted{r: in, size: size, tell: b.at})
	count := 0
	head, err := sqlite.Import(ctx, c.logDir(), sqlite.Options{Now: now, Command: c.config().Command}, func(yield func(eventstore.Event, error) bool) {
		for ev, err := range reader.Events() {
			if err == nil {
				if count++; count%250_000 == 0 {
					c.progress(c.say("… %d sự kiện", "… %d events"), count)
				}
			}
			if !yield(ev, err) {
				return
			}
		}
	})
	if err != nil {
		if errors.Is(err, sqlite.ErrUnfit) {
			err = reader.At(err)
		}
		if ctx.Err() != nil {
			err = fmt.Errorf("%s: %w", c.say("dừng giữa chừng, chưa nhập gì", "stopped, nothing was imported"), err)
		}
		return errors.Join(fmt.Errorf("%s: %w", from, err), back(false))
	}
	c.progress(c.say("đã nhập %d sự kiện, đến vị trí %d, trong %.1f giây", "imported %d events up to position %d in %.1f s"), count, head, time.Since(start).Seconds())
	return back(true)
}

func (c *cli) logDir() string { return filepath.Join(c.data, "log") }

// history opens the file, or standard input; size is 0 where it cannot be known.
func (c *cli) history(from string) (io.ReadCloser, int64, error) {
	if from == "-" {
		return io.NopCloser(c.in), 0, nil
	}
	f, err := os.Open(from)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		f.Close()
		return nil, 0, errors.Join(err, fmt.Errorf("%s: %s", from, c.say("không phải là tệp", "is no file")))
	}
	return f, info.Size(), nil
}

// vacate makes room for a log. What is there may be nothing, an import that was cut
// short, or a log without events, which is put aside. back ends it, and on failure
// brings back what was there.
func (c *cli) vacate(ctx context.Context) (back func(done bool) error, err error) {
	var made []string // from the outside in
	for _, dir := range []string{c.data, c.logDir()} {
		if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
			made = append(made, dir)
		}
	}
	if _, err := os.Lstat(filepath.Join(c.logDir(), "log.db")); errors.Is(err, fs.ErrNotExist) {
		return func(done bool) error {
			if done {
				return nil
			}
			return c.leave(made)
		}, nil
	}
	log, err := sqlite.Open(ctx, c.logDir(), sqlite.Options{Now: now, Command: c.config().Command})
	if err != nil {
		return nil, err
	}
	head, err := log.Head(ctx)
	if err := errors.Join(err, log.Close()); err != nil {
		return nil, err
	}
	if head > 0 {
		return nil, errStoreUsed.New("dir", c.data, "head", fmt.Sprint(head))
	}
	aside := c.logDir() + ".empty"
	if err := os.Rename(c.logDir(), aside); err != nil {
		return nil, err
	}
	return func(done bool) error {
		if done {
			return os.RemoveAll(aside)
		}
		return errors.Join(os.RemoveAll(c.logDir()), os.Rename(aside, c.logDir()))
	}, nil
}

// leave removes the folders that were made, and the lock in them; folders with anything
// else in them stay.
func (c *cli) leave(made []string) error {
	if len(made) == 0 {
		return nil
	}
	err := os.Remove(filepath.Join(c.logDir(), "lock"))
	for i := len(made) - 1; i >= 0; i-- {
		err = errors.Join(err, os.Remove(made[i]))
	}
	return err
}
