package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"

	"minhbach/domain/fault"
	"minhbach/portal/site"
)

var errEmpty = fault.Define(fault.Invalid, "verify.empty",
	"Hãy chọn một tệp, hoặc điền mã băm hay gói chứng thực.",
	"Choose a file, or enter a hash or a proof bundle.")
var errTooLarge = fault.Define(fault.TooLarge, "verify.too_large",
	"Tệp lớn hơn {max} MB. Hãy tính mã băm trên máy của bạn bằng lệnh sha256sum rồi dán mã vào ô dưới.",
	"The file is larger than {max} MB. Compute its hash on your own machine by sha256sum and paste it below.")
var errTooLong = fault.Define(fault.TooLarge, "verify.too_long",
	"Đoạn này dài hơn mọi gói chứng thực; hãy dán đúng tệp .json đã tải từ trang chứng thực.",
	"This is longer than any proof bundle; paste the .json file from a proof page.")
var errUnreadable = fault.Define(fault.Invalid, "verify.unreadable",
	"Không đọc được biểu mẫu; hãy tải lại trang và gửi lại.",
	"The form could not be read; reload the page and send it again.")

// mostText is far more than any bundle has.
const mostText = 256 << 10

// sent is what came by the form. Of a file there is the hash only, and the bytes of a
// bundle.
type sent struct {
	named  bool // a file was chosen
	sum    string
	bundle []byte
	text   string
}

// receive reads the form to its end and keeps nothing of a file.
func receive(r *site.Request) (sent, error) {
	var out sent
	most := r.Site.App.Limits.AttachmentBytes
	r.Body = http.MaxBytesReader(r.W, r.Body, most+mostText+1<<16)
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		r.Body = http.MaxBytesReader(r.W, r.Body, mostText+1<<16)
		if err := r.ParseForm(); err != nil {
			return out, refusal(err, errTooLong.New())
		}
		out.text = r.PostForm.Get("ma")
		return out, nil
	}
	parts, err := r.MultipartReader()
	for err == nil {
		part, next := parts.NextPart()
		if next != nil {
			err = next
			break
		}
		switch {
		case part.FileName() != "" && !out.named:
			out.named = true
			if err = out.file(part, most); err != nil {
				return out, refusal(err, errTooLarge.New("max", most>>20))
			}
		case part.FormName() == "ma":
			var text []byte
			if text, err = io.ReadAll(io.LimitReader(part, mostText+1)); len(text) > mostText {
				return out, errTooLong.New()
			}
			out.text = string(text)
		}
	}
	if err != io.EOF {
		return out, refusal(err, errTooLarge.New("max", most>>20))
	}
	return out, nil
}

// file hashes as it comes, and keeps the beginning, in case it is a bundle.
func (s *sent) file(from io.Reader, most int64) error {
	sum, begin := sha256.New(), &bytes.Buffer{}
	head := io.LimitReader(io.TeeReader(from, begin), mostText)
	n, err := io.Copy(sum, head)
	if err != nil {
		return err
	}
	rest, err := io.Copy(sum, io.LimitReader(from, most-n+1))
	if err != nil {
		return err
	}
	if n+rest > most {
		return errTooLarge.New("max", most>>20)
	}
	s.sum = hex.EncodeToString(sum.Sum(nil))
	if rest == 0 && bytes.HasPrefix(bytes.TrimSpace(begin.Bytes()), []byte("{")) && bytes.Contains(begin.Bytes(), []byte(`"minhbach-proof/`)) {
		s.bundle = begin.Bytes()
	}
	return nil
}

func refusal(err error, large *fault.Fault) error {
	var tooLarge *http.MaxBytesError
	switch {
	case fault.Of(err) != nil:
		return err
	case errors.As(err, &tooLarge):
		return large
	}
	return errUnreadable.New().Because(err)
}
