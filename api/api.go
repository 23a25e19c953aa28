package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"minhbach/internal/app"
)

// prefix is where the operations are; the documents about them are beside it.
const prefix = "/api/v1"

// Options of the API. The zero value serves plain HTTP with the default limits.
type Options struct {
	Now         func() time.Time
	Log         *slog.Logger
	Secure      bool // readers come by HTTPS
	BehindProxy bool // trust X-Forwarded-For and X-Forwarded-Proto
	Rate        Rate
	Version     string // of the program, for the document
}

// service is what every operation stands on.
type service struct {
	app       *app.App
	now       func() time.Time
	log       *slog.Logger
	options   Options
	limiter   *limiter
	searching *limiter
	mux       *http.ServeMux
	document  *huma.OpenAPI
	catalogue catalogue
}

// New makes the handler of everything below /api/ and of what Patterns lists. It sees
// whole paths.
func New(a *app.App, o Options) (http.Handler, error) {
	s := build(a, o)
	if err := s.documents(); err != nil {
		return nil, err
	}
	return s, nil
}

func build(a *app.App, o Options) *service {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Version == "" {
		o.Version = "0.0.0"
	}
	s := &service{app: a, now: o.Now, log: o.Log, options: o, limiter: newLimiter(o.Rate, o.Now), searching: newLimiter(searches(o.Rate), o.Now), mux: http.NewServeMux()}
	api := humago.NewWithPrefix(s.mux, prefix, config(o.Version))
	api.UseMiddleware(s.strict, s.authenticate, conditional)
	s.operations(api)
	s.conventions()
	s.document = api.OpenAPI()
	shorten(s.document)
	return s
}

// operations is the table of contents.
func (s *service) operations(api huma.API) {
	for _, register := range []func(huma.API){
		// For anybody.
		s.listAgencies, s.getAgency, s.getBoard,
		s.listPublications, s.getPublication, s.listVersions, s.getVersion, s.getCanonical,
		s.getHistory, s.getDiff, s.getAttachment,
		s.listDuties, s.listSections, s.listKinds, s.getCalendar, s.listRules, s.getHead,
		// For anybody: open data and search.
		s.listDatasets, s.getDataset, s.listDatasetVersions, s.getDatasetVersion, s.getDatasetCanonical, s.getDatasetHistory,
		s.getColumns, s.getRows, s.getGroups, s.getTables, s.getOriginal, s.getReport, s.getReportCSV, s.compareDatasets, s.getDatasetQuality,
		s.getDatasetOpenAPI, s.listBulk, s.getBulk,
		s.searchAll, s.suggest,
		// For anybody: proofs.
		s.proveEvent, s.provePublication, s.proveDataset, s.proveFile, s.getCheckpoint, s.getConsistency,
		// For staff: publications.
		s.draftPublication, s.revisePublication, s.submitPublication, s.recallPublication, s.returnPublication,
		s.completeChecklist, s.approvePublication, s.revokeApproval, s.openCorrection, s.dropCorrection,
		s.withdrawPublication, s.archivePublication, s.discardPublication,
		s.listWork, s.getWork, s.getWorkAttachment, s.uploadAttachment,
		// For staff: open data.
		s.draftDataset, s.describeDataset, s.attachRelease, s.datasetSteps, s.listDatasetWork, s.getDatasetWork, s.getDatasetWorkRows, s.getDatasetWorkReport,
		s.createUpload, s.getUpload, s.appendUpload, s.discardUpload, s.examineUpload, s.getUploadReport,
		// For staff: agencies, domain names and boards.
		s.registerAgency, s.importAgencies, s.renameAgency, s.moveAgency, s.mergeAgencies, s.splitAgency, s.abolishAgency,
		s.setContact, s.agreeDomain, s.addAlias, s.replaceDomain, s.retireDomain,
		s.establishBoard, s.appointMember, s.dismissMember, s.delegateAuthority, s.revokeDelegation, s.recordBoardRules,
		// For staff: accounts and operations.
		s.getMe, s.listAccounts, s.getAccount, s.listSubjects, s.getSubject, s.registerAccount, s.setPassword, s.grantRole, s.revokeRole,
		s.disableAccount, s.enableAccount, s.revokeSessions, s.removeSecondFactor, s.issueToken, s.revokeToken,
		s.listProjections,
	} {
		register(api)
	}
}
