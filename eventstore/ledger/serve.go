package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
)

// Handler serves the checkpoint, its history and the tiles below where it is mounted,
// to anybody and to pages of other sites.
func (l *Ledger) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "GET", http.StatusMethodNotAllowed)
			return
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("X-Content-Type-Options", "nosniff")
		switch path := strings.TrimPrefix(r.URL.Path, "/"); path {
		case CheckpointPath:
			l.serveCheckpoint(w, r)
		case HistoryPath:
			h.Set("Content-Type", "application/jsonl; charset=utf-8")
			h.Set("Cache-Control", "no-cache")
			l.serveHistory(w, r)
		case KeyPath:
			l.serveKey(w, r)
		case RotationsPath:
			l.serveRotations(w, r)
		default:
			l.serveTile(w, r, path)
		}
	})
}

func (l *Ledger) serveCheckpoint(w http.ResponseWriter, r *http.Request) {
	p, ok := l.Latest()
	if !ok {
		http.Error(w, "Chưa có điểm kiểm nào. / No checkpoint yet.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, "", p.Signed, strings.NewReader(p.Note))
}

// serveKey tells strangers the verifier key. It proves nothing by itself: whoever wants
// to know that it is the agency's looks where the agency published it.
func (l *Ledger) serveKey(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	key := l.key
	l.mu.Unlock()
	if key == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(key.Public+"\n"))
}

// serveRotations lists the ledger's own events, so that whoever kept an old key can
// follow the chain of signatures to the newest.
func (l *Ledger) serveRotations(w http.ResponseWriter, r *http.Request) {
	var lines []byte
	for ev, err := range l.log.ReadStream(r.Context(), Stream, 0, eventstore.Forwards, 0) {
		if errors.Is(err, eventstore.ErrNoStream) {
			break
		}
		line, err2 := json.Marshal(map[string]any{"type": ev.Type, "data": json.RawMessage(ev.Data)})
		if err := errors.Join(err, err2); err != nil {
			http.Error(w, "Không đọc được. / Cannot be read.", http.StatusInternalServerError)
			return
		}
		lines = append(append(lines, line...), '\n')
	}
	w.Header().Set("Content-Type", "application/jsonl; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(lines))
}

// serveHistory up to the last whole line.
func (l *Ledger) serveHistory(w http.ResponseWriter, r *http.Request) {
	f, err := os.Open(filepath.Join(l.dir, HistoryPath))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer f.Close()
	http.ServeContent(w, r, "", time.Time{}, f)
}

func (l *Ledger) serveTile(w http.ResponseWriter, r *http.Request, path string) {
	level, index, width, ok := ParsePath(path)
	if !ok || !l.covers(level, index, width) {
		http.NotFound(w, r)
		return
	}
	data, err := l.Source().ReadFile(r.Context(), path)
	if errors.Is(err, fs.ErrNotExist) && width < TileWidth {
		data, err = l.cut(r, level, index, width)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		http.NotFound(w, r)
		return
	case err != nil:
		http.Error(w, "Không đọc được. / Cannot be read.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// covers tells that a tile is of the newest checkpoint's tree. What is not may still
// be in the making.
func (l *Ledger) covers(level int, index uint64, width int) bool {
	size := l.Checkpoint().Size >> (TileHeight * max(0, level))
	return index < 1<<48 && index*TileWidth+uint64(width) <= size
}

// cut a partial tile from the full one.
func (l *Ledger) cut(r *http.Request, level int, index uint64, width int) ([]byte, error) {
	if level >= 0 {
		data, err := l.Source().ReadFile(r.Context(), TilePath(level, index, TileWidth))
		if err != nil {
			return nil, err
		}
		return data[:min(len(data), width*tlog.HashSize)], nil
	}
	leaves, err := ReadEntries(r.Context(), l.Source(), index, width)
	var data []byte
	for _, leaf := range leaves {
		data = append(append(data, byte(len(leaf)>>8), byte(len(leaf))), leaf...)
	}
	return data, err
}
