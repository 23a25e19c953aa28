package archive

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Schema describes the data of an event type as JSON Schema 2020-12, from the Go
// type that writes it.
func Schema(name string, version int, payload any) ([]byte, error) {
	root := describe(reflect.TypeOf(payload))
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = fmt.Sprintf("urn:minhbach:event:%s:v%d", name, version)
	root["title"] = fmt.Sprintf("%s, version %d", name, version)
	raw, err := json.MarshalIndent(root, "", "  ")
	return append(raw, '\n'), err
}

// sealedTag marks what the log keeps sealed; its value names the field with the
// subject's id.
const sealedTag = "sealed"

var (
	instant   = reflect.TypeFor[time.Time]()
	textual   = reflect.TypeFor[encoding.TextMarshaler]()
	marshaler = reflect.TypeFor[json.Marshaler]()
	rawJSON   = reflect.TypeFor[json.RawMessage]()
)

func describe(t reflect.Type) map[string]any {
	switch {
	case t == instant:
		return map[string]any{"type": "string", "format": "date-time"}
	case t == rawJSON:
		return map[string]any{}
	case t.Implements(textual):
		return map[string]any{"type": "string"}
	case t.Implements(marshaler):
		return map[string]any{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return describe(t.Elem())
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return map[string]any{"type": "string", "contentEncoding": "base64"}
		}
		list := map[string]any{"type": []string{"array", "null"}, "items": describe(t.Elem())}
		return list
	case reflect.Map:
		return map[string]any{"type": []string{"object", "null"}, "additionalProperties": describe(t.Elem())}
	case reflect.Struct:
		properties, required := map[string]any{}, []string{}
		members(t, properties, &required)
		object := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
		if len(required) > 0 {
			object["required"] = required
		}
		return object
	case reflect.Interface:
		return map[string]any{}
	}
	return map[string]any{"type": "integer"}
}

func members(t reflect.Type, into map[string]any, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		if f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct {
			members(f.Type, into, required)
			continue
		}
		if name == "" {
			name = f.Name
		}
		into[name] = describe(f.Type)
		if subject := f.Tag.Get(sealedTag); subject != "" {
			into[name] = sealedValue(subject)
		}
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			*required = append(*required, name)
		}
	}
}

// sealedValue is what stands in the log for a personal field.
func sealedValue(subject string) map[string]any {
	return map[string]any{
		"type": "object", "required": []string{"sealed"}, "additionalProperties": false,
		"properties":  map[string]any{"sealed": map[string]any{"type": "string", "contentEncoding": "base64"}},
		"description": "sealed (AES-256-GCM) under the key of the person named by " + subject + "; the keys are not in this archive",
	}
}
