package reading

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"minhbach/portal/render"
	"minhbach/portal/site"
)

// maxAge is for how many seconds anybody may keep a public page unasked.
const maxAge = 15

// catchUp bounds how long a page waits for its read models before it answers with
// what they have, unmarked.
const catchUp = 250 * time.Millisecond

// Fresh sets the headers of a public answer and reports whether the reader has it
// already, in which case 304 has been written. The mark (ETag) names all that a
// page depends on: the log's position, how far the ledger is, the day, the program and the display
// settings; the address and the language are the address. Where the read models lag
// behind the log there is no mark.
func Fresh(r *site.Request) (bool, error) {
	h := r.W.Header()
	position, err := r.Site.App.Queries.Position(r.Context())
	if err != nil {
		return false, err
	}
	h.Set("Minhbach-Position", strconv.FormatUint(position, 10))
	if r.Caller.Account != "" {
		h.Set("Cache-Control", "private, no-cache")
		return false, nil
	}
	ctx, cancel := context.WithTimeout(r.Context(), catchUp)
	defer cancel()
	if r.Site.App.Queries.Wait(ctx, position) != nil {
		h.Set("Cache-Control", "no-cache")
		return false, nil
	}
	mark := Mark(strconv.FormatUint(position, 10), strconv.FormatUint(r.Site.App.Queries.Proofs.Size(), 10), r.Today().String(), program(), r.Host, fmt.Sprint(render.ReadPreference(r.Request)))
	h.Set("ETag", mark)
	h.Set("Cache-Control", fmt.Sprintf("public, max-age=%d", maxAge))
	if !Matches(r.Header.Get("If-None-Match"), mark) {
		return false, nil
	}
	h.Add("Vary", "Cookie")
	r.W.WriteHeader(http.StatusNotModified)
	return true, nil
}

// Mark makes a weak ETag of everything an answer depends on.
func Mark(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return `W/"` + hex.EncodeToString(sum[:9]) + `"`
}

// Matches compares If-None-Match weakly (RFC 9110 section 13.1.2).
func Matches(header, mark string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		if c := strings.TrimSpace(candidate); c == "*" || c != "" && strings.TrimPrefix(c, "W/") == strings.TrimPrefix(mark, "W/") {
			return true
		}
	}
	return false
}

// program names this build: the commit it was made from, else the file's date.
var program = sync.OnceValue(func() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		revision, modified := "", ""
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				revision = s.Value
			case "vcs.modified":
				modified = s.Value
			}
		}
		if revision != "" && modified == "false" {
			return revision
		}
	}
	if path, err := os.Executable(); err == nil {
		if stat, err := os.Stat(path); err == nil {
			return stat.ModTime().String()
		}
	}
	return "?"
})
