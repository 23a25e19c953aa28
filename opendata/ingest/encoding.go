package ingest

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"minhbach/domain/fault"
)

// The encodings of text files. The last three are those of the years before
// Unicode became mandatory (TCVN 6909:2001): Windows' own, the national one of the
// “ABC” fonts, and the one of the VNI fonts.
var encodings = []string{"utf-8", "utf-16le", "utf-16be", "windows-1258", "tcvn3", "vni"}

var (
	ErrBinary = fault.Define(fault.Invalid, "ingest.binary",
		"Byte thứ {offset} là byte rỗng (NUL) nên đây không phải tệp văn bản; hãy xuất lại thành CSV UTF-8.",
		"Byte {offset} is a NUL, so this is not a text file; export it again as CSV in UTF-8.")
	bom8  = []byte("\xEF\xBB\xBF")
	bom16 = map[string][]byte{"utf-16le": {0xFF, 0xFE}, "utf-16be": {0xFE, 0xFF}}
)

// decoded reads text as UTF-8, without a mark at its beginning.
func decoded(r io.Reader, encoding string) io.Reader {
	var t transform.Transformer
	switch encoding {
	case "utf-16le":
		t = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case "utf-16be":
		t = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	case "windows-1258":
		t = transform.Chain(charmap.Windows1258.NewDecoder(), norm.NFC)
	case "tcvn3":
		t = transform.Chain(tcvn3{}, norm.NFC)
	case "vni":
		t = vni{}
	default:
		return &unmarked{r: r}
	}
	return transform.NewReader(r, t)
}

// unmarked drops a UTF-8 mark at the beginning.
type unmarked struct {
	r    io.Reader
	done bool
}

func (u *unmarked) Read(p []byte) (int, error) {
	if u.done || len(p) < 3 {
		return u.r.Read(p)
	}
	u.done = true
	n, err := io.ReadFull(u.r, p[:3])
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	if bytes.Equal(p[:n], bom8) {
		return 0, err
	}
	return n, err
}

func checkEncoding(name string) error {
	if name != "" && !slices.Contains(encodings, name) {
		return ErrChoice.New("value", name, "field", "encoding", "allowed", strings.Join(encodings, ", "))
	}
	return nil
}
