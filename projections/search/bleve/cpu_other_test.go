//go:build !unix

package bleve_test

import "time"

func processorTime() time.Duration { return 0 }
