package ingest

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/dataset"
	"minhbach/domain/fault"
)

// sheetNotes are the remarks on workbooks.
var sheetNotes = map[string][2]string{
	"sheet_chosen": {
		"Tệp có nhiều trang tính; đã đọc trang “{sheet}”. Các trang khác: {others}.",
		"The file has several sheets; “{sheet}” was read. The others are: {others}.",
	},
	"sheets_hidden": {
		"Không đọc các trang tính bị ẩn: {sheets}.",
		"Hidden sheets were not read: {sheets}.",
	},
}

func init() { moreNotes = append(moreNotes, sheetNotes) }

// sheet is one sheet that can be read from its beginning any number of times.
type sheet struct {
	a      *archive
	limits Limits
	part   string
	read   func(ctx context.Context, x *xmlScanner, out *sheetRow) error
	now    *part
}

func (t *sheet) names() []string { return nil }

func (t *sheet) done() float64 {
	if t.now == nil {
		return 0
	}
	return t.now.done()
}

// errEnough ends a sheet when nobody wants more rows.
var errEnough = errors.New("enough")

func (t *sheet) rows(ctx context.Context) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		p, ok, err := t.a.part(t.part)
		if err != nil || !ok {
			yield(row{}, orDamaged(err, t.a, t.part))
			return
		}
		defer p.Close()
		t.now = p
		out := &sheetRow{limits: t.limits}
		out.yield = func(r row) error {
			if r.line%256 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if !yield(r, nil) {
				return errEnough
			}
			return nil
		}
		if err := t.read(ctx, newXMLScanner(p, t.limits), out); err != nil && err != errEnough {
			yield(row{}, orDamaged(err, t.a, t.part))
		}
	}
}

// orDamaged leaves faults and ends of contexts as they are; what else went wrong is
// the file's fault.
func orDamaged(err error, a *archive, part string) error {
	var f *fault.Fault
	switch {
	case errors.As(err, &f), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return a.damaged(part, err)
}

// sheetRow gathers the cells of one row.
type sheetRow struct {
	limits Limits
	line   int64
	cells  []cell
	bytes  int
	total  int64 // of all rows
	yield  func(row) error
}

func (r *sheetRow) begin(line int64) {
	r.line, r.cells, r.bytes = line, r.cells[:0], 0
}

// put sets a cell by its 0-based position; empty ones need no place.
func (r *sheetRow) put(at int, c cell) error {
	if c.text == "" && c.value == nil {
		return nil
	}
	switch {
	case at < 0:
		return errXML
	case at >= r.limits.Columns:
		return ErrColumns.New("line", r.line, "max", r.limits.Columns)
	case len(c.text) > r.limits.Cell:
		return ErrCell.New("line", r.line, "max", r.limits.Cell)
	}
	if r.bytes += len(c.text); r.bytes > r.limits.Line {
		return ErrRecord.New("line", r.line, "max", r.limits.Line)
	}
	for len(r.cells) <= at {
		r.cells = append(r.cells, cell{})
	}
	r.cells[at] = c
	return nil
}

// end hands the row on when there is anything in it.
func (r *sheetRow) end() error {
	if len(r.cells) == 0 {
		return nil
	}
	if r.total += int64(r.bytes); r.total > r.limits.expanded() {
		return ErrExpanded.New("max", r.limits.expanded())
	}
	return r.yield(row{line: r.line, cells: r.cells})
}

// tidy makes text valid UTF-8 in NFC.
func tidy(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
		}
	}
	return s
}

// sheetInfo is a sheet that may be chosen.
type sheetInfo struct {
	name, part string
	hidden     bool
}

// choose finds the sheet to read: the one asked for, or the first visible one in
// which holds tells that something is written.
func choose(src Source, all []sheetInfo, wanted string, holds func(sheetInfo) (bool, error)) (sheetInfo, []string, []dataset.Note, error) {
	var visible, hidden []string
	for _, s := range all {
		if s.hidden {
			hidden = append(hidden, s.name)
		} else {
			visible = append(visible, s.name)
		}
	}
	var notes []dataset.Note
	if len(hidden) > 0 {
		notes = append(notes, dataset.Note{Code: "sheets_hidden", Params: map[string]string{"sheets": strings.Join(hidden, ", ")}})
	}
	for _, s := range all {
		if s.hidden || wanted != "" && s.name != wanted {
			continue
		}
		if wanted == "" {
			ok, err := holds(s)
			if err != nil {
				return s, nil, nil, err
			}
			if !ok {
				continue
			}
			if others := without(visible, s.name); len(others) > 0 {
				notes = append(notes, dataset.Note{Code: "sheet_chosen", Params: map[string]string{"sheet": s.name, "others": strings.Join(others, ", ")}})
			}
		}
		return s, visible, notes, nil
	}
	if wanted != "" {
		return sheetInfo{}, nil, nil, ErrChoice.New("value", wanted, "field", "sheet", "allowed", strings.Join(visible, ", "))
	}
	return sheetInfo{}, nil, nil, ErrNoSheet.New("name", src.Name())
}

func without(all []string, one string) (rest []string) {
	for _, s := range all {
		if s != one {
			rest = append(rest, s)
		}
	}
	return rest
}

// openTable opens the sheet that was chosen or is the first with anything in it.
func openTable(ctx context.Context, a *archive, format string, all []sheetInfo, c Choices, limits Limits, grid func(sheetInfo) *sheet) (*opened, error) {
	s, visible, notes, err := choose(a.src, all, c.Sheet, func(s sheetInfo) (bool, error) {
		for _, err := range grid(s).rows(ctx) {
			return err == nil, err
		}
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	o := &opened{grid: grid(s), reading: dataset.Reading{Format: format, Sheet: s.name}, notes: notes, sheets: visible}
	for _, x := range all {
		if x != s {
			o.others = append(o.others, other{x.name, grid(x)})
		}
	}
	return o, nil
}

// scan reads a whole part with a function; a part that is missing is no error.
func (a *archive) scan(name string, limits Limits, read func(*xmlScanner) error) error {
	p, ok, err := a.part(name)
	if err != nil || !ok {
		return err
	}
	defer p.Close()
	if err := read(newXMLScanner(p, limits)); err != nil && err != io.EOF {
		return orDamaged(err, a, name)
	}
	return nil
}
