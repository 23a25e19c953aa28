package publication

import (
	"fmt"

	"minhbach/domain/editorial"
)

// DiffContent lists the fields in which two contents differ, in reading order. It
// does not compare inside a text.
func DiffContent(a, b Content) []Change { return editorial.Diff(fields(a), fields(b), reading) }

var reading = []string{"language", "title", "summary", "body", "details", "metadata", "attachments", "translations"}

func fields(c Content) map[string]string {
	var files string
	for i, a := range c.Attachments {
		if i > 0 {
			files += "\n"
		}
		files += a.Name + " – " + a.Title + " (" + a.MediaType + fmt.Sprintf(", %d byte, SHA-256 %s)", a.Size, a.SHA256)
	}
	c.Attachments = nil
	out := editorial.Fields(c)
	if files != "" {
		out["attachments"] = files
	}
	return out
}
