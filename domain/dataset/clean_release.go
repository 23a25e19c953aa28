package dataset

import (
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	"minhbach/domain/editorial"
)

var (
	uuidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	codeForm = regexp.MustCompile(`^[a-z][a-z0-9_.]{0,99}$`)

	formats   = []string{"csv", "tsv", "xlsx", "ods", "json", "ndjson", "geojson", "parquet"}
	encodings = []string{"", "utf-8", "utf-16le", "utf-16be", "windows-1258", "tcvn3", "vni"}
	changes   = []Change{"", NewData, Correction, Revision}
	findable  = []string{"identity_card", "phone", "email", "tax_code", "bank_account"}
)

// CleanRelease cleans what people wrote of a release and tells everything that is
// wrong with it. What was read from the file (keys, sheets, marks) stays to the
// byte: the rows depend on it.
func CleanRelease(in Release) (Release, error) {
	c := newCleaner()
	r := in.clone()
	if !uuidForm.MatchString(r.ID) {
		c.Faults.Add(ErrReleaseID.New().At("release.id"))
	}
	c.Attachment("release.file", &r.File)
	c.CheckAttachment("release.file", r.File, false)
	r.Columns = c.columns(in.Columns)
	c.reading(r.Reading, len(in.Columns))
	if r.Rows < 0 || r.Rows > editorial.MaxWhole {
		c.Faults.Add(ErrRows.New("rows", r.Rows).At("release.rows"))
	}
	if r.Rejected < 0 || r.Rejected > editorial.MaxWhole {
		c.Faults.Add(ErrRows.New("rows", r.Rejected).At("release.rejected"))
	}
	if r.Report != "" && !editorial.SHA256(r.Report) {
		c.Faults.Add(refusals.SHA256.New().At("release.report"))
	}
	c.findings(r)
	if len(r.Notes) > maxNotes {
		c.Faults.Add(ErrTooMany.New("count", len(r.Notes), "limit", maxNotes).At("release.notes"))
	}
	for i, n := range r.Notes {
		if !codeForm.MatchString(n.Code) {
			c.Faults.Add(ErrNote.New("code", n.Code).At(fmt.Sprintf("release.notes[%d]", i)))
		}
	}
	if !slices.Contains(changes, r.Change) {
		c.Faults.Add(ErrChange.New("value", r.Change).At("release.change"))
	}
	c.Text("release.reason", &r.Reason, MaxReason)
	return r.stored(), c.Faults.Err()
}

func (c cleaner) reading(r Reading, columns int) {
	bad := func(what string) { c.Faults.Add(ErrReading.New("what", what).At("release.reading." + what)) }
	if !slices.Contains(formats, r.Format) {
		bad("format")
	}
	if !slices.Contains(encodings, r.Encoding) {
		bad("encoding")
	}
	if utf8.RuneCountInString(r.Delimiter) > 1 {
		bad("delimiter")
	}
	if len(r.Sheet) > maxPath {
		bad("sheet")
	}
	if len(r.Path) > maxPath {
		bad("path")
	}
	if r.HeaderRow < 0 || r.HeaderRow > maxHeaderRow {
		bad("header_row")
	}
	if len(r.Skip) > maxSkipped || slices.ContainsFunc(r.Skip, func(row int) bool { return row < 1 || row > editorial.MaxWhole }) {
		bad("skip")
	}
	if len(r.Empty) > maxMarks || slices.ContainsFunc(r.Empty, func(mark string) bool { return len(mark) > maxPath }) {
		bad("empty")
	}
	if len(r.Columns) != columns || slices.ContainsFunc(r.Columns, func(s SourceColumn) bool {
		return s.Index < 0 || s.Index > editorial.MaxWhole || len(s.Path) > maxPath || len(s.Format) > maxName
	}) {
		bad("columns")
	}
}

// findings name columns of the release or what is outside them, never values.
func (c cleaner) findings(r Release) {
	for i, f := range r.Findings {
		known := f.Column == Outside || slices.ContainsFunc(r.Columns, func(column Column) bool { return column.Name == f.Column })
		if !known || !slices.Contains(findable, f.Kind) || f.Count < 1 || f.Count > editorial.MaxWhole || len(f.Rows) > MaxNamed ||
			slices.ContainsFunc(f.Rows, func(row int64) bool { return row < 1 || row > editorial.MaxWhole }) {
			c.Faults.Add(ErrFinding.New("column", f.Column).At(fmt.Sprintf("release.findings[%d]", i)))
		}
	}
}

// stored is the release as the log gives it back: empty lists are none where they
// are left out.
func (r Release) stored() Release {
	r.Reading.Skip, r.Reading.Empty = orNone(r.Reading.Skip), orNone(r.Reading.Empty)
	r.Findings, r.Notes = orNone(r.Findings), orNone(r.Notes)
	for i := range r.Findings {
		r.Findings[i].Rows = orNone(r.Findings[i].Rows)
	}
	for i := range r.Notes {
		if len(r.Notes[i].Params) == 0 {
			r.Notes[i].Params = nil
		}
	}
	return r
}

func orNone[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
