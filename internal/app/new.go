package app

import (
	"context"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/rules"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// Deps is what an App is made of; internal/node supplies it.
type Deps struct {
	Log          eventstore.Log
	Repo         *eventstore.Repository
	Claims       *eventstore.Claims
	Pseudonyms   Pseudonyms
	Agencies     AgencyReader
	Publications PublicationReader
	People       PeopleReader
	Projections  ProjectionWatcher
	Codec        *eventstore.Codec
	Events       EventFinder
	Instants     InstantFinder    // nil: the log itself is searched
	Known        func() uint64    // position that every read model has seen; nil: the log is near and is asked for its head instead
	Ledger       Ledger           // nil: nothing can be proved
	Damaged      func(error) bool // the log's engine says that what it reads is not what was written; nil: never
	Files        Files
	Datasets     DatasetReader
	Tables       TableKeeper
	Searcher     Searcher
	Subjects     SubjectReader
	Disposals    DisposalReader
	Notices      NoticeReader
	Groups       GroupKeeper    // nil: nothing works outside of the log
	Vault        Shredder       // of personal data; nil: nothing can be erased
	SealedSince  map[string]int // event types with sealed fields, and the first version that seals
	UploadsKept  UploadKeeper
	Secrets      Secrets
	Rules        *rules.Set
	Calendar     *calendar.Calendar
	Limits       Limits
	Now          func() time.Time

	trees *trees
	seen  *views
	Pause func(ctx context.Context, d time.Duration) // nil: waits
}

// AgencyReader is the read model of the tree.
type AgencyReader interface {
	Tree(ctx context.Context, position uint64, on calendar.Date) (*view.Tree, error)
	Agency(ctx context.Context, id string, position uint64, on calendar.Date) (view.Agency, bool, error)
	Host(ctx context.Context, fqdn string) (agency, redirect string, found bool, err error)
}

// PublicationReader is the read model of everything editorial.
type PublicationReader interface {
	Items(ctx context.Context, f view.ItemFilter, position uint64) (view.Items, error)
	Sections(ctx context.Context, agencies []string, position uint64) (map[string]int, error)
	Publication(ctx context.Context, id string, position uint64) (view.Publication, error)
	ByAddress(ctx context.Context, agency, section, slug string, position uint64) (view.Publication, error)
	Version(ctx context.Context, id string, number int) (view.Version, error)
	Versions(ctx context.Context, id string, position uint64) ([]view.Version, error)
	Duties(ctx context.Context, f view.DutyFilter, position uint64) ([]view.Duty, error)
	Uses(ctx context.Context, sha256 string, limit int) ([]view.Use, error)
	WorkList(ctx context.Context, f view.WorkFilter) ([]view.WorkItem, error)
	Work(ctx context.Context, id string) (view.Work, error)
	Embargoed(ctx context.Context, now time.Time) ([]string, error)
	Retained(ctx context.Context, agencies []string) ([]view.Retained, error)
	Holding(ctx context.Context, files []string) (map[string]bool, error)
}

// ProjectionWatcher knows how far the read models are.
type ProjectionWatcher interface {
	Wait(ctx context.Context, position uint64) error
	Status(ctx context.Context) ([]view.ProjectionStatus, error)
}

// New puts the product together.
func New(d Deps) *App {
	if d.Now == nil {
		d.Now = time.Now
	}
	d.trees, d.seen = new(trees), newViews(d)
	a := &App{Files: d.Files, Limits: d.Limits}
	treeCommands(d, &a.Commands)
	accountCommands(d, &a.Commands)
	boardCommands(d, &a.Commands)
	publicationCommands(d, &a.Commands)
	datasetCommands(d, &a.Commands)
	disposalCommands(d, &a.Commands)
	a.Commands.keys(d)
	publicQueries(d, &a.Queries)
	datasetQueries(d, &a.Queries)
	staffQueries(d, &a.Queries)
	subjectQueries(d, &a.Queries)
	disposalQueries(d, &a.Queries)
	noticeQueries(d, &a.Queries)
	proofQueries(d, &a.Queries)
	a.Uploads = newUploads(d)
	a.Auth = newAuth(d)
	return a
}
