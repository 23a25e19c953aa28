package oaipmh

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"minhbach/opendata/dublincore"
)

// DublinCore writes metadata as oai_dc. Refinements and schemes have no place in it.
func DublinCore(r dublincore.Record) []byte {
	var a Answer
	fmt.Fprintf(&a.b, `<oai_dc:dc xmlns:oai_dc="%s" xmlns:dc="%s" xsi:schemaLocation="%s %s">`+"\n", DC.Namespace, dublincore.Schema, DC.Namespace, DC.Schema)
	for _, e := range dublincore.Elements {
		for _, v := range e.Values(r) {
			if strings.TrimSpace(v.Text) == "" {
				continue
			}
			a.b.WriteString("<dc:" + e.Name)
			if v.Lang != "" {
				a.attribute("xml:lang", v.Lang)
			}
			a.b.WriteString(">")
			a.text(v.Text)
			a.b.WriteString("</dc:" + e.Name + ">\n")
		}
	}
	a.b.WriteString("</oai_dc:dc>")
	return a.b.Bytes()
}

// Inner is a document without its declaration, to stand inside another.
func Inner(document []byte) []byte {
	document = bytes.TrimSpace(document)
	if bytes.HasPrefix(document, []byte("<?xml")) {
		if end := bytes.Index(document, []byte("?>")); end >= 0 {
			document = document[end+2:]
		}
	}
	return bytes.TrimSpace(document)
}

// Identifier is the permanent name of a thing.
func Identifier(host, id string) string { return "oai:" + host + ":" + url.PathEscape(id) }

// Local is the id in an identifier of this host.
func Local(host, identifier string) (string, bool) {
	return strings.CutPrefix(identifier, "oai:"+host+":")
}
