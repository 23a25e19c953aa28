package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// xmlScanner reads XML of workbooks piece by piece: elements, attributes, text. It
// knows no document types and no entities but the five of XML, so nothing expands;
// a piece longer than max ends it. It is several times as fast as encoding/xml,
// which matters as a sheet is read twice.
type xmlScanner struct {
	r     io.Reader
	buf   []byte
	at    int // of what has not been looked at, in buf
	eof   bool
	max   int
	depth int

	name  []byte // of the element that begins or ends, with its prefix
	attrs []byte // between the name and the end of the tag
	text  []byte // character data, entities replaced
	empty bool   // an element without content: its end follows by itself
}

type xmlKind int

const (
	xmlStart xmlKind = iota + 1
	xmlEnd
	xmlText
)

const maxXMLDepth = 100

var (
	errXML     = errors.New("not well-formed")
	errXMLLong = errors.New("a piece is too long")
)

func newXMLScanner(r io.Reader, limits Limits) *xmlScanner {
	return &xmlScanner{r: r, buf: make([]byte, 0, 64<<10), max: 6*limits.Cell + 64<<10}
}

// more reads on, keeping what follows at.
func (x *xmlScanner) more() error {
	if x.eof {
		return io.EOF
	}
	if x.at > 0 {
		x.buf = x.buf[:copy(x.buf, x.buf[x.at:])]
		x.at = 0
	}
	if len(x.buf) == cap(x.buf) {
		if len(x.buf) >= x.max {
			return errXMLLong
		}
		x.buf = append(make([]byte, 0, min(x.max, 2*cap(x.buf))), x.buf...)
	}
	n, err := x.r.Read(x.buf[len(x.buf):cap(x.buf)])
	x.buf = x.buf[:len(x.buf)+n]
	if err == io.EOF {
		x.eof = true
		err = nil
		if n == 0 {
			return io.EOF
		}
	}
	return err
}

// next finds the next piece; io.EOF after the end of the outermost element.
func (x *xmlScanner) next() (xmlKind, error) {
	if x.empty {
		x.empty = false
		x.depth--
		return xmlEnd, nil
	}
	for {
		if x.at >= len(x.buf) {
			if err := x.more(); err != nil {
				if err == io.EOF && x.depth > 0 {
					err = io.ErrUnexpectedEOF
				}
				return 0, err
			}
			continue
		}
		if x.buf[x.at] != '<' {
			if err := x.chars(); err != nil {
				return 0, err
			}
			return xmlText, nil
		}
		kind, err := x.markup()
		if kind != 0 || err != nil {
			return kind, err
		}
	}
}

// chars reads character data up to the next tag.
func (x *xmlScanner) chars() error {
	from := 0
	for {
		if i := bytes.IndexByte(x.buf[x.at+from:], '<'); i >= 0 {
			from += i
			break
		}
		from = len(x.buf) - x.at
		if err := x.more(); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
	}
	var err error
	x.text, err = unescapeXML(x.text[:0], x.buf[x.at:x.at+from])
	x.at += from
	return err
}

// until makes the buffer hold end, searched from offset off after at, and tells the
// offset behind it.
func (x *xmlScanner) until(end string, off int) (int, error) {
	for {
		if len(x.buf)-x.at > off {
			if i := bytes.Index(x.buf[x.at+off:], []byte(end)); i >= 0 {
				return off + i + len(end), nil
			}
			off = max(off, len(x.buf)-x.at-len(end)+1)
		}
		if err := x.more(); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
	}
}

// markup reads what begins with <; kind 0 is something to skip.
func (x *xmlScanner) markup() (xmlKind, error) {
	for len(x.buf)-x.at < 9 && !x.eof {
		if err := x.more(); err != nil && err != io.EOF {
			return 0, err
		}
	}
	head := x.buf[x.at:]
	switch {
	case bytes.HasPrefix(head, []byte("<!--")):
		return 0, x.skip("-->", 4)
	case bytes.HasPrefix(head, []byte("<?")):
		n, err := x.until("?>", 2)
		if err == nil {
			err = checkDeclaration(x.buf[x.at : x.at+n])
			x.at += n
		}
		return 0, err
	case bytes.HasPrefix(head, []byte("<![CDATA[")):
		n, err := x.until("]]>", 9)
		if err != nil {
			return 0, err
		}
		x.text = append(x.text[:0], x.buf[x.at+9:x.at+n-3]...)
		x.at += n
		return xmlText, nil
	case bytes.HasPrefix(head, []byte("<!")):
		return 0, fmt.Errorf("%w: a document type", errXML)
	}
	n, err := x.until(">", 1)
	quotes, counted := 0, 0
	for err == nil {
		quotes += bytes.Count(x.buf[x.at+counted:x.at+n], []byte{'"'})
		if counted = n; quotes%2 == 0 {
			break
		}
		n, err = x.until(">", n) // that one was within an attribute
	}
	if err != nil {
		return 0, err
	}
	return x.tag(x.buf[x.at+1:x.at+n-1], n)
}

