package api

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/internal/app"
)

// routes is who may call what. An operation that is not in it fails the test.
var routes = map[string]string{
	"list-agencies": tokenIgnored, "get-agency": tokenIgnored, "get-board": tokenIgnored, "list-publications": tokenIgnored,
	"get-publication": tokenIgnored, "list-versions": tokenIgnored, "get-version": tokenIgnored, "get-canonical-content": tokenIgnored,
	"get-history": tokenTaken, "compare-versions": tokenIgnored, "get-attachment": tokenIgnored, "list-duties": tokenIgnored,
	"list-sections": tokenIgnored, "list-kinds": tokenIgnored, "get-calendar": tokenIgnored, "list-rules": tokenIgnored, "get-log-head": tokenIgnored,

	"list-datasets": tokenIgnored, "get-dataset": tokenIgnored, "list-dataset-versions": tokenIgnored, "get-dataset-version": tokenIgnored,
	"get-dataset-canonical": tokenIgnored, "get-dataset-history": tokenTaken, "get-columns": tokenIgnored, "get-rows": tokenIgnored, "get-groups": tokenIgnored,
	"get-data-csv": tokenIgnored, "get-data-excel": tokenIgnored, "get-data-xlsx": tokenIgnored, "get-data-json": tokenIgnored, "get-data-ndjson": tokenIgnored,
	"get-data-parquet": tokenIgnored, "get-data-geojson": tokenIgnored, "get-original": tokenIgnored, "get-report": tokenIgnored, "get-report-csv": tokenIgnored,
	"compare-dataset-versions": tokenIgnored, "get-dataset-quality": tokenIgnored, "search": tokenIgnored, "suggest": tokenIgnored,
	"get-dataset-openapi": tokenIgnored, "list-bulk": tokenIgnored, "get-bulk": tokenIgnored,
	"prove-event": tokenTaken, "prove-publication": tokenIgnored, "prove-dataset": tokenIgnored, "prove-file": tokenIgnored,
	"get-checkpoint": tokenIgnored, "get-consistency": tokenIgnored,

	"draft-publication": tokenNeeded, "replace-content": tokenNeeded, "submit-publication": tokenNeeded, "recall-publication": tokenNeeded,
	"return-publication": tokenNeeded, "complete-checklist": tokenNeeded, "approve-publication": tokenNeeded, "revoke-approval": tokenNeeded,
	"open-correction": tokenNeeded, "drop-correction": tokenNeeded, "withdraw-publication": tokenNeeded, "archive-publication": tokenNeeded,
	"discard-publication": tokenNeeded, "list-work": tokenNeeded, "get-work": tokenNeeded, "get-work-attachment": tokenNeeded, "upload-attachment": tokenNeeded,

	"draft-dataset": tokenNeeded, "describe-dataset": tokenNeeded, "attach-release": tokenNeeded, "detach-release": tokenNeeded, "submit-dataset": tokenNeeded,
	"recall-dataset": tokenNeeded, "return-dataset": tokenNeeded, "clear-personal-data": tokenNeeded, "approve-dataset": tokenNeeded, "revoke-dataset-approval": tokenNeeded,
	"open-revision": tokenNeeded, "drop-revision": tokenNeeded, "review-dataset": tokenNeeded, "withdraw-dataset": tokenNeeded, "archive-dataset": tokenNeeded,
	"discard-dataset": tokenNeeded, "list-dataset-work": tokenNeeded, "get-dataset-work": tokenNeeded, "get-dataset-work-rows": tokenNeeded,
	"get-dataset-work-report": tokenNeeded, "create-upload": tokenNeeded, "get-upload": tokenNeeded, "append-upload": tokenNeeded, "discard-upload": tokenNeeded,
	"examine-upload": tokenNeeded, "get-upload-report": tokenNeeded,

	"register-agency": tokenNeeded, "import-agencies": tokenNeeded, "rename-agency": tokenNeeded, "move-agency": tokenNeeded,
	"merge-agencies": tokenNeeded, "split-agency": tokenNeeded, "abolish-agency": tokenNeeded, "set-contact": tokenNeeded,
	"agree-domain": tokenNeeded, "add-domain-alias": tokenNeeded, "replace-domain": tokenNeeded, "retire-domain": tokenNeeded,
	"establish-board": tokenNeeded, "appoint-member": tokenNeeded, "dismiss-member": tokenNeeded, "delegate-authority": tokenNeeded,
	"revoke-delegation": tokenNeeded, "record-board-rules": tokenNeeded,

	"get-me": tokenNeeded, "list-accounts": tokenNeeded, "get-account": tokenNeeded, "register-account": tokenNeeded, "set-password": tokenNeeded,
	"grant-role": tokenNeeded, "revoke-role": tokenNeeded, "disable-account": tokenNeeded, "enable-account": tokenNeeded,
	"revoke-sessions": tokenNeeded, "remove-second-factor": tokenNeeded, "issue-token": tokenNeeded, "revoke-token": tokenNeeded, "list-projections": tokenNeeded,
	"list-subjects": tokenNeeded, "get-subject": tokenNeeded,
}

