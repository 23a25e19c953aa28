package sitemap

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// File is one sitemap file that an index lists.
type File struct {
	Loc     string
	LastMod time.Time
}

type index struct {
	XMLName xml.Name  `xml:"sitemapindex"`
	Xmlns   string    `xml:"xmlns,attr"`
	Files   []xmlFile `xml:"sitemap"`
}

type xmlFile struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// WriteIndex writes the index of several sitemap files.
func WriteIndex(w io.Writer, files []File) error {
	if len(files) > MaxURLs {
		return fmt.Errorf("sitemap: %d files, the protocol allows %d in one index", len(files), MaxURLs)
	}
	idx := index{Xmlns: namespace}
	for _, f := range files {
		loc, err := absolute(f.Loc)
		if err != nil {
			return err
		}
		idx.Files = append(idx.Files, xmlFile{loc, stamp(f.LastMod)})
	}
	return write(w, idx)
}
