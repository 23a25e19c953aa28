package ingest

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// survey is what the bytes of a whole text file tell of their encoding.
type survey struct {
	bom        string
	nuls       [2]int64 // at even and odd offsets
	firstNul   int64
	valid, bad int64 // UTF-8 sequences beyond ASCII; bytes that are none
	highWords  map[string]int
}

// maxWords bounds the words that are weighed; more say nothing new.
const maxWords = 20_000

func surveyText(src Source, tick func(int64) error) (*survey, error) {
	s := &survey{firstNul: -1, highWords: map[string]int{}}
	buf := make([]byte, min(1<<20, src.Size()))
	var at int64
	for at < src.Size() {
		n, err := src.ReadAt(buf, at)
		if err != nil && err != io.EOF || n == 0 {
			return nil, cmpErr(err)
		}
		chunk := buf[:n]
		if at == 0 {
			s.mark(chunk)
			if s.bom != "" {
				return s, nil
			}
		}
		if at+int64(n) < src.Size() { // leave a sequence that is cut to the next chunk
			chunk = chunk[:whole(chunk)]
		}
		s.add(chunk, at)
		at += int64(len(chunk))
		if err := tick(at); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func cmpErr(err error) error {
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (s *survey) mark(head []byte) {
	if bytes.HasPrefix(head, bom8) {
		s.bom = "utf-8"
	}
	for name, b := range bom16 {
		if bytes.HasPrefix(head, b) {
			s.bom = name
		}
	}
}

// whole is the length of a chunk without a sequence that its end cuts.
func whole(b []byte) int {
	for back := 1; back <= 3 && back < len(b); back++ {
		c := b[len(b)-back]
		if utf8.RuneStart(c) {
			if c >= 0xC0 && !utf8.FullRune(b[len(b)-back:]) {
				return len(b) - back
			}
			break
		}
	}
	return len(b)
}

func (s *survey) add(chunk []byte, at int64) {
	for i := 0; ; {
		k := bytes.IndexByte(chunk[i:], 0)
		if k < 0 {
			break
		}
		if s.firstNul < 0 {
			s.firstNul = at + int64(i+k)
		}
		s.nuls[(at+int64(i+k))&1]++
		i += k + 1
	}
	if utf8.Valid(chunk) {
		if at < 8<<20 { // enough to weigh stray bytes against
			s.valid += int64(len(chunk) - utf8.RuneCount(chunk))
		}
		return
	}
	for i := 0; i < len(chunk); {
		if chunk[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(chunk[i:])
		if r == utf8.RuneError && size == 1 {
			s.bad++
		} else {
			s.valid++
		}
		i += size
	}
	if len(s.highWords) < maxWords {
		s.words(chunk)
	}
}

// words gathers the words with bytes beyond ASCII.
func (s *survey) words(chunk []byte) {
	for _, w := range bytes.FieldsFunc(replaceHigh(chunk), func(r rune) bool {
		return r < 0x80 && !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	}) {
		if len(w) <= 48 && bytes.IndexFunc(w, func(r rune) bool { return r >= 0x80 }) >= 0 && len(s.highWords) < maxWords {
			s.highWords[string(w)]++
		}
	}
}

// replaceHigh makes each byte beyond ASCII a rune of that number, so that words
// can be cut and counted whatever they mean.
func replaceHigh(b []byte) []byte {
	out := make([]byte, 0, len(b)+len(b)/4)
	for _, c := range b {
		out = utf8.AppendRune(out, rune(c))
	}
	return out
}

// encoding decides: marks and valid UTF-8 win, then zero bytes tell UTF-16, then
// the decoding that gives the most Vietnamese syllables. sure is false when none
// gives many.
func (s *survey) encoding(size int64) (name string, sure bool, err error) {
	if s.bom != "" {
		return s.bom, true, nil
	}
	if s.firstNul >= 0 {
		half := max(size/2, 1)
		even, odd := s.nuls[0]*100/half, s.nuls[1]*100/half
		switch {
		case odd >= 30 && even <= 5:
			return "utf-16le", true, nil
		case even >= 30 && odd <= 5:
			return "utf-16be", true, nil
		}
		return "", false, ErrBinary.New("offset", s.firstNul+1)
	}
	if s.bad == 0 || s.valid >= 20*s.bad {
		return "utf-8", true, nil
	}
	best, score := "windows-1258", -1.0
	for _, candidate := range []string{"tcvn3", "vni", "windows-1258"} {
		if v := s.plausible(candidate); v > score {
			best, score = candidate, v
		}
	}
	return best, score >= 0.6, nil
}

// plausible is the share of words that a decoding makes Vietnamese syllables.
func (s *survey) plausible(encoding string) float64 {
	good, all := 0, 0
	for w, n := range s.highWords {
		n = min(n, 50)
		all += n
		raw := make([]byte, 0, len(w))
		for _, r := range w {
			raw = append(raw, byte(r))
		}
		text, err := io.ReadAll(decoded(bytes.NewReader(raw), encoding))
		if err == nil && isSyllables(string(text)) {
			good += n
		}
	}
	if all == 0 {
		return 0
	}
	return float64(good) / float64(all)
}