// sample is a request that the document's own examples make.
type sample struct {
	op           *huma.Operation
	target, body string
	headers      []string
}

var pathValues = map[string]string{"id": itemID, "agency": "kesach", "account": staffID, "sha256": sha, "number": "1", "token": "t1"}

func samples(t testing.TB, s *service) []sample {
	t.Helper()
	var all []sample
	for _, path := range slices.Sorted(maps.Keys(s.document.Paths)) {
		item := s.document.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				all = append(all, sampleOf(t, s, path, op))
			}
		}
	}
	return all
}

func sampleOf(t testing.TB, s *service, path string, op *huma.Operation) sample {
	x := sample{op: op}
	var query []string
	for _, p := range op.Parameters {
		switch {
		case p.In == "path" && p.Name == "id" && strings.Contains(path, "/datasets/"):
			path = strings.ReplaceAll(path, "{id}", dataID)
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", pathValues[p.Name])
		case p.In == "query" && p.Required:
			query = append(query, p.Name+"="+url.QueryEscape(text(s.example(p.Schema))))
		case p.In == "header" && (p.Name == "Tus-Resumable" || strings.HasPrefix(p.Name, "Upload-")):
			x.headers = append(x.headers, p.Name, text(s.example(p.Schema)))
		}
	}
	x.target = prefix + path
	if len(query) > 0 {
		x.target += "?" + strings.Join(query, "&")
	}
	if op.RequestBody == nil || !op.RequestBody.Required {
		return x
	}
	for kind, media := range op.RequestBody.Content {
		switch kind {
		case "application/json":
			b, err := json.Marshal(s.example(media.Schema))
			if err != nil {
				t.Fatal(err)
			}
			x.body, x.headers = string(b), []string{"If-Match", `"12"`}
		case "text/csv":
			x.body, x.headers = "level,code\n", []string{"Content-Type", kind}
		case tusMedia:
			x.body, x.headers = "a;b\n1;2\n", append(x.headers, "Content-Type", kind)
		default:
			x.body, x.headers = "%PDF-1.7", []string{"Content-Type", "application/pdf"}
		}
	}
	return x
}

func (x sample) call(h http.Handler, more ...string) *answered {
	w := call(h, x.op.Method, x.target, x.body, append(slices.Clone(x.headers), more...)...)
	return &answered{w.Code, w.Header(), w.Body.Bytes()}
}

type answered struct {
	code   int
	header http.Header
	body   []byte
}

func (a *answered) problem(t testing.TB) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal(a.body, &p); err != nil || a.header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("no problem: %d %v %s", a.code, a.header, a.body)
	}
	if p.Status != a.code || p.Title == "" || p.Detail == "" || p.Type != "/api/problems/"+p.Code {
		t.Errorf("incomplete problem: %+v", p)
	}
	return p
}

// Every operation, asked by the document's own examples, answers as the document
// says; who may ask is written in the table above.
func TestEveryOperationAnswersAsItsDocumentSays(t *testing.T) {
	s := server(t, newFake())
	seen := map[string]bool{}
	for _, x := range samples(t, s) {
		id := x.op.OperationID
		seen[id] = true
		mode, listed := routes[id]
		if !listed {
			t.Errorf("%s is not in the table of routes: say who may call it", id)
			continue
		}
		if mode != tokenOf(x.op) {
			t.Errorf("%s: the table says %q, the operation %q", id, mode, tokenOf(x.op))
		}
		a := x.call(s, "Authorization", bearerGood)
		if a.code/100 != 2 {
			t.Errorf("%s %s %s\n%s: %d %s", x.op.Method, x.target, x.body, id, a.code, a.body)
			continue
		}
		conforms(t, s, x.op, a)
	}
	for id := range routes {
		if !seen[id] {
			t.Errorf("%s is in the table and not in the document", id)
		}
	}
}

