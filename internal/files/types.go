package files

import (
	"io"
	"slices"
	"strings"
)

// A family of content: how it is told to readers, and how it is recognised.
type family struct {
	media string
	check func(f io.ReaderAt, size int64, ext string) error
}

// families are the types for uploads, by extension: those of the standards
// register (Circular 39/2017, section 3) and what open data is made of. HTML, SVG,
// programs and scripts are not among them and never will be: nothing here is
// trusted to run in a reader's browser.
var families = map[string]family{
	"pdf":  {"application/pdf", isPDF},
	"docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", office("word/document.xml")},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", office("xl/workbook.xml")},
	"pptx": {"application/vnd.openxmlformats-officedocument.presentationml.presentation", office("ppt/presentation.xml")},
	"odt":  {"application/vnd.oasis.opendocument.text", openDocument("application/vnd.oasis.opendocument.text")},
	"ods":  {"application/vnd.oasis.opendocument.spreadsheet", openDocument("application/vnd.oasis.opendocument.spreadsheet")},
	"odp":  {"application/vnd.oasis.opendocument.presentation", openDocument("application/vnd.oasis.opendocument.presentation")},
	"rtf":  {"application/rtf", begins(`{\rtf1`)},

	"txt":     {"text/plain", isText},
	"csv":     {"text/csv", isText},
	"json":    {"application/json", isJSON},
	"geojson": {"application/geo+json", isJSON},
	"xml":     {"application/xml", isXML},
	"zip":     {"application/zip", isZip},

	"png":  {"image/png", isImage("png")},
	"jpg":  {"image/jpeg", isImage("jpeg")},
	"jpeg": {"image/jpeg", isImage("jpeg")},
	"gif":  {"image/gif", isImage("gif")},
	"webp": {"image/webp", isWebP},
	"tif":  {"image/tiff", begins("II*\x00", "MM\x00*")},
	"tiff": {"image/tiff", begins("II*\x00", "MM\x00*")},
	"mp3":  {"audio/mpeg", isMP3},
	"mp4":  {"video/mp4", isMP4},
}

// Extensions lists what may be uploaded, sorted, for forms and documents.
func Extensions() []string {
	var all []string
	for ext := range families {
		all = append(all, ext)
	}
	slices.Sort(all)
	return all
}

// check finds the media type of content under a name, or refuses it.
func check(name string, f io.ReaderAt, size int64) (media string, err error) {
	ext := extension(name)
	if ext == "" {
		return "", ErrName.New().At("name")
	}
	fam, ok := families[ext]
	if !ok {
		return "", ErrType.New("extension", ext, "allowed", strings.Join(Extensions(), ", ")).At("name")
	}
	if size == 0 {
		return "", ErrEmpty.New()
	}
	return fam.media, fam.check(f, size, ext)
}
