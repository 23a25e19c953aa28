package ingest

import (
	"bytes"
	"context"
	"io"
	"iter"

	"minhbach/domain/dataset"
)

// openNDJSON reads one object a line. A line that is not one is a rejected row, as
// those after it can be read.
func openNDJSON(_ context.Context, src Source, _ Choices, limits Limits) (*opened, error) {
	return &opened{grid: &ndjson{src: src, limits: limits}, reading: dataset.Reading{Format: "ndjson"}}, nil
}

type ndjson struct {
	src    Source
	limits Limits
	s      *jsonStream
	keys   []string
}

func (l *ndjson) names() []string { return known(l.keys) }

func (l *ndjson) done() float64 { return streamDone(l.s, l.src) }

func (l *ndjson) rows(ctx context.Context) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		f := newFlattener(l.limits)
		s := newJSONStream(l.src, l.limits)
		l.s, l.keys = s, nil
		for n := int64(1); ; n++ {
			if n%256 == 0 && ctx.Err() != nil {
				yield(row{}, ctx.Err())
				return
			}
			raw, err := s.line()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(row{}, longOr(err, n, l.limits))
				return
			}
			if raw = bytes.TrimSpace(raw); len(raw) == 0 {
				continue
			}
			if deep(raw) {
				yield(row{}, ErrJSONDepth.New("max", maxJSONDepth, "at", s.pos()))
				return
			}
			out, err := f.record(n, raw)
			if err != nil {
				yield(row{}, err)
				return
			}
			l.keys = f.keys
			if !yield(out, nil) {
				return
			}
		}
	}
}

// line is the next line without its end; io.EOF after the last.
func (s *jsonStream) line() ([]byte, error) {
	n := 0
	for {
		if i := bytes.IndexByte(s.buf[s.at+n:], '\n'); i >= 0 {
			v := s.buf[s.at : s.at+n+i]
			s.at += n + i + 1
			return v, nil
		}
		n = len(s.buf) - s.at
		if err := s.more(); err == io.EOF {
			if n == 0 {
				return nil, io.EOF
			}
			return s.taken(n, true), nil
		} else if err != nil {
			return nil, err
		}
	}
}

// jump goes to an offset of the file.
func (s *jsonStream) jump(src Source, to int64) {
	s.r = io.NewSectionReader(src, to, src.Size()-to)
	s.buf, s.at, s.off, s.eof = s.buf[:0], 0, to, false
}

// deep tells whether brackets nest more than they may.
func deep(raw []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxJSONDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
