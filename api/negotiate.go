package api

import (
	"maps"
	"mime"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// produces lists the media types of an operation's success.
func produces(op *huma.Operation) []string {
	for status, answer := range op.Responses {
		if strings.HasPrefix(status, "2") && len(answer.Content) > 0 {
			return slices.Sorted(maps.Keys(answer.Content))
		}
	}
	return nil
}

// acceptable tells whether an Accept header admits one of the types (RFC 9110
// section 12.5.1). Problems are written whatever it says.
func acceptable(accept string, have []string) error {
	if strings.TrimSpace(accept) == "" || len(have) == 0 || slices.Contains(have, "*/*") {
		return nil
	}
	for part := range strings.SplitSeq(accept, ",") {
		kind, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		if q, err := strconv.ParseFloat(params["q"], 64); err == nil && q == 0 {
			continue
		}
		if kind == "application/problem+json" {
			return nil
		}
		for _, h := range have {
			family, _, _ := strings.Cut(h, "/")
			if kind == "*/*" || kind == family+"/*" || kind == h {
				return nil
			}
		}
	}
	return errAccept.New("have", strings.Join(have, ", "), "want", short(accept)).At("Accept")
}

// consumable tells whether a body of that type is taken. JSON needs no label.
func consumable(contentType string, op *huma.Operation) error {
	want := slices.Sorted(maps.Keys(op.RequestBody.Content))
	if contentType == "" && slices.Contains(want, "application/json") {
		return nil
	}
	kind, params, err := mime.ParseMediaType(contentType)
	charset := params["charset"]
	if err == nil && (charset == "" || strings.EqualFold(charset, "utf-8")) && (slices.Contains(want, kind) || slices.Contains(want, "*/*")) {
		return nil
	}
	return errMediaType.New("got", short(contentType), "want", strings.Join(want, ", ")).At("Content-Type")
}

func short(s string) string {
	if r := []rune(strings.ToValidUTF8(s, "�")); len(r) > 100 {
		return string(r[:100]) + "…"
	}
	return strings.ToValidUTF8(s, "�")
}
