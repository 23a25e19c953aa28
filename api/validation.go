package api

import (
	"errors"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/fault"
)

func init() {
	// Fields are named exactly as the document names them.
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return &Problem{Status: status, Detail: msg}
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		q := requestOf(ctx.Context())
		q.operation = ctx.Operation()
		p := translate(q, status, msg, errs)
		p.headers(ctx.SetHeader, q.lang)
		return p
	}
}

// translate turns the library's words into stable codes.
func translate(q *request, status int, msg string, errs []error) *Problem {
	if len(errs) == 1 && fault.Of(errs[0]) != nil {
		return problemOf(q, errs[0])
	}
	switch {
	case status == 413:
		return problemOf(q, errBodyTooLarge.New("limit", q.operation.MaxBodyBytes))
	case status == 408:
		return problemOf(q, errBodyTimeout.New())
	case msg == "request body is required":
		return problemOf(q, errBodyMissing.New())
	case msg == "cannot read request body":
		return problemOf(q, errBodyBroken.New())
	case status < 500 && len(errs) > 0:
		return q.invalid(errs)
	}
	return problemOf(q, errors.Join(append([]error{errors.New(msg)}, errs...)...))
}

// invalid tells every fault of the input at once.
func (q *request) invalid(errs []error) *Problem {
	var details []ProblemError
	var faults []*fault.Fault
	for _, err := range errs {
		var d huma.ErrorDetailer
		if !errors.As(err, &d) {
			return problemOf(q, err)
		}
		detail := d.ErrorDetail()
		f, location := classify(detail)
		faults = append(faults, f)
		e := ProblemError{Code: f.Code.Name, Location: location, Detail: f.Sentence(q.lang)}
		if !strings.HasPrefix(location, "header.Authorization") {
			e.Value = echo(location, detail.Value)
		}
		details = append(details, e)
	}
	p := q.problem(fault.ErrInput.New())
	if len(faults) == 1 {
		p = q.problem(faults[0])
	}
	sortErrors(details)
	p.Errors = details
	return p
}

var pattern = regexp.MustCompile(`^(.*?) ?(?:>=|<=|>|<) ?(-?[0-9.e+]+)$`)

// classify reads one message of the validator.
func classify(d *huma.ErrorDetail) (f *fault.Fault, location string) {
	location = d.Location
	msg := d.Message
	limit := ""
	if m := pattern.FindStringSubmatch(msg); m != nil {
		limit = m[2]
	}
	has := func(start string) bool { return strings.HasPrefix(msg, start) }
	switch {
	case has(badEncoding):
		return errEncoding.New(), location
	case has(badSyntax):
		line, column, _ := strings.Cut(strings.TrimPrefix(msg, badSyntax), ":")
		return errSyntax.New("line", line, "column", column), location
	case has(badType):
		field, want, _ := strings.Cut(strings.TrimPrefix(msg, badType), ":")
		if field != "" {
			location += "." + field
		}
		return errType.New("want", want), location
	case msg == "unknown query parameter":
		return errUnknownParameter.New(), location
	case msg == "unexpected property":
		return errUnknownField.New(), location
	case has("required "):
		return errRequired.New(), location
	case has("expected required property "):
		name := strings.TrimSuffix(strings.TrimPrefix(msg, "expected required property "), " to be present")
		return errRequired.New(), strings.TrimPrefix(location+"."+name, ".")
	case has("expected length >="):
		return errTooShort.New("limit", limit), location
	case has("expected length <="):
		return errTooLong.New("limit", limit), location
	case has("expected array length"), has("expected object with"), has("expected array items"):
		return errCount.New("limit", limit), location
	case has("expected number ") && limit != "":
		return errRange.New("limit", limit), location
	case has("expected value to be one of "):
		choices := strings.Trim(strings.TrimPrefix(msg, "expected value to be one of "), `"`)
		return errChoice.New("choices", choices), location
	case has("invalid integer"), has("invalid boolean"), has("invalid float"):
		return errType.New("want", strings.TrimPrefix(msg, "invalid ")), location // of a parameter
	}
	for _, kind := range []string{"boolean", "number", "integer", "string", "array", "object"} {
		if msg == "expected "+kind {
			return errType.New("want", kind), location
		}
	}
	return errFormat.New(), location
}

var secrets = regexp.MustCompile(`(?i)(password|secret|token|code|key|authorization)`)

// echo gives back what was sent where that helps: scalars, short, no secrets.
func echo(location string, v any) any {
	last := location[strings.LastIndexByte(location, '.')+1:]
	if secrets.MatchString(last) {
		return nil
	}
	switch v := v.(type) {
	case string:
		if v == "" || location == "body" {
			return nil
		}
		if r := []rune(strings.ToValidUTF8(v, "�")); len(r) > 100 {
			return string(r[:100]) + "…"
		}
		return strings.ToValidUTF8(v, "�")
	case bool, float64, int64, uint64, int:
		return v
	}
	return nil
}
