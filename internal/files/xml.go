package files

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// isXML wants one well-formed document in UTF-8 without a DTD: entities that are
// declared can name other files or grow without bound.
func isXML(f io.ReaderAt, size int64, ext string) error {
	if err := harmless(head(f, size, 512), ext); err != nil {
		return err
	}
	if err := eachRune(f, size, func(r rune) error { return plain(r, ext) }); err != nil {
		return err
	}
	d := xml.NewDecoder(io.NewSectionReader(f, 0, size))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errEncoding }
	depth, root := 0, false
	for {
		token, err := d.Token()
		switch {
		case err == io.EOF:
			if !root {
				return wrong(ext)
			}
			return nil
		case errors.Is(err, errEncoding):
			return ErrEncoding.New()
		case err != nil:
			return wrong(ext)
		}
		switch t := token.(type) {
		case xml.Directive:
			return ErrDTD.New()
		case xml.ProcInst:
			if t.Target != "xml" { // a style sheet may be a program
				return wrong(ext)
			}
		case xml.StartElement:
			if depth++; depth > maxDepth || depth == 1 && root || runs(t.Name) {
				return wrong(ext)
			}
			root = true
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && strings.Trim(string(t), " \t\r\n"+bom) != "" {
				return wrong(ext)
			}
		}
	}
}

var errEncoding = errors.New("files: XML is not in UTF-8")

// runs: a browser would run scripts of such an element.
func runs(n xml.Name) bool {
	switch n.Space {
	case "http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/XSL/Transform":
		return true
	}
	return n.Space == "" && (strings.EqualFold(n.Local, "html") || strings.EqualFold(n.Local, "svg") || strings.EqualFold(n.Local, "script"))
}
