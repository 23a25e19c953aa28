package ingest

import (
	"bytes"
	"errors"
	"io"

	"minhbach/domain/fault"
)

// What JSON files are refused with.
var (
	ErrJSON = fault.Define(fault.Invalid, "ingest.json",
		"Tệp không phải JSON đúng cú pháp: {what} ở byte {at}; hãy kiểm tra lại phần mềm đã xuất tệp.",
		"The file is not valid JSON: {what_en} at byte {at}; check the program that wrote it.")
	ErrJSONDepth = fault.Define(fault.Invalid, "ingest.json_depth",
		"JSON lồng nhau quá {max} tầng ở byte {at}; hãy xuất lại thành một danh sách bản ghi phẳng.",
		"The JSON is nested more than {max} levels deep at byte {at}; write it as a flat list of records.")
	ErrNoList = fault.Define(fault.Invalid, "ingest.no_list",
		"Không tìm thấy danh sách bản ghi nào trong tệp JSON; cần một mảng các đối tượng, hoặc một đối tượng có mảng như thế bên trong.",
		"No list of records was found in the JSON file; an array of objects is needed, or an object with one inside.")
)

// maxJSONDepth is how deep JSON may be nested.
const maxJSONDepth = 64

// jsonStream passes over JSON of any size, one value in memory at a time.
type jsonStream struct {
	r   io.Reader
	buf []byte
	at  int   // in buf
	off int64 // of buf in the file
	eof bool
	max int // bytes of one value
}

func newJSONStream(src Source, limits Limits) *jsonStream {
	s := &jsonStream{r: io.NewSectionReader(src, 0, src.Size()), buf: make([]byte, 0, 256<<10), max: limits.Line}
	if head, _ := s.peek(3); bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) {
		s.at += 3
	}
	return s
}

func (s *jsonStream) pos() int64 { return s.off + int64(s.at) }

func (s *jsonStream) fault(vi, en string) error {
	return ErrJSON.New("what", vi, "what_en", en, "at", s.pos())
}

func (s *jsonStream) cut() error {
	return s.fault("tệp bị cắt ngang", "the file ends in the middle")
}

var errLongValue = errors.New("a value is too long")

// more reads on, keeping what follows at.
func (s *jsonStream) more() error {
	if s.eof {
		return io.EOF
	}
	if s.at > 0 {
		s.off += int64(s.at)
		s.buf = s.buf[:copy(s.buf, s.buf[s.at:])]
		s.at = 0
	}
	if len(s.buf) == cap(s.buf) {
		if len(s.buf) > s.max {
			return errLongValue
		}
		s.buf = append(make([]byte, 0, min(s.max+1, 2*cap(s.buf))), s.buf...)
	}
	n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
	s.buf = s.buf[:len(s.buf)+n]
	if err == io.EOF {
		s.eof = true
		if n > 0 {
			err = nil
		}
	}
	return err
}

func (s *jsonStream) peek(n int) ([]byte, error) {
	for len(s.buf)-s.at < n {
		if err := s.more(); err != nil {
			return s.buf[s.at:], err
		}
	}
	return s.buf[s.at : s.at+n], nil
}

// token is the next byte that is not white space; it stays where it is. 0 at the
// end of the file.
func (s *jsonStream) token() (byte, error) {
	for {
		for s.at < len(s.buf) {
			switch c := s.buf[s.at]; c {
			case ' ', '\t', '\r', '\n':
				s.at++
			default:
				return c, nil
			}
		}
		if err := s.more(); err == io.EOF {
			return 0, nil
		} else if err != nil {
			return 0, err
		}
	}
}

