package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"minhbach/domain/fault"
)

// Spooled is a file of a form that lies in a temporary file until its page is done.
type Spooled struct {
	*os.File
	Size   int64
	SHA256 string
}

var errSpool = fault.Define(fault.TooLarge, "form.file_too_large",
	"Tệp lớn hơn {max} MB không gửi được bằng biểu mẫu thường; hãy bật JavaScript để tải lên từng phần, hoặc chia nhỏ tệp.",
	"A file of more than {max} MB cannot be sent by a plain form; turn on JavaScript to send it in pieces, or divide the file.")

func spool(from io.Reader, most int64) (*Spooled, error) {
	f, err := os.CreateTemp("", "minhbach-*.part")
	if err != nil {
		return nil, err
	}
	s, sum := &Spooled{File: f}, sha256.New()
	s.Size, err = io.Copy(io.MultiWriter(f, sum), io.LimitReader(from, most+1))
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil && s.Size > most {
		err = errSpool.New("max", most>>20)
	}
	if err != nil {
		return nil, errors.Join(err, s.remove())
	}
	s.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return s, nil
}

func (s *Spooled) remove() error { return errors.Join(s.Close(), os.Remove(s.Name())) }

// sweep removes the temporary files of a form.
func (r *Request) sweep() {
	for _, up := range r.Uploads {
		if up.Spooled == nil {
			continue
		}
		if err := up.Spooled.remove(); err != nil {
			r.Site.Log.Warn("temporary file not removed", "file", up.Spooled.Name(), "error", err)
		}
	}
}
