package faultfs

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// handle is an open file on a disk of ours.
type handle struct {
	disk    *Disk
	path    string
	dirSync bool // the first sync syncs the directory too
}

var (
	handles sync.Map // uintptr to *handle
	newest  atomic.Uintptr
)

func remember(h *handle) uintptr {
	id := newest.Add(1)
	handles.Store(id, h)
	return id
}

func of(p uintptr) *handle {
	h, ok := handles.Load((*file)(memory(p)).handle)
	if !ok {
		panic("faultfs: a file that is not open")
	}
	return h.(*handle)
}

// below is the file of the layer underneath, with its methods.
func below(p uintptr) (uintptr, *sqlite3.Tsqlite3_io_methods) {
	f := p + headBytes
	return f, (*sqlite3.Tsqlite3_io_methods)(memory((*sqlite3.Tsqlite3_file)(memory(f)).FpMethods))
}

type (
	fileFunc   = func(*libc.TLS, uintptr) int32
	intFunc    = func(*libc.TLS, uintptr, int32) int32
	ptrFunc    = func(*libc.TLS, uintptr, uintptr) int32
	sizeFunc   = func(*libc.TLS, uintptr, int64) int32
	bufferFunc = func(*libc.TLS, uintptr, uintptr, int32, int64) int32
	ctlFunc    = func(*libc.TLS, uintptr, int32, uintptr) int32
	mapFunc    = func(*libc.TLS, uintptr, int32, int32, int32, uintptr) int32
	lockFunc   = func(*libc.TLS, uintptr, int32, int32, int32) int32
	voidFunc   = func(*libc.TLS, uintptr)
	fetchFunc  = func(*libc.TLS, uintptr, int64, int32, uintptr) int32
	giveFunc   = func(*libc.TLS, uintptr, int64, uintptr) int32
)

// methods is where SQLite finds the functions, in memory of its own that is never
// freed.
var methods = sync.OnceValue(func() uintptr {
	tls := libc.NewTLS()
	defer tls.Close()
	p := libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(sqlite3.Tsqlite3_io_methods{})))
	*(*sqlite3.Tsqlite3_io_methods)(memory(p)) = sqlite3.Tsqlite3_io_methods{
		FiVersion: 3, FxClose: pointer(xClose), FxRead: pointer(xRead), FxWrite: pointer(xWrite),
		FxTruncate: pointer(xTruncate), FxSync: pointer(xSync), FxFileSize: pointer(xFileSize),
		FxLock: pointer(xLock), FxUnlock: pointer(xUnlock), FxCheckReservedLock: pointer(xCheckReservedLock),
		FxFileControl: pointer(xFileControl), FxSectorSize: pointer(xSectorSize),
		FxDeviceCharacteristics: pointer(xDeviceCharacteristics), FxShmMap: pointer(xShmMap), FxShmLock: pointer(xShmLock),
		FxShmBarrier: pointer(xShmBarrier), FxShmUnmap: pointer(xShmUnmap), FxFetch: pointer(xFetch), FxUnfetch: pointer(xUnfetch),
	}
	return p
})

func xClose(tls *libc.TLS, p uintptr) int32 {
	handles.Delete((*file)(memory(p)).handle)
	f, m := below(p)
	return function[fileFunc](m.FxClose)(tls, f)
}

func xRead(tls *libc.TLS, p, buf uintptr, n int32, off int64) int32 {
	h := of(p)
	if rc := h.disk.read(h.path, off, int(n)); rc != sqlite3.SQLITE_OK {
		return rc
	}
	f, m := below(p)
	return function[bufferFunc](m.FxRead)(tls, f, buf, n, off)
}

func xWrite(tls *libc.TLS, p, buf uintptr, n int32, off int64) int32 {
	h := of(p)
	f, m := below(p)
	return h.disk.write(h.path, off, unsafe.Slice((*byte)(memory(buf)), n), func(n int) int32 {
		return function[bufferFunc](m.FxWrite)(tls, f, buf, int32(n), off)
	})
}

func xTruncate(tls *libc.TLS, p uintptr, size int64) int32 {
	h := of(p)
	f, m := below(p)
	return h.disk.truncate(h.path, size, func() int32 { return function[sizeFunc](m.FxTruncate)(tls, f, size) })
}

func xSync(_ *libc.TLS, p uintptr, _ int32) int32 {
	h := of(p)
	rc := h.disk.sync(h.path, h.dirSync)
	if rc == sqlite3.SQLITE_OK {
		h.dirSync = false
	}
	return rc
}

func xFileSize(tls *libc.TLS, p, size uintptr) int32 {
	f, m := below(p)
	return function[ptrFunc](m.FxFileSize)(tls, f, size)
}

func xLock(tls *libc.TLS, p uintptr, level int32) int32 {
	f, m := below(p)
	return function[intFunc](m.FxLock)(tls, f, level)
}

func xUnlock(tls *libc.TLS, p uintptr, level int32) int32 {
	f, m := below(p)
	return function[intFunc](m.FxUnlock)(tls, f, level)
}

func xCheckReservedLock(tls *libc.TLS, p, out uintptr) int32 {
	f, m := below(p)
	return function[ptrFunc](m.FxCheckReservedLock)(tls, f, out)
}

func xFileControl(tls *libc.TLS, p uintptr, op int32, arg uintptr) int32 {
	f, m := below(p)
	return function[ctlFunc](m.FxFileControl)(tls, f, op, arg)
}

func xSectorSize(tls *libc.TLS, p uintptr) int32 {
	f, m := below(p)
	return function[fileFunc](m.FxSectorSize)(tls, f)
}

func xDeviceCharacteristics(tls *libc.TLS, p uintptr) int32 {
	f, m := below(p)
	return function[fileFunc](m.FxDeviceCharacteristics)(tls, f)
}

func xShmMap(tls *libc.TLS, p uintptr, region, size, extend int32, out uintptr) int32 {
	f, m := below(p)
	return function[mapFunc](m.FxShmMap)(tls, f, region, size, extend, out)
}

func xShmLock(tls *libc.TLS, p uintptr, offset, n, flags int32) int32 {
	f, m := below(p)
	return function[lockFunc](m.FxShmLock)(tls, f, offset, n, flags)
}

func xShmBarrier(tls *libc.TLS, p uintptr) {
	f, m := below(p)
	function[voidFunc](m.FxShmBarrier)(tls, f)
}

func xShmUnmap(tls *libc.TLS, p uintptr, remove int32) int32 {
	f, m := below(p)
	return function[intFunc](m.FxShmUnmap)(tls, f, remove)
}

func xFetch(tls *libc.TLS, p uintptr, off int64, n int32, out uintptr) int32 {
	f, m := below(p)
	return function[fetchFunc](m.FxFetch)(tls, f, off, n, out)
}

func xUnfetch(tls *libc.TLS, p uintptr, off int64, page uintptr) int32 {
	f, m := below(p)
	return function[giveFunc](m.FxUnfetch)(tls, f, off, page)
}
