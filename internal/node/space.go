package node

import (
	"context"
	"fmt"
	"io"
	"sync"
	"syscall"
	"time"

	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/internal/app"
)

// minFree is how much room a data directory needs for the node to take changes. It
// is several times what one append and the read models' journals need, so that
// what was accepted can be finished and readers are served to the last.
const minFree = 128 << 20

// space refuses changes while the disk is nearly full, before it is so full that a
// write fails and the log stays read-only until a restart. It asks at most once a
// second, so changes are taken again by themselves when there is room.
type space struct {
	free func() (uint64, error)
	now  func() time.Time
	warn func(message string, args ...any)

	mu    sync.Mutex
	asked time.Time
	left  uint64
	low   bool
}

func newSpace(dir string, now func() time.Time, warn func(string, ...any)) *space {
	return &space{now: now, warn: warn, free: func() (uint64, error) {
		var s syscall.Statfs_t
		if err := syscall.Statfs(dir, &s); err != nil {
			return 0, err
		}
		return s.Bavail * uint64(s.Bsize), nil
	}}
}

// check fails while there is too little room. A disk that does not answer counts
// as one with room: the log itself knows what to do when a write fails.
func (s *space) check() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); s.asked.IsZero() || now.Sub(s.asked).Abs() >= time.Second {
		s.asked = now
		if left, err := s.free(); err == nil {
			if low := left < minFree; low != s.low {
				s.low = low
				s.warn("room on the disk", "free_bytes", left, "changes_refused", low)
			}
			s.left = left
		}
	}
	if s.low {
		return app.ErrUnavailable.New().Because(fmt.Errorf("only %d MiB free on the disk, changes need %d", s.left>>20, minFree>>20))
	}
	return nil
}

// roomyLog and roomyFiles look before they write.
type roomyLog struct {
	eventstore.Log
	space *space
}

func (l roomyLog) Append(ctx context.Context, stream string, expected eventstore.Expected, events ...eventstore.Draft) (eventstore.Appended, error) {
	if err := l.space.check(); err != nil {
		return eventstore.Appended{}, err
	}
	return l.Log.Append(ctx, stream, expected, events...)
}

// Health is the log's own: a node without room still serves readers, and starting
// it again would make none.
func (l roomyLog) Health() error {
	if health, ok := l.Log.(interface{ Health() error }); ok {
		return health.Health()
	}
	return nil
}

type roomyFiles struct {
	app.Files
	space *space
}

func (f roomyFiles) Put(ctx context.Context, name string, max int64, r io.Reader) (publication.Attachment, error) {
	if err := f.space.check(); err != nil {
		return publication.Attachment{}, err
	}
	return f.Files.Put(ctx, name, max, r)
}

func (f roomyFiles) Keep(ctx context.Context, name, media string, max int64, r io.Reader) (publication.Attachment, error) {
	if err := f.space.check(); err != nil {
		return publication.Attachment{}, err
	}
	return f.Files.Keep(ctx, name, media, max, r)
}
