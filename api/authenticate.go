package api

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Whether an operation wants a token, kept in its metadata.
const (
	tokenIs      = "token is"
	tokenIgnored = ""
	tokenTaken   = "taken"  // anybody may ask; staff are told more
	tokenNeeded  = "needed" // for staff only
)

func tokenOf(op *huma.Operation) string {
	mode, _ := op.Metadata[tokenIs].(string)
	return mode
}

// authenticate finds out who asks, from the Authorization header alone (RFC 6750
// section 2.1). Cookies are never looked at, so no other site can act in
// somebody's name.
func (s *service) authenticate(ctx huma.Context, next func(huma.Context)) {
	mode := tokenOf(ctx.Operation())
	if mode == tokenIgnored {
		next(ctx)
		return
	}
	header := ctx.Header("Authorization")
	if header == "" {
		if mode == tokenNeeded {
			writeProblem(ctx, errTokenMissing.New())
			return
		}
		next(ctx)
		return
	}
	ctx.SetHeader("Cache-Control", "no-store")
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > 512 || strings.ContainsAny(token, " ,") {
		writeProblem(ctx, errTokenForm.New())
		return
	}
	caller, err := s.app.Auth.Token(ctx.Context(), token)
	if err != nil {
		writeProblem(ctx, err)
		return
	}
	if caller.Account == "" {
		writeProblem(ctx, errTokenForm.New())
		return
	}
	requestOf(ctx.Context()).caller = caller
	next(ctx)
}
