package api

import (
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// shorten says each sort of problem once, in the document's components: the same
// dozen under every operation would be most of its size.
func shorten(d *huma.OpenAPI) {
	shared := map[string]*huma.Response{}
	for _, item := range d.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put} {
			if op == nil {
				continue
			}
			for status, answer := range op.Responses {
				n, err := strconv.Atoi(status)
				if err != nil || n < 400 || len(answer.Content) == 0 {
					continue
				}
				name := "Problem" + status
				if shared[name] == nil {
					answer.Description = title(n, "en")
					answer.Headers = problemHeaders(n)
					shared[name] = answer
				}
				op.Responses[status] = &huma.Response{Ref: "#/components/responses/" + name}
			}
		}
	}
	d.Components.Responses = shared
}

func problemHeaders(status int) map[string]*huma.Param {
	text := func(about string) *huma.Param {
		return &huma.Param{Description: about, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	switch status {
	case 401:
		return map[string]*huma.Param{"WWW-Authenticate": text("Bearer, and invalid_token where one was sent.")}
	case 429, 503:
		return map[string]*huma.Param{"Retry-After": text("Seconds to wait.")}
	}
	return nil
}
