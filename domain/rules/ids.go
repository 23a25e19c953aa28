package rules

// The rules of Điều 17 and Điều 28. Stored in events; never renamed.
const (
	RegularUpdate      = "R17.a"
	Dissemination      = "R17.b"
	DocumentByIssuer   = "R17.c1"
	DocumentInScope    = "R17.c2"
	PlanOrProject      = "R17.d"
	QuestionAnswer     = "R17.đ1"
	QuestionPublish    = "R17.đ2"
	Feedback           = "R17.đ3"
	ScienceProject     = "R17.e"
	Statistics         = "R17.g"
	ForeignLanguage    = "R17.h"
	AnnualReport       = "R28.6.1" // last day 31 October
	ConsolidatedReport = "R28.6.2" // last day 14 November
)

// The rhythm of open data (Decree 47/2020, since 2025 Decree 194/2025).
const (
	DatasetReview = "R14.review" // looked at again
	DatasetUpdate = "R14.update" // updated or supplemented
)

// Requests about personal data (Điều 9).
const (
	RequestAnswer     = "R09.acknowledge"
	Erasure           = "R09.erase"
	ErasureThirdParty = "R09.erase.third" // a processor or third party holds the data, too
	ErasureExtension  = "R09.extend"      // once
)

// MinITOfficers is a parameter: officers in charge of IT where no support
// team was founded (Điều 22 khoản 4).
const MinITOfficers = "R22.2"
