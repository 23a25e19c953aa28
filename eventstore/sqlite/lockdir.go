package sqlite

import "os"

// DirLock keeps other processes from a directory whose log is elsewhere.
type DirLock struct{ lock *lock }

// LockDir takes the lock that a log in this directory would have; ErrLocked when
// somebody has it. The system releases it when the process dies.
func LockDir(dir, command string) (*DirLock, error) {
	o, err := (Options{Command: command}).withDefaults()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	l, err := acquire(dir, o)
	if err != nil {
		return nil, err
	}
	return &DirLock{l}, nil
}

// Release gives the directory back.
func (d *DirLock) Release() error { return d.lock.release() }