// conforms checks an answer against the schema in the document.
func conforms(t *testing.T, s *service, op *huma.Operation, a *answered) {
	t.Helper()
	var response *huma.Response
	for status, r := range op.Responses {
		if status == http.StatusText(a.code) || status == text(a.code) {
			response = r
		}
	}
	if response == nil {
		t.Errorf("%s: status %d is not in the document", op.OperationID, a.code)
		return
	}
	media := response.Content["application/json"]
	if media == nil {
		return
	}
	var body any
	if err := json.Unmarshal(a.body, &body); err != nil {
		t.Errorf("%s: %v", op.OperationID, err)
		return
	}
	if op.OperationID == "get-canonical-content" {
		return // any JSON object
	}
	var result huma.ValidateResult
	huma.Validate(s.document.Components.Schemas, media.Schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, body, &result)
	for _, err := range result.Errors {
		t.Errorf("%s: the answer is not as described: %v", op.OperationID, err)
	}
	for name := range response.Headers {
		if a.header.Get(name) == "" && name != "Link" && name != "Location" {
			t.Errorf("%s: the header %s is missing", op.OperationID, name)
		}
	}
}

// No staff operation works without a token, with a wrong one, or with a cookie.
func TestStaffOperationsNeedAToken(t *testing.T) {
	f := newFake()
	s := server(t, f)
	for _, x := range samples(t, s) {
		if tokenOf(x.op) != tokenNeeded {
			continue
		}
		for code, headers := range map[string][]string{
			errTokenMissing.Name: {"Cookie", "__Host-session=anything"},
			errTokenForm.Name:    {"Authorization", "Basic YTpi"},
			errTestToken.Name:    {"Authorization", "Bearer mb_other"},
		} {
			f.command = nil
			a := x.call(s, headers...)
			if a.code != http.StatusUnauthorized || a.problem(t).Code != code || a.header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s with %v: %d %s", x.op.OperationID, headers, a.code, a.body)
			}
			if f.command != nil {
				t.Errorf("%s with %v reached the command", x.op.OperationID, headers)
			}
		}
	}
}

// A token that lacks the right is answered with what the command says, and
// internals never leak.
func TestCommandsRefusalsAreTold(t *testing.T) {
	f := newFake()
	s := server(t, f)
	for _, x := range samples(t, s) {
		if x.op.Method == http.MethodGet || x.op.OperationID == "upload-attachment" {
			continue
		}
		f.err = app.ErrForbidden.New()
		if a := x.call(s, "Authorization", bearerGood); a.code != http.StatusForbidden || a.problem(t).Code != "auth.forbidden" {
			t.Errorf("%s: %d %s", x.op.OperationID, a.code, a.body)
		}
		f.err = errTestOurs
		a := x.call(s, "Authorization", bearerGood)
		if a.code != http.StatusInternalServerError || a.problem(t).Instance == "" || strings.Contains(string(a.body), "sda1") {
			t.Errorf("%s: %d %s", x.op.OperationID, a.code, a.body)
		}
	}
}

// What is public is the same with a token, a cookie or nothing.
func TestPublicReadsIgnoreCredentials(t *testing.T) {
	s := server(t, newFake())
	for _, x := range samples(t, s) {
		if tokenOf(x.op) != tokenIgnored {
			continue
		}
		plain := x.call(s)
		with := x.call(s, "Authorization", "Bearer nonsense", "Cookie", "a=b")
		if plain.code != http.StatusOK || string(plain.body) != string(with.body) || with.code != plain.code {
			t.Errorf("%s: %d and %d", x.op.OperationID, plain.code, with.code)
		}
		if plain.header.Get("Access-Control-Allow-Origin") != "*" || plain.header.Get("ETag") == "" || !strings.Contains(plain.header.Get("Cache-Control"), "no-cache") {
			t.Errorf("%s: %v", x.op.OperationID, plain.header)
		}
	}
}
