package ndjson

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"

	"minhbach/eventstore"
)

// maxLine bounds a line: an event of 16 MiB in base64 and its names.
const maxLine = 32 << 20

// Read yields the events of a file. A line that is no event, or whose position or
// revision does not follow, ends the reading with a *LineError.
func Read(r io.Reader) eventstore.Events { return NewReader(r).Events() }

// Reader reads one file once, and knows in which line it is.
type Reader struct {
	in   *bufio.Reader
	line int
	long []byte // of a line that does not fit into the buffer

	position eventstore.Position
	next     map[string]eventstore.Revision
}

// NewReader reads from r, which need not be buffered.
func NewReader(r io.Reader) *Reader {
	return &Reader{in: bufio.NewReaderSize(r, 1<<16), next: map[string]eventstore.Revision{}}
}

// Line is the line of the event yielded last.
func (r *Reader) Line() int { return r.line }

// At names the line of the event yielded last in an error of whoever took it, unless the
// error names one already.
func (r *Reader) At(err error) error {
	var named *LineError
	if err == nil || errors.As(err, &named) {
		return err
	}
	return &LineError{r.line, err}
}

// Events yields what has not been read yet.
func (r *Reader) Events() eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for {
			ev, err := r.read()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(eventstore.Event{}, r.At(err))
				return
			}
			if !yield(ev, nil) {
				return
			}
		}
	}
}

func (r *Reader) read() (eventstore.Event, error) {
	var ev eventstore.Event
	text, err := r.text()
	if err != nil {
		return ev, err
	}
	if r.line == 1 {
		text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	}
	if text = bytes.TrimSpace(text); len(text) == 0 {
		return ev, r.blank()
	}
	if ev, err = parse(text); err != nil {
		return ev, err
	}
	return ev, r.follows(&ev)
}

// blank: after an empty line nothing may come but more of them.
func (r *Reader) blank() error {
	empty := r.line
	for {
		text, err := r.text()
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(text)) > 0 {
			r.line = empty
			return fmt.Errorf("%w: the line is empty; write one event a line", ErrMalformed)
		}
	}
}

// text is the next line; io.EOF behind the last.
func (r *Reader) text() ([]byte, error) {
	r.line++
	r.long = r.long[:0]
	for {
		part, err := r.in.ReadSlice('\n')
		if len(r.long)+len(part) > maxLine {
			return nil, fmt.Errorf("%w: the line has more than %d bytes", ErrMalformed, maxLine)
		}
		switch {
		case err == nil && len(r.long) == 0:
			return part, nil
		case err == nil || err == io.EOF && len(r.long)+len(part) > 0:
			r.long = append(r.long, part...)
			return r.long, nil
		case err == bufio.ErrBufferFull:
			r.long = append(r.long, part...)
		default:
			return nil, err
		}
	}
}

// follows compares an event with those before it.
func (r *Reader) follows(ev *eventstore.Event) error {
	if ev.Position <= r.position {
		if r.position == 0 {
			return fmt.Errorf("%w: position 0; positions begin at 1", ErrMalformed)
		}
		return fmt.Errorf("%w: position %d comes after position %d; positions must ascend", ErrMalformed, ev.Position, r.position)
	}
	revision := ev.Revision
	next, begun := r.next[ev.Stream]
	if ev.Type == eventstore.TypeStreamDeleted && revision == math.MaxInt64 {
		revision = next // EventStoreDB gives the end of a stream no revision of its own
	}
	if begun && revision != next {
		return fmt.Errorf("%w: revision %d of stream %q, where revision %d was to come", ErrMalformed, revision, ev.Stream, next)
	}
	if revision == math.MaxInt64 {
		return fmt.Errorf("%w: revision %d belongs to the event that ends a stream, %s", ErrMalformed, revision, eventstore.TypeStreamDeleted)
	}
	r.position, r.next[ev.Stream] = ev.Position, revision+1
	return nil
}
