package files

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"
)

const bom = "\ufeff"

// isText wants UTF-8 without control characters, and nothing that a browser or a
// shell would take for something to run.
func isText(f io.ReaderAt, size int64, ext string) error {
	if err := harmless(head(f, size, 512), ext); err != nil {
		return err
	}
	return eachRune(f, size, func(r rune) error { return plain(r, ext) })
}

// harmless looks at the beginning as a browser would that guesses types.
func harmless(b []byte, ext string) error {
	b = bytes.TrimPrefix(b, []byte(bom))
	kind := http.DetectContentType(b)
	if !strings.HasPrefix(kind, "text/plain") && ext != "xml" {
		return wrong(ext)
	}
	for _, start := range []string{"#!", "<?php", "<svg", "<!--"} {
		if len(b) >= len(start) && strings.EqualFold(string(b[:len(start)]), start) {
			return wrong(ext)
		}
	}
	return nil
}

func plain(r rune, ext string) error {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7F {
		return wrong(ext)
	}
	return nil
}

func eachRune(f io.ReaderAt, size int64, do func(rune) error) error {
	r := bufio.NewReaderSize(io.NewSectionReader(f, 0, size), 1<<16)
	for {
		c, n, err := r.ReadRune()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return ErrStore.New().Because(err)
		case c == utf8.RuneError && n == 1:
			return ErrEncoding.New()
		}
		if err := do(c); err != nil {
			return err
		}
	}
}

// maxDepth of brackets and elements; beyond it a reader of ours or of others might
// run out of stack.
const maxDepth = 256

// isJSON wants UTF-8, brackets that match, strings that end, and nothing outside
// them that JSON does not know. It reads once and keeps nothing but the brackets.
func isJSON(f io.ReaderAt, size int64, ext string) error {
	var open []rune
	var in, escaped, ended bool
	var last rune // outside strings, spaces left out; 0 at the beginning
	first := true
	err := eachRune(f, size, func(r rune) error {
		if first {
			if first = false; r == '\ufeff' {
				return nil
			}
		}
		switch {
		case in:
			switch {
			case r < ' ':
				return wrong(ext)
			case escaped:
				escaped = false
			case r == '\\':
				escaped = true
			case r == '"':
				in = false
			}
			return nil
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
			return nil
		case ended, last == 0 && r != '{' && r != '[', ext == "geojson" && last == 0 && r != '{':
			return wrong(ext)
		case r == '"':
			in = true
		case r == '{' || r == '[':
			if open = append(open, r); len(open) > maxDepth {
				return wrong(ext)
			}
		case r == '}' || r == ']':
			if len(open) == 0 || open[len(open)-1] != r-2 { // in ASCII two places before
				return wrong(ext)
			}
			open = open[:len(open)-1]
			ended = len(open) == 0
		case !strings.ContainsRune(",:+-.0123456789eEtrufalsn", r):
			return wrong(ext)
		}
		last = r
		return nil
	})
	if err == nil && !ended {
		err = wrong(ext)
	}
	return err
}
