package node

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"minhbach/eventstore/archive"
)

// samples hold one event of every version ever written; a test keeps them whole.
//
//go:embed testdata/events/*.json
var samples embed.FS

// archiveSchemas says what the data of every event type looks like: its newest version
// as a schema, every version as a sample.
func archiveSchemas() (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, e := range Events() {
		schema, err := archive.Schema(e.EventType(), e.EventVersion(), e)
		if err != nil {
			return nil, err
		}
		out[fmt.Sprintf("%s/v%d.json", e.EventType(), e.EventVersion())] = schema
	}
	const dir = "testdata/events"
	list, err := fs.ReadDir(samples, dir)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		name := strings.TrimSuffix(d.Name(), ".json")
		at := strings.LastIndex(name, ".v")
		if at < 0 {
			continue
		}
		if out[name[:at]+"/"+name[at+1:]+".sample.json"], err = samples.ReadFile(dir + "/" + d.Name()); err != nil {
			return nil, err
		}
	}
	return out, nil
}
