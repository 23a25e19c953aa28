package faultfs

import (
	"fmt"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// layer is the VFS as SQLite knows it, registered once and for all connections
// that are opened afterwards.
var layer struct {
	once sync.Once
	base uintptr // the VFS underneath

	mu   sync.RWMutex
	disk []*Disk
}

const headBytes = 16 // of our own in front of the file of the layer underneath

// file is what SQLite holds of an open file; the rest of its memory belongs to
// the layer underneath.
type file struct {
	methods uintptr
	handle  uintptr
}

func install() {
	layer.once.Do(func() {
		tls := libc.NewTLS()
		layer.base = sqlite3.Xsqlite3_vfs_find(tls, 0)
		name, err := libc.CString("faultfs")
		if err != nil || layer.base == 0 {
			panic(fmt.Sprint("faultfs: SQLite has no file layer: ", err))
		}
		own := libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(sqlite3.Tsqlite3_vfs{})))
		vfs := (*sqlite3.Tsqlite3_vfs)(memory(own))
		*vfs = *(*sqlite3.Tsqlite3_vfs)(memory(layer.base))
		vfs.FpNext, vfs.FzName = 0, name
		vfs.FszOsFile += headBytes
		vfs.FxOpen, vfs.FxDelete = pointer(xOpen), pointer(xDelete)
		if rc := sqlite3.Xsqlite3_vfs_register(tls, own, 1); rc != sqlite3.SQLITE_OK {
			panic(fmt.Sprint("faultfs: SQLite refuses the layer: ", rc))
		}
	})
}

// memory is what SQLite's memory at p is in Go.
func memory(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }

// pointer is a top-level function as SQLite calls it.
func pointer[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&f)) }

// function is what pointer was made of.
func function[F any](p uintptr) F { return *(*F)(unsafe.Pointer(&p)) }

func under() *sqlite3.Tsqlite3_vfs { return (*sqlite3.Tsqlite3_vfs)(memory(layer.base)) }

type (
	openFunc   = func(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	deleteFunc = func(tls *libc.TLS, vfs, name uintptr, syncDir int32) int32
)

func xOpen(tls *libc.TLS, _, name, p uintptr, flags int32, outFlags uintptr) int32 {
	open := function[openFunc](under().FxOpen)
	path := ""
	if name != 0 {
		path = libc.GoString(name)
	}
	d := diskOf(path)
	if d == nil {
		return open(tls, layer.base, name, p, flags, outFlags)
	}
	f := (*file)(memory(p))
	*f = file{}
	rc := d.open(path, flags, func() int32 {
		return open(tls, layer.base, name, p+headBytes, flags, outFlags)
	})
	if rc != sqlite3.SQLITE_OK {
		return rc
	}
	f.handle = remember(&handle{disk: d, path: path, dirSync: syncsDirectory(flags)})
	f.methods = methods()
	return rc
}

// syncsDirectory: SQLite's own layer syncs the directory with the first sync of
// such a file.
func syncsDirectory(flags int32) bool {
	const journals = sqlite3.SQLITE_OPEN_MAIN_JOURNAL | sqlite3.SQLITE_OPEN_SUPER_JOURNAL | sqlite3.SQLITE_OPEN_WAL
	return flags&sqlite3.SQLITE_OPEN_CREATE != 0 && flags&journals != 0
}

func xDelete(tls *libc.TLS, _, name uintptr, syncDir int32) int32 {
	remove := func() int32 { return function[deleteFunc](under().FxDelete)(tls, layer.base, name, 0) }
	path := libc.GoString(name)
	if d := diskOf(path); d != nil {
		return d.delete(path, syncDir != 0, remove)
	}
	return function[deleteFunc](under().FxDelete)(tls, layer.base, name, syncDir)
}
