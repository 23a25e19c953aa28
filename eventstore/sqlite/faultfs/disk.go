package faultfs

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	sqlite3 "modernc.org/sqlite/lib"
)

// Kind of an operation.
type Kind string

const (
	Open     Kind = "open"
	Read     Kind = "read"
	Write    Kind = "write"
	Truncate Kind = "truncate"
	Sync     Kind = "sync"
	SyncDir  Kind = "sync of the directory"
	Delete   Kind = "delete"
)

// Op is one operation on one file. Bytes is 0 where it means nothing.
type Op struct {
	Kind   Kind
	Path   string
	Offset int64
	Bytes  int
}

// Changes tells that the operation may leave something on the disk.
func (o Op) Changes() bool { return o.Kind != Read && o.Kind != Open }

// Fault is how an operation fails.
type Fault int

const (
	None  Fault = iota
	EIO         // nothing of it happens
	Full        // there is no room; nothing of it happens
	Short       // half of a write happens, then there is no room
)

// Disk holds the files below one directory.
type Disk struct {
	dir string

	mu      sync.Mutex
	fail    func(Op) Fault
	changes int  // operations so far that change something, or would have
	lies    bool // a sync is answered and not done
	cutAt   int  // the change during which power goes; 0: none
	off     bool // no power

	live, kept map[string]*inode // what is in the directory now, and after a cut for sure
}

// New begins to see the files below dir, which stays until Close. What is there
// already counts as synced.
func New(dir string) (*Disk, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	install()
	d := &Disk{dir: dir, live: map[string]*inode{}, kept: map[string]*inode{}}
	layer.mu.Lock()
	defer layer.mu.Unlock()
	layer.disk = append(layer.disk, d)
	return d, nil
}

// Close lets files opened from now on pass by.
func (d *Disk) Close() {
	layer.mu.Lock()
	defer layer.mu.Unlock()
	for i, other := range layer.disk {
		if other == d {
			layer.disk = append(layer.disk[:i:i], layer.disk[i+1:]...)
			return
		}
	}
}

func diskOf(path string) *Disk {
	layer.mu.RLock()
	defer layer.mu.RUnlock()
	for _, d := range layer.disk {
		if strings.HasPrefix(path, d.dir+string(filepath.Separator)) {
			return d
		}
	}
	return nil
}

// Fail asks rule before each operation; nil ends it. The rule must not call the disk.
func (d *Disk) Fail(rule func(Op) Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fail = rule
}

// Changes is how many operations so far changed something or would have.
func (d *Disk) Changes() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.changes
}

// Lie makes every sync a promise that is not kept.
func (d *Disk) Lie() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lies = true
}

// ask counts an operation and says how it is to fail; the power may go with it.
func (d *Disk) ask(op Op) (fault Fault, off bool) {
	if op.Changes() {
		d.changes++
		if d.changes == d.cutAt {
			d.off = true
		}
	}
	if d.fail != nil {
		fault = d.fail(op)
	}
	return fault, d.off
}

// result is the code that SQLite's own layer would answer.
func (f Fault) result(failed int32) int32 {
	switch f {
	case None:
		return sqlite3.SQLITE_OK
	case EIO:
		return failed
	}
	return sqlite3.SQLITE_FULL
}

func (d *Disk) open(path string, flags int32, do func() int32) int32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	if fault, off := d.ask(Op{Kind: Open, Path: path}); fault != None || off {
		return sqlite3.SQLITE_CANTOPEN
	}
	d.known(path)
	rc := do()
	if rc == sqlite3.SQLITE_OK && d.live[path] == nil && flags&sqlite3.SQLITE_OPEN_CREATE != 0 {
		d.live[path] = &inode{}
	}
	return rc
}

// known takes in a file that was there before anybody opened it.
func (d *Disk) known(path string) {
	if d.live[path] != nil || d.kept[path] != nil {
		return
	}
	if content, err := os.ReadFile(path); err == nil {
		n := &inode{synced: content}
		d.live[path], d.kept[path] = n, n
	}
}

// node is the file of that name; one that was deleted while open is kept by nobody.
func (d *Disk) node(path string) *inode {
	if n := d.live[path]; n != nil {
		return n
	}
	return &inode{}
}

func (d *Disk) read(path string, off int64, n int) int32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	fault, _ := d.ask(Op{Read, path, off, n})
	return fault.result(sqlite3.SQLITE_IOERR_READ)
}

func (d *Disk) write(path string, off int64, data []byte, do func(n int) int32) int32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.off
	fault, noPower := d.ask(Op{Write, path, off, len(data)})
	switch {
	case noPower:
		if !before { // it was under way when the power went
			d.node(path).pend(change{off: off, data: data})
		}
		return sqlite3.SQLITE_IOERR_WRITE
	case fault == Short:
		data = data[:len(data)/2]
	case fault != None:
		return fault.result(sqlite3.SQLITE_IOERR_WRITE)
	}
	if rc := do(len(data)); rc != sqlite3.SQLITE_OK {
		return rc
	}
	d.node(path).pend(change{off: off, data: data})
	return fault.result(sqlite3.SQLITE_IOERR_WRITE)
}

func (d *Disk) truncate(path string, size int64, do func() int32) int32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	fault, off := d.ask(Op{Truncate, path, size, 0})
	if off || fault != None {
		return sqlite3.SQLITE_IOERR_TRUNCATE
	}
	rc := do()
	if rc == sqlite3.SQLITE_OK {
		d.node(path).pend(change{off: size, cut: true})
	}
	return rc
}

func (d *Disk) sync(path string, dirToo bool) int32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	fault, off := d.ask(Op{Kind: Sync, Path: path})
	if off || fault != None {
		return sqlite3.SQLITE_IOERR_FSYNC
	}
	if d.lies {
		return sqlite3.SQLITE_OK
	}
	d.node(path).settle()
	if dirToo {
		// SQLite does not look at how this ends.
		if fault, off := d.ask(Op{Kind: SyncDir, Path: filepath.Dir(path)}); fault == None && !off {
			d.settle(filepath.Dir(path))
		}
	}
	return sqlite3.SQLITE_OK
}

func (d *Disk) delete(path string, syncDir bool, do func() int32) int32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.known(path)
	if fault, off := d.ask(Op{Kind: Delete, Path: path}); off || fault != None {
		return sqlite3.SQLITE_IOERR_DELETE
	}
	rc := do()
	if rc != sqlite3.SQLITE_OK {
		return rc
	}
	delete(d.live, path)
	if syncDir {
		if fault, off := d.ask(Op{Kind: SyncDir, Path: filepath.Dir(path)}); off || fault != None {
			return sqlite3.SQLITE_IOERR_DIR_FSYNC
		}
		d.settle(filepath.Dir(path))
	}
	return rc
}
