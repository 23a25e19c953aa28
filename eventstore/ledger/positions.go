package ledger

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"sync"

	"minhbach/eventstore"
)

// positionsFile has the position of every leaf's event, 8 bytes each, big-endian. It
// is the engine's matter and not part of what is published.
const positionsFile = "positions"

type positions struct {
	mu      sync.RWMutex
	f       *os.File
	flushed uint64 // leaves whose positions are in the file
	tail    []eventstore.Position
}

// openPositions for a tree of size leaves; what the file has beyond is written over.
func openPositions(path string, size uint64, flag int) (*positions, error) {
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && uint64(info.Size()) < 8*size {
		err = damagef("%s has %d bytes, not %d", positionsFile, info.Size(), 8*size)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &positions{f: f, flushed: size}, nil
}

func (p *positions) add(pos eventstore.Position) {
	p.mu.Lock()
	p.tail = append(p.tail, pos)
	p.mu.Unlock()
}

// at tells the position of a leaf that is there.
func (p *positions) at(index uint64) (eventstore.Position, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.read(index)
}

func (p *positions) read(index uint64) (eventstore.Position, error) {
	if index >= p.flushed {
		if index-p.flushed >= uint64(len(p.tail)) {
			return 0, ErrNotInTree
		}
		return p.tail[index-p.flushed], nil
	}
	var b [8]byte
	if _, err := p.f.ReadAt(b[:], int64(8*index)); err != nil {
		return 0, err
	}
	return eventstore.Position(binary.BigEndian.Uint64(b[:])), nil
}

// find the leaf of the event at a position.
func (p *positions) find(pos eventstore.Position) (index uint64, found bool, err error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	low, high := uint64(0), p.flushed+uint64(len(p.tail))
	if guess := uint64(pos) - 1; pos > 0 && guess < high { // right where positions are dense
		if at, err := p.read(guess); err == nil && at == pos {
			return guess, true, nil
		}
	}
	for low < high {
		mid := low + (high-low)/2
		at, err := p.read(mid)
		switch {
		case err != nil:
			return 0, false, err
		case at == pos:
			return mid, true, nil
		case at < pos:
			low = mid + 1
		default:
			high = mid
		}
	}
	return 0, false, nil
}

// sync writes what is not in the file yet.
func (p *positions) sync() error {
	p.mu.RLock()
	tail, at := slices.Clone(p.tail), p.flushed
	p.mu.RUnlock()
	if len(tail) == 0 {
		return nil
	}
	raw := make([]byte, 0, 8*len(tail))
	for _, pos := range tail {
		raw = binary.BigEndian.AppendUint64(raw, uint64(pos))
	}
	if _, err := p.f.WriteAt(raw, int64(8*at)); err != nil {
		return err
	}
	if err := p.f.Sync(); err != nil {
		return err
	}
	p.mu.Lock()
	p.flushed += uint64(len(tail))
	p.tail = slices.Clone(p.tail[len(tail):])
	p.mu.Unlock()
	return nil
}

var _ io.Closer = (*positions)(nil)

func (p *positions) Close() error { return p.f.Close() }
