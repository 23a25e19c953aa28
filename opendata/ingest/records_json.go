package ingest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"

	"minhbach/domain/dataset"
)

var recordNotes = map[string][2]string{
	"list_chosen": {
		"Tệp JSON có nhiều danh sách; đã đọc danh sách ở “{path}”. Các danh sách khác: {others}.",
		"The JSON file has several lists; the one at “{path}” was read. The others are: {others}.",
	},
	"outside_list": {
		"Phần còn lại của tệp JSON, ngoài danh sách “{path}”, không nằm trong bảng: {keys}.",
		"The rest of the JSON file, outside the list “{path}”, is not in the table: {keys}.",
	},
}

func init() { moreNotes = append(moreNotes, recordNotes) }

// openJSON reads an array of records, or the array of records inside an object:
// the one with the most, unless the publisher names another by its JSON Pointer
// (RFC 6901).
func openJSON(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	f := &finder{s: newJSONStream(src, limits), ctx: ctx}
	if err := f.find(); err != nil {
		return nil, longOr(err, 0, limits)
	}
	if len(f.lists) == 0 {
		if f.empty {
			return nil, ErrEmpty.New()
		}
		return nil, ErrNoList.New()
	}
	best := f.lists[0]
	for _, l := range f.lists[1:] {
		if l.records > best.records {
			best = l
		}
	}
	var notes []dataset.Note
	if c.Path != "" {
		i := slices.IndexFunc(f.lists, func(l jsonList) bool { return l.path == c.Path })
		if i < 0 {
			return nil, ErrChoice.New("value", c.Path, "field", "path", "allowed", strings.Join(f.paths(""), ", "))
		}
		best = f.lists[i]
	} else if len(f.lists) > 1 {
		notes = append(notes, dataset.Note{Code: "list_chosen", Params: map[string]string{"path": best.path, "others": strings.Join(f.paths(best.path), ", ")}})
	}
	if len(f.outside) > 0 {
		notes = append(notes, dataset.Note{Code: "outside_list", Params: map[string]string{"path": best.path, "keys": strings.Join(f.outside, ", ")}})
	}
	return &opened{
		grid:    &records{src: src, limits: limits, at: best.at, arrays: best.arrays},
		reading: dataset.Reading{Format: "json", Path: best.path}, notes: notes,
	}, nil
}

// longOr turns the error of a value that does not end into a fault.
func longOr(err error, line int64, limits Limits) error {
	if errors.Is(err, errLongValue) {
		return ErrRecord.New("line", line, "max", limits.Line)
	}
	return err
}

// jsonList is a list of records inside a file.
type jsonList struct {
	path    string
	at      int64 // offset of its bracket
	records int64
	arrays  bool // its records are arrays and not objects
}

// finder looks for lists of records, at most three objects deep, and checks on the
// way that brackets and quotes match to the end of the file.
type finder struct {
	s       *jsonStream
	ctx     context.Context
	lists   []jsonList
	outside []string
	empty   bool // a list without records was met
	n       int64
}

func (f *finder) find() error {
	if err := f.look("", 0); err != nil {
		return err
	}
	return f.s.finish()
}

func (f *finder) look(path string, depth int) error {
	c, err := f.s.token()
	if err != nil {
		return err
	}
	switch {
	case c == '[':
		return f.list(path)
	case c == '{' && depth < 3:
		return f.s.members(func(key string) error {
			return f.look(path+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(key), depth+1)
		})
	}
	if path != "" && len(f.outside) < 10 {
		f.outside = append(f.outside, short(path))
	}
	_, err = f.s.value(false)
	return err
}

func (f *finder) list(path string) error {
	l := jsonList{path: path, at: f.s.pos()}
	objects := true
	err := f.s.elements(func() error {
		c, err := f.s.token()
		if err != nil {
			return err
		}
		if l.records++; l.records == 1 {
			objects, l.arrays = c == '{', c == '['
		}
		if f.n++; f.n%4096 == 0 && f.ctx.Err() != nil {
			return f.ctx.Err()
		}
		_, err = f.s.value(false)
		return err
	})
	f.empty = f.empty || l.records == 0
	if l.records > 0 && (objects || l.arrays) && len(f.lists) < 1000 {
		f.lists = append(f.lists, l)
	}
	return err
}

func (f *finder) paths(but string) (all []string) {
	for _, l := range f.lists {
		if l.path != but && len(all) < 20 {
			all = append(all, strconv.Quote(l.path))
		}
	}
	return all
}

// records is a list inside a JSON file, read from its bracket.
type records struct {
	src    Source
	limits Limits
	at     int64
	arrays bool
	s      *jsonStream
	keys   []string
}

func (r *records) names() []string {
	if r.arrays {
		return nil
	}
	return known(r.keys)
}

// known says that a format names its columns, also before any was met.
func known(keys []string) []string {
	if keys == nil {
		return []string{}
	}
	return keys
}

func (r *records) done() float64 { return streamDone(r.s, r.src) }

func streamDone(s *jsonStream, src Source) float64 {
	if s == nil || src.Size() == 0 {
		return 0
	}
	return float64(s.pos()) / float64(src.Size())
}

func (r *records) rows(ctx context.Context) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		f := newFlattener(r.limits)
		s := newJSONStream(r.src, r.limits)
		s.jump(r.src, r.at)
		r.s, r.keys = s, nil
		make := f.record
		if r.arrays {
			make = f.list
		}
		line := int64(0)
		err := s.elements(func() error {
			line++
			if line%256 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			raw, err := s.value(true)
			if err != nil {
				return longOr(err, line, r.limits)
			}
			out, err := make(line, raw)
			if err != nil {
				return err
			}
			if !r.arrays {
				r.keys = f.keys
			}
			if !yield(out, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && err != errEnough {
			yield(row{}, longOr(err, line, r.limits))
		}
	}
}
