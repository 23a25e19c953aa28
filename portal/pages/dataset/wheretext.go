package dataset

import (
	"minhbach/analytics"
	"minhbach/analytics/where"
)

// WhereText is a condition as the API takes it; empty for none.
func WhereText(e analytics.Expr) string { return where.String(e) }
