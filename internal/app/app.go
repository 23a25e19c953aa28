package app

import (
	"context"
	"io"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

// App is the whole product to a surface: api, portal, command line.
type App struct {
	Commands Commands
	Queries  Queries
	Auth     Auth
	Files    Files
	Uploads  Uploads
	Limits   Limits
}

// Caller is who asks: established by a session, a token or the local operator. A
// zero Caller is an anonymous reader.
type Caller struct {
	Account     string
	Name        string
	Grants      []view.Grant
	OnBehalfOf  string        // account whose delegated power is used; empty as a rule
	Command     eventstore.ID // idempotency key; zero: a new one is made
	Correlation eventstore.ID
	Revision    *int64 // the revision the caller saw (If-Match); nil: whatever is newest
	Token       string // id of the bearer token that a program uses; empty for a person
	Operator    bool   // the local operator with the data directory in hand (init, import, demo)
}

// Receipt is the answer to a command.
type Receipt struct {
	ID       string // of the thing: publication, account, agency, …
	Revision int64  // of its stream afterwards: the next If-Match
	Position uint64 // of the log: a query that names it sees this command's effect
	Repeated bool   // the command had been carried out before
}

// Command is one way to change something.
type Command[C any] func(ctx context.Context, by Caller, cmd C) (Receipt, error)

// Query is one way to ask something.
type Query[Q, A any] func(ctx context.Context, q Q) (A, error)

// Commands lists all that can be done.
type Commands struct {
	// The tree of agencies and their domain names.
	RegisterAgency Command[RegisterAgency]
	ImportUnits    func(ctx context.Context, by Caller, cmd ImportUnits) (ImportReport, error)
	RenameAgency   Command[RenameAgency]
	MoveAgency     Command[MoveAgency]
	MergeAgencies  Command[MergeAgencies]
	SplitAgency    Command[SplitAgency]
	AbolishAgency  Command[AbolishAgency]
	SetContact     Command[SetContact]
	AgreeDomain    Command[AgreeDomain]
	AddAlias       Command[AddAlias]
	ReplaceDomain  Command[ReplaceDomain]
	RetireDomain   Command[RetireDomain]

	// Editorial boards.
	EstablishBoard    Command[EstablishBoard]
	AppointMember     Command[AppointMember]
	DismissMember     Command[DismissMember]
	DelegateAuthority Command[DelegateAuthority]
	RevokeDelegation  Command[RevokeDelegation]
	RecordBoardRules  Command[RecordBoardRules]

	// Staff accounts.
	RegisterAccount Command[RegisterAccount]
	SetPassword     Command[SetPassword]    // by an administrator, for another
	ChangePassword  Command[ChangePassword] // one's own
	EnrolTOTP       Command[EnrolTOTP]
	RemoveTOTP      Command[RemoveTOTP]
	GrantRole       Command[GrantRole]
	RevokeRole      Command[RevokeRole]
	DisableAccount  Command[DisableAccount]
	EnableAccount   Command[EnableAccount]
	RevokeSessions  Command[RevokeSessions]
	IssueToken      func(ctx context.Context, by Caller, cmd IssueToken) (IssuedToken, error)
	RevokeToken     Command[RevokeToken]

	// Publications.
	DraftPublication    Command[DraftPublication]
	RevisePublication   Command[RevisePublication]
	SubmitPublication   Command[SubmitPublication]
	RecallPublication   Command[RecallPublication]
	ReturnPublication   Command[ReturnPublication]
	CompleteChecklist   Command[CompleteChecklist]
	ApprovePublication  Command[ApprovePublication]
	RevokeApproval      Command[RevokeApproval]
	OpenCorrection      Command[OpenCorrection]
	DropCorrection      Command[DropCorrection]
	WithdrawPublication Command[WithdrawPublication]
	ArchivePublication  Command[ArchivePublication]
	DiscardPublication  Command[DiscardPublication]
	ReleaseDue          func(ctx context.Context) (int, error) // the scheduler's: publish what an embargo held back

	Datasets  DatasetCommands
	Subjects  SubjectCommands
	Disposals DisposalCommands
	Notices   NoticeCommands
}

// Queries lists all that can be asked. Queries of public things need no caller and
// never show a draft.
type Queries struct {
	Tree        func(ctx context.Context, at view.AsOf, on calendar.Date) (*view.Tree, error) // on zero: the day of at
	Agency      func(ctx context.Context, id string, at view.AsOf) (view.Agency, error)       // also one that has ended
	ResolveHost func(ctx context.Context, host string) (HostAnswer, error)
	Items       func(ctx context.Context, f view.ItemFilter) (view.Items, error)
	Publication func(ctx context.Context, id string, at view.AsOf) (view.Publication, error)
	ByAddress   func(ctx context.Context, agency, section, slug string, at view.AsOf) (view.Publication, error)
	Versions    func(ctx context.Context, id string, at view.AsOf) ([]view.Version, error)
	Version     func(ctx context.Context, id string, number int) (view.Version, error)
	History     func(ctx context.Context, by Caller, id string) ([]view.Event, error)         // the public part, or all for staff who may read it
	Replay      func(ctx context.Context, by Caller, id string, at view.AsOf) (Replay, error) // all of it, from the log: for auditors
	Diff        func(ctx context.Context, id string, from, to int) (VersionDiff, error)
	Duties      func(ctx context.Context, q DutyQuery) ([]view.Duty, error)
	Sections    func(ctx context.Context, agencies []string, at view.AsOf) (map[string]int, error) // section slug → public items
	Board       func(ctx context.Context, agency string) (view.Board, error)
	Position    func(ctx context.Context) (uint64, error)
	Wait        func(ctx context.Context, position uint64) error // until the projections have seen it; bounded by ctx
	PositionAt  func(ctx context.Context, at view.AsOf) (uint64, error)
	Datasets    DatasetQueries
	Proofs      ProofQueries
	Search      func(ctx context.Context, q search.Query) (*search.Result, error)
	Suggest     func(ctx context.Context, text string, limit int) ([]search.Suggestion, error)

	// For staff.
	WorkList    func(ctx context.Context, by Caller, f view.WorkFilter) ([]view.WorkItem, error)
	Work        func(ctx context.Context, by Caller, id string) (view.Work, error)
	Accounts    func(ctx context.Context, by Caller) ([]view.Account, error)
	Account     func(ctx context.Context, by Caller, id string) (view.Account, error)
	Names       func(ctx context.Context) (map[string]string, error) // account id → display name
	Projections func(ctx context.Context) ([]view.ProjectionStatus, error)
	Subjects    SubjectQueries
	Disposals   DisposalQueries
	Notices     NoticeQueries
}

// HostAnswer tells whose portal a host name is.
type HostAnswer struct {
	Agency   string // id
	Redirect string // host to go to instead, for aliases and former names; empty as a rule
}

// DutyQuery chooses duties.
type DutyQuery struct {
	Agencies []string
	AsOf     view.AsOf
	Open     bool // only those not met yet
	Status   duty.State
}

// VersionDiff compares two public versions, field by field.
type VersionDiff struct {
	Publication string
	From, To    view.Version
	Changes     []publication.Change
}

// Files stores attachments by content.
type Files interface {
	// Put stores what it reads, at most max bytes, and returns the hash, size and
	// detected media type. It refuses types that are not on the list for uploads
	// and content that contradicts the name's extension.
	Put(ctx context.Context, name string, max int64, r io.Reader) (publication.Attachment, error)
	// Keep stores what the caller has judged itself: a data file that was read to its
	// last row, a report.
	Keep(ctx context.Context, name, mediaType string, max int64, r io.Reader) (publication.Attachment, error)
	// Open returns the bytes; a fault of code file.missing when they are not there.
	Open(ctx context.Context, sha256 string) (File, error)
}

// File is an open attachment.
type File interface {
	io.ReadSeekCloser
	Size() int64
	ModTime() time.Time
}

// Limits of input, for forms and documents to state.
type Limits struct {
	AttachmentBytes int64
	FormBytes       int64
	ImportBytes     int64
	DatasetBytes    int64 // of a data file
}

// WithCommand returns the caller with an idempotency key (a UUID), as a form or a
// header carries it: the same key again is the same command again.
func (by Caller) WithCommand(key string) (Caller, error) {
	if key == "" {
		return by, nil
	}
	id, err := eventstore.ParseID(key)
	if err != nil {
		return by, ErrKey.New("key", key).Because(err)
	}
	by.Command = id
	return by, nil
}

// NewKey makes an idempotency key for a form.
func NewKey(now time.Time) string { return eventstore.NewID(now).String() }

// At returns the caller with the revision of the thing that they saw.
func (by Caller) At(revision int64) Caller {
	by.Revision = &revision
	return by
}
