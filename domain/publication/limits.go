package publication

// Limits of a content, in characters (Unicode code points after NFC) or entries.
const (
	MaxTitle        = 300
	MaxSummary      = 2_000
	MaxBody         = 500_000
	MaxAttachments  = 50
	MaxTranslations = 10
	MaxReason       = 2_000
	MaxSlug         = 100

	maxName     = 300   // names, numbers, short answers
	maxPhrase   = 2_000 // abstracts, objectives, rights
	maxFileName = 255
	maxSubjects = 50
	maxNumbers  = 500 // documents named by another one

	maxWhole = 1<<53 - 1 // the largest whole number that every JSON reader keeps
)
