//go:build unix

package bleve_test

import (
	"syscall"
	"time"
)

// processorTime of this process: what a query costs, also on a busy machine.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
