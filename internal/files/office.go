package files

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// office recognises ISO/IEC 29500 packages by their table of types and their main part.
func office(main string) func(io.ReaderAt, int64, string) error {
	return func(f io.ReaderAt, size int64, ext string) error {
		z, err := openArchive(f, size, ext)
		if err != nil {
			return err
		}
		for _, e := range z.File {
			if name := strings.ToLower(e.Name); strings.HasSuffix(name, "vbaproject.bin") || strings.HasSuffix(name, "vbadata.xml") {
				return ErrMacros.New()
			}
		}
		if err := parts(z, ext, "[Content_Types].xml", main); err != nil {
			return err
		}
		return unpack(z, size, ext)
	}
}

// openDocument recognises ISO/IEC 26300 packages by the entry that says what they
// are, which comes first and is not packed (part 3, 3.3).
func openDocument(media string) func(io.ReaderAt, int64, string) error {
	return func(f io.ReaderAt, size int64, ext string) error {
		z, err := openArchive(f, size, ext)
		if err != nil {
			return err
		}
		if len(z.File) == 0 || z.File[0].Name != "mimetype" || z.File[0].Method != zip.Store {
			return wrong(ext)
		}
		if said, err := beginning(z.File[0]); err != nil || strings.TrimSpace(string(said)) != media {
			return wrong(ext)
		}
		for _, e := range z.File {
			if strings.HasPrefix(e.Name, "Basic/") || strings.HasPrefix(e.Name, "Scripts/") {
				return ErrMacros.New()
			}
		}
		if err := parts(z, ext, "content.xml", "META-INF/manifest.xml"); err != nil {
			return err
		}
		return unpack(z, size, ext)
	}
}

// parts must be there once, and be XML without a DTD.
func parts(z *zip.Reader, ext string, names ...string) error {
	for _, name := range names {
		found := 0
		for _, e := range z.File {
			if e.Name != name {
				continue
			}
			found++
			b, err := beginning(e)
			if err != nil {
				return wrong(ext)
			}
			b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte(bom)))
			switch {
			case bytes.Contains(b, []byte("<!DOCTYPE")) || bytes.Contains(b, []byte("<!ENTITY")):
				return ErrDTD.New()
			case bytes.Contains(b, []byte("manifest:encryption-data")):
				return ErrEncrypted.New()
			case !bytes.HasPrefix(b, []byte("<")):
				return wrong(ext)
			}
		}
		if found != 1 {
			return wrong(ext)
		}
	}
	return nil
}

func beginning(e *zip.File) ([]byte, error) {
	r, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, 16<<10))
}
