package uploads

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"minhbach/internal/app"
	"minhbach/opendata/ingest"
)

// Keep is how long an upload waits to be used.
const Keep = 7 * 24 * time.Hour

// Store keeps uploads in a directory, one folder each.
type Store struct {
	dir    string
	reader ingest.Reader
	now    func() time.Time

	ctx     context.Context // ends with Close
	stop    context.CancelFunc
	running sync.WaitGroup
	turn    chan struct{} // one reading at a time

	creating sync.Mutex

	mu   sync.Mutex
	open map[string]*entry
}

// entry is what the process knows of an upload besides the disk.
type entry struct {
	writing sync.Mutex
	mu      sync.Mutex
	job     *job
}

// meta is what the disk keeps.
type meta struct {
	ID      string    `json:"id"`
	Agency  string    `json:"agency"`
	Name    string    `json:"name"`
	Size    int64     `json:"size"`
	Expires time.Time `json:"expires"`
}

var _ app.UploadKeeper = (*Store)(nil)

// Open prepares a directory and forgets what has expired.
func Open(dir string, reader ingest.Reader, now func() time.Time) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &Store{dir: dir, reader: reader, now: now, turn: make(chan struct{}, 1), open: map[string]*entry{}}
	s.ctx, s.stop = context.WithCancel(context.Background())
	return s, s.Sweep()
}

// Close ends readings; uploads stay.
func (s *Store) Close() error {
	s.stop()
	s.running.Wait()
	return nil
}

// Create announces an upload.
func (s *Store) Create(u app.Upload) (app.Upload, error) {
	s.creating.Lock()
	defer s.creating.Unlock()
	u.Expires = s.now().Add(Keep)
	dir := filepath.Join(s.dir, u.ID)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := s.admit(u); err != nil {
			return app.Upload{}, err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		if errors.Is(err, fs.ErrExist) { // the same command again
			return s.Get(u.ID)
		}
		return app.Upload{}, err
	}
	data, err := os.OpenFile(filepath.Join(dir, "data"), os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return app.Upload{}, err
	}
	if err := data.Close(); err != nil {
		return app.Upload{}, err
	}
	text, err := json.Marshal(meta{u.ID, u.Agency, u.Name, u.Size, u.Expires})
	if err != nil {
		return app.Upload{}, err
	}
	if err := os.WriteFile(filepath.Join(dir, "meta.json"), text, 0o600); err != nil {
		return app.Upload{}, err
	}
	return s.Get(u.ID)
}

var idForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func (s *Store) meta(id string) (meta, error) {
	var m meta
	if !idForm.MatchString(id) {
		return m, app.ErrUploadUnknown.New()
	}
	text, err := os.ReadFile(filepath.Join(s.dir, id, "meta.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return m, app.ErrUploadUnknown.New()
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, err
	}
	if m.Expires.Before(s.now()) {
		return m, app.ErrUploadUnknown.New()
	}
	return m, nil
}

// Get tells how far an upload is.
func (s *Store) Get(id string) (app.Upload, error) {
	m, err := s.meta(id)
	if err != nil {
		return app.Upload{}, err
	}
	info, err := os.Stat(s.data(id))
	if err != nil {
		return app.Upload{}, err
	}
	u := app.Upload{ID: m.ID, Agency: m.Agency, Name: m.Name, Size: m.Size, Offset: info.Size(), Expires: m.Expires, State: app.Receiving}
	if u.Offset == u.Size {
		u.State = app.Received
		s.entry(id).tell(&u)
	}
	return u, nil
}

func (s *Store) data(id string) string { return filepath.Join(s.dir, id, "data") }

func (s *Store) entry(id string) *entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.open[id]
	if e == nil {
		e = new(entry)
		s.open[id] = e
	}
	return e
}

// Append adds bytes at the offset where the last ones ended. What is returned as
// received is on disk, also when the sender broke off.
func (s *Store) Append(ctx context.Context, id string, offset int64, r io.Reader) (app.Upload, error) {
	e := s.entry(id)
	if !e.writing.TryLock() {
		return app.Upload{}, app.ErrUploadBusy.New()
	}
	defer e.writing.Unlock()
	u, err := s.Get(id)
	if err != nil {
		return u, err
	}
	if offset != u.Offset {
		return u, app.ErrUploadOffset.New("offset", u.Offset)
	}
	f, err := os.OpenFile(s.data(id), os.O_WRONLY, 0o600)
	if err != nil {
		return u, err
	}
	defer f.Close()
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return u, err
	}
	_, copyErr := io.Copy(f, io.LimitReader(r, u.Size-offset))
	if err := f.Sync(); err != nil {
		return u, app.ErrUnavailable.New().Because(err)
	}
	if copyErr == nil && ctx.Err() == nil {
		var more [1]byte
		if n, _ := io.ReadFull(r, more[:]); n > 0 {
			copyErr = app.ErrUploadLong.New("size", u.Size)
		}
	}
	u, err = s.Get(id)
	return u, errors.Join(copyErr, err)
}

// Remove forgets an upload.
func (s *Store) Remove(id string) error {
	if _, err := s.meta(id); err != nil {
		return err
	}
	s.entry(id).cancel()
	s.mu.Lock()
	delete(s.open, id)
	s.mu.Unlock()
	return os.RemoveAll(filepath.Join(s.dir, id))
}

// file is an upload as a source of ingest.
type file struct {
	*os.File
	name string
	size int64
}

func (f *file) Name() string { return f.name }
func (f *file) Size() int64  { return f.size }

// Open returns the bytes of a complete upload.
func (s *Store) Open(id string) (app.UploadFile, error) {
	u, err := s.Get(id)
	if err != nil {
		return nil, err
	}
	if u.State == app.Receiving {
		return nil, app.ErrUploadIncomplete.New("received", u.Offset, "size", u.Size)
	}
	f, err := os.Open(s.data(id))
	if err != nil {
		return nil, err
	}
	return &file{f, u.Name, u.Size}, nil
}
