package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/fault"
	"minhbach/internal/app"
)

// Problem is every refusal (RFC 9457), with a code that programs can rely on.
type Problem struct {
	Type     string         `json:"type" format:"uri-reference" example:"/api/problems/stale.revision" doc:"Address of a page that explains the code."`
	Title    string         `json:"title" example:"Xung đột với trạng thái hiện tại" doc:"What sort of problem it is, in the language of Accept-Language (Vietnamese unless English is preferred)."`
	Status   int            `json:"status" minimum:"400" maximum:"599" example:"409" doc:"The HTTP status again."`
	Detail   string         `json:"detail" doc:"What happened and what to do next, for people, in the language of Accept-Language."`
	Code     string         `json:"code" example:"stale.revision" doc:"Stable name of the problem: what programs should look at."`
	Instance string         `json:"instance,omitempty" format:"uri-reference" doc:"Names this occurrence in the operator's log; only for faults of the server."`
	Errors   []ProblemError `json:"errors,omitempty" doc:"Every fault of the input, all at once."`

	NamedRevision  *int64           `json:"named_revision,omitempty" doc:"Only with stale.revision: the revision in If-Match."`
	ActualRevision *int64           `json:"actual_revision,omitempty" doc:"Only with stale.revision: the newest revision."`
	Versions       *ProblemVersions `json:"versions,omitempty" doc:"Only with stale.revision: where to read both."`
}

// ProblemError is one fault of the input.
type ProblemError struct {
	Code     string `json:"code" example:"request.unknown_field" doc:"Stable name of the fault."`
	Location string `json:"location,omitempty" example:"body.content.title" doc:"Where: query.NAME, path.NAME, header.NAME, body.FIELD, or a line and column of an imported file."`
	Detail   string `json:"detail" doc:"What is wrong and what to do, for people."`
	Value    any    `json:"value,omitempty" doc:"What was sent, where it is short and no secret."`
}

// ProblemVersions links both sides of a conflict.
type ProblemVersions struct {
	Named  string `json:"named" format:"uri-reference" doc:"The events up to the revision that you named."`
	Actual string `json:"actual" format:"uri-reference" doc:"The newest content."`
}

// Error satisfies error.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus satisfies huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType satisfies huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// problemOf puts an error into words for a reader. What is not a fault is ours:
// it is logged and nothing of it is told.
func problemOf(q *request, err error) *Problem {
	f := fault.Of(err)
	if f == nil || f.Code.Kind == fault.Internal {
		instance := "urn:uuid:" + app.NewKey(q.now())
		q.log.Error("api: request failed", "path", q.path, "instance", instance, "error", err)
		code := errOurs
		p := q.problem(code.New("instance", instance))
		p.Instance = instance
		return p
	}
	if f.Cause != nil {
		q.log.Warn("api: request refused", "path", q.path, "code", f.Code.Name, "cause", f.Cause)
	}
	p := q.problem(f)
	for _, x := range f.Fields {
		p.Errors = append(p.Errors, q.problemError(x))
	}
	if len(f.Fields) == 0 && f.Path != "" {
		p.Errors = []ProblemError{q.problemError(f)}
	}
	if f.Code == app.ErrStale {
		q.stale(p, f)
	}
	return p
}

func (q *request) problem(f *fault.Fault) *Problem {
	status := statusOf(f.Code)
	return &Problem{
		Type: "/api/problems/" + f.Code.Name, Title: title(status, q.lang), Status: status,
		Detail: f.Sentence(q.lang), Code: f.Code.Name,
	}
}

func (q *request) problemError(f *fault.Fault) ProblemError {
	return ProblemError{Code: f.Code.Name, Location: q.locate(f.Path), Detail: f.Sentence(q.lang)}
}

// locate says where in the request the domain's path is.
func (q *request) locate(path string) string {
	if path == "" || strings.HasPrefix(path, "line ") || q.operation == nil {
		return path
	}
	for _, p := range q.operation.Parameters {
		if p.Name == path {
			return p.In + "." + path
		}
	}
	if root, ok := q.operation.Metadata[bodyIs].(string); ok {
		return strings.TrimSuffix("body."+strings.TrimPrefix(strings.TrimPrefix(path, root), "."), ".")
	}
	field, rest, _ := strings.Cut(path, ".")
	if named, ok := q.operation.Metadata[fieldsAre].(map[string]string); ok && named[field] != "" {
		field = named[field]
	}
	if q.sent(field) {
		return strings.TrimSuffix("body."+field+"."+rest, ".")
	}
	return path // of what is stored, not of what was sent
}

