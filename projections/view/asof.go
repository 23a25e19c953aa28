// Package view holds the read types: what projections answer and what api and
// portal show. They are plain values without behaviour beyond choosing a language;
// they promise nothing about storage, and no engine is reachable from here.
package view

import "time"

// AsOf names a point in the history of the log. The zero AsOf is now. A position
// is exact; an instant means everything recorded at or before it.
type AsOf struct {
	Position uint64
	Instant  time.Time
}

// IsNow tells that no point in the past was named.
func (a AsOf) IsNow() bool { return a.Position == 0 && a.Instant.IsZero() }
