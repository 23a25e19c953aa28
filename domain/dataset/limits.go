package dataset

import "minhbach/domain/editorial"

// Limits of a content, in characters (Unicode code points after NFC) or entries.
const (
	MaxTitle       = editorial.MaxTitle
	MaxSummary     = 2_000
	MaxDescription = 100_000
	MaxMethod      = 20_000
	MaxKeywords    = 50
	MaxColumns     = 1_000
	MaxReason      = editorial.MaxReason
	MaxSlug        = editorial.MaxSlug
	MaxNamed       = 20 // rows that a finding names
	LeastClearing  = 10 // characters of the reason for which findings are cleared

	maxName      = 300
	maxPhrase    = 2_000
	maxKeyword   = 100
	maxUnit      = 100
	maxPath      = 2_000   // keys of nested records
	maxSkipped   = 100_000 // rows that are not data
	maxMarks     = 100     // of “no value”
	maxNotes     = 2_000
	firstYear    = 1800 // old series are data too
	lastYear     = 2200
	maxHeaderRow = 1 << 20
)
