package archive

import (
	"bytes"
	"encoding/json"
)

// fileMembers are the members of event data that name a file by its SHA-256.
var fileMembers = []string{"sha256", "report", "attachment"}

// Named lists the files that an event's data names: strings that are a SHA-256 and
// members called sha256, report or attachment, at any depth.
func Named(data []byte) []string {
	found := false
	for _, name := range fileMembers {
		found = found || bytes.Contains(data, []byte(`"`+name+`"`))
	}
	if !found {
		return nil
	}
	var tree any
	if json.Unmarshal(data, &tree) != nil {
		return nil // not JSON: it names nothing
	}
	var out []string
	collect(tree, &out)
	return out
}

func collect(v any, into *[]string) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			collect(item, into)
		}
	case map[string]any:
		for _, name := range fileMembers {
			if hash, ok := v[name].(string); ok && IsHash(hash) {
				*into = append(*into, hash)
			}
		}
		for _, item := range v {
			switch item.(type) {
			case []any, map[string]any:
				collect(item, into)
			}
		}
	}
}
