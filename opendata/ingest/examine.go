package ingest

import (
	"context"
	"strconv"
	"strings"

	"minhbach/domain/dataset"
)

// maxSample is how many rows are shown as written.
const maxSample = 20

// examination is one being made.
type examination struct {
	ctx      context.Context
	limits   Limits
	choices  Choices
	progress Progress
	file     *opened
	layout   layout
	names    []string // of the columns, where the file names them
	tallies  []*tally
	rows     int64 // data rows that can be cut into cells
	bad      int64
	short    int64
	blank    int64
	sample   [][]string
	report   Report
	outside  outside
}

func (r Reader) examine(ctx context.Context, src Source, c Choices, p Progress) (*Examination, error) {
	o, err := r.open(ctx, src, c)
	if err != nil {
		return nil, err
	}
	defer o.end()
	if p == nil {
		p = func(float64) {}
	}
	e := &examination{ctx: ctx, limits: r.Limits.orDefault(), choices: c, progress: p, file: o}
	if err := e.settleLayout(); err != nil {
		return nil, err
	}
	if err := e.count(); err != nil {
		return nil, err
	}
	x, err := e.conclude()
	if err != nil {
		return nil, err
	}
	p(1)
	return x, nil
}

func (e *examination) settleLayout() (err error) {
	if e.file.names() != nil {
		e.layout = layout{named: true}
		return nil
	}
	head, err := beginning(e.ctx, e.file)
	if err != nil {
		return err
	}
	e.layout, err = findLayout(head, e.choices.HeaderRow, isText(e.file.reading.Format))
	return err
}

// count reads the whole file once.
func (e *examination) count() error {
	t := &scheme{header: e.layout.header, skip: map[int64]bool{}, width: e.layout.width, min: e.layout.width,
		strict: isText(e.file.reading.Format), records: e.layout.named}
	for _, line := range e.layout.skip {
		t.skip[int64(line)] = true
		t.lastTop = max(t.lastTop, int64(line))
	}
	for i := range e.layout.width {
		e.column(i)
	}
	err := stream(e.ctx, e.file.grid, func(b *batch) error {
		e.names = b.names // the file goes on meeting columns meanwhile
		for _, s := range b.rows {
			switch v, why := t.judge(b, s); v {
			case isHead:
				if s.line != e.layout.header {
					e.beyond(b, s)
				}
			case isBad:
				e.beyond(b, s)
				e.bad++
				e.report.add(s.line, "", why)
			case isShort:
				e.short++
				e.tally(b, s)
			case isBlank:
				e.blank++
			case isData:
				e.rows++
				e.tally(b, s)
			}
		}
		if total := e.rows + e.short + e.bad; total > e.limits.Rows {
			return ErrRows.New("max", e.limits.Rows)
		}
		e.progress(b.done * 0.9)
		return e.ctx.Err()
	})
	e.names = e.file.names()
	return err
}

// column makes sure that there are tallies up to a position.
func (e *examination) column(i int) *tally {
	for len(e.tallies) <= i {
		e.tallies = append(e.tallies, &tally{at: -1, sights: sightings{hint: hintOf(e.title(len(e.tallies)))}})
	}
	return e.tallies[i]
}

func (e *examination) title(i int) string {
	if e.layout.named {
		if i < len(e.names) {
			return e.names[i]
		}
		return ""
	}
	if i < len(e.layout.titles) {
		return e.layout.titles[i]
	}
	return ""
}

func (e *examination) tally(b *batch, s span) {
	cells := s.last - s.first
	if e.layout.width > 0 {
		cells = min(cells, e.layout.width)
	}
	for i := range cells {
		if i >= len(e.tallies) {
			e.column(i)
		}
		text, value := b.cell(s, i)
		e.tallies[i].add(s.line, trim(text), value)
	}
	if len(e.sample) < maxSample {
		line := make([]string, cells)
		for i := range cells {
			text, _ := b.cell(s, i)
			line[i] = strings.Clone(shown(text))
		}
		e.sample = append(e.sample, line)
	}
}

// add lists a rejected row, or counts it once there are too many.
func (r *Report) add(line int64, column string, why *reason) {
	r.Total++
	if len(r.Rejected) < MaxReported {
		r.Rejected = append(r.Rejected, Rejected{Line: line, Column: column, Value: strings.Clone(why.value), Code: why.code, Vi: why.vi, En: why.en})
	}
}

// conclude makes the examination out of what was counted.
func (e *examination) conclude() (*Examination, error) {
	if e.rows+e.short == 0 {
		if e.bad == 0 {
			return nil, ErrEmpty.New()
		}
		return nil, ErrNothing.New("count", e.bad, "line", e.report.Rejected[0].Line, "reason", e.report.Rejected[0].En, "reason_vi", e.report.Rejected[0].Vi)
	}
	x := &Examination{Reading: e.file.reading, Sheets: e.file.sheets, Sample: e.sample, Rows: e.rows}
	x.Notes = append(append(x.Notes, e.file.notes...), e.layout.notes...)
	x.Reading.HeaderRow, x.Reading.Skip = int(e.layout.header), e.layout.skip
	if g, ok := e.file.grid.(*textGrid); ok && g.composed.Load() {
		x.Notes = append(x.Notes, note("normalized"))
	}
	again := e.short > 0
	if e.short > 0 {
		if x.Reading.MinCells = e.minCells(); x.Reading.MinCells > 0 {
			x.Notes = append(x.Notes, note("short_rows", "cells", strconv.Itoa(x.Reading.MinCells)))
		}
	}
	misfits, err := e.columns(x)
	if err != nil {
		return nil, err
	}
	notes, err := e.otherSheets()
	if err != nil {
		return nil, err
	}
	if found := e.outside.findings(dataset.Outside, 1<<40); len(found) > 0 {
		x.Findings = append(x.Findings, found...)
		notes = append(notes, note("outside_personal"))
	}
	x.Notes = append(x.Notes, notes...)
	if e.blank > 0 {
		x.Notes = append(x.Notes, note("blank_rows", "count", strconv.FormatInt(e.blank, 10)))
	}
	if !again && misfits == 0 {
		x.Report = e.report
		return x, nil
	}
	return x, e.recount(x)
}
