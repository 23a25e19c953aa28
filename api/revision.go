package api

import (
	"strconv"
	"strings"
)

func quoteRevision(n int64) string { return `"` + strconv.FormatInt(n, 10) + `"` }

// parseRevision reads If-Match: one strong entity tag that is a revision. Weak tags
// never match (RFC 9110 section 13.1.1) and are refused as a mistake.
func parseRevision(tag string) (int64, error) {
	text, ok := strings.CutPrefix(strings.TrimSpace(tag), `"`)
	if ok {
		text, ok = strings.CutSuffix(text, `"`)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if !ok || err != nil || n < 0 || strings.HasPrefix(text, "+") {
		return 0, errPreconditionForm.New().At("If-Match")
	}
	return n, nil
}
