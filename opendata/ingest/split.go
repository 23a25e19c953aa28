package ingest

import (
	"bytes"
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/fault"
)

var ErrQuote = fault.Define(fault.Invalid, "ingest.unclosed_quote",
	"Dấu nháy kép mở ở dòng {line} không được đóng; hãy thêm dấu đóng, hoặc viết đôi (\"\") nếu nó thuộc nội dung.",
	"The quotation mark opened on line {line} is never closed; close it, or double it (\"\") where it belongs to the text.")

// splitter cuts text into records and cells by RFC 4180, with any delimiter and any
// line end. It is lenient where nothing can be misunderstood: a quote inside an
// unquoted cell is itself. What follows a closing quote makes its row a bad one.
type splitter struct {
	r      io.Reader // UTF-8
	delim  byte
	limits Limits
	line   int64 // of the record at hand

	buf        []byte
	start, end int
	eof        bool
	stop       [256]bool // bytes at which an unquoted cell ends
	read       int64

	normalized bool // combining marks were met and composed
}

func newSplitter(r io.Reader, delim byte, limits Limits) *splitter {
	s := &splitter{r: r, delim: delim, limits: limits, line: 1, buf: make([]byte, 256<<10)}
	s.stop[delim], s.stop['\n'], s.stop['\r'] = true, true, true
	return s
}

// fill hands out the rest of the text as batches.
func (s *splitter) fill(ctx context.Context, next func() *batch, give func(*batch) bool, done func() float64) error {
	b := next()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.more(); err != nil {
			return err
		}
		chunk := s.buf[s.start:s.end]
		if len(chunk) == 0 {
			break
		}
		if k := bytes.IndexByte(chunk, 0); k >= 0 {
			return ErrBinary.New("offset", s.read-int64(len(chunk)-k)+1)
		}
		from := len(b.rows)
		used, err := s.records(string(chunk), b)
		if err != nil {
			return err
		}
		s.mend(chunk[:used], b, from)
		s.start += used
		if used == 0 && s.eof {
			break
		}
		if b.full() {
			b.done = done()
			if !give(b) {
				return ctx.Err()
			}
			b = next()
		}
	}
	b.done = done()
	if len(b.rows) > 0 && !give(b) {
		return ctx.Err()
	}
	return nil
}

// more reads on; a record that did not fit makes the buffer grow.
func (s *splitter) more() error {
	if s.start > 0 {
		copy(s.buf, s.buf[s.start:s.end])
		s.start, s.end = 0, s.end-s.start
	} else if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for !s.eof && s.end < len(s.buf) {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		s.read += int64(n)
		if err == io.EOF {
			s.eof = true
		} else if err != nil {
			return err
		}
	}
	return nil
}

// records cuts off the whole records at the beginning of text.
func (s *splitter) records(text string, b *batch) (used int, err error) {
	for used < len(text) {
		cells, line := len(b.texts), s.line
		n, bad, err := s.record(text[used:], b)
		if err != nil {
			return 0, err
		}
		if n == 0 { // not whole
			s.line = line
			clear(b.texts[cells:])
			b.texts = b.texts[:cells]
			if len(text)-used > s.limits.Line {
				return 0, ErrRecord.New("line", line, "max", s.limits.Line)
			}
			return used, nil
		}
		last := len(b.texts)
		if last == cells+1 && b.texts[cells] == "" { // a blank line has no cells
			last = cells
		}
		b.rows = append(b.rows, span{line: line, first: cells, last: last, bad: bad})
		used += n
	}
	return used, nil
}

// record appends the cells of one record; 0 when the text ends before it does.
func (s *splitter) record(text string, b *batch) (n int, bad *reason, err error) {
	first, line := len(b.texts), s.line
	i := 0
	for {
		if len(b.texts)-first >= s.limits.Columns {
			return 0, nil, ErrColumns.New("line", line, "max", s.limits.Columns)
		}
		j := i
		if i < len(text) && text[i] == '"' {
			var cell string
			var ok bool
			if cell, j, ok, err = s.quoted(text, i); err != nil || j == 0 {
				return 0, nil, err
			}
			if !ok && bad == nil {
				bad = afterQuote(line, cell)
			}
			b.texts = append(b.texts, cell)
		} else {
			for j < len(text) && !s.stop[text[j]] {
				j++
			}
			if j-i > s.limits.Cell {
				return 0, nil, ErrCell.New("line", line, "max", s.limits.Cell)
			}
			b.texts = append(b.texts, text[i:j])
		}
		if j == len(text) {
			if !s.eof {
				return 0, nil, nil
			}
			s.line++
			return j, bad, nil
		}
		switch text[j] {
		case s.delim:
			i = j + 1
			continue
		case '\r':
			if j+1 == len(text) && !s.eof {
				return 0, nil, nil
			}
			if j+1 < len(text) && text[j+1] == '\n' {
				j++
			}
		}
		s.line++
		if j+1 > s.limits.Line {
			return 0, nil, ErrRecord.New("line", line, "max", s.limits.Line)
		}
		return j + 1, bad, nil
	}
}

// quoted reads a cell that begins with a quote: up to the stop that follows it.
// end is 0 when the text ends before; ok is false when something follows the
// closing quote.
func (s *splitter) quoted(text string, i int) (cell string, end int, ok bool, err error) {
	j, doubled := i+1, false
	for {
		k := strings.IndexByte(text[j:], '"')
		if k < 0 {
			if s.eof || len(text)-i > s.limits.Cell {
				return "", 0, false, ErrQuote.New("line", s.line)
			}
			return "", 0, false, nil
		}
		j += k
		if j+1 == len(text) && !s.eof {
			return "", 0, false, nil
		}
		if j+1 < len(text) && text[j+1] == '"' {
			doubled = true
			j += 2
			continue
		}
		break
	}
	if j-i > s.limits.Cell {
		return "", 0, false, ErrCell.New("line", s.line, "max", s.limits.Cell)
	}
	cell, ok = text[i+1:j], true
	for j++; j < len(text) && !s.stop[text[j]]; j++ {
		if text[j] != ' ' {
			ok = false
		}
	}
	if !ok {
		cell = text[i:j]
	}
	s.line += lines(cell)
	if doubled && ok {
		cell = strings.ReplaceAll(cell, `""`, `"`)
	}
	return cell, j, ok, nil
}

// lines counts the line ends within a cell: LF, CRLF or CR.
func lines(cell string) int64 {
	if strings.IndexByte(cell, '\r') < 0 {
		return int64(strings.Count(cell, "\n"))
	}
	return int64(strings.Count(cell, "\n") + strings.Count(cell, "\r") - strings.Count(cell, "\r\n"))
}

// mend composes letters and finds bytes that are no text, where a chunk has any.
func (s *splitter) mend(chunk []byte, b *batch, from int) {
	marks := bytes.IndexByte(chunk, 0xCC) >= 0 || bytes.IndexByte(chunk, 0xCD) >= 0
	valid := utf8.Valid(chunk)
	if !marks && valid {
		return
	}
	for i := from; i < len(b.rows); i++ {
		row := &b.rows[i]
		for k := row.first; k < row.last; k++ {
			if !valid && !utf8.ValidString(b.texts[k]) && row.bad == nil {
				row.bad = notText(b.texts[k])
			}
			if marks && !norm.NFC.IsNormalString(b.texts[k]) {
				b.texts[k] = norm.NFC.String(b.texts[k])
				s.normalized = true
			}
		}
	}
}
