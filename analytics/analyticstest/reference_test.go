package analyticstest

import (
	"testing"
)

// Keeps the reference honest where it can be: it has no streams, profiles or limits.
func TestReferenceConditions(t *testing.T) {
	t.Run("conditions", func(t *testing.T) { conditions(t, NewReference()) })
	t.Run("order", func(t *testing.T) { textOrder(t, NewReference()) })
	t.Run("paging", func(t *testing.T) { paging(t, NewReference()) })
	t.Run("distinct", func(t *testing.T) { distinct(t, NewReference()) })
	t.Run("searching", func(t *testing.T) { searching(t, NewReference()) })
	t.Run("grouping", func(t *testing.T) { grouping(t, NewReference()) })
}
