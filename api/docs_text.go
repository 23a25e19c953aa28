package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/fault"
)

func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

func texts(list []any) []string { return each(list, text) }

func number(n *float64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}

func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// curl is a command that can be pasted; {base} stands for the host.
func (s *service) curl(path string, op *huma.Operation) string {
	query := url.Values{}
	for _, p := range op.Parameters {
		switch value := text(s.example(p.Schema)); {
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
		case p.In == "query" && p.Required:
			query.Set(p.Name, value)
		}
	}
	address := "{base}" + prefix + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	lines := []string{"curl '" + address + "'"}
	if op.Method != "GET" {
		lines = []string{"curl -X " + op.Method + " '" + address + "'"}
	}
	if tokenOf(op) == tokenNeeded {
		lines = append(lines, "-H 'Authorization: Bearer mb_…'")
	}
	if slices.Contains(op.Errors, 428) {
		lines = append(lines, `-H 'If-Match: "12"'`)
	}
	for _, p := range op.Parameters {
		if p.In == "header" && (p.Name == "Tus-Resumable" || strings.HasPrefix(p.Name, "Upload-")) {
			lines = append(lines, "-H '"+p.Name+": "+text(s.example(p.Schema))+"'")
		}
	}
	if op.RequestBody != nil {
		lines = append(lines, s.curlBody(op)...)
	}
	return strings.Join(lines, " \\\n  ")
}

func (s *service) curlBody(op *huma.Operation) []string {
	for kind, media := range op.RequestBody.Content {
		switch kind {
		case "application/json":
			b, err := json.Marshal(s.example(media.Schema))
			if err != nil {
				return nil
			}
			return []string{"-H 'Content-Type: application/json'", "--data '" + strings.ReplaceAll(string(b), "'", `'\''`) + "'"}
		case "text/csv":
			return []string{"-H 'Content-Type: text/csv'", "--data-binary @don-vi.csv"}
		case tusMedia:
			return []string{"-H 'Content-Type: " + tusMedia + "'", "--data-binary @dan-so.csv"}
		}
	}
	return []string{"-H 'Content-Type: application/octet-stream'", "--data-binary @tep.pdf"}
}

// example makes a value that the schema describes, as small as it may be.
func (s *service) example(schema *huma.Schema) any {
	if schema.Ref != "" {
		schema = s.document.Components.Schemas.SchemaFromRef(schema.Ref)
	}
	switch {
	case len(schema.Examples) > 0:
		return schema.Examples[0]
	case schema.Default != nil:
		return schema.Default
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	}
	switch schema.Type {
	case huma.TypeString:
		return map[string]string{
			"uuid": "0190f3c2-7b1e-7c55-9d3a-0f6a2b4c8d10", "date-time": "2026-12-31T08:00:00+07:00",
		}[schema.Format] + map[bool]string{true: "…"}[schema.Format == ""]
	case huma.TypeInteger, huma.TypeNumber:
		if schema.Minimum != nil {
			return int(*schema.Minimum)
		}
		return 1
	case huma.TypeBoolean:
		return true
	case huma.TypeArray:
		return []any{s.example(schema.Items)}
	case huma.TypeObject:
		out := map[string]any{}
		names := schema.Required
		if len(names) == 0 {
			names = slices.Sorted(maps.Keys(schema.Properties))
		}
		for _, name := range names {
			if p := schema.Properties[name]; p.Ref == "" || len(schema.Required) > 0 {
				out[name] = s.example(p)
			}
		}
		return out
	}
	return nil
}

// word is a piece of prose: plain, code or strong.
type word struct {
	Text         string
	Code, Strong bool
}

// prose splits a description into paragraphs of words: `code` and **strong** are
// all that descriptions use.
func prose(s string) [][]word {
	var out [][]word
	for paragraph := range strings.SplitSeq(s, "\n\n") {
		var words []word
		for i, part := range strings.Split(paragraph, "`") {
			if i%2 == 1 {
				words = append(words, word{Text: part, Code: true})
				continue
			}
			for j, piece := range strings.Split(part, "**") {
				words = append(words, word{Text: piece, Strong: j%2 == 1})
			}
		}
		out = append(out, words)
	}
	return out
}

type problemPage struct {
	Style  string
	Code   docsCode
	Advice [2]string
}

// advice is what a program can do about a kind of refusal.
var advice = map[fault.Kind][2]string{
	fault.Invalid:         {"Sửa dữ liệu rồi gửi lại; gửi lại y nguyên sẽ vẫn bị từ chối.", "Mend the input and send it again; the same input will be refused again."},
	fault.Unauthenticated: {"Gửi mã truy cập còn hiệu lực.", "Send a token that is valid."},
	fault.Forbidden:       {"Cần người khác hoặc vai trò khác thực hiện.", "Another person or another role must do it."},
	fault.NotFound:        {"Kiểm tra lại địa chỉ hoặc mã định danh.", "Check the address or the id."},
	fault.Gone:            {"Nội dung từng có ở đây và đã được gỡ; đừng hỏi lại.", "There was something here and it was withdrawn; do not ask again."},
	fault.Conflict:        {"Đọc lại trạng thái hiện tại rồi quyết định bước tiếp theo.", "Read the present state and decide what to do next."},
	fault.Stale:           {"Đọc bản mới nhất, so sánh với bản của bạn rồi gửi lại với If-Match mới.", "Read the newest version, compare it with yours and send again with a new If-Match."},
	fault.TooLarge:        {"Gửi ít dữ liệu hơn.", "Send less."},
	fault.RateLimited:     {"Đợi theo Retry-After rồi gửi lại.", "Wait as Retry-After says and send again."},
	fault.Unavailable:     {"Thử lại sau, với cùng Idempotency-Key.", "Try again later, with the same Idempotency-Key."},
	fault.Internal:        {"Lỗi thuộc về máy chủ; thử lại sau và báo mã trong “instance” cho người vận hành.", "The fault is the server's; try again later and tell the operator the instance."},
}
