package ingest

import (
	"context"
	"io"
	"path"
	"strings"
)

// openXLSX reads Office Open XML workbooks (ECMA-376): the typed cells of one
// sheet, formulas by their stored results, dates by their number formats.
func openXLSX(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	a, err := openArchive(src, limits)
	if err != nil {
		return nil, err
	}
	b := &book{a: a, limits: limits, targets: map[string]string{}}
	if err := b.open(); err != nil {
		return nil, err
	}
	return openTable(ctx, a, "xlsx", b.sheets, c, limits, func(s sheetInfo) *sheet {
		return &sheet{a: a, limits: limits, part: s.part, read: b.read}
	})
}

// book is what the cells of a workbook refer to.
type book struct {
	a       *archive
	limits  Limits
	targets map[string]string // of relations, by id
	sheets  []sheetInfo
	date04  bool         // days are counted from 1904
	styles  []cellFormat // by index of cellXfs
	strings arena
}

func (b *book) open() error {
	if err := b.a.scan("xl/_rels/workbook.xml.rels", b.limits, b.relations); err != nil {
		return err
	}
	if _, ok := b.a.files["xl/workbook.xml"]; !ok {
		return b.a.damaged("xl/workbook.xml", nil)
	}
	if err := b.a.scan("xl/workbook.xml", b.limits, b.workbook); err != nil {
		return err
	}
	if err := b.a.scan(b.target("/styles", "xl/styles.xml"), b.limits, b.readStyles); err != nil {
		return err
	}
	return b.a.scan(b.target("/sharedStrings", "xl/sharedStrings.xml"), b.limits, b.readStrings)
}

// target finds the part of a kind of relation.
func (b *book) target(kind, or string) string {
	if t, ok := b.targets[kind]; ok {
		return t
	}
	return or
}

func (b *book) relations(x *xmlScanner) error {
	return x.each(func(name string) error {
		if name != "Relationship" || string(x.attr("TargetMode")) == "External" {
			return nil
		}
		t := string(x.attr("Target"))
		if t = path.Join("/xl", t); strings.HasPrefix(string(x.attr("Target")), "/") {
			t = path.Clean(string(x.attr("Target")))
		}
		t = strings.TrimPrefix(t, "/")
		kind := string(x.attr("Type"))
		b.targets[string(x.attr("Id"))] = t
		b.targets[kind[max(0, strings.LastIndexByte(kind, '/')):]] = t
		return nil
	})
}

func (b *book) workbook(x *xmlScanner) error {
	return x.each(func(name string) error {
		switch name {
		case "workbookPr":
			v := string(x.attr("date1904"))
			b.date04 = v == "1" || v == "true"
		case "sheet":
			id := x.attr("r:id")
			if id == nil {
				id = x.attrLocal("id")
			}
			s := sheetInfo{name: tidy(string(x.attr("name"))), part: b.targets[string(id)]}
			state := string(x.attr("state"))
			s.hidden = state == "hidden" || state == "veryHidden"
			if s.part != "" && strings.Contains(s.part, "worksheets/") { // chart sheets hold no cells
				b.sheets = append(b.sheets, s)
			}
		}
		return nil
	})
}

// arena keeps many strings in one piece of memory.
type arena struct {
	bytes []byte
	ends  []uint32
}

func (a *arena) add(s string) {
	a.bytes = append(a.bytes, s...)
	a.ends = append(a.ends, uint32(len(a.bytes)))
}

func (a *arena) get(i int) (string, bool) {
	if i < 0 || i >= len(a.ends) {
		return "", false
	}
	from := uint32(0)
	if i > 0 {
		from = a.ends[i-1]
	}
	return string(a.bytes[from:a.ends[i]]), true
}

// readStrings reads the shared strings: the runs of each are one text, phonetic
// hints are left out.
func (b *book) readStrings(x *xmlScanner) error {
	return x.each(func(name string) error {
		if name != "si" {
			return nil
		}
		s, err := x.richText()
		if err == nil {
			if len(s) > b.limits.Cell {
				return ErrCell.New("line", 0, "max", b.limits.Cell)
			}
			b.strings.add(tidy(s))
		}
		return err
	})
}

// each calls f at the beginning of every element, by its local name.
func (x *xmlScanner) each(f func(name string) error) error {
	for {
		kind, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if kind == xmlStart {
			if err := f(x.local()); err != nil {
				return err
			}
		}
	}
}

// richText reads the t elements up to the end of the element that has just begun.
func (x *xmlScanner) richText() (string, error) {
	var b []byte
	depth, inText := x.depth-1, false
	for x.depth > depth {
		kind, err := x.next()
		if err != nil {
			return "", err
		}
		switch kind {
		case xmlStart:
			switch x.local() {
			case "t":
				inText = true
			case "rPh":
				if err := x.within(); err != nil {
					return "", err
				}
			}
		case xmlEnd:
			inText = false
		case xmlText:
			if inText {
				b = append(b, x.text...)
			}
		}
	}
	return unescapeSheetText(string(b)), nil
}

// attrLocal finds an attribute whatever its prefix.
func (x *xmlScanner) attrLocal(name string) []byte {
	for _, f := range strings.Fields(string(x.attrs)) {
		if key, _, ok := strings.Cut(f, "="); ok && strings.HasSuffix(key, ":"+name) {
			return x.attr(key)
		}
	}
	return nil
}

// unescapeSheetText undoes _xHHHH_ (ECMA-376 part 1, 22.9.2.19).
func unescapeSheetText(s string) string {
	i := strings.Index(s, "_x")
	if i < 0 {
		return s
	}
	var b strings.Builder
	for ; i >= 0; i = strings.Index(s, "_x") {
		b.WriteString(s[:i])
		if r, ok := escaped(s[i:]); ok {
			b.WriteRune(r)
			s = s[i+7:]
			continue
		}
		b.WriteString("_x")
		s = s[i+2:]
	}
	b.WriteString(s)
	return b.String()
}