// value passes over one value and gives its bytes, valid until the next call; nil
// when keep is false. Brackets and quotes are counted; what is between them is
// looked at by whoever wants the value.
func (s *jsonStream) value(keep bool) ([]byte, error) {
	c, err := s.token()
	switch {
	case err != nil:
		return nil, err
	case c == 0:
		return nil, s.cut()
	case c == ',' || c == ':' || c == ']' || c == '}':
		return nil, s.fault("thiếu giá trị", "a value is missing")
	}
	n, depth := 0, 0
	quoted, escaped := false, false
	for {
		b := s.buf[s.at:]
		for n < len(b) {
			c := b[n]
			n++
			switch {
			case escaped:
				escaped = false
			case quoted:
				if c == '\\' {
					escaped = true
				} else if c == '"' {
					if quoted = false; depth == 0 {
						return s.taken(n, keep), nil
					}
				}
			case c > ',' && c != ':' && c|0x20 != '{' && c|0x20 != '}': // most of what is not in quotes
			case c == '"':
				if depth == 0 && n > 1 {
					return nil, s.fault("thiếu dấu phẩy", "a comma is missing")
				}
				quoted = true
			case c == '{' || c == '[':
				if depth == 0 && n > 1 {
					return nil, s.fault("thiếu dấu phẩy", "a comma is missing")
				}
				if depth++; depth > maxJSONDepth {
					return nil, ErrJSONDepth.New("max", maxJSONDepth, "at", s.pos()+int64(n))
				}
			case c == '}' || c == ']':
				if depth == 0 {
					return s.taken(n-1, keep), nil
				}
				if depth--; depth == 0 {
					return s.taken(n, keep), nil
				}
			case depth == 0 && (c == ',' || c == ':' || c == ' ' || c == '\t' || c == '\r' || c == '\n'):
				return s.taken(n-1, keep), nil
			}
		}
		if !keep {
			s.at, n = s.at+n, 1 // 1: not at the beginning any more
			s.at--
		}
		if err := s.more(); err == io.EOF {
			if depth > 0 || quoted {
				return nil, s.cut()
			}
			return s.taken(n, keep), nil
		} else if err != nil {
			return nil, err
		}
	}
}

// taken moves behind the n bytes of a value.
func (s *jsonStream) taken(n int, keep bool) []byte {
	v := s.buf[s.at : s.at+n]
	s.at += n
	if !keep {
		return nil
	}
	return v
}

// expect passes over one byte.
func (s *jsonStream) expect(want byte) error {
	c, err := s.token()
	switch {
	case err != nil:
		return err
	case c == 0:
		return s.cut()
	case c != want:
		return s.fault("thiếu dấu "+string(want), "there is no "+string(want))
	}
	s.at++
	return nil
}

// members calls f for each member of the object that begins here, with its key and
// its value next; f must pass over the value.
func (s *jsonStream) members(f func(key string) error) error {
	if err := s.expect('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		c, err := s.token()
		if err != nil {
			return err
		}
		if c == '}' {
			s.at++
			return nil
		}
		if !first {
			if err := s.expect(','); err != nil {
				return err
			}
			if c, err = s.token(); err != nil {
				return err
			}
		}
		if c != '"' {
			return s.fault("thiếu tên trường", "a key is missing")
		}
		raw, err := s.value(true)
		if err != nil {
			return err
		}
		key, ok := unquoteJSON(raw)
		if !ok {
			return s.fault("tên trường sai cú pháp", "a key is malformed")
		}
		if err := s.expect(':'); err != nil {
			return err
		}
		if err := f(key); err != nil {
			return err
		}
	}
}

// elements calls f with each element of the array that begins here next; f must
// pass over it.
func (s *jsonStream) elements(f func() error) error {
	if err := s.expect('['); err != nil {
		return err
	}
	for first := true; ; first = false {
		c, err := s.token()
		if err != nil {
			return err
		}
		if c == ']' {
			s.at++
			return nil
		}
		if !first {
			if err := s.expect(','); err != nil {
				return err
			}
		}
		if err := f(); err != nil {
			return err
		}
	}
}

// finish fails when anything follows.
func (s *jsonStream) finish() error {
	if c, err := s.token(); err != nil || c == 0 {
		return err
	}
	return s.fault("còn nội dung sau giá trị cuối", "something follows the last value")
}
