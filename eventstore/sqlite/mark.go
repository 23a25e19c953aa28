package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"minhbach/eventstore"
)

// markName is the file beside the log that says how far it was acknowledged. It
// tells when the end of the log is gone: SQLite takes a damaged write-ahead log for
// one that ends there, as after a crash.
//
// It is written after each commit and synced now and then, so it may be behind,
// never ahead: a log that is shorter than its mark, or has another event there, has
// lost what was acknowledged.
const markName = "acknowledged"

// The mark is written to two places in turn; each is whole or does not count.
const (
	markBytes = 40
	markApart = 4096
	markMagic = "MBLGack1"
)

type markFile interface {
	io.ReaderAt
	io.WriterAt
	Sync() error
	Close() error
}

func openMark(path string) (markFile, error) { return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) }

// mark is an event that was acknowledged, the newest known. Its zero value is the
// beginning of the log.
type mark struct {
	position int64
	id       eventstore.ID
}

func (m mark) encode(b *[markBytes]byte) {
	copy(b[:8], markMagic)
	binary.LittleEndian.PutUint64(b[8:], uint64(m.position))
	copy(b[16:32], m.id[:])
	binary.LittleEndian.PutUint64(b[32:], uint64(crc32.Checksum(b[:32], castagnoli)))
}

func decodeMark(b []byte) (m mark, ok bool) {
	if len(b) != markBytes || string(b[:8]) != markMagic ||
		binary.LittleEndian.Uint64(b[32:]) != uint64(crc32.Checksum(b[:32], castagnoli)) {
		return m, false
	}
	m.position = int64(binary.LittleEndian.Uint64(b[8:]))
	copy(m.id[:], b[16:32])
	return m, m.position >= 0
}

// marker keeps the mark of an open log. It belongs to the writer; sync may be
// called beside it.
type marker struct {
	f     markFile
	turn  int64
	bytes [markBytes]byte
}

func (k *marker) put(m mark) error {
	if k.f == nil {
		return nil
	}
	m.encode(&k.bytes)
	_, err := k.f.WriteAt(k.bytes[:], k.turn*markApart)
	k.turn = 1 - k.turn
	return err
}

func (k *marker) sync() error {
	if k.f == nil {
		return nil
	}
	return k.f.Sync()
}

func (k *marker) close() error {
	if k.f == nil {
		return nil
	}
	return k.f.Close()
}

// readMark is the newer of the two places; a file that says nothing is the
// beginning, and overwrites nothing that counts.
func readMark(f io.ReaderAt) (newest mark, turn int64) {
	for place := range int64(2) {
		b := make([]byte, markBytes)
		if _, err := f.ReadAt(b, place*markApart); err != nil {
			continue
		}
		if m, ok := decodeMark(b); ok && m.position >= newest.position {
			newest, turn = m, 1-place
		}
	}
	return newest, turn
}

// compareMark looks whether everything that was acknowledged is there. If not, the
// log can be read and is not written: neither the mark nor what the write-ahead
// log may still hold behind the damage is touched.
func (l *Log) compareMark() error {
	path := filepath.Join(filepath.Dir(l.file), markName)
	f, err := l.opts.openMark(path)
	if err != nil {
		l.fail(fmt.Errorf("sqlite: cannot keep %s: %w", path, err))
		return nil
	}
	l.marker.f = f
	head, there := l.head.get(), mark{}
	m, turn := readMark(f)
	l.marker.turn = turn
	if m.position > 0 && m.position <= head {
		if there, err = l.markAt(m.position); err != nil {
			return err
		}
	}
	switch {
	case m.position > head:
		l.fail(fmt.Errorf("%w: %s; %s", ErrCorrupt, missing(head+1, m.position), whatNow(path)))
	case m != there:
		l.fail(fmt.Errorf("%w: at position %d another event was acknowledged (%s); %s", ErrCorrupt, m.position, m.id, whatNow(path)))
	case m.position < head || head == 0:
		if there, err = l.markAt(head); err != nil {
			return err
		}
		if err := l.marker.put(there); err != nil {
			l.fail(err)
		}
	}
	return nil
}

// refuseLost: where events were acknowledged a log is not begun anew.
func refuseLost(file string) error {
	path := filepath.Join(filepath.Dir(file), markName)
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if m, _ := readMark(f); m.position > 0 {
		return fmt.Errorf("%w: %s; %s", ErrCorrupt, missing(1, m.position), whatNow(path))
	}
	return nil
}

// refuseTorn: a file that ends within a page was cut off, unless the write-ahead log
// has the page still. SQLite takes what is missing for zeros.
func refuseTorn(file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if wal, err := os.Stat(file + "-wal"); err == nil && wal.Size() > 0 {
		return nil
	}
	if info.Size()%pageSize != 0 {
		return fmt.Errorf("%w: the file ends within a page, after %d bytes; restore a backup and keep this file", ErrCorrupt, info.Size())
	}
	return nil
}

func whatNow(mark string) string {
	return "keep a copy of the directory and restore a backup, or move " + mark + " away to go on without them"
}

func missing(from, to int64) string {
	if from == to {
		return fmt.Sprintf("event %d was acknowledged and is missing", from)
	}
	return fmt.Sprintf("events %d to %d were acknowledged and are missing", from, to)
}

// markAt is the mark of the event at a position; 0 is before the first.
func (l *Log) markAt(position int64) (m mark, err error) {
	if position == 0 {
		return m, nil
	}
	rows, err := l.write.query("SELECT id FROM events WHERE position = ?", position)
	if err != nil {
		return m, err
	}
	defer rows.close()
	if rows.next() {
		m.position = position
		copy(m.id[:], rows.blob(0))
	}
	return m, rows.err
}
