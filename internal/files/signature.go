package files

import (
	"bytes"
	"image"
	_ "image/gif" // dimensions
	_ "image/jpeg"
	_ "image/png"
	"io"
	"strings"
)

func head(f io.ReaderAt, size int64, n int) []byte {
	b := make([]byte, min(int64(n), size))
	got, _ := f.ReadAt(b, 0) // what cannot be read does not match
	return b[:got]
}

func wrong(ext string) error { return ErrContent.New("extension", ext) }

func begins(signatures ...string) func(io.ReaderAt, int64, string) error {
	return func(f io.ReaderAt, size int64, ext string) error {
		b := string(head(f, size, 16))
		for _, s := range signatures {
			if strings.HasPrefix(b, s) {
				return nil
			}
		}
		return wrong(ext)
	}
}

// isPDF wants the header at the very beginning and the end mark near the end, so
// that a file cut short is told before it is published.
func isPDF(f io.ReaderAt, size int64, ext string) error {
	if b := head(f, size, 8); len(b) < 8 || !bytes.HasPrefix(b, []byte("%PDF-")) || b[5] < '1' || b[5] > '2' {
		return wrong(ext)
	}
	tail := make([]byte, min(size, 2048))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF || !bytes.Contains(tail, []byte("%%EOF")) {
		return wrong(ext)
	}
	return nil
}

// maxPixels keeps pictures out that would exhaust a browser: 100 million is 400 MB.
const maxPixels = 100_000_000

func isImage(format string) func(io.ReaderAt, int64, string) error {
	return func(f io.ReaderAt, size int64, ext string) error {
		c, got, err := image.DecodeConfig(io.NewSectionReader(f, 0, size))
		if err != nil || got != format || c.Width < 1 || c.Height < 1 || int64(c.Width)*int64(c.Height) > maxPixels {
			return wrong(ext)
		}
		return nil
	}
}

func isWebP(f io.ReaderAt, size int64, ext string) error {
	if b := head(f, size, 12); len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:]) != "WEBP" {
		return wrong(ext)
	}
	return nil
}

// isMP3: an ID3 tag, or the eleven set bits that begin a frame of MPEG layer III.
func isMP3(f io.ReaderAt, size int64, ext string) error {
	b := head(f, size, 4)
	if len(b) == 4 && (string(b[:3]) == "ID3" || b[0] == 0xFF && b[1]&0xE6 == 0xE2) {
		return nil
	}
	return wrong(ext)
}

// isMP4: the first box is ftyp (ISO/IEC 14496-12, 4.3).
func isMP4(f io.ReaderAt, size int64, ext string) error {
	if b := head(f, size, 12); len(b) < 12 || string(b[4:8]) != "ftyp" {
		return wrong(ext)
	}
	return nil
}
