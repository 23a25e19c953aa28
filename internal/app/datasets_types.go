package app

import (
	"context"
	"io"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/opendata/ingest"
	"minhbach/projections/view"
)

// Commands on datasets; as on publications, with the data in releases.
type (
	DraftDataset struct {
		Agency      string
		Slug        string // proposed; empty: made from the title
		Description dataset.Description
	}
	// DescribeDataset replaces the description and, where Columns is not nil, the
	// titles, units, descriptions and keys of the columns of the release in hand.
	DescribeDataset struct {
		ID          string
		Description dataset.Description
		Columns     []dataset.Column
	}
	// AttachRelease takes the file of an examination as the release in hand.
	AttachRelease struct {
		ID             string
		Upload         string // id of an upload whose examination has ended
		Choices        ingest.Choices
		AcceptRejected bool // publish without the rejected rows, listing them
		Change         dataset.Change
		Reason         string
	}
	DetachRelease     struct{ ID string }
	SubmitDataset     struct{ ID, Note string }
	RecallDataset     struct{ ID, Reason string }
	ReturnDataset     struct{ ID, Reason string }
	ClearPersonalData struct{ ID, ContentHash, Reason string }
	ApproveDataset    struct {
		ID          string
		ContentHash string
		Checklist   map[string]string
		PublishAt   time.Time
	}
	RevokeDatasetApproval struct{ ID, Reason string }
	OpenRevision          struct{ ID, Reason string }
	DropRevision          struct{ ID, Reason string }
	ReviewDataset         struct{ ID, Note string }
	WithdrawDataset       struct{ ID, Reason string }
	ArchiveDataset        struct{ ID, Reason string }
	DiscardDataset        struct{ ID, Reason string }
)

// DatasetCommands lists what can be done with datasets.
type DatasetCommands struct {
	Draft             Command[DraftDataset]
	Describe          Command[DescribeDataset]
	Attach            Command[AttachRelease]
	Detach            Command[DetachRelease]
	Submit            Command[SubmitDataset]
	Recall            Command[RecallDataset]
	Return            Command[ReturnDataset]
	ClearPersonalData Command[ClearPersonalData]
	Approve           Command[ApproveDataset]
	RevokeApproval    Command[RevokeDatasetApproval]
	OpenRevision      Command[OpenRevision]
	DropRevision      Command[DropRevision]
	Review            Command[ReviewDataset]
	Withdraw          Command[WithdrawDataset]
	Archive           Command[ArchiveDataset]
	Discard           Command[DiscardDataset]
}

// DatasetQueries lists what can be asked of datasets. Those without a caller are
// public and never show a draft or its rows.
type DatasetQueries struct {
	List     func(ctx context.Context, f view.DatasetFilter) (view.Datasets, error)
	Get      func(ctx context.Context, id string, at view.AsOf) (view.Dataset, error) // id or slug
	Versions func(ctx context.Context, id string, at view.AsOf) ([]view.DatasetVersion, error)
	Version  func(ctx context.Context, id string, number int) (view.DatasetVersion, error)
	History  func(ctx context.Context, by Caller, id string) ([]view.Event, error)
	ByTable  func(ctx context.Context, distribution string) (view.Dataset, error) // by record.DistributionID of any form
	// Rows and the other questions about data take the version from the target.
	Rows     func(ctx context.Context, t Target, q analytics.Query) (*analytics.Page, error)
	Stream   func(ctx context.Context, t Target, q analytics.Query, yield func(analytics.Row) error) error
	Groups   func(ctx context.Context, t Target, q analytics.Grouping) (*analytics.Groups, error)
	Profile  func(ctx context.Context, t Target) ([]analytics.Profile, error)
	Compare  func(ctx context.Context, id string, from, to, limit int) (*DatasetDiff, error)
	Report   func(ctx context.Context, t Target) (*ingest.Report, error) // of rejected rows; empty when there are none
	Original func(ctx context.Context, t Target) (dataset.Release, File, error)
	// Export is a whole table in a format of opendata/export, made once and kept.
	Export func(ctx context.Context, t Target, format string) (File, error)

	// Made tells size and SHA-256 of an export of a dataset's newest data that was made
	// already; it reads no row.
	Made func(d view.Dataset, format string) (size int64, sha256 string, ok bool)
	// Bulk is every public dataset in one ZIP file (opendata/bulk), with the key of the
	// state that it is of.
	Bulk func(ctx context.Context) (File, string, error)

	// For staff.
	WorkList func(ctx context.Context, by Caller, f view.DatasetWorkFilter) ([]view.DatasetWorkItem, error)
	Work     func(ctx context.Context, by Caller, id string) (view.DatasetWork, error)
	// Draft rows of the release in hand, for those who may see drafts.
	WorkRows   func(ctx context.Context, by Caller, id string, q analytics.Query) (*analytics.Page, error)
	WorkReport func(ctx context.Context, by Caller, id string) (*ingest.Report, error)
}

// Target names one version of a dataset's data: the newest public one, that of a
// number, or that which was public at a point in time.
type Target struct {
	Dataset string // id or slug
	Version int    // 0: newest
	AsOf    view.AsOf
}

// DatasetDiff compares two public versions.
type DatasetDiff struct {
	Dataset  string
	From, To view.DatasetVersion
	Fields   []dataset.FieldChange // of the description
	Data     *analytics.Difference // nil when both have the same release
}

// Uploads receives large files in pieces and reads them. All of it needs a caller
// who may draft for the agency.
type Uploads struct {
	Begin   func(ctx context.Context, by Caller, u NewUpload) (Upload, error)
	Append  func(ctx context.Context, by Caller, id string, offset int64, r io.Reader) (Upload, error)
	Get     func(ctx context.Context, by Caller, id string) (Upload, error)
	Discard func(ctx context.Context, by Caller, id string) error
	// Examine reads a finished upload in the background with the publisher's
	// choices; Get tells how far it is. A second call with other choices begins anew.
	Examine func(ctx context.Context, by Caller, id string, c ingest.Choices) (Upload, error)
	// Wait returns when the examination has ended or ctx has.
	Wait func(ctx context.Context, by Caller, id string) (Upload, error)
}

// NewUpload announces a file.
type NewUpload struct {
	Agency string // for which it will be used
	Name   string
	Size   int64
}

// Upload is a file on its way in. It is kept for seven days, then forgotten.
type Upload struct {
	ID       string
	Agency   string
	Name     string
	Size     int64
	Offset   int64 // bytes received and on disk
	Expires  time.Time
	State    UploadState
	Done     float64 // of the examination, 0 to 1
	Examined *ingest.Examination
	Choices  ingest.Choices // of the examination
	Fault    error          // why it could not be read
}

// UploadState is how far an upload is.
type UploadState string

const (
	Receiving UploadState = "receiving"
	Received  UploadState = "received"
	Examining UploadState = "examining"
	Examined  UploadState = "examined"
	Refused   UploadState = "refused" // see Fault; Examine with other choices may help
)
