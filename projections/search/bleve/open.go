package bleve

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"minhbach/projections/search"
)

// Version of the fields. It belongs into the name of the directory: an index of
// another version is not opened but built anew beside.
const Version = 1

var (
	keyPosition = []byte("position")
	keyVersion  = []byte("version")
)

// Index is an index in a directory. One process may have it open.
type Index struct {
	engine *scorch.Scorch
	queue  *index.AnalysisQueue
	cols   columnCache
	apply  sync.Mutex

	mu     sync.RWMutex // held for reading while the engine is in use
	closed bool
}

var _ search.Index = (*Index)(nil)

// Open opens the index in dir or begins an empty one. What cannot be read is
// search.ErrBroken.
func Open(dir string) (_ *Index, err error) {
	defer recovered(&err)
	_, err = os.Stat(filepath.Join(dir, "root.bolt"))
	fresh := errors.Is(err, os.ErrNotExist)
	queue := index.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	defer func() {
		if err != nil {
			queue.Close()
		}
	}()
	e, err := scorch.NewScorch(scorch.Name, map[string]interface{}{"path": dir, "bolt_timeout": "2s"}, queue)
	if err != nil {
		return nil, err
	}
	engine := e.(*scorch.Scorch)
	if err := engine.Open(); err != nil {
		if err.Error() == "timeout" { // of the lock on the directory
			return nil, fmt.Errorf("search: the index in %s is in use by another process; end that one first", dir)
		}
		return nil, fmt.Errorf("%w: %w", search.ErrBroken, err)
	}
	ix := &Index{engine: engine, queue: queue}
	if err := ix.check(fresh); err != nil {
		ix.Close()
		return nil, err
	}
	return ix, nil
}

// check what was opened. A new index begins with its version, because the engine
// passes over what it cannot read and then begins anew: an index that was there and
// knows nothing is broken.
func (ix *Index) check(fresh bool) error {
	if fresh {
		return ix.Apply(context.Background(), nil, nil, 0)
	}
	s, err := ix.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()
	version, err := s.GetInternal(keyVersion)
	if err != nil {
		return fmt.Errorf("%w: %w", search.ErrBroken, err)
	}
	if version == nil {
		return fmt.Errorf("%w: nothing of it can be read", search.ErrBroken)
	}
	if string(version) != strconv.Itoa(Version) {
		return fmt.Errorf("%w: it has fields of version %s, not %d", search.ErrBroken, version, Version)
	}
	return verify(s)
}

// IsBroken tells that an index has to be built anew.
func IsBroken(err error) bool { return errors.Is(err, search.ErrBroken) }

// snapshot is the index as it stands; close it.
func (ix *Index) snapshot() (*scorch.IndexSnapshot, error) {
	r, err := ix.engine.Reader()
	if err != nil {
		return nil, err
	}
	s, ok := r.(*scorch.IndexSnapshot)
	if !ok || s == nil {
		return nil, search.ErrClosed
	}
	return s, nil
}

// use runs do on a snapshot; Close waits for it.
func (ix *Index) use(ctx context.Context, do func(*scorch.IndexSnapshot) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	if ix.closed {
		return search.ErrClosed
	}
	defer recovered(&err)
	s, err := ix.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()
	return do(s)
}

// recovered turns a panic over damaged bytes into ErrBroken.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", search.ErrBroken, r)
	}
}

func position(s *scorch.IndexSnapshot) (uint64, error) {
	value, err := s.GetInternal(keyPosition)
	if err != nil || len(value) != 8 {
		return 0, err
	}
	return binary.BigEndian.Uint64(value), nil
}

// Position implements search.Index.
func (ix *Index) Position(ctx context.Context) (uint64, error) {
	var p uint64
	err := ix.use(ctx, func(s *scorch.IndexSnapshot) (err error) {
		p, err = position(s)
		return err
	})
	return p, err
}

// Close implements search.Index. Searches under way end first.
func (ix *Index) Close() error {
	ix.apply.Lock()
	defer ix.apply.Unlock()
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.closed {
		return nil
	}
	ix.closed = true
	err := ix.engine.Close()
	ix.queue.Close()
	return err
}