func (x *xmlScanner) skip(end string, off int) error {
	n, err := x.until(end, off)
	x.at += n
	return err
}

func (x *xmlScanner) tag(body []byte, n int) (xmlKind, error) {
	x.at += n
	if len(body) > 0 && body[0] == '/' {
		x.name = bytes.TrimSpace(body[1:])
		if x.depth--; x.depth < 0 {
			return 0, errXML
		}
		return xmlEnd, nil
	}
	if len(body) > 0 && body[len(body)-1] == '/' {
		x.empty = true
		body = body[:len(body)-1]
	}
	x.name, x.attrs = body, nil
	if i := bytes.IndexAny(body, " \t\r\n"); i >= 0 {
		x.name, x.attrs = body[:i], body[i+1:]
	}
	if len(x.name) == 0 {
		return 0, errXML
	}
	if x.depth++; x.depth > maxXMLDepth {
		return 0, fmt.Errorf("%w: too deep", errXML)
	}
	return xmlStart, nil
}

// local is the name without its prefix.
func (x *xmlScanner) local() string {
	if i := bytes.IndexByte(x.name, ':'); i >= 0 {
		return string(x.name[i+1:])
	}
	return string(x.name)
}

// attr is the value of an attribute of the element that has just begun, by its name
// with the prefix; empty where there is none.
func (x *xmlScanner) attr(name string) []byte {
	rest := x.attrs
	for {
		i := bytes.IndexByte(rest, '=')
		if i < 0 {
			return nil
		}
		key := bytes.TrimSpace(rest[:i])
		rest = bytes.TrimLeft(rest[i+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			v := rest[1 : end+1]
			if bytes.IndexByte(v, '&') < 0 {
				return v
			}
			v, _ = unescapeXML(nil, v)
			return v
		}
		rest = rest[end+2:]
	}
}

// within skips to the end of the element that has just begun.
func (x *xmlScanner) within() error {
	for depth := x.depth - 1; x.depth > depth; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

func checkDeclaration(decl []byte) error {
	lower := strings.ToLower(string(decl[:min(len(decl), 200)]))
	if i := strings.Index(lower, "encoding="); strings.HasPrefix(lower, "<?xml ") && i >= 0 {
		if v := strings.Trim(lower[i+9:], `"'`); !strings.HasPrefix(v, "utf-8") && !strings.HasPrefix(v, "us-ascii") {
			return fmt.Errorf("%w: not in UTF-8", errXML)
		}
	}
	return nil
}

// unescapeXML replaces the references of XML 1.0 section 4.1.
func unescapeXML(b, s []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(s, '&')
		if i < 0 {
			return append(b, s...), nil
		}
		b = append(b, s[:i]...)
		end := bytes.IndexByte(s[i:min(len(s), i+12)], ';')
		if end < 0 {
			return b, fmt.Errorf("%w: a bare &", errXML)
		}
		ref := string(s[i+1 : i+end])
		s = s[i+end+1:]
		switch ref {
		case "amp":
			b = append(b, '&')
		case "lt":
			b = append(b, '<')
		case "gt":
			b = append(b, '>')
		case "quot":
			b = append(b, '"')
		case "apos":
			b = append(b, '\'')
		default:
			digits, base := strings.TrimPrefix(ref, "#"), 10
			if strings.HasPrefix(digits, "x") {
				digits, base = digits[1:], 16
			}
			n, err := strconv.ParseUint(digits, base, 21)
			if err != nil || ref[0] != '#' {
				return b, fmt.Errorf("%w: unknown entity", errXML)
			}
			b = utf8.AppendRune(b, rune(n))
		}
	}
}
