// Package assets serves the portal's own style sheet, script, fonts and mark.
//
// Promises: every file has an address that contains the hash of its content, so
// it may be cached for ever and never goes stale; text is minified and
// compressed once, at start; addresses inside the style sheet are hashed too;
// nothing is fetched from anywhere else.
//
// It does not serve what agencies upload.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

//go:embed files
var embedded embed.FS

// Prefix is where the handler is mounted.
const Prefix = "/assets/"

// Set is the assets of one build.
type Set struct {
	byName  map[string]*file  // "app.css"
	hashed  map[string]string // "app.3fa9c1d2e4.css" → "app.css"
	inOrder []string
}

type file struct {
	address string
	etag    string
	kind    string
	plain   []byte
	packed  []byte // gzip, empty where it saves nothing
}

var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
	".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json",
}

// defaultSet is built once; a fault in an embedded file stops the program.
var defaultSet = func() *Set {
	root, err := fs.Sub(embedded, "files")
	if err != nil {
		panic(err)
	}
	s, err := New(root)
	if err != nil {
		panic(err)
	}
	return s
}()

// Default is the set built into the program.
func Default() *Set { return defaultSet }

// New builds a set from every file in root. Style sheets come last, because
// they name the others.
func New(root fs.FS) (*Set, error) {
	s := &Set{byName: map[string]*file{}, hashed: map[string]string{}}
	var sheets []string
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if path.Ext(name) == ".css" {
			sheets = append(sheets, name)
			return nil
		}
		return s.add(root, name)
	})
	for _, name := range sheets {
		if err == nil {
			err = s.add(root, name)
		}
	}
	return s, err
}

var inSheet = regexp.MustCompile(`url\("([^"]+)"\)`)

func (s *Set) add(root fs.FS, name string) error {
	body, err := fs.ReadFile(root, name)
	if err != nil {
		return fmt.Errorf("assets: %w", err)
	}
	kind, ok := kinds[path.Ext(name)]
	if !ok {
		return fmt.Errorf("assets: %s: unknown kind of file", name)
	}
	if path.Ext(name) == ".css" {
		if body, err = s.sheet(name, body); err != nil {
			return err
		}
	}
	sum := sha256.Sum256(body)
	tag := hex.EncodeToString(sum[:])[:10]
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + tag + ext
	f := &file{address: Prefix + hashed, etag: `"` + tag + `"`, kind: kind, plain: body}
	if packed := pack(body); ext != ".woff2" && len(packed) < len(body) {
		f.packed = packed
	}
	s.byName[name], s.hashed[hashed] = f, name
	s.inOrder = append(s.inOrder, name)
	return nil
}

// sheet minifies a style sheet and points its url("…") at hashed addresses.
func (s *Set) sheet(name string, body []byte) ([]byte, error) {
	var missing error
	out := inSheet.ReplaceAllFunc(minify(body), func(m []byte) []byte {
		target := path.Join(path.Dir(name), string(inSheet.FindSubmatch(m)[1]))
		f, ok := s.byName[target]
		if !ok {
			missing = fmt.Errorf("assets: %s names %s, which does not exist", name, target)
			return m
		}
		return []byte(`url("` + f.address + `")`)
	})
	return out, missing
}

// URL is the address of a file. An unknown name is an error, so that a template
// that names it cannot be served.
func (s *Set) URL(name string) (string, error) {
	f, ok := s.byName[name]
	if !ok {
		return "", fmt.Errorf("assets: no file %q", name)
	}
	return f.address, nil
}

// Sizes gives the bytes of a file as sent to a browser that accepts gzip.
func (s *Set) Sizes(name string) (plain, sent int) {
	f := s.byName[name]
	if f == nil {
		return 0, 0
	}
	if f.packed != nil {
		return len(f.plain), len(f.packed)
	}
	return len(f.plain), len(f.plain)
}

func pack(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}
