package files

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"slices"
	"strings"
)

// Limits of an archive. A ratio counts from a megabyte on, because small files may
// be empty space for good reasons.
const (
	maxEntries  = 1000
	maxUnpacked = 512 << 20
	maxRatio    = 100
	ratioFrom   = 1 << 20
)

func tooMuch() error {
	return ErrArchive.New("entries", maxEntries, "max", maxUnpacked>>20, "ratio", maxRatio)
}

// openArchive reads the directory of a zip file that is a zip file from its first
// byte to its last, after making sure that the directory is small.
func openArchive(f io.ReaderAt, size int64, ext string) (*zip.Reader, error) {
	if b := head(f, size, 4); string(b) != "PK\x03\x04" {
		if string(b) == "\xD0\xCF\x11\xE0" && ext != "zip" { // how office programs wrap what they encrypt
			return nil, ErrEncrypted.New()
		}
		return nil, wrong(ext)
	}
	if err := checkDirectory(f, size, ext); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(f, size)
	if err != nil {
		return nil, wrong(ext)
	}
	if len(z.File) > maxEntries {
		return nil, tooMuch()
	}
	return z, nil
}

// checkDirectory looks at the end record (APPNOTE 4.3.16) before anything trusts
// its numbers. The directory must lie right before it.
func checkDirectory(f io.ReaderAt, size int64, ext string) error {
	const record = 22
	tail := make([]byte, min(size, record+1<<16))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return ErrStore.New().Because(err)
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < record {
		return wrong(ext)
	}
	end := tail[at:]
	entries := binary.LittleEndian.Uint16(end[10:])
	length, offset := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	switch {
	case entries > maxEntries || length > maxEntries*(46+4096):
		return tooMuch()
	case offset+length != size-int64(len(tail))+int64(at), // something hides around the directory
		len(end) != record+int(binary.LittleEndian.Uint16(end[20:])):
		return wrong(ext)
	}
	return nil
}

// unpack reads every entry to its end and counts, for sizes in a directory may lie.
func unpack(z *zip.Reader, size int64, ext string) error {
	var total int64
	for _, e := range z.File {
		if e.Flags&1 != 0 {
			return ErrEncrypted.New()
		}
		if !local(e.Name) {
			return ErrArchiveEntry.New("entry", printable(e.Name))
		}
		r, err := e.Open()
		if err != nil {
			return wrong(ext)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, maxUnpacked+1-total))
		r.Close()
		total += n
		switch {
		case total > maxUnpacked, total > ratioFrom && total > maxRatio*size:
			return tooMuch()
		case err != nil:
			return wrong(ext)
		}
	}
	return nil
}

// local: the name of an entry stays inside the folder that it is unpacked to.
func local(name string) bool {
	return name != "" && !strings.ContainsAny(name, "\\\x00:") && !path.IsAbs(name) &&
		!slices.Contains(strings.Split(name, "/"), "..")
}

func printable(name string) string {
	if name = CleanName(name); name == "" {
		return "?"
	}
	return name
}

// programs: what an archive may not smuggle to readers.
var programs = strings.Fields("exe com scr pif dll sys msi msp cpl lnk bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta jar class sh bash py pl rb php asp aspx jsp html htm xhtml shtml mht mhtml svg svgz swf apk app dmg deb rpm iso reg chm docm xlsm pptm dotm xltm xlam")

func isZip(f io.ReaderAt, size int64, ext string) error {
	z, err := openArchive(f, size, ext)
	if err != nil {
		return err
	}
	for _, e := range z.File {
		if slices.Contains(programs, extension(e.Name)) {
			return ErrArchiveEntry.New("entry", printable(e.Name))
		}
	}
	return unpack(z, size, ext)
}