// bodyIs names, in an operation's metadata, the field of the command that the
// whole body is; fieldsAre says which field of the body a field of the command is.
// So faults are located in what was sent.
const (
	bodyIs    = "body is"
	fieldsAre = "fields are"
)

// sent tells whether the operation's body has such a field.
func (q *request) sent(field string) bool {
	if q.operation.RequestBody == nil || q.schemas == nil {
		return false
	}
	media := q.operation.RequestBody.Content["application/json"]
	if media == nil || media.Schema == nil {
		return false
	}
	schema := media.Schema
	if schema.Ref != "" {
		schema = q.schemas.SchemaFromRef(schema.Ref)
	}
	return schema != nil && schema.Properties[field] != nil
}

func (q *request) stale(p *Problem, f *fault.Fault) {
	named, err := strconv.ParseInt(f.Args["named"], 10, 64)
	if err != nil {
		return
	}
	actual, err := strconv.ParseInt(f.Args["actual"], 10, 64)
	if err != nil {
		return
	}
	p.NamedRevision, p.ActualRevision = &named, &actual
	if rest, ok := strings.CutPrefix(q.path, prefix+"/publications/"); ok {
		id, _, _ := strings.Cut(rest, "/")
		p.Versions = &ProblemVersions{
			Named:  prefix + "/publications/" + id + "/history?through=" + strconv.FormatInt(named, 10),
			Actual: prefix + "/work/" + id,
		}
	}
}

// headers that go with a problem, however it is written.
func (p *Problem) headers(set func(name, value string), lang string) {
	set("Content-Language", lang)
	set("Vary", "Accept, Accept-Language, Authorization")
	set("Cache-Control", "no-store")
	switch p.Status {
	case http.StatusUnauthorized:
		challenge := `Bearer realm="minhbach"`
		if p.Code != errTokenMissing.Name {
			challenge += `, error="invalid_token"`
		}
		set("WWW-Authenticate", challenge)
	case http.StatusServiceUnavailable:
		set("Retry-After", "5")
	}
}

// fail writes a problem outside an operation.
func (q *request) fail(w http.ResponseWriter, err error) {
	p := problemOf(q, err)
	p.headers(w.Header().Set, q.lang)
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(p) // the reader is gone when this fails
}

var titles = map[int][2]string{
	400: {"Yêu cầu không đọc được", "The request cannot be read"},
	401: {"Cần mã truy cập hợp lệ", "A valid token is needed"},
	403: {"Không có quyền", "Not allowed"},
	404: {"Không tìm thấy", "Not found"},
	405: {"Phương thức không được nhận", "Method not allowed"},
	406: {"Không có dạng được yêu cầu", "Not available in that form"},
	408: {"Gửi quá chậm", "Sent too slowly"},
	409: {"Xung đột với trạng thái hiện tại", "Conflict with the present state"},
	410: {"Đã được gỡ", "Withdrawn"},
	413: {"Quá lớn", "Too large"},
	415: {"Kiểu nội dung không được nhận", "Type of content not taken"},
	422: {"Dữ liệu chưa hợp lệ", "The input is not valid"},
	428: {"Cần nêu bản đã đọc", "The revision that was read is needed"},
	429: {"Quá nhiều yêu cầu", "Too many requests"},
	500: {"Lỗi của hệ thống", "A fault of the server"},
	503: {"Tạm thời chưa phục vụ được", "Not available for the moment"},
}

func title(status int, lang string) string {
	t := titles[status]
	if lang == "en" {
		return t[1]
	}
	return t[0]
}

// Guards: huma writes problems as it writes its own errors.
var (
	_ huma.StatusError       = (*Problem)(nil)
	_ huma.ContentTypeFilter = (*Problem)(nil)
)

func sortErrors(all []ProblemError) {
	slices.SortStableFunc(all, func(a, b ProblemError) int { return strings.Compare(a.Location, b.Location) })
}
