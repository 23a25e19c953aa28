package app

import (
	"io"
	"time"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/publication"
)

// Commands on the tree of agencies. All need an administrator of the province.
type (
	RegisterAgency struct {
		Code, NameVi, NameEn, UnitType string
		Level                          domainname.Level
		Parent                         string // id
		Obligation                     agency.Obligation
		Function                       string
		ValidFrom                      calendar.Date
		Basis                          string
	}
	ImportUnits struct {
		CSV       io.Reader
		ValidFrom calendar.Date // zero: the first day of the province's domain rule
		Basis     string
		Partial   bool // take the good lines, report the others
	}
	RenameAgency struct {
		Agency, NameVi, NameEn, UnitType string
		ValidFrom                        calendar.Date
		Basis                            string
	}
	MoveAgency struct {
		Agency, Parent string
		ValidFrom      calendar.Date
		Basis          string
	}
	MergeAgencies struct {
		Agencies  []string
		Into      string
		ValidFrom calendar.Date
		Basis     string
	}
	SplitAgency struct {
		Agency    string
		Into      []string
		ValidFrom calendar.Date
		Basis     string
	}
	AbolishAgency struct {
		Agency, Successor string
		ValidFrom         calendar.Date
		Basis             string
	}
	SetContact struct {
		Agency  string
		Contact agency.Contact
	}
	AgreeDomain struct {
		Agency, FQDN, Agreement string
		AgreedOn                calendar.Date
	}
	AddAlias      struct{ Agency, FQDN string }
	ReplaceDomain struct{ Agency, FQDN, Reason string }
	RetireDomain  struct{ Agency, FQDN, Reason string }
)

// ImportReport says what an import did, agency by agency.
type ImportReport struct {
	Registered int
	Unchanged  int
	Units      []ImportedUnit
	Rejected   []ImportFault // only with Partial; otherwise the first error carries them all
	Position   uint64
}

// ImportedUnit is one line of the result.
type ImportedUnit struct {
	Line      int
	Agency    string // id
	Code      string
	Name      string
	Level     domainname.Level
	FQDN      string
	State     domainname.State
	Conflicts []domainname.Conflict
	New       bool
}

// ImportFault names line and column.
type ImportFault struct {
	Line   int
	Column string
	Value  string
	Code   string
	Vi, En string
}

// Commands on boards: by the agency head or an administrator; delegation by the
// member whose power it is.
type (
	EstablishBoard struct {
		Agency   string
		Decision board.Decision
	}
	AppointMember struct {
		Agency, Account string
		Position        board.Position
		Concurrent      bool
		From, To        calendar.Date
		Decision        board.Decision
	}
	DismissMember struct {
		Agency, Account string
		On              calendar.Date
		Reason          string
	}
	DelegateAuthority struct {
		Agency, To   string
		Since, Until calendar.Date
		Note         string
	}
	RevokeDelegation struct {
		Agency, To string
		On         calendar.Date
	}
	RecordBoardRules struct {
		Agency     string
		Decision   board.Decision
		Attachment string
	}
)

// Commands on accounts. Passwords and codes are plain text here, hashed or checked
// in the handler, and never logged.
type (
	RegisterAccount struct{ Login, Name, Password string } // Password may be empty
	SetPassword     struct{ Account, Password string }
	ChangePassword  struct{ Old, New string }
	EnrolTOTP       struct{ Secret, Code string } // one's own
	RemoveTOTP      struct{ Account, Reason string }
	GrantRole       struct {
		Account string
		Role    domain.Role
		Agency  string
		From    calendar.Date
		To      calendar.Date
	}
	RevokeRole struct {
		Account string
		Role    domain.Role
		Agency  string
		Reason  string
	}
	DisableAccount struct{ Account, Reason string }
	EnableAccount  struct{ Account, Reason string }
	RevokeSessions struct{ Account, Reason string }
	IssueToken     struct {
		Account string // empty: one's own
		Label   string
		Expires calendar.Date
	}
	RevokeToken struct{ Account, Token string }
)

// IssuedToken carries the secret, once.
type IssuedToken struct {
	Receipt
	Secret string
}

// Commands on publications.
type (
	DraftPublication struct {
		Agency  string
		Kind    publication.Kind
		Slug    string // proposed; empty: made from the number or title
		Content publication.Content
	}
	RevisePublication struct {
		ID      string
		Content publication.Content
	}
	SubmitPublication struct{ ID, Note string }
	RecallPublication struct{ ID, Reason string }
	ReturnPublication struct{ ID, Reason string }
	CompleteChecklist struct {
		ID          string
		ContentHash string // of what was read; empty: what is submitted now
		Items       map[string]string
	}
	ApprovePublication struct {
		ID          string
		ContentHash string            // of what was read; empty: what is submitted now
		Checklist   map[string]string // nil: completed before
		PublishAt   time.Time         // zero: at once
	}
	RevokeApproval      struct{ ID, Reason string }
	OpenCorrection      struct{ ID, Reason string }
	DropCorrection      struct{ ID, Reason string }
	WithdrawPublication struct{ ID, Reason string }
	ArchivePublication  struct{ ID, Reason string }
	DiscardPublication  struct{ ID, Reason string }
)
