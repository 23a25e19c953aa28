package publication

import "minhbach/domain/editorial"

// Limits of a content, in characters (Unicode code points after NFC) or entries.
const (
	MaxTitle        = editorial.MaxTitle
	MaxSummary      = 2_000
	MaxBody         = 500_000
	MaxAttachments  = 50
	MaxTranslations = 10
	MaxReason       = editorial.MaxReason
	MaxSlug         = editorial.MaxSlug

	maxName     = 300   // names, numbers, short answers
	maxPhrase   = 2_000 // abstracts, objectives, rights
	maxSubjects = 50
	maxNumbers  = 500 // documents named by another one
)
